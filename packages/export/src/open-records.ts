/** Records that were not assigned, each with its reason and all that its source says: nothing is lost. */

import { scaleText } from '@thuadat/core/code';
import { ISSUES, type Issue, type IssueCode, issueHint, issueMessage } from '@thuadat/core/issue/index';
import { issueValue } from '@thuadat/core/issue/value';
import type { SourceInfo } from '@thuadat/core/run';
import { disarm } from '@thuadat/core/text/csv';
import type { StoredIssue } from '@thuadat/run/issue-file';
import type { Database } from '@thuadat/store/db/database';
import { type AssignmentRow, readAssignments } from '@thuadat/store/registry/assignment';
import { readRecordIssues, readUnitIssues } from '@thuadat/store/registry/export-rows';
import { rawCells, shownIssue } from './source-columns.ts';
import type { TextFile } from './text-file.ts';

type Scope = {
  readonly db: Database;
  readonly runId: string;
  readonly sources: readonly SourceInfo[];
  /** Whether what says who a person is may stand in the tables. */
  readonly personal: boolean;
  readonly signal?: AbortSignal | undefined;
};

export const OPEN_COLUMNS = [
  ...[
    'stt',
    'donVi',
    'nguon',
    'lop',
    'banGhi',
    'lyDo',
    'noiDungVi',
    'huongXuLyVi',
    'noiDungEn',
    'huongXuLyEn',
  ],
  ...[
    'tinhIdCu',
    'xaIdCu',
    'ngayMaCu',
    'soHieuToBanDoCu',
    'tyLe',
    'soThuTuThuaCu',
    'ungVien',
    'thuocTinhGoc',
  ],
];

/** Rows asked for their reasons at a time. */
const BATCH = 500;

export async function writeOpenRecords(
  scope: Scope,
  unit: string,
  status: 'ambiguous' | 'rejected',
  file: TextFile,
): Promise<void> {
  let batch: AssignmentRow[] = [];
  const flush = async () => {
    scope.signal?.throwIfAborted();
    const ordinals = batch.map((row) => row.ordinal);
    const issues = await readRecordIssues(scope.db, scope.runId, ordinals);
    for (const row of batch) {
      const own = issues.find((each) => each.ordinal === row.ordinal && each.code === row.reason);
      await file.write(openCells(row, scope.personal ? own : own && shownIssue(own), scope));
    }
    batch = [];
  };
  for await (const row of readAssignments(scope.db, scope.runId, { unit, status, geometry: false })) {
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
}

function openCells(row: AssignmentRow, issue: StoredIssue | undefined, { sources, personal }: Scope) {
  const source = sources[row.source];
  const candidates = row.candidates.map(({ commune, share }) =>
    share === null ? commune : `${commune} (${Math.round(share * 1000) / 10} %)`,
  );
  return [
    ...[row.ordinal, row.unit, source?.name ?? null, source?.layers[row.layer]?.name ?? null, row.record],
    ...[row.reason, ...(issue ? messages(issue).map(disarm) : [null, null, null, null])],
    ...[row.oldProvince, row.oldCommune, row.oldEpoch, row.oldSheet, scaleText(row.oldScale), row.oldParcel],
    candidates.join('; '),
    // [[column, text], …] as the store keeps it: it begins with a bracket, which no spreadsheet runs.
    JSON.stringify(rawCells(row.raw, personal)),
  ];
}

export const ISSUE_COLUMNS_CSV = [
  ...['donVi', 'stt', 'mucDo', 'ma', 'doiTuong', 'noiDungVi', 'huongXuLyVi', 'noiDungEn', 'huongXuLyEn'],
  ...['nguon', 'lop', 'banGhi', 'cot', 'timThay', 'canCo', 'kinhDo', 'viDo'],
];

export async function writeIssues(scope: Scope, unit: string, file: TextFile): Promise<void> {
  for await (const row of readUnitIssues(scope.db, scope.runId, unit)) {
    if (file.rows % BATCH === 0) scope.signal?.throwIfAborted();
    await file.write(issueValues(scope.personal ? row : shownIssue(row)).map(disarm));
  }
}

/** Aligned with {@link ISSUE_COLUMNS_CSV}; what was found and expected in Vietnamese, as the columns are named. */
export function issueValues(row: StoredIssue): (string | number | null)[] {
  const { source = null, layer = null, record = null, field = null } = row.at;
  return [
    ...[row.unit, row.ordinal === 0 ? null : row.ordinal, row.severity, row.code],
    issueValue(row.subject, 'vi'),
    ...messages(row),
    ...[
      source,
      layer,
      record,
      field,
      issueValue(row.found, 'vi'),
      issueValue(row.expected, 'vi'),
      row.lon,
      row.lat,
    ],
  ];
}

/** A run planned by another version may hold codes that this one has no wording for: then what was found stands alone. */
function messages(row: StoredIssue): (string | null)[] {
  return (['vi', 'en'] as const).flatMap((language) => [
    sentence(row, language),
    row.code in ISSUES ? issueHint(row.code as IssueCode, language) : null,
  ]);
}

export const sentence = (row: StoredIssue, language: 'vi' | 'en'): string =>
  row.code in ISSUES ? issueMessage(row as unknown as Issue, language) : issueValue(row.found, language);
