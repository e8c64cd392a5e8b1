/** Cases with their decisions as a file people work on: a workbook or CSV, headings as the field writes them. */
import { extname } from 'node:path';
import type { CaseFilter } from '@thuadat/api/request';
import { issueMessage } from '@thuadat/core/issue/index';
import { issueValue, valueFromText, valuesOf } from '@thuadat/core/issue/value';
import { createWriter, type WriteField } from '@thuadat/formats/write/writer';
import type { Database } from '@thuadat/store/db/database';
import { type CaseTableRow, caseTable } from '@thuadat/store/review/case-table';
import type { Scope } from '@thuadat/store/review/scope';

type Cell = string | number | null;

const COLUMNS: Readonly<Record<string, (row: CaseTableRow) => Cell>> = {
  maXa: (row) => row.unit,
  tenXa: (row) => row.unit_name,
  soTo: (row) => row.sheet,
  doiTuong: (row) => issueValue(valueFromText(row.subject), 'vi'),
  tepNguon: (row) => row.source,
  banGhi: (row) => row.record,
  loaiVanDe: (row) => row.code,
  mucDo: (row) => row.severity,
  noiDung: (row) => issueMessage({ code: row.code, ...valuesOf(row) }, 'vi'),
  trangThai: (row) => row.state,
  quyetDinh: (row) => row.verdict,
  luaChon: (row) => row.choice,
  nguoiQuyetDinh: (row) => row.decided_who,
  luc: (row) => row.decided_at,
  lyDo: (row) => row.reason,
  nguoiDuyet: (row) => row.approved_by,
  trangThaiTruoc: (row) => row.before,
  trangThaiSau: (row) => row.after,
  soYKien: (row) => row.comments,
  kinhDo: (row) => row.lon,
  viDo: (row) => row.lat,
};
const TYPES: Readonly<Record<string, WriteField['type']>> = {
  banGhi: 'integer',
  soYKien: 'integer',
  kinhDo: 'real',
  viDo: 'real',
};

/** `.csv`, else a workbook. Returns the rows written; the file appears when it is whole. */
export async function writeCaseList(
  db: Database,
  scope: Scope,
  filter: CaseFilter,
  path: string,
): Promise<number> {
  const writer = await createWriter(extname(path).toLowerCase() === '.csv' ? 'csv' : 'xlsx', path, {
    layerName: 'van_de',
    fields: Object.keys(COLUMNS).map((name) => ({ name, type: TYPES[name] ?? 'string' })),
    geometryType: null,
    crs: null,
  });
  let rows = 0;
  try {
    for await (const row of caseTable(db, scope, filter)) {
      await writer.write({ values: Object.values(COLUMNS).map((cell) => cell(row)), geometry: null });
      rows++;
    }
    await writer.close();
  } finally {
    await writer.abort();
  }
  return rows;
}
