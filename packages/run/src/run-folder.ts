/**
 * A run on disk: `run.json` (the manifest), one pair of COPY files a unit, the sheet plan and the boundaries used.
 * A run folder is complete or absent: it is written under a temporary name and renamed last.
 *
 *   <runs>/<run id>/run.json
 *   <runs>/<run id>/sheets.json                 SheetMove[]
 *   <runs>/<run id>/boundaries.ndjson           one GeoJSON feature a line: {kind, code, name} (may be absent)
 *   <runs>/<run id>/units/<unit>.assignment.pgcopy  binary COPY, columns ASSIGNMENT_COLUMNS (see assignment-file.ts)
 *   <runs>/<run id>/units/<unit>.issue.copy         COPY text, columns ISSUE_COLUMNS
 *   <runs>/<run id>/planned.json                { at, by }: the only part that depends on the clock
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SheetMove } from '@thuadat/core/assign/sheet/key';
import { RefusalError } from '@thuadat/core/message/message';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import { assignmentRows } from './assignment-file.ts';
import { type CopyType, type CopyValue, readCopyRows } from './copy-binary-read.ts';
import { refused } from './messages.ts';

/** Order of the columns in `<unit>.assignment.pgcopy`, all of table `assignment`. */
export const ASSIGNMENT_COLUMNS = [
  'run_id',
  'unit',
  'ordinal',
  'status',
  'reason',
  'source',
  'layer',
  'record',
  'old_province',
  'old_commune',
  'old_epoch',
  'old_sheet',
  'old_scale',
  'old_series',
  'old_parcel',
  'resolved_by',
  'share',
  'candidates',
  'new_commune',
  'new_sheet',
  'new_parcel',
  'parcel_id',
  'id_state',
  'lon',
  'lat',
  'area_m2',
  'area_legal_m2',
  'land_use',
  'address',
  'digital_address',
  'zone',
  'severity',
  'raw',
  'geom',
] as const;

export type AssignmentColumn = (typeof ASSIGNMENT_COLUMNS)[number];

/** Types other than text. */
const TYPES: Partial<Record<AssignmentColumn, CopyType>> = {
  ordinal: 'int8',
  source: 'int4',
  layer: 'int4',
  record: 'int8',
  old_epoch: 'date',
  share: 'float8',
  candidates: 'json',
  lon: 'float8',
  lat: 'float8',
  area_m2: 'float8',
  area_legal_m2: 'float8',
  zone: 'int4',
  raw: 'json',
  geom: 'geometry',
};
export const ASSIGNMENT_TYPES: readonly CopyType[] = ASSIGNMENT_COLUMNS.map((name) => TYPES[name] ?? 'text');

/** Order of the columns in `<unit>.issue.copy`, all of table `issue`. */
export const ISSUE_COLUMNS = [
  'run_id',
  'unit',
  'ordinal',
  'seq',
  'code',
  'severity',
  'subject',
  'at',
  'found',
  'expected',
  'lon',
  'lat',
  'shape',
  'others',
] as const;

export type RunFolder = {
  readonly path: string;
  readonly manifest: RunManifest;
  readonly planned: { readonly at: string; readonly by: string };
  readonly sheets: readonly SheetMove[];
};

export const assignmentFile = (run: string, unit: CommuneUnit): string =>
  join(run, 'units', `${unit}.assignment.pgcopy`);
export const issueFile = (run: string, unit: CommuneUnit): string => join(run, 'units', `${unit}.issue.copy`);
export const boundariesFile = (run: string): string => join(run, 'boundaries.ndjson');

/** Opens a run folder; throws a sentence a person can act on when it is not one. */
export async function openRunFolder(path: string): Promise<RunFolder> {
  try {
    const [manifest, planned, sheets] = await Promise.all(
      ['run.json', 'planned.json', 'sheets.json'].map(async (name) =>
        JSON.parse(await readFile(join(path, name), 'utf8')),
      ),
    );
    refuseVersion(path, manifest);
    return { path, manifest, planned, sheets };
  } catch (cause) {
    if (cause instanceof RefusalError) throw cause;
    throw refused('run.incomplete', { folder: path }, { cause });
  }
}

const VERSION: RunManifest['version'] = 2;

/** A run of another version does not say all that this one needs, such as how its identifiers were made. */
function refuseVersion(path: string, { version }: { readonly version?: number }): void {
  if (version === VERSION) return;
  throw refused('run.version', { folder: path, found: version ?? '?', expected: VERSION });
}

export type AssignmentCells = Readonly<Record<AssignmentColumn, CopyValue>>;

/** A unit's rows as the folder holds them, in record order; a geometry that had to go apart reads as null. */
export async function* readAssignmentCells(run: string, unit: CommuneUnit): AsyncIterable<AssignmentCells> {
  const rows = assignmentRows(assignmentFile(run, unit), null);
  for await (const row of readCopyRows(rows, ASSIGNMENT_TYPES)) {
    yield Object.fromEntries(ASSIGNMENT_COLUMNS.map((name, i) => [name, row[i]!])) as AssignmentCells;
  }
}
