/** A list of keys, identifiers or addresses answered as a table: every row of the list comes back in its order, with its answer or without one. */
import { basename, extname } from 'node:path';
import { refusal } from '@thuadat/core/message/message';
import { columnIndex, detectRoles } from '@thuadat/core/parse/roles';
import { readTableCells } from '@thuadat/formats/table/table-cells';
import { createWriter, type WriteField } from '@thuadat/formats/write/writer';
import type { Database } from '@thuadat/store/db/database';
import { type Lookup, type LookupOptions, lookup, type ParcelName } from '@thuadat/store/registry/lookup';
import { EXPORT_MESSAGES } from './messages.ts';

export type LookupListResult = {
  /** Columns by which the rows were looked up. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Rows for which nothing was found, or whose text is no key, identifier, address or code. */
  readonly unanswered: number;
};

const STANDING: Readonly<Record<ParcelName['standing'], string>> = {
  'in force': 'đang hiệu lực',
  closed: 'đã đóng',
  'under review': 'đang xét',
};

type Answer = (parcel: ParcelName) => string | null;

/** Headings as the other lists have them. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  tinhTrang: ({ standing }) => STANDING[standing],
  maThuaDat: ({ parcelId }) => parcelId,
  xaId: (parcel) => parcel.new?.commune ?? null,
  tenXa: (parcel) => parcel.new?.communeName ?? null,
  soHieuToBanDo: (parcel) => parcel.new?.sheet ?? null,
  soThuTuThua: (parcel) => parcel.new?.parcel ?? null,
  xaIdCu: (parcel) => parcel.old.commune,
  tenXaCu: (parcel) => parcel.old.communeName,
  soHieuToBanDoCu: (parcel) => parcel.old.sheet,
  tyLe: (parcel) => parcel.old.scale && `1/${parcel.old.scale}`,
  soThuTuThuaCu: (parcel) => parcel.old.parcel,
  maDiaChiSo: (parcel) => parcel.digitalAddresses.map(({ code }) => code).join('; ') || null,
  hieuLucTu: ({ validFrom }) => validFrom,
  hieuLucDen: ({ validTo }) => validTo,
};
const OWN: readonly WriteField[] = [
  { name: 'hang', type: 'integer' },
  ...['traCuu', 'ketQua', ...Object.keys(ANSWERS)].map((name) => ({ name, type: 'string' as const })),
];

/**
 * A CSV or XLSX table by its columns: an identifier, an address, or commune, sheet and parcel; else by its first column. `.csv` or a workbook
 * is written: the list's own columns, then what was found, a row a parcel.
 */
export async function writeLookupList(
  db: Database,
  options: LookupOptions & { readonly signal?: AbortSignal },
  from: string,
  to: string,
): Promise<LookupListResult> {
  const list = await readTableCells(from);
  const columns = queryColumns(basename(from), list.header);
  const query = queryOf(list.header, columns);
  const given = list.header.map((name) => ({ name: `ds_${name}`, type: 'string' as const }));
  const format = extname(to).toLowerCase() === '.csv' ? 'csv' : 'xlsx';
  const writer = await createWriter(format, to, {
    ...{ layerName: 'tra_cuu', fields: [...given, ...OWN], geometryType: null, crs: null },
  });
  let unanswered = 0;
  try {
    for (const { record, cells } of list.rows) {
      options.signal?.throwIfAborted();
      const text = query(cells);
      const found = await lookup(db, text, options);
      if (found.parcels.length === 0 && found.kind !== 'commune') unanswered++;
      for (const answer of answersOf(found))
        await writer.write({
          values: [...given.map((_, i) => cells[i] ?? null), record, text, ...answer],
          geometry: null,
        });
    }
    await writer.close();
  } finally {
    await writer.abort();
  }
  return { rows: list.rows.length, unanswered, columns };
}

const KEY = ['commune', 'sheet', 'parcel'] as const;

/** Columns by which rows are looked up, in the order of a key. Throws where a key lacks a part: its commune alone would answer another question. */
function queryColumns(file: string, header: readonly string[]): readonly string[] {
  const { roles } = detectRoles(header);
  const single = roles.parcelId ?? roles.digitalAddress;
  if (single !== undefined) return [single];
  const parts = KEY.filter((role) => roles[role] !== undefined);
  if (parts.length === KEY.length)
    return (['commune', 'sheet', 'scale', 'parcel'] as const).flatMap((role) => roles[role] ?? []);
  if (header.length === 1 || parts.length === 0) return header.slice(0, 1);
  throw refusal(EXPORT_MESSAGES, 'usage', 'lookup.columns', { file, columns: header });
}

/** What is looked up of a row, as a person would type it. */
function queryOf(header: readonly string[], columns: readonly string[]) {
  const places = columns.map((name) => columnIndex(header, name));
  return (cells: readonly (string | null)[]) =>
    places
      .map((place) => cells[place]?.trim() ?? '')
      .filter(Boolean)
      .join('/');
}

/** Cells from `ketQua` on; at least one row. */
function answersOf({ kind, parcels, communes, more }: Lookup): (string | null)[][] {
  const blank = Object.keys(ANSWERS).map(() => null);
  if (parcels.length > 0) {
    const result = more ? 'còn nữa' : parcels.length > 1 ? `${parcels.length} thửa` : 'thấy';
    return parcels.map((parcel) => [result, ...Object.values(ANSWERS).map((cell) => cell(parcel))]);
  }
  if (kind === 'commune')
    return [[`xã: ${communes.map(({ unit }) => `${unit.code} ${unit.name}`).join('; ')}`, ...blank]];
  return [[kind === 'unknown' ? 'không phải mã hoặc khóa' : 'không thấy', ...blank]];
}
