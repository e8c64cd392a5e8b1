/**
 * Bad input, given to the built program as a user would give it: one message that names the place, what was found, what
 * was expected and what to do; the documented exit code; no run folder and no temporary file left.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacks, mayMount } from '@thuadat/core/machine.test-data';
import type { RunManifest } from '@thuadat/core/run';
import { readAssignmentCells } from '@thuadat/run/run-folder';
import { SOME_DIRT } from '@thuadat/sample/generate';
import { writeProvince } from '@thuadat/sample/province-files';
import { type DbfColumn, dbfBytes, shpBytes, square, writeShapefile } from '@thuadat/testing/files';
import { buildProgram, type Ended, environment, PROGRAM, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-bad-'));
const AS_ROOT = process.getuid?.() === 0;
let made = 0;

beforeAll(() => {
  // Others may enter, so that the test on rights fails for the file and not for its folder.
  chmodSync(base, 0o755);
  buildProgram();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A fresh folder to work in, with nothing in it. */
function room(): string {
  const folder = join(base, String(++made));
  mkdirSync(folder);
  return folder;
}

const COLUMNS: readonly DbfColumn[] = [
  { name: 'MAXA', width: 8 },
  { name: 'SHBANDO', width: 6 },
  { name: 'SHTHUA', width: 6 },
];
const HERE = [419735, 2486912] as const;
/** Old commune 02647 of Lào Cai, one sheet. */
const rows = (n: number, commune = '02647') =>
  Array.from({ length: n }, (_, i) => [commune, '1', String(i + 1)]);
const squares = (n: number) => Array.from({ length: n }, (_, i) => square(HERE[0] + 20 * i, HERE[1]));

type Parts = Parameters<typeof writeShapefile>[2];
const shapefile = (folder: string, parts: Parts = {}, n = 5): Promise<string> =>
  writeShapefile(folder, 'thua', {
    shp: shpBytes(squares(n)),
    dbf: dbfBytes(COLUMNS, rows(n)),
    cpg: 'UTF-8',
    ...parts,
  });

/** Epoch and zone are told, since these few records cannot prove them. */
function planIn(
  folder: string,
  source: string,
  through: readonly string[] = [],
  more: readonly string[] = [],
) {
  const config = join(folder, 'config.json');
  if (!existsSync(config)) {
    const sources = [{ match: '*', epoch: '2025-06-30', crs: 9208 }];
    writeFileSync(config, JSON.stringify({ province: 'lao-cai', sources }));
  }
  const args = ['plan', source, '-c', config, '--runs', join(folder, 'runs'), '--json', ...more];
  return thuadat(args, { cwd: folder, through });
}

/** One message, no stack, the exit code of a refusal, and nothing written. */
function expectRefused(folder: string, ended: Ended, ...said: readonly (string | RegExp)[]): void {
  expect(ended.talk).not.toMatch(/\n\s+at /);
  for (const text of said) expect(ended.talk).toMatch(text);
  expect(ended.exit).toBe(EXIT.refused);
  expect(ended.out).toBe('');
  expectNothingWritten(folder);
}

function expectNothingWritten(folder: string): void {
  const runs = join(folder, 'runs');
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
  expect(existsSync(join(folder, '.thuadat'))).toBe(false);
}

type PlanAnswer = RunManifest & { readonly path: string };

/** The plan is made; what is bad in it is counted and named. */
function expectPlanned(folder: string, ended: Ended): PlanAnswer {
  expect(ended.talk).not.toMatch(/\n\s+at /);
  expect([EXIT.ok, EXIT.open]).toContain(ended.exit);
  const run: PlanAnswer = JSON.parse(ended.out);
  const { read, assigned, ambiguous, rejected } = run.counts;
  expect(assigned + ambiguous + rejected).toBe(read);
  expect(readdirSync(join(folder, 'runs'))).toEqual([run.id]);
  expect(readdirSync(run.path).sort()).not.toContain('spill');
  return run;
}

const issuesOf = (run: RunManifest): Record<string, number> =>
  Object.fromEntries(run.issues.map(({ code, count }) => [code, count]));

const polygon = (ring: readonly (readonly number[])[]) => ({ type: 'Polygon', coordinates: [ring] });
const feature = (parcel: number, geometry: unknown, more: Record<string, unknown> = {}) => ({
  type: 'Feature',
  properties: { maXa: '02647', soHieuToBanDo: '1', soThuTuThua: String(parcel), ...more },
  geometry,
});
function geojson(folder: string, features: readonly unknown[]): string {
  const path = join(folder, 'thua.geojson');
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  return path;
}

describe('a source that cannot be read', () => {
  it('is named when the .shp is cut off, with the record where it ends', async () => {
    const folder = room();
    const path = await shapefile(folder);
    truncateSync(path, 100 + 3 * 136 + 50);
    expectRefused(folder, planIn(folder, path), 'thua.shp, record 4', /cut|damaged/, 'export');
  });

  it('is named when the .dbf is missing', async () => {
    const folder = room();
    const path = await shapefile(folder);
    rmSync(join(folder, 'thua.dbf'));
    expectRefused(folder, planIn(folder, path), 'thua.shp: no .dbf file', 'thua.dbf', 'Copy all parts');
  });

  it('is named when it is a ZIP archive called .shp', async () => {
    const folder = room();
    const path = join(folder, 'thua.shp');
    writeFileSync(path, Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(200)]));
    expectRefused(folder, planIn(folder, path), 'thua.shp', 'ZIP archive', 'Unzip');
  });

  it('is named when it is a folder, nothing at all, or an unknown kind', () => {
    const folder = room();
    mkdirSync(join(folder, 'data'));
    expectRefused(
      folder,
      planIn(folder, join(folder, 'data')),
      'data',
      /no file of data/,
      /folder is the one meant/,
    );
    expectRefused(folder, planIn(folder, join(folder, 'none.shp')), 'none.shp', 'ENOENT', 'Check the path');
    writeFileSync(join(folder, 'note.doc'), 'text');
    expectRefused(folder, planIn(folder, join(folder, 'note.doc')), 'note.doc', '".doc"', 'expected one of');
    writeFileSync(join(folder, 'void.gpkg'), '');
    expectRefused(folder, planIn(folder, join(folder, 'void.gpkg')), 'void.gpkg', '0 bytes');
  });

  it('is named when this user may not read it', async () => {
    const folder = room();
    const path = await shapefile(folder);
    // Root reads everything: the program is started as nobody, who may write here but not read that file.
    chmodSync(folder, 0o777);
    chmodSync(path, 0o000);
    const through = AS_ROOT ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const ended = planIn(folder, path, through);
    expectRefused(folder, ended, 'thua.shp', 'EACCES', 'right to read');
  });

  it('is refused when its layer is empty', async () => {
    const folder = room();
    const path = await shapefile(folder, { shp: shpBytes([]), dbf: dbfBytes(COLUMNS, []) });
    expectRefused(folder, planIn(folder, path), /layer is empty/, /leave it out/);
    const empty = room();
    expectRefused(empty, planIn(empty, geojson(empty, [])), 'thua.geojson');
  });

  it('is refused when two columns bear one name that matters', () => {
    const folder = room();
    const path = join(folder, 'thua.csv');
    writeFileSync(path, 'maXa,soHieuToBanDo,soThuTuThua,maXa\n02647,1,1,02650\n');
    expectRefused(folder, planIn(folder, path), 'thua.csv', 'maXa', 'config');
  });

  it('is refused when no column tells the sheet', () => {
    const folder = room();
    const path = join(folder, 'thua.csv');
    writeFileSync(path, 'maXa,soThuTuThua\n02647,1\n');
    expectRefused(folder, planIn(folder, path), 'thua.csv', '"sheet"', 'Columns: maXa, soThuTuThua', 'roles');
  });
});

describe('a source that can be read, with records that cannot be used as they are', () => {
  it('is read by its bytes when the .cpg is wrong, and says so', async () => {
    const folder = room();
    const columns = [...COLUMNS, { name: 'DIACHI', width: 80 }];
    const text = Buffer.from('Tổ dân phố Nguyễn Huệ, phường Lào Cai').toString('latin1');
    const dbf = dbfBytes(
      columns,
      rows(5).map((row) => [...row, text]),
    );
    const path = await shapefile(folder, { dbf, cpg: '1258' });
    const run = expectPlanned(folder, planIn(folder, path));
    expect(run.counts.assigned).toBe(5);
    const unit = run.communes.find(({ counts }) => counts.assigned === 5)!.unit;
    const line = readFileSync(join(run.path, 'units', `${unit}.assignment.pgcopy`), 'utf8');
    expect(line + readFileSync(join(run.path, 'units', `${unit}.issue.copy`), 'utf8')).toContain(
      'Nguyễn Huệ',
    );
  });

  it('counts parcels without a geometry column, and issues no identifier', () => {
    const folder = room();
    const path = join(folder, 'thua.csv');
    writeFileSync(path, 'maXa,soHieuToBanDo,soThuTuThua\n02647,1,1\n02647,1,2\n');
    const run = expectPlanned(folder, planIn(folder, path));
    expect(issuesOf(run)['geometry.missing']).toBe(2);
    expect(run.communes.reduce((sum, { identifiers }) => sum + identifiers.minted, 0)).toBe(0);
  });

  it('names points, lines and rings without area among polygons', () => {
    const folder = room();
    const [x, y] = HERE;
    const path = geojson(folder, [
      feature(1, polygon(square(x, y))),
      feature(2, { type: 'Point', coordinates: [x, y] }),
      feature(3, {
        type: 'LineString',
        coordinates: [
          [x, y],
          [x + 5, y],
        ],
      }),
      feature(
        4,
        polygon([
          [x + 50, y],
          [x + 60, y],
          [x + 70, y],
          [x + 50, y],
        ]),
      ),
      feature(5, polygon([])),
      feature(6, null),
    ]);
    const run = expectPlanned(folder, planIn(folder, path));
    expect(run.counts.read).toBe(6);
    const issues = issuesOf(run);
    expect(issues['geometry.not-polygon']).toBe(2);
    expect(
      (issues['geometry.zero-area'] ?? 0) +
        (issues['geometry.empty'] ?? 0) +
        (issues['geometry.few-points'] ?? 0) +
        (issues['geometry.missing'] ?? 0),
    ).toBe(3);
    expect(run.communes.reduce((sum, { identifiers }) => sum + identifiers.minted, 0)).toBe(1);
  });

  it('settles a ring of 200,000 vertices', () => {
    const folder = room();
    const [x, y] = HERE;
    const ring = Array.from({ length: 200_000 }, (_, i) => {
      const turn = (2 * Math.PI * i) / 200_000;
      const radius = 500 + 3 * Math.sin(40 * turn);
      return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
    });
    ring.push(ring[0]!);
    const started = Date.now();
    const run = expectPlanned(folder, planIn(folder, geojson(folder, [feature(1, polygon(ring))])));
    expect(run.counts.assigned).toBe(1);
    expect(run.communes.reduce((sum, { identifiers }) => sum + identifiers.minted, 0)).toBe(1);
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('names coordinates that are no numbers, and keeps the other parcels', async () => {
    const folder = room();
    const shapes = squares(5);
    shapes[2] = shapes[2]!.map(([x, y], i) => (i === 1 ? [Number.NaN, y] : [x, y]));
    const run = expectPlanned(folder, planIn(folder, await shapefile(folder, { shp: shpBytes(shapes) })));
    expect(run.counts.read).toBe(5);
    expect(Object.keys(issuesOf(run)).filter((code) => code.startsWith('geometry.'))).not.toEqual([]);
    expect(run.communes.reduce((sum, { identifiers }) => sum + identifiers.minted, 0)).toBe(4);
  });

  it('reads codes written as floats, and says that it did', async () => {
    const folder = room();
    const dbf = dbfBytes(
      COLUMNS,
      rows(5).map(([, ...rest]) => ['2647.0', ...rest.map((cell) => `${cell}.0`)]),
    );
    const run = expectPlanned(folder, planIn(folder, await shapefile(folder, { dbf })));
    expect(run.counts.assigned).toBe(5);
    expect(Object.keys(run.byOldCommune)).toEqual(['02647']);
    expect(issuesOf(run)['key.repaired']).toBeGreaterThan(0);
  });

  it('rejects records without a key with the reason, each', async () => {
    const folder = room();
    const dbf = dbfBytes(COLUMNS, [...rows(3), ['', '1', '9'], ['99999', '1', '10']]);
    const ended = planIn(folder, await shapefile(folder, { dbf }));
    expect(ended.exit).toBe(EXIT.open);
    const run = expectPlanned(folder, ended);
    expect(run.counts).toMatchObject({ read: 5, assigned: 3, rejected: 2 });
    const reasons: unknown[] = [];
    for await (const { status, reason } of readAssignmentCells(run.path, '.unresolved')) {
      reasons.push([status, reason]);
    }
    expect(reasons).toEqual([
      ['rejected', 'commune.missing'],
      ['rejected', 'commune.unknown'],
    ]);
  });

  it('keeps an attribute of 10 MB whole', () => {
    const folder = room();
    const note = 'ghi chú '.repeat(1_310_720);
    const ended = planIn(folder, geojson(folder, [feature(1, polygon(square(...HERE)), { ghiChu: note })]));
    const run = expectPlanned(folder, ended);
    expect(run.counts.assigned).toBe(1);
    const { unit } = run.communes.find(({ counts }) => counts.assigned === 1)!;
    expect(readFileSync(join(run.path, 'units', `${unit}.assignment.pgcopy`), 'utf8')).toContain(note);
  });
});

const CANNOT_FILL = lacks('the right to mount a small disk', mayMount());

/** A tmpfs of 2 MB. */
function smallDisk(): string {
  const folder = room();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' });
  return folder;
}

/** Starts a command and sends it Ctrl-C after `wait` ms, or once it has ended by itself gives what it said. */
function interrupted(args: readonly string[], cwd: string, ready: () => boolean): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: environment() });
    let [out, talk] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      talk += part.toString();
    });
    const watch = setInterval(() => {
      if (!ready()) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 2);
    child.on('close', (exit) => {
      clearInterval(watch);
      resolve({ exit, out, talk });
    });
  });
}

describe('work that is cut short', () => {
  let sources: readonly string[];
  beforeAll(async () => {
    const options = { province: 'lao-cai', parcels: 6000, seed: 3, dirt: SOME_DIRT };
    ({ sources } = await writeProvince(options, join(base, 'province'), 'shp'));
  });
  const plan = (folder: string) => ['plan', '-p', 'lao-cai', ...sources, '--runs', join(folder, 'runs')];

  it.skipIf(CANNOT_FILL)('leaves no run on a full disk, says so, and goes on when there is room', () => {
    const folder = smallDisk();
    try {
      const more = ['-d', join(base, 'none'), '--json'];
      const ended = thuadat([...plan(folder), ...more], { cwd: base });
      expect(ended.talk).toMatch(/disk is full/);
      expect(ended.talk).not.toMatch(/\n\s+at /);
      expect(ended.exit).toBe(EXIT.failed);
      const runs = join(folder, 'runs');
      expect(readdirSync(runs).filter((name) => !name.startsWith('.'))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=512m', folder]);
      const whole = thuadat([...plan(folder), ...more], { cwd: base });
      expect(readdirSync(runs)).toEqual([JSON.parse(whole.out).id]);
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  it('leaves no run when a plan is stopped by Ctrl-C; the same command goes on and leaves nothing else', async () => {
    const folder = room();
    const runs = join(folder, 'runs');
    const ended = await interrupted(
      plan(folder),
      folder,
      () => existsSync(runs) && readdirSync(runs).length > 0,
    );
    expect(ended.talk).toContain('run the same command again');
    expect(ended.exit).toBe(EXIT.stopped);
    expect(readdirSync(runs).filter((name) => !name.startsWith('.'))).toEqual([]);
    const whole = thuadat([...plan(folder), '--json'], { cwd: folder });
    expect(readdirSync(runs)).toEqual([JSON.parse(whole.out).id]);
  });

  it('keeps the communes that were done when an apply is stopped, and goes on from there', async () => {
    const folder = room();
    const run: PlanAnswer = JSON.parse(thuadat([...plan(folder), '--json'], { cwd: folder }).out);
    const target = join(folder, 'db');
    let since = 0;
    const ended = await interrupted(['apply', run.path, '-d', target], folder, () => {
      if (since === 0 && existsSync(target)) since = Date.now();
      return since > 0 && Date.now() - since > 3000;
    });
    expect([EXIT.stopped, EXIT.ok]).toContain(ended.exit);
    if (ended.exit === EXIT.stopped) expect(ended.talk).toContain(`thuadat apply ${run.path}`);
    const rest = thuadat(['apply', run.path, '-d', target, '--json'], { cwd: folder });
    expect(rest.talk).not.toMatch(/\n\s+at /);
    const { counts } = JSON.parse(rest.out);
    expect(counts).toMatchObject({ failed: 0 });
    expect(counts.applied + counts.already + counts.blocked + (counts.staged ?? 0)).toBe(run.communes.length);
    const status = JSON.parse(thuadat(['status', '-d', target, '--json'], { cwd: folder }).out);
    expect(status.audit.bad).toBeNull();
    const ready = run.communes.filter(({ blocking }) => blocking === 0);
    expect(status.registry.inForce).toBe(ready.reduce((sum, each) => sum + each.counts.assigned, 0));
  });
});
