/** Makes small, valid run folders: what `plan` would write, for tests of the store. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SheetMove } from '@thuadat/core/assign/sheet/key';
import { EXACT_METHOD, type IdentifierMethod } from '@thuadat/core/identifier/method';
import { identifierProvenance } from '@thuadat/core/identifier/provenance';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import { COPY_HEADER, COPY_TRAILER, CopyRows } from '@thuadat/run/copy-binary';
import type { CopyType } from '@thuadat/run/copy-binary-read';
import { copyLine } from '@thuadat/run/copy-text';
import {
  ASSIGNMENT_TYPES,
  assignmentFile,
  issueFile,
  openRunFolder,
  type RunFolder,
} from '@thuadat/run/run-folder';

export type TestParcel = {
  readonly status?: 'assigned' | 'ambiguous' | 'rejected';
  readonly oldCommune?: string;
  readonly sheet?: string;
  readonly parcel: string;
  readonly parcelId?: string | null;
  readonly record?: number;
};

export type TestUnit = {
  readonly unit: string;
  readonly parcels: readonly TestParcel[];
  /** Number of blocking issues, one row each. */
  readonly blocking?: number;
};

/** 12 GeoHash characters that differ for every `n`. */
export function testId(n: number): string {
  const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz';
  let text = '';
  for (let rest = n, i = 0; i < 8; i++, rest = Math.floor(rest / 32)) text = alphabet[rest % 32] + text;
  return `w7cz${text}`;
}

/** A square of 20 m in EPSG:9208, little-endian EWKB as hex. */
function squareHex(x: number, y: number, zone = 9208): string {
  const ring = [x, y, x + 20, y, x + 20, y + 20, x, y + 20, x, y];
  const bytes = Buffer.alloc(1 + 4 + 4 + 4 + 4 + ring.length * 8);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(0x20000003, 1);
  bytes.writeUInt32LE(zone, 5);
  bytes.writeUInt32LE(1, 9);
  bytes.writeUInt32LE(ring.length / 2, 13);
  for (const [i, value] of ring.entries()) bytes.writeDoubleLE(value, 17 + i * 8);
  return bytes.toString('hex');
}

const OLD_EPOCH = '2025-06-30';

function assignmentRow(
  runId: string,
  unit: TestUnit,
  parcel: TestParcel,
  ordinal: number,
): (string | number | null)[] {
  const status = parcel.status ?? 'assigned';
  const assigned = status === 'assigned';
  const id = assigned ? (parcel.parcelId === undefined ? testId(ordinal) : parcel.parcelId) : null;
  const old = parcel.oldCommune ?? '02641';
  const sheet = parcel.sheet ?? '1';
  const raw = JSON.stringify([
    ['MAXA', old],
    ['SHBANDO', sheet],
    ['SHTHUA', parcel.parcel],
    ['TENCHU', 'Nguyễn Văn A\t\\'],
  ]);
  return [
    ...[
      runId,
      unit.unit,
      ordinal,
      status,
      assigned ? null : 'unit.ambiguous',
      0,
      0,
      parcel.record ?? ordinal,
    ],
    ...['10', old, OLD_EPOCH, sheet, '500', null, parcel.parcel],
    ...[assigned ? 'code' : null, null, '[]', assigned ? unit.unit : null, assigned ? `10${sheet}` : null],
    ...[assigned ? parcel.parcel : null, id, id ? 'minted' : 'pending', id ? 104 : null, id ? 22.5 : null],
    ...[400, 401.5, 'ONT', 'tổ 5', null, 9208, null, raw, squareHex(400_000 + ordinal * 25, 2_480_000)],
  ];
}

/** The rows as a run folder holds them. */
function copyFile(rows: readonly (readonly (string | number | null)[])[]): Buffer {
  const into = new CopyRows();
  into.raw(COPY_HEADER);
  for (const row of rows) {
    into.row(row.length);
    for (const [i, value] of row.entries()) writeCell(into, value, ASSIGNMENT_TYPES[i]!);
  }
  into.raw(COPY_TRAILER);
  return Buffer.from(into.bytes.subarray(0, into.length));
}

function writeCell(into: CopyRows, value: string | number | null, type: CopyType): void {
  if (value === null) into.null();
  else if (type === 'int4') into.int4(Number(value));
  else if (type === 'int8') into.int8(Number(value));
  else if (type === 'float8') into.float8(Number(value));
  else if (type === 'date') into.date(String(value));
  else if (type === 'geometry') into.bytea(Buffer.from(String(value), 'hex'));
  else into.text(String(value));
}

const issueLine = (runId: string, unit: TestUnit, seq: number): string =>
  copyLine([
    ...[runId, unit.unit, 0, seq, 'geometry.self-crossing', 'blocking', `vấn đề ${seq}`, '{}', 'a', 'b'],
    ...[null, null, null, '[]'],
  ]);

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

const places: string[] = [];
process.once('exit', () => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

type TestMethods = { readonly method?: IdentifierMethod; readonly before?: readonly string[] };

/** Writes the folder and opens it. `source` names the input: the same name is the same file. */
export async function buildRun(
  id: string,
  units: readonly TestUnit[],
  source = id,
  { method = EXACT_METHOD, before = [] }: TestMethods = {},
): Promise<RunFolder> {
  const place = mkdtempSync(join(tmpdir(), 'thuadat-run-'));
  places.push(place);
  const path = join(place, id);
  mkdirSync(join(path, 'units'), { recursive: true });
  let ordinal = 0;
  const communes = units.map((unit) => {
    const rows = copyFile(unit.parcels.map((parcel) => assignmentRow(id, unit, parcel, ++ordinal)));
    const issues = Array.from({ length: unit.blocking ?? 0 }, (_, n) => issueLine(id, unit, n + 1)).join('');
    writeFileSync(assignmentFile(path, unit.unit as CommuneUnit), rows);
    writeFileSync(issueFile(path, unit.unit as CommuneUnit), issues);
    const count = (status: string) =>
      unit.parcels.filter((each) => (each.status ?? 'assigned') === status).length;
    const counts = {
      read: unit.parcels.length,
      assigned: count('assigned'),
      ambiguous: count('ambiguous'),
      rejected: count('rejected'),
    };
    return {
      ...{ unit: unit.unit, name: `Xã ${unit.unit}`, counts, issues: {}, blocking: unit.blocking ?? 0 },
      identifiers: { minted: counts.assigned, carried: 0, registry: 0, pending: 0 },
      sheets: { kept: 0, renumbered: 1 },
      ...{ assignmentSha256: sha256(rows), issueSha256: sha256(issues) },
    };
  });
  const counts = { read: 0, assigned: 0, ambiguous: 0, rejected: 0 };
  for (const each of communes)
    for (const key of ['read', 'assigned', 'ambiguous', 'rejected'] as const) counts[key] += each.counts[key];
  const manifest = {
    ...{ version: 2, id, tool: '0.1.0', province: '15', profile: 'lao-cai', asOf: '2025-07-01' },
    identifier: identifierProvenance(method, 'thuadat 0.1.0'),
    methodsBefore: before,
    ...{
      crosswalk: 'c',
      config: 'k',
      counts,
      bySource: [counts],
      byOldCommune: {},
      communes,
      issues: [],
      notices: [],
    },
    sources: [
      {
        ...{ name: `${source}.gpkg`, sha256: sha256(source), bytes: 1, format: 'gpkg', encoding: 'utf-8' },
        ...{ epoch: OLD_EPOCH, layers: [] },
      },
    ],
  } as unknown as RunManifest;
  const sheets = [
    {
      ...{
        oldCommune: '02641',
        sheet: '1',
        scale: '500',
        series: null,
        newCommune: units[0]!.unit,
        oldProvince: '10',
      },
      ...{ parcels: 3, newSheet: '101', kept: false },
    },
  ] as unknown as SheetMove[];
  const square = {
    type: 'Polygon',
    coordinates: [
      [
        [104, 22],
        [104.1, 22],
        [104.1, 22.1],
        [104, 22.1],
        [104, 22],
      ],
    ],
  };
  const boundary = {
    type: 'Feature',
    properties: { kind: 'old', code: '02641', name: 'Phường Lào Cai' },
    geometry: square,
  };
  writeFileSync(join(path, 'boundaries.ndjson'), `${JSON.stringify(boundary)}\n`);
  writeFileSync(join(path, 'run.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'sheets.json'), JSON.stringify(sheets));
  writeFileSync(join(path, 'planned.json'), JSON.stringify({ at: '2026-01-01T00:00:00.000Z', by: 'lan' }));
  return openRunFolder(path);
}

export const manyParcels = (count: number, from = 1): TestParcel[] =>
  Array.from({ length: count }, (_, n) => ({ parcel: String(from + n) }));

/** Writes the hash of a unit's assignment file anew, after a test has changed the file. */
export function resealUnit(run: RunFolder, index: number): void {
  const unit = run.manifest.communes[index]!;
  Object.assign(unit, { assignmentSha256: sha256(readFileSync(assignmentFile(run.path, unit.unit))) });
}
