/** Runs and their communes as the map shows them. Counts are those the run recorded; nothing is counted anew. */

import type { CommuneView, LonLatBox, RunState, RunView } from '@thuadat/api/map';
import { ISSUES, type IssueCode, type Severity } from '@thuadat/core/issue/index';
import type { CommuneSummary, RunManifest } from '@thuadat/core/run';
import type { Database } from '../db/database.ts';

type RunRow = {
  id: string;
  manifest: RunManifest;
  state: RunState;
  planned_at: string;
  planned_by: string;
  changed: string;
  old: number;
  new: number;
};

/** Runs, newest first; counted are the communes of the asker alone (`units`; null = all). */
export async function listRuns(db: Database, units: readonly string[] | null = null): Promise<RunView[]> {
  const rows = await db.query<RunRow>(`
    select r.id, r.manifest, r.state, r.planned_by,
           to_char(r.planned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as planned_at,
           (select coalesce(to_char(max(u.changed_at) at time zone 'UTC', 'YYYYMMDDHH24MISSMS'), '0') || '.' || count(*)
              from run_unit u where u.run_id = r.id) as changed,
           (select count(*)::int from boundary b where b.run_id = r.id and b.kind = 'old') as old,
           (select count(*)::int from boundary b where b.run_id = r.id and b.kind = 'new') as new
    from run r
    order by r.planned_at desc, r.id`);
  return rows.map((row) => ({
    id: row.id,
    province: row.manifest.province,
    provinceName: row.manifest.profile,
    asOf: row.manifest.asOf,
    state: row.state,
    plannedAt: row.planned_at,
    plannedBy: row.planned_by,
    counts: units ? countsOf(row.manifest, units) : row.manifest.counts,
    sources: row.manifest.sources.map((source) => ({
      name: source.name,
      format: source.format,
      records: source.layers.reduce((sum, layer) => sum + layer.records, 0),
    })),
    version: `${row.state}.${row.changed}`,
    boundaries: { old: row.old, new: row.new },
    notices: units ? [] : (row.manifest.notices ?? []),
  }));
}

function countsOf({ communes }: RunManifest, units: readonly string[]): RunView['counts'] {
  const sum = { read: 0, assigned: 0, ambiguous: 0, rejected: 0 };
  for (const { unit, counts } of communes) {
    if (!units.includes(unit)) continue;
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
  }
  return sum;
}

export async function findRun(db: Database, id: string): Promise<RunView | null> {
  return (await listRuns(db)).find((run) => run.id === id) ?? null;
}

/** Where a run's parcels lie: per unit the box of the representative points, and the zones its geometries use. */
export type RunExtent = {
  readonly zones: readonly number[];
  readonly units: ReadonlyMap<string, LonLatBox>;
};

/** Points, not geometries, because they are in WGS84 already and a parcel without one is a parcel whose place is in doubt. */
export async function readExtent(db: Database, runId: string): Promise<RunExtent> {
  const rows = await db.query<{
    unit: string;
    zone: number;
    west: number | null;
    south: number | null;
    east: number | null;
    north: number | null;
  }>('select unit, zone, west, south, east, north from unit_extent where run_id = $1 order by unit, zone', [
    runId,
  ]);
  const units = new Map<string, LonLatBox>();
  for (const { unit, west, south, east, north } of rows) {
    if (west === null || south === null || east === null || north === null) continue;
    const box = units.get(unit) ?? [west, south, east, north];
    units.set(unit, [
      Math.min(box[0], west),
      Math.min(box[1], south),
      Math.max(box[2], east),
      Math.max(box[3], north),
    ]);
  }
  return { zones: [...new Set(rows.map((row) => row.zone))].sort((a, b) => a - b), units };
}

const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning', 'info'];

export function issuesBySeverity(counts: CommuneSummary['issues']): Record<Severity, number> {
  const sums: Record<Severity, number> = { blocking: 0, error: 0, warning: 0, info: 0 };
  for (const [code, count] of Object.entries(counts)) sums[ISSUES[code as IssueCode].severity] += count;
  return sums;
}

/** Communes of a run by code; `.unresolved` (records that reached no commune) comes first. */
export async function listCommunes(db: Database, runId: string, extent: RunExtent): Promise<CommuneView[]> {
  const rows = await db.query<{ unit: string; name: string; state: string; summary: CommuneSummary }>(
    'select unit, name, state, summary from run_unit where run_id = $1 order by unit collate "C"',
    [runId],
  );
  return rows.map(({ unit, name, state, summary }) => {
    const issues = issuesBySeverity(summary.issues);
    const box = extent.units.get(unit) ?? null;
    return {
      unit,
      name,
      state,
      counts: summary.counts,
      issues,
      worst: SEVERITIES.find((severity) => issues[severity] > 0) ?? null,
      extent: box,
      center: box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
    };
  });
}
