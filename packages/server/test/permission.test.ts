/** Every route for every role, out of the server's own list: a new route without a row here fails. */

import { VectorTile } from '@mapbox/vector-tile';
import type { CommuneView, RunView } from '@thuadat/api/map';
import type { CasePage, SessionView } from '@thuadat/api/review';
import { ROLES, type Role } from '@thuadat/core/review/account';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { createAccount } from '@thuadat/store/review/account';
import { ENGINES } from '@thuadat/testing/engines';
import { RUN, type Seed, seedMap } from '@thuadat/testing/two-communes';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../src/server.ts';
import { tileUnits } from '../src/tile/grid.ts';

const AT = '2026-03-31T02:00:00Z';
const PASSWORD = 'mật khẩu đủ dài 1';
/** The least role that may ask; null = anybody. */
const EXPECTED: Readonly<Record<string, Role | null>> = {
  listRuns: 'viewer',
  listCommunes: 'viewer',
  listBoundaries: 'viewer',
  getTile: 'viewer',
  getParcel: 'viewer',
  search: 'viewer',
  groupIssues: 'viewer',
  listIssues: 'viewer',
  readProgress: 'viewer',
  listCases: 'viewer',
  readCase: 'viewer',
  readRecord: 'viewer',
  writeCases: 'viewer',
  watchRun: 'viewer',
  takeLease: 'reviewer',
  releaseLease: 'reviewer',
  decide: 'reviewer',
  comment: 'reviewer',
  decideBulk: 'reviewer',
  previewBulk: 'reviewer',
  undoBatch: 'reviewer',
  undo: 'reviewer',
  approve: 'reviewer',
  refuse: 'reviewer',
  confirm: 'reviewer',
  getSession: null,
  signIn: null,
  signOut: 'viewer',
  changePassword: 'viewer',
  listAccounts: 'administrator',
  createAccount: 'administrator',
  changeAccount: 'administrator',
};

type Operation = { operationId: string };
type Session = { readonly cookie: string; readonly csrf: string };

describe.each(ENGINES)('permission on $name', (engine) => {
  let db: Database;
  let server: Server;
  let seed: Seed;
  const sessions = new Map<string, Session>();

  const ask = (method: string, path: string, session: Session | null, headers: Record<string, string> = {}) =>
    fetch(new URL(path, server.url), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      headers: {
        ...(session ? { cookie: session.cookie, 'x-csrf-token': session.csrf } : {}),
        ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
    });

  async function signIn(name: string, password = PASSWORD): Promise<Response> {
    return fetch(new URL('api/session', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
  }
  async function session(name: string): Promise<Session> {
    const response = await signIn(name);
    expect(response.status).toBe(200);
    const { csrf } = (await response.json()) as SessionView;
    return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, csrf: csrf! };
  }

  beforeAll(async () => {
    db = await openDatabase(await engine.target());
    await migrate(db, AT);
    seed = await seedMap(db, 260);
    for (const role of ROLES) {
      await createAccount(
        db,
        { name: role, display: role, role, units: null, password: PASSWORD },
        'test',
        AT,
      );
    }
    await createAccount(
      db,
      { name: 'xa', display: 'Xã', role: 'approver', units: ['02647'], password: PASSWORD },
      'test',
      AT,
    );
    server = await startServer({ db, webRoot: null, mode: 'accounts' });
    for (const name of [...ROLES, 'xa']) sessions.set(name, await session(name));
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await db?.close();
    engine.stop();
  });

  it('is asked for on every route', { timeout: 120_000 }, async () => {
    const document = (await (await ask('GET', 'api/openapi.json', sessions.get('viewer')!)).json()) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const seen = new Set<string>();
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { operationId }] of Object.entries(methods)) {
        seen.add(operationId);
        const least = EXPECTED[operationId];
        expect(least, `${operationId} has no row in the matrix`).not.toBeUndefined();
        // A stream and a sign-out answer without end or for good: their refusals are tested, and one answer below.
        const spared = ['watchRun', 'signOut', 'signIn', 'changePassword'].includes(operationId);
        const place = path
          .replace('{run}', RUN)
          .replace('{kind}', 'old')
          .replace('{z}/{x}/{y}', '14/1/1')
          .replace('{ordinal}', '1')
          .replace('{key}', '02647:1')
          .replace('{id}', '999999')
          .replace('{batch}', '00000000-0000-0000-0000-000000000000');
        const query = { search: '?q=12/3', readRecord: '?unit=02647' }[operationId] ?? '';
        const nobody = await ask(method.toUpperCase(), place + query, null);
        if (least === null) expect(nobody.status, operationId).not.toBe(403);
        else expect(nobody.status, `${operationId} for nobody`).toBe(401);
        for (const role of spared || least === null ? [] : ROLES) {
          const { status } = await ask(method.toUpperCase(), place + query, sessions.get(role)!);
          const may = ROLES.indexOf(role) >= ROLES.indexOf(least!);
          if (may) expect([200, 400, 403, 404, 409, 422], `${operationId} for ${role}`).toContain(status);
          if (may && method === 'get') expect(status, `${operationId} for ${role}`).not.toBe(403);
          if (!may) expect(status, `${operationId} for ${role}`).toBe(403);
        }
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it('is needed for the commune, on every route and tile', async () => {
    const xa = sessions.get('xa')!;
    const json = async <T>(path: string): Promise<T> => (await (await ask('GET', path, xa)).json()) as T;
    const api = `api/runs/${RUN}`;
    const [run] = await json<RunView[]>('api/runs');
    const communes = await json<CommuneView[]>(`${api}/communes`);
    expect(communes.map(({ unit }) => unit)).toEqual(['02647']);
    expect(run!.counts).toEqual(communes[0]!.counts);
    const foreign = seed.parcels.find((parcel) => parcel.unit !== '02647' && parcel.status === 'assigned')!;
    const own = seed.parcels.find((parcel) => parcel.unit === '02647' && parcel.status === 'assigned')!;
    expect((await ask('GET', `${api}/parcels/${foreign.ordinal}`, xa)).status).toBe(404);
    expect((await ask('GET', `${api}/parcels/${own.ordinal}`, xa)).status).toBe(200);
    const cases = await json<CasePage>(`${api}/cases?limit=500`);
    expect(cases.cases.length).toBeGreaterThan(0);
    expect(cases.cases.every(({ unit }) => unit === '02647')).toBe(true);
    const all = (await (
      await ask('GET', `${api}/cases?limit=500`, sessions.get('viewer')!)
    ).json()) as CasePage;
    const hidden = all.cases.find(({ unit }) => unit !== '02647')!;
    expect((await ask('GET', `${api}/cases/${hidden.key}`, xa)).status).toBe(404);
    expect((await ask('PUT', `${api}/cases/${hidden.key}/lease`, xa)).status).toBe(404);
    expect((await ask('GET', `${api}/record?unit=02671`, xa)).status).toBe(404);
    const issues = await json<{ issues: { unit: string }[] }>(`${api}/issues?limit=500`);
    expect(issues.issues.every(({ unit }) => unit === '02647')).toBe(true);
    const drawn = async (name: string) => {
      const ordinals = new Set<number>();
      for (const { lonLat } of all.cases) {
        if (!lonLat) continue;
        const [x, y] = tileUnits({ z: 0, x: 0, y: 0 }, ...lonLat).map((n) =>
          Math.floor((n / 4096) * 2 ** 15),
        );
        const response = await ask('GET', `${api}/tiles/15/${x}/${y}.mvt`, sessions.get(name)!);
        const layer = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers
          .parcel;
        for (let at = 0; layer && at < layer.length; at++) ordinals.add(Number(layer.feature(at).id));
      }
      return ordinals;
    };
    const units = new Map(seed.parcels.map(({ ordinal, unit }) => [ordinal, unit]));
    const scoped = await drawn('xa');
    expect(scoped.size).toBeGreaterThan(0);
    expect([...scoped].every((ordinal) => units.get(ordinal) === '02647')).toBe(true);
    expect((await drawn('viewer')).size).toBeGreaterThan(scoped.size);
  });

  it('is not given to a forged request, a foreign page, or a guesser', async () => {
    const reviewer = sessions.get('reviewer')!;
    const path = `api/runs/${RUN}/cases/02647:1/lease`;
    expect((await ask('PUT', path, { ...reviewer, csrf: '' })).status).toBe(403);
    expect((await ask('PUT', path, reviewer, { origin: 'http://evil.example' })).status).toBe(403);
    const response = await signIn('reviewer');
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect((await signIn('reviewer', 'sai mật khẩu rồi')).status).toBe(401);
    expect((await signIn('khong-co-ai', 'sai mật khẩu rồi')).status).toBe(401);
    let status = 0;
    for (let tries = 0; tries < 10 && status !== 429; tries++) ({ status } = await signIn('viewer', 'sai'));
    expect(status).toBe(429);
  });

  it('ends with the session', async () => {
    const gone = await session('approver');
    // Known by now, and for a second.
    expect((await ask('GET', 'api/runs', gone)).status).toBe(200);
    expect((await ask('DELETE', 'api/session', gone)).status).toBe(200);
    expect((await ask('GET', 'api/runs', gone)).status).toBe(401);
  });

  it('ends when the account is closed, at once here and within a second elsewhere', async () => {
    const [administrator, out] = [sessions.get('administrator')!, await session('xa')];
    const elsewhere = await startServer({ db, webRoot: null, mode: 'accounts' });
    try {
      const there = async () => {
        const response = await fetch(new URL('api/runs', elsewhere.url), { headers: { cookie: out.cookie } });
        return response.status;
      };
      expect((await ask('GET', 'api/runs', out)).status).toBe(200);
      expect(await there()).toBe(200);
      const accounts = (await (await ask('GET', 'api/accounts', administrator)).json()) as {
        id: number;
        name: string;
      }[];
      const { id } = accounts.find(({ name }) => name === 'xa')!;
      const closed = await fetch(new URL(`api/accounts/${id}`, server.url), {
        method: 'PATCH',
        headers: {
          cookie: administrator.cookie,
          'x-csrf-token': administrator.csrf,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ disabled: true }),
      });
      expect(closed.status).toBe(200);
      expect((await ask('GET', 'api/runs', out)).status).toBe(401);
      await expect.poll(there, { timeout: 3000 }).toBe(401);
    } finally {
      await elsewhere.close();
    }
  });

  it('is never given without accounts to another address', async () => {
    await expect(startServer({ db, webRoot: null, host: '0.0.0.0' })).rejects.toThrow(/--accounts/);
  });
});
