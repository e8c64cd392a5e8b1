/** Brings a run folder's rows into the database: the run itself once, then each unit inside its own transaction. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import type { CommuneSummary, StatusCounts } from '@thuadat/core/run';
import { type LateGeometry, lateGeometries } from '@thuadat/run/assignment-file';
import { canonicalJson } from '@thuadat/run/canonical-json';
import { copyLine } from '@thuadat/run/copy-text';
import { assignmentFile, boundariesFile, type RunFolder } from '@thuadat/run/run-folder';
import type { Database } from '../db/database.ts';
import { refused } from '../messages.ts';
import { appendAudit } from '../registry/audit.ts';
import { closeCases, openCases } from '../review/case-open.ts';
import { fillSheetOutlines } from '../view/sheet-outline.ts';
import type { ApplyOptions } from './apply-options.ts';
import { copyUnit, isLoaded } from './load.ts';

/** Writes run, sources, sheet plan and boundaries, once. A run that was reverted is written again. */
export async function stageRun(db: Database, folder: RunFolder, options: ApplyOptions): Promise<void> {
  const { manifest, planned } = folder;
  const [known] = await db.query<{ state: string; same: boolean }>(
    'select state, manifest::text = $2 as same from run where id = $1',
    [manifest.id, JSON.stringify(manifest)],
  );
  if (known && !known.same) {
    throw refused('run.differs', { run: manifest.id, database: db.label, folder: folder.path });
  }
  if (known && known.state !== 'reverted') {
    await db.query("update run set state = 'applying' where id = $1", [manifest.id]);
    return;
  }
  await db.transaction(async (tx) => {
    // Before the run itself: its trigger would make them with indexes, for whoever brings rows in one by one.
    await tx.query('select open_run_tables($1)', [manifest.id]);
    await tx.query(
      `insert into run (id, manifest, state, planned_at, planned_by, provenance) values ($1, $2, 'applying', $3, $4, $5)
       on conflict (id) do update set state = 'applying', provenance = excluded.provenance`,
      [manifest.id, JSON.stringify(manifest), planned.at, planned.by, canonicalJson(manifest.identifier)],
    );
    for (const [index, source] of manifest.sources.entries()) {
      const row = [manifest.id, index, source.name, source.sha256, JSON.stringify(source)];
      await tx.query('insert into source values ($1, $2, $3, $4, $5)', row);
    }
    await tx.copyIn('sheet_move', SHEET_COLUMNS, sheetLines(folder));
    await stageBoundaries(tx, folder);
    await appendAudit(tx, {
      at: options.now.instant,
      who: options.by,
      what: 'run.stage',
      runId: manifest.id,
      unit: null,
      detail: {
        counts: manifest.counts,
        sources: manifest.sources.map(({ name, sha256 }) => ({ name, sha256 })),
      },
    });
  });
}

const SHEET_COLUMNS = [
  'run_id',
  'new_commune',
  'old_province',
  'old_commune',
  'sheet',
  'scale',
  'series',
  'new_sheet',
  'parcels',
  'kept',
];

async function* sheetLines({ manifest, sheets }: RunFolder): AsyncIterable<Uint8Array> {
  for (let at = 0; at < sheets.length; at += 5000) {
    const lines = sheets
      .slice(at, at + 5000)
      .map((move) =>
        copyLine([
          manifest.id,
          move.newCommune,
          move.oldProvince,
          move.oldCommune,
          move.sheet,
          move.scale ?? '',
          move.series ?? '',
          move.newSheet,
          move.parcels,
          move.kept,
        ]),
      );
    yield Buffer.from(lines.join(''));
  }
}

type BoundaryFeature = {
  readonly properties: { readonly kind: string; readonly code: string; readonly name: string };
  readonly geometry: Parameters<typeof wkbFromGeoJson>[0];
};

async function stageBoundaries(tx: Database, folder: RunFolder): Promise<void> {
  const path = boundariesFile(folder.path);
  if (!existsSync(path)) return;
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (!line) continue;
    const feature = JSON.parse(line) as BoundaryFeature;
    // Either form is met: GeoJSON properties, or the three names beside the geometry.
    const { kind, code, name } = feature.properties ?? (feature as unknown as BoundaryFeature['properties']);
    const wkb = wkbFromGeoJson(feature.geometry);
    if (!wkb) throw refused('run.boundary-empty', { file: path, commune: code });
    await tx.query(
      "insert into boundary values ($1, $2, $3, $4, st_setsrid(st_geomfromwkb(decode($5, 'hex')), 4326))",
      [folder.manifest.id, kind, code, name, Buffer.from(wkb).toString('hex')],
    );
  }
}

/** Brings a unit's rows in unless the run's load did, counts them, and opens its cases at that instant. */
export async function stageUnit(
  tx: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  at: string,
): Promise<void> {
  const { id } = folder.manifest;
  await clearStaged(tx, id, unit.unit);
  if (!(await isLoaded(tx, id, unit.unit))) {
    // What a revert that was broken off has not dropped yet.
    await deleteRows(tx, id, unit.unit);
    await copyUnit(tx, folder, unit);
  }
  const file = assignmentFile(folder.path, unit.unit);
  await placeLate(tx, id, await lateGeometries(file));
  await tallyRows(tx, id, unit, file);
  await openCases(tx, id, unit.unit, at);
  await fillSheetOutlines(tx, id, unit.unit);
}

/** Expects the rows that the plan counted, none of them of another commune, and notes where they lie: one pass for both. */
async function tallyRows(tx: Database, runId: string, unit: CommuneSummary, file: string): Promise<void> {
  const found: StatusCounts = { read: 0, assigned: 0, ambiguous: 0, rejected: 0 };
  const counted = await tx.query<{
    status: 'assigned' | 'ambiguous' | 'rejected';
    n: number;
    strayed: number;
  }>(
    `with part as materialized (
       select status, zone, count(*) as n, min(lon) as west, min(lat) as south, max(lon) as east, max(lat) as north,
         count(*) filter (where status = 'assigned' and new_commune is distinct from unit) as strayed
       from assignment where run_id = $1 and unit = $2 group by status, zone
     ), noted as (
       insert into unit_extent
       select $1, $2, zone, min(west), min(south), max(east), max(north) from part group by zone
     )
     select status, sum(n)::int as n, sum(strayed)::int as strayed from part group by status`,
    [runId, unit.unit],
  );
  for (const { status, n, strayed } of counted) {
    found.read += n;
    found[status] = n - strayed;
  }
  if (canonicalJson(found) !== canonicalJson(unit.counts)) {
    const told = { file, run: runId, commune: unit.unit };
    const [counted, planned] = [canonicalJson(found), canonicalJson(unit.counts)];
    throw refused('run.counts-differ', { ...told, found: counted, expected: planned });
  }
}

/** Cases, outlines and extents are made of the rows; the rows may be there before them. */
async function clearStaged(tx: Database, runId: string, unit: string): Promise<void> {
  await closeCases(tx, runId, unit);
  for (const table of ['sheet_outline', 'unit_extent']) {
    await tx.query(`delete from ${table} where run_id = $1 and unit = $2`, [runId, unit]);
  }
}

async function deleteRows(tx: Database, runId: string, unit: string): Promise<void> {
  for (const table of ['issue', 'assignment', 'unit_load']) {
    await tx.query(`delete from ${table} where run_id = $1 and unit = $2`, [runId, unit]);
  }
}

/** Takes a unit's rows away again: it did not come into force. */
export async function unstageUnit(db: Database, runId: string, unit: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query("delete from run_unit where run_id = $1 and unit = $2 and state = 'staged'", [
      runId,
      unit,
    ]);
    await clearStaged(tx, runId, unit);
    await deleteRows(tx, runId, unit);
  });
}

/** Geometries that PostGIS takes as text only; few, so that an update is cheap. */
async function placeLate(tx: Database, runId: string, late: readonly LateGeometry[]): Promise<void> {
  for (let at = 0; at < late.length; at += 500) {
    const part = late.slice(at, at + 500);
    await tx.query(
      `update assignment a set geom = given.geom::geometry
       from unnest($2::bigint[], $3::text[]) as given (ordinal, geom) where a.run_id = $1 and a.ordinal = given.ordinal`,
      [runId, part.map(({ ordinal }) => ordinal), part.map(({ hex }) => hex)],
    );
  }
}
