/** Runs that are on their way into or out of force, as far as the committed communes tell; for `thuadat status`. */
import type { Database } from '../db/database.ts';

export type RunUnderWay = {
  readonly run: string;
  readonly state: 'applying' | 'reverting';
  readonly communes: { readonly done: number; readonly total: number };
  readonly records: { readonly done: number; readonly total: number };
  /** Whether a process is at it; null where the engine cannot tell. */
  readonly held: boolean | null;
  /** When the last call that committed a commune began, and the records a second since; null when nobody is at it. */
  readonly since: string | null;
  readonly rate: number | null;
};

type Row = {
  run: string;
  state: 'applying' | 'reverting';
  communes: number;
  records: number;
  known: number;
  knownRecords: number;
  done: number;
  doneRecords: number;
  lastRecords: number;
  since: string | null;
  seconds: number | null;
};

/** All units of one call bear the same instant: those of the last one tell its speed. */
const RUNS = `
  with unit as (
    select u.run_id, u.changed_at, (u.summary -> 'counts' ->> 'read')::float8 as records,
      case when r.state = 'reverting' then u.state = 'reverted'
        else u.state = 'applied' or (u.state = 'staged' and ((u.summary ->> 'blocking')::int > 0 or u.unit = '.unresolved'))
      end as done
    from run_unit u join run r on r.id = u.run_id where r.state in ('applying', 'reverting')
  ), last as (select run_id, max(changed_at) as at from unit where done group by run_id)
  select r.id as run, r.state, json_array_length(r.manifest -> 'communes') as communes,
    (r.manifest -> 'counts' ->> 'read')::float8 as records,
    count(u.run_id)::int as known, coalesce(sum(u.records), 0)::float8 as "knownRecords",
    count(*) filter (where u.done)::int as done, coalesce(sum(u.records) filter (where u.done), 0)::float8 as "doneRecords",
    coalesce(sum(u.records) filter (where u.done and u.changed_at = l.at), 0)::float8 as "lastRecords",
    max(l.at) as since, extract(epoch from now() - max(l.at))::float8 as seconds
  from run r left join unit u on u.run_id = r.id left join last l on l.run_id = r.id
  where r.state in ('applying', 'reverting') group by r.id order by max(l.at) desc nulls first, r.id`;

/** The key of `Database.exclusive('apply')`: one apply or revert at a time in a database. */
const HELD = `
  select 1 from pg_locks
  where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
    and ((classid::bigint << 32) | objid::bigint) = hashtextextended('thuadat.apply', 0)`;

/** A call dated by hand says nothing of its speed. */
const DAY = 86_400;

export async function readUnderWay(db: Database): Promise<RunUnderWay[]> {
  const rows = await db.query<Row>(RUNS);
  if (rows.length === 0) return [];
  const held = db.kind === 'postgres' ? (await db.query(HELD)).length > 0 : null;
  return rows.map((row, place) => {
    const whole = row.state === 'applying';
    // Whoever holds the lock is at the run that changed last, or at one of which no commune is through yet.
    const own = held === null ? null : held && place === 0;
    const { seconds } = row;
    const timed = own === true && seconds !== null && seconds > 0 && seconds < DAY;
    return {
      run: row.run,
      state: row.state,
      communes: { done: row.done, total: whole ? row.communes : row.known },
      records: { done: row.doneRecords, total: whole ? row.records : row.knownRecords },
      held: own,
      since: row.since,
      rate: timed ? row.lastRecords / seconds : null,
    };
  });
}
