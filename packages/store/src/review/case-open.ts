/** Makes the cases of a unit out of its issues when the unit is staged; what was decided before on the same case stands. */
import type { Issue } from '@thuadat/core/issue/index';
import { type IssueTexts, issueValue, valuesOf } from '@thuadat/core/issue/value';
import { REVIEWED } from '@thuadat/core/review/rule';
import { bestEncoding, decodeText } from '@thuadat/core/text/decode';
import { foldVietnamese } from '@thuadat/core/text/search-key';
import type { Database } from '../db/database.ts';
import { fingerprintOf } from './fingerprint.ts';

type IssueRow = IssueTexts & {
  seq: number;
  ordinal: number;
  code: Issue['code'];
  severity: Issue['severity'];
  at: Issue['at'];
  shape: unknown;
  lon: number | null;
  lat: number | null;
  status: string | null;
  old_commune: string | null;
  old_sheet: string | null;
  old_parcel: string | null;
  new_commune: string | null;
  new_sheet: string | null;
  new_parcel: string | null;
  parcel_id: string | null;
  raw: readonly (readonly [string, string | null])[] | null;
};

const ISSUES_OF_UNIT = `
  select i.seq, i.ordinal::float8 as ordinal, i.code, i.severity, i.subject, i.at, i.found, i.expected, i.shape,
         coalesce(i.lon, a.lon) as lon, coalesce(i.lat, a.lat) as lat, a.status,
         a.old_commune, a.old_sheet, a.old_parcel, a.new_commune, a.new_sheet, a.new_parcel, a.parcel_id, a.raw
  from issue i left join assignment a on a.run_id = i.run_id and a.ordinal = i.ordinal
  where i.run_id = $1 and i.unit = $2 and i.severity = any($3::text[]) and i.seq > $4 order by i.seq limit $5`;

/** Cases read and written at once: bounds the memory for a commune with an issue on every parcel. */
const BATCH = 5000;

/** Inside the transaction that stages the unit. */
export async function openCases(tx: Database, runId: string, unit: string, at: string): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await tx.query<IssueRow>(ISSUES_OF_UNIT, [runId, unit, [...REVIEWED], after, BATCH]);
    if (rows.length === 0) break;
    await tx.query(INSERT, [runId, unit, JSON.stringify(rows.map(caseRow)), at]);
    after = rows.at(-1)!.seq;
    if (rows.length < BATCH) break;
  }
  await carryOver(tx, runId, unit);
}

const INSERT = `
  insert into review_case (run_id, unit, seq, rank, code, ordinal, fingerprint, status, sheet, lon, lat, words, opened_at)
  select $1, $2, seq, rank, code, ordinal, fingerprint, status, sheet, lon, lat, words, $4::timestamptz
  from json_to_recordset($3::json) as given (seq int, rank int, code text, ordinal bigint, fingerprint text, status text,
    sheet text, lon float8, lat float8, words text)
  on conflict do nothing`;

const caseRow = (row: IssueRow) => ({
  seq: row.seq,
  rank: REVIEWED.indexOf(row.severity),
  code: row.code,
  ordinal: row.ordinal,
  fingerprint: fingerprintOf({ ...row, ...valuesOf(row) }),
  status: row.status,
  sheet: row.new_sheet ?? row.old_sheet,
  lon: row.lon,
  lat: row.lat,
  words: wordsOf(row),
});

/** The subject in both languages, keys, identifier and every attribute; legacy text is decoded by what it looks like, for the search alone. */
function wordsOf(row: IssueRow): string {
  const key = (commune: string | null, sheet: string | null, parcel: string | null) =>
    commune && sheet && parcel ? `${commune} ${sheet}/${parcel}` : '';
  const values = (row.raw ?? []).flatMap(([, value]) => (value ? [readable(value)] : []));
  const { subject } = valuesOf(row);
  const words = [
    issueValue(subject, 'vi'),
    issueValue(subject, 'en'),
    key(row.old_commune, row.old_sheet, row.old_parcel),
    key(row.new_commune, row.new_sheet, row.new_parcel),
    row.parcel_id ?? '',
    ...values,
  ];
  // NUL cannot be stored; everything else is searched as it stands.
  return foldVietnamese(words.filter(Boolean).join(' · ')).replaceAll('\0', '').slice(0, 4000);
}

function readable(value: string): string {
  const encoding = bestEncoding(value);
  return encoding === null ? value : decodeText(value, encoding);
}

/** The newest word on each case, whatever run it was said in. */
async function carryOver(tx: Database, runId: string, unit: string): Promise<void> {
  await tx.query(
    `update review_case c set state = l.after ->> 'state', verdict = l.after ->> 'verdict', choice = l.after ->> 'choice',
       decision = d.id, decided_by = d.account, decided_at = d.at
     from (select distinct on (fingerprint) fingerprint, after from decision
           where kind <> 'comment' and fingerprint in (select fingerprint from review_case where run_id = $1 and unit = $2)
           order by fingerprint, id desc) l
     left join decision d on d.id = (l.after ->> 'decision')::bigint
     where c.run_id = $1 and c.unit = $2 and c.fingerprint = l.fingerprint and l.after ->> 'state' <> 'open'`,
    [runId, unit],
  );
  await tx.query(
    `update review_case c set comments = n.n
     from (select fingerprint, count(*)::int as n from decision
           where kind = 'comment' and fingerprint in (select fingerprint from review_case where run_id = $1 and unit = $2)
           group by fingerprint) n
     where c.run_id = $1 and c.unit = $2 and c.fingerprint = n.fingerprint`,
    [runId, unit],
  );
}

/** The cases go with the rows they are about; decisions stay. */
export async function closeCases(tx: Database, runId: string, unit: string | null): Promise<void> {
  await tx.query('delete from review_case where run_id = $1 and ($2::text is null or unit = $2)', [
    runId,
    unit,
  ]);
}

/** Runs staged before there were cases get theirs the first time somebody asks. */
export async function ensureCases(db: Database, runId: string, at: string): Promise<void> {
  const missing = await db.query<{ unit: string }>(
    `select u.unit from run_unit u where u.run_id = $1 and u.state <> 'reverted'
       and exists (select 1 from issue i where i.run_id = $1 and i.unit = u.unit and i.severity = any($2::text[]))
       and not exists (select 1 from review_case c where c.run_id = $1 and c.unit = u.unit) order by u.unit`,
    [runId, [...REVIEWED]],
  );
  for (const { unit } of missing) await db.transaction((tx) => openCases(tx, runId, unit, at));
}
