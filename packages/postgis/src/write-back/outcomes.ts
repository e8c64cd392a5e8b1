/**
 * What became of each record of a source, in the order of the records: what the named run settled, and what other runs of
 * the same source have in force, as after `apply --rest`. Memory does not grow with the source.
 */
import type { Database } from '@thuadat/store/db/database';

/**
 * `assigned`: in force. `blocked`: assigned, in a commune that is not applied. `waiting`: its commune is not in the
 * database.
 */
export type RecordOutcome = 'assigned' | 'blocked' | 'ambiguous' | 'rejected' | 'waiting';

export type Outcome = {
  readonly standing: RecordOutcome;
  /** Issue code that decided. */
  readonly reason: string | null;
  readonly oldProvince: string | null;
  readonly oldCommune: string | null;
  readonly oldSheet: string | null;
  readonly oldScale: string | null;
  readonly oldParcel: string | null;
  readonly newCommune: string | null;
  readonly newSheet: string | null;
  readonly newParcel: string | null;
  readonly parcelId: string | null;
  readonly idState: string | null;
};

const NONE: Outcome = {
  standing: 'waiting',
  reason: null,
  oldProvince: null,
  oldCommune: null,
  oldSheet: null,
  oldScale: null,
  oldParcel: null,
  newCommune: null,
  newSheet: null,
  newParcel: null,
  parcelId: null,
  idState: null,
};

type Row = Omit<Outcome, 'standing'> & {
  readonly ordinal: number;
  readonly record: number;
  readonly unit: string;
  readonly status: 'assigned' | 'ambiguous' | 'rejected';
};

const BATCH = 5000;

const ROWS = `select ordinal, record, unit, status, reason, old_province as "oldProvince", old_commune as "oldCommune",
    old_sheet as "oldSheet", old_scale as "oldScale", old_parcel as "oldParcel", new_commune as "newCommune",
    new_sheet as "newSheet", new_parcel as "newParcel", parcel_id as "parcelId", id_state as "idState"
  from assignment where run_id = $1 and source = $2 and ordinal > $3 order by ordinal limit ${BATCH}`;

export type SourceRun = {
  readonly run: string;
  readonly source: number;
  readonly applied: ReadonlySet<string>;
};

/** Runs that read the same bytes, the named one first, with their communes that are in force. */
export async function runsOfSource(db: Database, run: string, sha256: string): Promise<SourceRun[]> {
  const found = await db.query<{ run: string; source: number }>(
    'select run_id as run, source from source where sha256 = $1 order by run_id <> $2, run_id',
    [sha256, run],
  );
  const runs: SourceRun[] = [];
  for (const each of found) {
    const units = await db.query<{ unit: string }>(
      "select unit from run_unit where run_id = $1 and state = 'applied'",
      [each.run],
    );
    if (units.length === 0 && each.run !== run) continue;
    runs.push({ ...each, applied: new Set(units.map(({ unit }) => unit)) });
  }
  return runs;
}

/** By record number, which must be asked for in rising order. */
export function outcomeReader(
  db: Database,
  runs: readonly SourceRun[],
): (record: number) => Promise<Outcome> | Outcome {
  const readers = runs.map((run) => recordReader(db, run));
  const standingOf = (row: Row, { applied }: SourceRun): RecordOutcome =>
    row.status !== 'assigned' ? row.status : applied.has(row.unit) ? 'assigned' : 'blocked';
  const choose = (rows: readonly (Row | null)[]): Outcome => {
    const all = rows.flatMap((row, i) => (row ? [{ ...row, standing: standingOf(row, runs[i]!) }] : []));
    return all.find(({ standing }) => standing === 'assigned') ?? all[0] ?? NONE;
  };
  if (readers.length === 1) {
    const [only] = readers;
    return (record) => {
      const row = only!(record);
      return row instanceof Promise ? row.then((each) => choose([each])) : choose([row]);
    };
  }
  return async (record) => choose(await Promise.all(readers.map((read) => read(record))));
}

/** The row of a record, or null; waits only when a batch is used up. */
function recordReader(
  db: Database,
  { run, source }: SourceRun,
): (record: number) => Promise<Row | null> | Row | null {
  let rows: readonly Row[] = [];
  let at = 0;
  let last = -1;
  let done = false;
  const find = (record: number): Promise<Row | null> | Row | null => {
    while (at < rows.length && rows[at]!.record < record) at++;
    if (at < rows.length) return rows[at]!.record === record ? rows[at]! : null;
    if (done) return null;
    return db.query<Row>(ROWS, [run, source, last]).then((next) => {
      rows = next;
      at = 0;
      done = next.length < BATCH;
      last = next.at(-1)?.ordinal ?? last;
      return find(record);
    });
  };
  return find;
}
