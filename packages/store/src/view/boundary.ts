/** Boundaries a run was planned with. They are evidence, not truth: shown as they came, only thinned for the screen. */
import type { Database } from '../db/database.ts';

export type BoundaryKind = 'old' | 'new';

/** GeoJSON geometries as text; `tolerance` in degrees (0.0001 is 11 m). */
export async function listBoundaries(
  db: Database,
  runId: string,
  kind: BoundaryKind,
  tolerance: number,
): Promise<{ code: string; name: string; geometry: string }[]> {
  return db.query(
    `select code, name, ST_AsGeoJSON(case when $3::float8 > 0 then ST_SimplifyPreserveTopology(geom, $3::float8) else geom end, 6) as geometry
     from boundary where run_id = $1 and kind = $2 order by code collate "C"`,
    [runId, kind, tolerance],
  );
}

/** Names of old communes as the boundary layer spells them. */
export async function boundaryName(
  db: Database,
  runId: string,
  kind: BoundaryKind,
  code: string,
): Promise<string | null> {
  const rows = await db.query<{ name: string }>(
    'select name from boundary where run_id = $1 and kind = $2 and code = $3',
    [runId, kind, code],
  );
  return rows[0]?.name ?? null;
}
