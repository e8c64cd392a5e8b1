/** Brings a run folder's rows into the database: the run itself once, then each unit inside its own transaction. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { IDENTIFIER_ALGORITHM } from '@thuadat/core/identifier/provenance';
import type { CommuneSummary, StatusCounts } from '@thuadat/core/run';
import { type ApplyOptions, RefusedError } from './apply-options.ts';
import { checkHash, type LateGeometry, openAssignmentFile } from './assignment-file.ts';
import { appendAudit } from './audit.ts';
import { canonicalJson } from './canonical.ts';
import { copyLine } from './copy-text.ts';
import type { Database } from './database.ts';
import { closeCases, openCases } from './review/case-open.ts';
import {
  ASSIGNMENT_COLUMNS,
  assignmentFile,
  boundariesFile,
  ISSUE_COLUMNS,
  issueFile,
  type RunFolder,
} from './run-folder.ts';
import { fillSheetOutlines } from './view/sheet-outline.ts';

/** Writes run, sources, sheet plan and boundaries, once. A run that was reverted is written again. */
export async function stageRun(db: Database, folder: RunFolder, options: ApplyOptions): Promise<void> {
  const { manifest, planned } = folder;
  const [known] = await db.query<{ state: string; same: boolean }>(
    'select state, manifest::text = $2 as same from run where id = $1',
    [manifest.id, JSON.stringify(manifest)],
  );
  if (known && !known.same) {
    throw new RefusedError(
      `Run ${manifest.id} is already in ${db.label}, computed differently from ${folder.path}: the folder was changed or planned by another version. Plan again, or revert ${manifest.id} first.`,
    );
  }
  if (known && known.state !== 'reverted') {
    await db.query("update run set state = 'applying' where id = $1", [manifest.id]);
    return;
  }
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into run (id, manifest, state, planned_at, planned_by, provenance) values ($1, $2, 'applying', $3, $4, $5)
       on conflict (id) do update set state = 'applying', provenance = excluded.provenance`,
      [
        manifest.id,
        JSON.stringify(manifest),
        planned.at,
        planned.by,
        canonicalJson(options.provenance ?? { issuer: `thuadat ${manifest.tool}`, ...IDENTIFIER_ALGORITHM }),
      ],
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
    if (!wkb) throw new Error(`${path}: boundary ${code} has no polygon`);
    await tx.query(
      "insert into boundary values ($1, $2, $3, $4, st_setsrid(st_geomfromwkb(decode($5, 'hex')), 4326))",
      [folder.manifest.id, kind, code, name, Buffer.from(wkb).toString('hex')],
    );
  }
}

/** Copies a unit's two files, checking their hashes while they stream and the row counts after; opens its cases at that instant. */
export async function stageUnit(
  tx: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  at: string,
): Promise<void> {
  const { id } = folder.manifest;
  // What a revert that was broken off has not dropped yet.
  await deleteRows(tx, id, unit.unit);
  const assignments = assignmentFile(folder.path, unit.unit);
  const file = openAssignmentFile(assignments, unit.assignmentSha256);
  const rows = await tx.copyIn('assignment', ASSIGNMENT_COLUMNS, file.rows, 'binary');
  await placeLate(tx, id, file.late());
  await tx.copyIn('issue', ISSUE_COLUMNS, hashedFile(issueFile(folder.path, unit.unit), unit.issueSha256));
  const found: StatusCounts = { read: rows, assigned: 0, ambiguous: 0, rejected: 0 };
  const counted = await tx.query<{ status: 'assigned' | 'ambiguous' | 'rejected'; n: number }>(
    `select status, count(*)::int as n from assignment
     where run_id = $1 and unit = $2 and (status <> 'assigned' or new_commune = unit) group by status`,
    [id, unit.unit],
  );
  for (const { status, n } of counted) found[status] = n;
  const { counts } = unit;
  const sum = found.assigned + found.ambiguous + found.rejected;
  if (sum !== rows || canonicalJson(found) !== canonicalJson(counts)) {
    throw new Error(
      `${assignments}: ${canonicalJson(found)} found, ${canonicalJson(counts)} expected of run ${id}, unit ${unit.unit}. Plan again.`,
    );
  }
  await openCases(tx, id, unit.unit, at);
  await fillSheetOutlines(tx, id, unit.unit);
}

async function deleteRows(tx: Database, runId: string, unit: string): Promise<void> {
  await closeCases(tx, runId, unit);
  await tx.query('delete from sheet_outline where run_id = $1 and unit = $2', [runId, unit]);
  await tx.query('delete from issue where run_id = $1 and unit = $2', [runId, unit]);
  await tx.query('delete from assignment where run_id = $1 and unit = $2', [runId, unit]);
}

/** Takes a unit's rows away again, if they were staged and did not come into force. */
export async function unstageUnit(db: Database, runId: string, unit: string): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.query(
      "delete from run_unit where run_id = $1 and unit = $2 and state = 'staged' returning 1 as gone",
      [runId, unit],
    );
    if (gone.length > 0) await deleteRows(tx, runId, unit);
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

async function* hashedFile(path: string, expected: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Uint8Array);
    yield chunk as Uint8Array;
  }
  checkHash(path, hash.digest('hex'), expected);
}
