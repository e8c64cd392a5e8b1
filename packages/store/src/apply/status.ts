/** What a database holds, for `thuadat status`. */
import type { StatusCounts } from '@thuadat/core/run';
import type { Database } from '../db/database.ts';

export type RunStatus = {
  readonly id: string;
  readonly state: string;
  readonly province: string;
  readonly plannedAt: string;
  readonly plannedBy: string;
  readonly counts: StatusCounts;
  readonly sources: readonly string[];
  /** Communes of the run by where they stand; `waiting`: not yet brought in. */
  readonly units: {
    readonly total: number;
    readonly applied: number;
    readonly blocked: number;
    readonly waiting: number;
  };
  /** Communes with blocking issues, at most 20. */
  readonly blocked: readonly { readonly unit: string; readonly name: string; readonly blocking: number }[];
};

export type DatabaseStatus = {
  readonly kind: Database['kind'];
  readonly label: string;
  /** Number of the last migration. */
  readonly schema: number;
  readonly runs: readonly RunStatus[];
  readonly registry: { readonly inForce: number; readonly closed: number; readonly identifiers: number };
  readonly digitalAddresses: number;
  readonly audit: { readonly rows: number; readonly head: string | null };
};

export async function readStatus(db: Database): Promise<DatabaseStatus> {
  const [totals] = await db.query<{
    schema: number;
    inForce: number;
    closed: number;
    identifiers: number;
    addresses: number;
    audit: number;
    head: string | null;
  }>(
    `select (select coalesce(max(number), 0) from schema_migration) as schema,
       (select count(*)::int from registry where valid_to is null) as "inForce",
       (select count(*)::int from registry where valid_to is not null) as closed,
       (select count(*)::int from registry where valid_to is null and parcel_id is not null) as identifiers,
       (select count(*)::int from digital_address where valid_to is null) as addresses,
       (select count(*)::int from audit) as audit,
       (select hash from audit order by seq desc limit 1) as head`,
  );
  const { schema, inForce, closed, identifiers, addresses, audit, head } = totals!;
  return {
    kind: db.kind,
    label: db.label,
    schema,
    runs: await readRuns(db),
    registry: { inForce, closed, identifiers },
    digitalAddresses: addresses,
    audit: { rows: audit, head },
  };
}

type RunRow = Omit<RunStatus, 'units' | 'blocked' | 'sources'> & {
  communes: number;
  sources: { name: string }[];
};
type UnitRow = { unit: string; name: string; state: string; blocking: number };

async function readRuns(db: Database): Promise<RunStatus[]> {
  const rows = await db.query<RunRow>(
    `select id, state, manifest ->> 'province' as province, planned_at as "plannedAt", planned_by as "plannedBy",
       manifest -> 'counts' as counts, manifest -> 'sources' as sources,
       json_array_length(manifest -> 'communes') as communes
     from run order by planned_at, id`,
  );
  const runs: RunStatus[] = [];
  for (const { communes, sources, ...run } of rows) {
    const units = await db.query<UnitRow>(
      `select unit, name, state, (summary ->> 'blocking')::int as blocking from run_unit
       where run_id = $1 and state <> 'reverted' order by unit`,
      [run.id],
    );
    const applied = units.filter((unit) => unit.state === 'applied').length;
    const blocked = units.filter((unit) => unit.state === 'staged' && unit.blocking > 0);
    // Staged and free of blocking issues: its turn has not come, apply was stopped before it.
    const settled = units.filter(
      (unit) => unit.state === 'applied' || unit.blocking > 0 || unit.unit === '.unresolved',
    ).length;
    runs.push({
      ...run,
      sources: sources.map((source) => source.name),
      units: { total: communes, applied, blocked: blocked.length, waiting: communes - settled },
      blocked: blocked.slice(0, 20).map(({ unit, name, blocking }) => ({ unit, name, blocking })),
    });
  }
  return runs;
}
