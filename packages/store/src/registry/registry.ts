/**
 * The registry of names: one row in force for each parcel that was moved. Laws kept here, inside the unit's transaction:
 * an identifier in force belongs to one parcel; one that was closed comes back for its own parcel only; a parcel that is
 * in force through another run is not moved a second time.
 */
import type { Message } from '@thuadat/core/message/message';
import { type Database, DatabaseError, driverText } from '../db/database.ts';
import { tell } from '../messages.ts';

/** A parcel's old key with its epoch: the identity of a parcel across runs. `is not distinct from` where null is a value. */
const SAME_PARCEL = `r.old_commune = a.old_commune and r.old_sheet = a.old_sheet and r.old_parcel = a.old_parcel
  and r.old_epoch = a.old_epoch and r.old_scale is not distinct from a.old_scale
  and r.old_series is not distinct from a.old_series`;

const IN_UNIT = "a.run_id = $1 and a.unit = $2 and a.status = 'assigned'";

type Clash = Record<'commune' | 'sheet' | 'parcel' | 'id', string> & {
  ordinal: number;
  run: string;
  other: string;
  closed: boolean;
};

const keyOf = (alias: string): string =>
  `concat_ws('/', ${alias}.old_commune, ${alias}.old_sheet, ${alias}.old_scale, ${alias}.old_series, ${alias}.old_parcel)`;

/** A record that may not go into the registry, in words that name both parcels. */
type Ask = (sql: string) => Promise<Clash | undefined>;

/**
 * Puts the unit's assigned parcels in force from `date`. What the registry's constraints keep (complete keys, one
 * identifier in force once) is not asked beforehand: only a unit that they refuse is searched for the record to name.
 */
export async function openRegistry(
  tx: Database,
  runId: string,
  unit: string,
  date: string,
  after: number | null = null,
): Promise<{ readonly parcels: number; readonly fault: Message | null }> {
  const ask: Ask = async (sql) => (await tx.query<Clash>(sql, [runId, unit]))[0];
  const fault = (await movedBefore(ask)) ?? (await issuedBefore(ask, 'r.valid_to is not null'));
  if (fault) return { parcels: 0, fault };
  await tx.script('savepoint registry');
  try {
    return { parcels: await insertUnit(tx, runId, unit, date, after), fault: null };
  } catch (refusal) {
    if (!(refusal instanceof DatabaseError) || !REFUSALS.includes(refusal.state)) throw refusal;
    await tx.script('rollback to savepoint registry');
    const named =
      (await incomplete(ask)) ?? (await twins(ask)) ?? (await issuedBefore(ask, 'r.valid_to is null'));
    return { parcels: 0, fault: named ?? tell('unit.constraint', { detail: driverText(refusal) }) };
  }
}

/** not_null_violation, unique_violation. */
const REFUSALS: readonly (string | null)[] = ['23502', '23505'];

async function incomplete(ask: Ask): Promise<Message | null> {
  const partial = await ask(
    `select a.ordinal, ${keyOf('a')} as other from assignment a where ${IN_UNIT} and (a.old_province is null
       or a.old_commune is null or a.old_epoch is null or a.old_sheet is null or a.old_parcel is null
       or a.new_commune is null or a.new_sheet is null or a.new_parcel is null) order by a.ordinal limit 1`,
  );
  return partial ? tell('unit.partial-key', { record: partial.ordinal, key: partial.other }) : null;
}

async function twins(ask: Ask): Promise<Message | null> {
  const twin = await ask(
    `select a.parcel_id as id, min(a.ordinal) as ordinal, max(a.ordinal) as other from assignment a
     where ${IN_UNIT} and a.parcel_id is not null group by a.parcel_id having count(*) > 1 order by 2 limit 1`,
  );
  return twin ? tell('unit.twins', { id: twin.id, record: twin.ordinal, other: twin.other }) : null;
}

/**
 * Most often no other run has anything in force from these old communes, and one look at each tells. The order is that of
 * an index: without it the planner counts on finding one soon and reads the whole registry.
 */
async function movedBefore(ask: Ask): Promise<Message | null> {
  const others = await ask(
    `select r.run_id as run from (select distinct old_commune from assignment a where ${IN_UNIT}) c
     cross join lateral (
       select run_id from registry where old_commune = c.old_commune and valid_to is null and run_id <> $1
       order by old_commune, old_sheet, old_parcel limit 1) r limit 1`,
  );
  if (!others) return null;
  const moved = await ask(
    `select a.ordinal, ${keyOf('a')} as other, r.run_id as run from assignment a join registry r on ${SAME_PARCEL}
     where ${IN_UNIT} and r.valid_to is null and r.run_id <> a.run_id order by a.ordinal limit 1`,
  );
  return moved ? tell('unit.moved', { key: moved.other, record: moved.ordinal, run: moved.run }) : null;
}

/** `standing` is one of the predicates that the indexes on the identifier have. */
async function issuedBefore(
  ask: Ask,
  standing: 'r.valid_to is null' | 'r.valid_to is not null',
): Promise<Message | null> {
  const clash = await ask(
    `select a.parcel_id as id, a.ordinal, ${keyOf('a')} as parcel, ${keyOf('r')} as other, r.run_id as run,
            r.valid_to is not null as closed
     from assignment a join registry r on r.parcel_id = a.parcel_id
     where ${IN_UNIT} and ${standing} and (r.valid_to is null or not (${SAME_PARCEL})) order by a.ordinal, r.seq limit 1`,
  );
  if (!clash) return null;
  const { id, parcel, ordinal: record, other, run } = clash;
  return tell(clash.closed ? 'unit.issued' : 'unit.in-force', { id, parcel, record, other, run });
}

/** Numbered from `after` on; null = after whatever is there. */
async function insertUnit(
  tx: Database,
  runId: string,
  unit: string,
  date: string,
  after: number | null,
): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `with opened as (
       insert into registry (seq, parcel_id, id_state, run_id, ordinal, old_province, old_commune, old_epoch, old_sheet,
         old_scale, old_series, old_parcel, new_commune, new_sheet, new_scale, new_parcel, zone, lon, lat, valid_from)
       select coalesce($4::bigint, (select max(seq) from registry), 0) + row_number() over (order by a.ordinal),
         a.parcel_id, a.id_state, a.run_id, a.ordinal, a.old_province, a.old_commune, a.old_epoch, a.old_sheet,
         a.old_scale, a.old_series, a.old_parcel, a.new_commune, a.new_sheet, a.old_scale, a.new_parcel, a.zone, a.lon,
         a.lat, $3::date
       from assignment a where ${IN_UNIT} order by a.ordinal
       returning 1)
     select count(*)::int as n from opened`,
    [runId, unit, date, after],
  );
  return row!.n;
}

/** Closes what the run put in force in the unit; rows stay for ever. A row opened later than `date` ends where it began. */
export async function closeRegistry(
  tx: Database,
  runId: string,
  unit: string,
  date: string,
): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `with closed as (
       update registry set valid_to = greatest(valid_from, $3::date), closed_by = $4
       where run_id = $1 and new_commune = $2 and valid_to is null returning 1)
     select count(*)::int as n from closed`,
    [runId, unit, date, `revert ${runId}`],
  );
  return row!.n;
}

export type IssuedIdentifier = {
  readonly oldCommune: string;
  readonly oldEpoch: string;
  readonly oldSheet: string;
  readonly oldScale: string | null;
  readonly oldSeries: string | null;
  readonly oldParcel: string;
  readonly parcelId: string;
  readonly lon: number;
  readonly lat: number;
  /** False when it was closed (the run was reverted): it still belongs to this parcel. */
  readonly inForce: boolean;
};

/** Identifiers ever issued for the old keys of the communes, the newest of each key, by commune: `plan` keeps them. */
export async function* issuedFor(
  db: Database,
  oldCommunes: readonly string[],
): AsyncIterable<IssuedIdentifier> {
  for (const commune of [...oldCommunes].sort()) {
    yield* db.stream<IssuedIdentifier>(
      `select distinct on (old_epoch, old_sheet, old_scale, old_series, old_parcel)
         old_commune as "oldCommune", old_epoch as "oldEpoch", old_sheet as "oldSheet", old_scale as "oldScale",
         old_series as "oldSeries", old_parcel as "oldParcel", parcel_id as "parcelId", lon, lat,
         valid_to is null as "inForce"
       from registry where old_commune = $1 and parcel_id is not null
       order by old_epoch, old_sheet, old_scale, old_series, old_parcel, seq desc`,
      [commune],
      5000,
    );
  }
}
