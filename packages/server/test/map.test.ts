import { request as httpRequest } from 'node:http';
import { VectorTile } from '@mapbox/vector-tile';
import { COMPONENTS, type ComponentName } from '@thuadat/api/components';
import type { CommuneView, IssueGroup, IssuePage, ParcelView, RunView, SearchHit } from '@thuadat/api/map';
import type { Problem } from '@thuadat/api/problem';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { ENGINES } from '@thuadat/testing/engines';
import { RUN, type Seed, seedMap } from '@thuadat/testing/two-communes';
import Ajv from 'ajv/dist/2020.js';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../src/server.ts';
import { tileUnits } from '../src/tile/grid.ts';

let db: Database;
let server: Server;
let seed: Seed;
const faults: unknown[] = [];

const ajv = new Ajv({ strict: false });
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, server.url), { headers });

async function json<T>(path: string, component?: ComponentName): Promise<T> {
  const response = await get(path);
  expect(response.status).toBe(200);
  const value = await response.json();
  if (component) {
    const check = ajv.compile(COMPONENTS[component]);
    expect(check(value), JSON.stringify(check.errors)).toBe(true);
  }
  return value as T;
}

/** The Host header cannot be set through fetch. */
const statusWithHost = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    httpRequest(new URL('/api/runs', server.url), { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

function tileOf(lon: number, lat: number, z: number): string {
  const [x, y] = tileUnits({ z: 0, x: 0, y: 0 }, lon, lat).map((unit) => Math.floor((unit / 4096) * 2 ** z));
  return `/api/runs/${RUN}/tiles/${z}/${x}/${y}.mvt`;
}

/** Bytes of a tile by database: both must give the same. */
const tiles = new Map<string, Uint8Array>();

describe.each(ENGINES)('the server on $name', (engine) => {
  beforeAll(async () => {
    db = await openDatabase(await engine.target());
    await migrate(db, '2026-03-31T02:00:00Z');
    seed = await seedMap(db, 260);
    server = await startServer({ db, webRoot: null, onError: (error) => faults.push(error) });
  });

  afterAll(async () => {
    await server?.close();
    await db?.close();
    engine.stop();
  });

  it('lists runs whose counts add up, and communes that add up to the run', async () => {
    const [run] = await json<RunView[]>('/api/runs', 'Runs');
    const communes = await json<CommuneView[]>(`/api/runs/${RUN}/communes`, 'Communes');
    expect(run!.counts.read).toBe(seed.parcels.length);
    expect(run!.counts.assigned + run!.counts.ambiguous + run!.counts.rejected).toBe(run!.counts.read);
    expect(communes.map((commune) => commune.name)).toEqual(['Phường Lào Cai', 'Phường Cam Đường']);
    expect(communes.reduce((sum, commune) => sum + commune.counts.read, 0)).toBe(run!.counts.read);
    expect(run!.provinceName).toContain('Lào Cai');
  });

  it('gives the boundaries of both ages as GeoJSON', async () => {
    const read = (kind: string) =>
      json<{ features: { properties: { code: string } }[] }>(
        `/api/runs/${RUN}/boundaries/${kind}`,
        'Boundaries',
      );
    expect((await read('new')).features.map((each) => each.properties.code)).toEqual(['02647', '02671']);
    expect((await read('old')).features).toHaveLength(5);
  });

  it('shows a parcel with its source attributes verbatim and both its names', async () => {
    const planted = seed.parcels.find((parcel) => parcel.status === 'assigned')!;
    const parcel = await json<ParcelView>(`/api/runs/${RUN}/parcels/${planted.ordinal}`, 'Parcel');
    expect(parcel.old.commune?.code).toBe(planted.old.code);
    expect(parcel.old.commune?.name).toMatch(/^Phường /);
    expect(parcel.new.commune).toEqual({ code: '02647', name: 'Phường Lào Cai' });
    expect(parcel.old.province?.name).toContain('Lào Cai');
    expect(parcel.raw[2]).toEqual(['soHieuToBanDo', planted.old.sheet]);
    expect(parcel.madeBy).toEqual({ version: 'thuadat-2', method: { point: 'pole' } });
  });

  it('pages through every issue once, whatever the page size', async () => {
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const query: string = after ? `&after=${encodeURIComponent(after)}` : '';
      const page: IssuePage = await json(`/api/runs/${RUN}/issues?limit=7${query}`, 'Issues');
      keys.push(...page.issues.map((issue) => issue.key));
      after = page.next;
    } while (after !== null);
    expect(keys).toHaveLength(seed.issues);
    expect(new Set(keys).size).toBe(seed.issues);
  });

  it('groups issues by rule and filters them alike', async () => {
    const groups = await json<IssueGroup[]>(`/api/runs/${RUN}/issue-groups`, 'IssueGroups');
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(seed.issues);
    for (const { code, count } of groups) {
      const page = await json<IssuePage>(`/api/runs/${RUN}/issues?limit=500&code=${code}`);
      expect(page.issues).toHaveLength(count);
    }
    const open = await json<IssueGroup[]>(`/api/runs/${RUN}/issue-groups?status=rejected`);
    expect(open.map((group) => group.code)).toEqual(['key.missing']);
  });

  it('finds a parcel by new key, old key, identifier and the name of its commune without accents', async () => {
    const planted = seed.parcels.find(
      (each) => each.status === 'assigned' && each.newSheet !== each.old.sheet,
    )!;
    const find = async (text: string) =>
      (await json<SearchHit[]>(`/api/runs/${RUN}/search?q=${encodeURIComponent(text)}`, 'Hits')).map(
        (hit) => hit.ordinal,
      );
    expect(await find(`02647 ${planted.newSheet} ${planted.old.parcel}`)).toContain(planted.ordinal);
    expect(await find(`${planted.old.code} ${planted.old.sheet}/${planted.old.parcel}`)).toContain(
      planted.ordinal,
    );
    expect(await find(`phuong lao cai tờ ${planted.newSheet} thửa ${planted.old.parcel}`)).toContain(
      planted.ordinal,
    );
    const { parcelId } = await json<ParcelView>(`/api/runs/${RUN}/parcels/${planted.ordinal}`);
    expect(await find(parcelId!.toUpperCase())).toEqual([planted.ordinal]);
    const [commune] = await json<SearchHit[]>(`/api/runs/${RUN}/search?q=cam%20duong`);
    expect(commune).toMatchObject({ kind: 'commune', unit: '02671' });
  });

  it('draws every parcel of a tile', async () => {
    const { point } = await json<ParcelView>(`/api/runs/${RUN}/parcels/1`);
    const started = performance.now();
    const response = await get(tileOf(...(point as [number, number]), 13));
    const bytes = new Uint8Array(await response.arrayBuffer());
    console.log(
      `${engine.name} z13 tile: ${(performance.now() - started).toFixed(0)} ms, ${bytes.length} bytes`,
    );
    tiles.set(engine.name, bytes);
    const layer = new VectorTile(new PbfReader(bytes)).layers.parcel!;
    const drawn = new Set(Array.from({ length: layer.length }, (_, at) => layer.feature(at).id));
    expect(drawn.has(1)).toBe(true);
    expect(drawn.size).toBeGreaterThan(seed.parcels.length / 4);
    expect(response.headers.get('content-encoding')).toBe('gzip');
  });

  it('gives an empty tile below zoom 13 and where there is nothing', async () => {
    for (const path of [tileOf(104, 22, 9), tileOf(100, 10, 14)]) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(0);
    }
  });

  it('answers 304 to what the browser has, and lets a tile of a named version be kept', async () => {
    const [run] = await json<RunView[]>('/api/runs');
    const path = `${tileOf(103.97, 22.47, 15)}?v=${run!.version}`;
    const first = await get(path);
    expect(first.headers.get('cache-control')).toContain('immutable');
    const second = await get(path, { 'if-none-match': first.headers.get('etag')! });
    expect(second.status).toBe(304);
    expect((await get(tileOf(103.97, 22.47, 15))).headers.get('cache-control')).toContain('no-cache');
  });

  it('answers no name but its own: another site cannot read it by rebinding its name', async () => {
    expect(await statusWithHost('evil.example')).toBe(421);
    expect(await statusWithHost('evil.example:80')).toBe(421);
    expect(await statusWithHost('127.0.0.1.evil.example')).toBe(421);
    expect(await statusWithHost('localhost:9999')).toBe(200);
    expect(await statusWithHost('[::1]:80')).toBe(200);
  });

  it('forbids inline scripts, frames and foreign addresses', async () => {
    const policy = (await get('/api/runs')).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('http');
  });

  it.each([
    ['/api/runs/none/communes', 404],
    [`/api/runs/${RUN}/parcels/99999999`, 404],
    [`/api/runs/${RUN}/parcels/abc`, 400],
    [`/api/runs/${RUN}/issues?limit=9999`, 400],
    [`/api/runs/${RUN}/issues?after=1`, 400],
    [`/api/runs/${RUN}/issues?colour=red`, 400],
    [`/api/runs/${RUN}/search`, 400],
    [`/api/runs/${RUN}/boundaries/other`, 400],
    [`/api/runs/${RUN}/tiles/13/99999/1.mvt`, 400],
    [`/api/runs/${RUN}/issues?code=%00`, 400],
    ['/nowhere', 404],
    ['/%E0%A4%A', 400],
  ])('says what is wrong with %s and what to do', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const problem = (await response.json()) as Problem;
    expect(problem.status).toBe(status);
    expect(problem.next.length).toBeGreaterThan(10);
    expect(problem.detail).not.toContain('select');
  });

  it('refuses in the language of the asker, under a name for programs', async () => {
    const told = async (language: string) =>
      (await (await get('/api/runs/none/communes', { 'accept-language': language })).json()) as Problem;
    expect(await told('vi-VN,vi;q=0.9,en;q=0.8')).toMatchObject({
      code: 'run.absent',
      detail: 'Không có lần chạy "none" trong cơ sở dữ liệu này.',
    });
    expect(await told('en-GB,vi;q=0.5')).toMatchObject({
      code: 'run.absent',
      detail: 'Run "none" is not in this database.',
    });
  });

  it('treats quotes in a search as text', async () => {
    for (const text of ["'; drop table run; --", '%', '\\', 'tờ 1\u0000']) {
      const response = await get(`/api/runs/${RUN}/search?q=${encodeURIComponent(text)}`);
      expect(response.status).toBe(200);
    }
    expect(faults).toEqual([]);
  });

  it('describes itself in OpenAPI with every path it serves', async () => {
    const document = await json<{ openapi: string; paths: Record<string, unknown> }>('/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/runs/{run}/tiles/{z}/{x}/{y}.mvt');
    expect(Object.keys(document.paths)).toContain('/api/runs/{run}/cases/{key}/decision');
  });
});

it('both databases give the same bytes', () => {
  const [first, ...others] = [...tiles.values()];
  for (const other of others) expect(Buffer.compare(first!, other)).toBe(0);
  expect(tiles.size).toBe(ENGINES.length);
});
