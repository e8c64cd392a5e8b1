/** The interface of the review over the real server, on both databases. */
import { VectorTile } from '@mapbox/vector-tile';
import { COMPONENTS, type ComponentName } from '@thuadat/api/components';
import type { Problem } from '@thuadat/api/problem';
import type {
  BulkPreview,
  CaseDetail,
  CasePage,
  Changed,
  SessionView,
  UnitProgress,
} from '@thuadat/api/review';
import type { Role } from '@thuadat/core/review/account';
import type { Database } from '@thuadat/store/db/database';
import { openDatabase } from '@thuadat/store/db/open';
import { verifyAudit } from '@thuadat/store/registry/audit';
import { createAccount } from '@thuadat/store/review/account';
import { AT, openSample, type Sample, stageSample } from '@thuadat/testing/demo-province';
import { ENGINES } from '@thuadat/testing/engines';
import Ajv from 'ajv/dist/2020.js';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../src/server.ts';
import { tileUnits } from '../src/tile/grid.ts';

const ajv = new Ajv({ strict: false });
const PASSWORD = 'mật khẩu đủ dài 1';

/** A person with a browser: cookie and token are kept. */
class Person {
  cookie = '';
  csrf = '';
  constructor(private readonly server: Server) {}
  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(new URL(path, this.server.url), {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        'x-csrf-token': this.csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async signIn(name: string, password = PASSWORD): Promise<number> {
    const response = await this.ask('POST', 'api/session', { name, password });
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    if (response.ok) this.csrf = ((await response.json()) as SessionView).csrf ?? '';
    return response.status;
  }
  async get<T>(path: string, component: ComponentName): Promise<T> {
    const response = await this.ask('GET', path);
    expect(response.status, path).toBe(200);
    return checked<T>(await response.json(), component);
  }
  async change<T = Changed>(path: string, body: unknown, component: ComponentName = 'Changed'): Promise<T> {
    const response = await this.ask('POST', path, body);
    const value = await response.json();
    expect(response.status, JSON.stringify(value)).toBe(200);
    return checked<T>(value, component);
  }
}

function checked<T>(value: unknown, component: ComponentName): T {
  const check = ajv.compile(COMPONENTS[component]);
  expect(check(value), JSON.stringify(check.errors)).toBe(true);
  return value as T;
}

describe.each(ENGINES)('the review on $name', (engine) => {
  let db: Database;
  let target: string;
  let server: Server;
  let sample: Sample;
  let run: string;
  let lan: Person;
  let minh: Person;
  let boss: Person;
  const api = (rest: string) => `api/runs/${run}/${rest}`;

  beforeAll(async () => {
    sample = await openSample('ca-mau');
    target = await engine.target();
    db = await openDatabase(target);
    run = await stageSample(db, sample);
    const account = (name: string, role: Role, units: string[] | null = null) =>
      createAccount(db, { name, display: name.toUpperCase(), role, units, password: PASSWORD }, 'test', AT);
    await account('lan', 'reviewer');
    await account('minh', 'approver');
    await account('boss', 'administrator');
    await account('xem', 'viewer');
    server = await startServer({ db, webRoot: null, mode: 'accounts' });
    [lan, minh, boss] = [new Person(server), new Person(server), new Person(server)];
    expect([await lan.signIn('lan'), await minh.signIn('Minh'), await boss.signIn('boss')]).toEqual([
      200, 200, 200,
    ]);
  }, 240_000);
  afterAll(async () => {
    await server?.close();
    await db?.close();
    engine.stop();
    await sample?.close();
  });

  const first = async (person: Person, query: string): Promise<CaseDetail> => {
    const { cases } = await person.get<CasePage>(api(`cases?limit=1&${query}`), 'Cases');
    expect(cases, query).toHaveLength(1);
    return person.get<CaseDetail>(api(`cases/${cases[0]!.key}`), 'Case');
  };

  it('lists every case once, gravest first, and adds up with the progress', async () => {
    const keys: string[] = [];
    let after = '';
    let total = 0;
    do {
      const page = await lan.get<CasePage>(api(`cases?limit=37${after && `&after=${after}`}`), 'Cases');
      keys.push(...page.cases.map(({ key }) => key));
      total = page.total;
      after = page.next ?? '';
    } while (after);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBe(total);
    const progress = await lan.get<UnitProgress[]>(api('progress'), 'Progress');
    expect(progress.reduce((sum, unit) => sum + unit.cases, 0)).toBe(total);
    expect(progress.every(({ open, cases }) => open === cases)).toBe(true);
  });

  it('finds a holder by words without accents, by sheet, and inside an area', async () => {
    const all = await lan.get<CasePage>(api('cases?code=overlap.parcel&limit=500'), 'Cases');
    const detail = await lan.get<CaseDetail>(api(`cases/${all.cases[0]!.key}`), 'Case');
    const { parcel, sheet } = detail.parcels[0]!.old;
    const words = encodeURIComponent(`${sheet}/${parcel}`);
    const found = await lan.get<CasePage>(api(`cases?text=${words}&code=overlap.parcel`), 'Cases');
    expect(found.cases.map(({ key }) => key)).toContain(detail.key);
    const [lon, lat] = detail.lonLat!;
    const d = 0.00005;
    const area = [
      [lon - d, lat - d],
      [lon + d, lat - d],
      [lon, lat + 2 * d],
    ];
    const near = await lan.get<CasePage>(
      api(
        `cases?area=${encodeURIComponent(area.map((point) => point.map((n) => n.toFixed(7)).join(',')).join(';'))}`,
      ),
      'Cases',
    );
    expect(near.cases.map(({ key }) => key)).toContain(detail.key);
    expect(near.total).toBeLessThan(all.total + 200);
    expect((await lan.ask('GET', api('cases?area=1,2;3,4'))).status).toBe(422);
  });

  it('shows what is wrong with the records it is about', async () => {
    const overlap = await first(lan, 'code=overlap.parcel');
    expect(overlap.shape?.type).toMatch(/Polygon/);
    expect(overlap.parcels.length).toBeGreaterThanOrEqual(2);
    expect(overlap.parcels.every(({ shape }) => shape !== null)).toBe(true);
    const twins = await first(lan, 'code=duplicate.key-before');
    expect(twins.choices.map(({ ordinal }) => ordinal)).toEqual(twins.parcels.map(({ ordinal }) => ordinal));
    const split = await first(lan, 'code=commune.straddles');
    expect(split.choices.length).toBeGreaterThan(1);
    expect(split.choices.every(({ value, label }) => /^\d{5}$/.test(value) && label !== value)).toBe(true);
  });

  it('outlines sheets between commune and parcel, each as many parcels as it has', async () => {
    const detail = await first(lan, 'code=overlap.parcel');
    const [x, y] = tileUnits({ z: 0, x: 0, y: 0 }, ...detail.lonLat!).map((n) =>
      Math.floor((n / 4096) * 2 ** 12),
    );
    const response = await lan.ask('GET', api(`tiles/12/${x}/${y}.mvt`));
    const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    expect(Object.keys(tile.layers)).toEqual(['sheet', 'sheet-label']);
    const layer = tile.layers.sheet!;
    const sheets = Array.from({ length: layer.length }, (_, at) => layer.feature(at).properties);
    const { commune, sheet } = detail.parcels[0]!.new;
    const own = sheets.find((each) => each.unit === commune!.code && each.sheet === sheet)!;
    const [{ n }] = (await db.query(
      `select count(*)::int as n from assignment where run_id = $1 and new_commune = $2 and new_sheet = $3
         and lon is not null`,
      [run, commune!.code, sheet],
    )) as [{ n: number }];
    expect(Number(own.parcels)).toBe(n);
    expect(Number(own.faulty)).toBeGreaterThan(0);
  });

  it('draws each sheet by its parcels or as a whole, the same in every tile', async () => {
    const places = await db.query<{ ordinal: number; lon: number; lat: number; unit: string; sheet: string }>(
      `select ordinal::int as ordinal, lon, lat, unit, new_sheet as sheet from assignment
       where run_id = $1 and lon is not null and new_sheet is not null and severity is null`,
      [run],
    );
    // The sample is all town; every other sheet is told to have room.
    const spared = await db.query<{ unit: string; sheet: string; parcels: number }>(
      `update sheet_outline o set parcels = 1
       from (select unit, sheet, parcels, row_number() over (order by unit, sheet) as n from sheet_outline) as was
       where was.unit = o.unit and was.sheet = o.sheet and n % 2 = 0
       returning o.unit, o.sheet, was.parcels`,
    );
    const sheetOf = new Map(places.map(({ ordinal, unit, sheet }) => [ordinal, `${unit} ${sheet}`]));
    const ways = new Set<string>();
    for (const z of [13, 14, 15]) {
      const whole = new Map<string, boolean>();
      const tiles = new Map<string, (typeof places)[number][]>();
      for (const place of places) {
        const at = tileUnits({ z, x: 0, y: 0 }, place.lon, place.lat);
        const tile = at.map((units) => Math.floor(units / 4096)).join('/');
        tiles.set(tile, [...(tiles.get(tile) ?? []), place]);
      }
      for (const [tile, inside] of tiles) {
        const response = await lan.ask('GET', api(`tiles/${z}/${tile}.mvt`));
        const { layers } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
        const features = (name: string) =>
          Array.from({ length: layers[name]?.length ?? 0 }, (_, at) => layers[name]!.feature(at));
        const drawn = new Set(features('parcel').map(({ id }) => id));
        const here = new Set<string>();
        for (const { properties } of features('sheet')) {
          const name = `${properties.unit} ${properties.sheet}`;
          const instead = properties.instead === 'yes';
          expect(whole.get(name) ?? instead, `${name} at z ${z}`).toBe(instead);
          whole.set(name, instead);
          here.add(name);
          ways.add(`${instead}`);
        }
        for (const { ordinal } of inside) {
          const name = sheetOf.get(ordinal)!;
          // The few whose place is far from their sheet lie in no outline.
          if (here.has(name)) expect(drawn.has(ordinal), `${ordinal} in ${z}/${tile}`).toBe(!whole.get(name));
        }
      }
    }
    expect([...ways].sort()).toEqual(['false', 'true']);
    // Somebody looks for those with an error: they are drawn in the most crowded place.
    const faulty = await first(lan, 'code=overlap.parcel');
    const at = tileUnits({ z: 0, x: 0, y: 0 }, ...faulty.lonLat!).map((n) =>
      Math.floor((n / 4096) * 2 ** 14),
    );
    const response = await lan.ask('GET', api(`tiles/14/${at.join('/')}.mvt`));
    const { parcel } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers;
    const ids = Array.from({ length: parcel!.length }, (_, n) => parcel!.feature(n).id);
    expect(ids).toContain(faulty.ordinal);
    for (const { unit, sheet, parcels } of spared) {
      await db.query('update sheet_outline set parcels = $3 where unit = $1 and sheet = $2', [
        unit,
        sheet,
        parcels,
      ]);
    }
  });

  it('outlines a sheet without the parcel that lies kilometres away, which it counts all the same', async () => {
    const sheets = await db.query<{ parcels: number; counted: number; outlined: number; needed: number }>(
      `select o.parcels, count(*)::int as counted, max(ST_XMax(o.geom) - ST_XMin(o.geom)) as outlined,
         max(a.lon) - min(a.lon) as needed
       from sheet_outline o
       join assignment a on a.run_id = o.run_id and a.unit = o.unit and a.new_sheet = o.sheet and a.lon is not null
       where o.run_id = $1 group by o.unit, o.sheet, o.parcels`,
      [run],
    );
    expect(sheets.every(({ parcels, counted }) => parcels === counted)).toBe(true);
    // Two kilometres; a sheet of the sample is a few hundred metres wide.
    expect(Math.max(...sheets.map(({ needed }) => needed))).toBeGreaterThan(0.02);
    expect(Math.max(...sheets.map(({ outlined }) => outlined))).toBeLessThan(0.02);
  });

  it('lets a choice wait for a second person who is another, and undoes it all', async () => {
    const split = await first(lan, 'code=commune.straddles');
    const choice = split.choices[0]!.value;
    const decided = await lan.change(api(`cases/${split.key}/decision`), {
      verdict: 'choose',
      choice,
      reason: 'theo hồ sơ',
      version: split.version,
    });
    expect(decided.cases[0]).toMatchObject({ state: 'waiting', verdict: 'choose', choice, decidedBy: 'LAN' });
    const seen = await minh.get<CaseDetail>(api(`cases/${split.key}`), 'Case');
    expect(seen.mayApprove).toBe(true);
    const own = await lan.ask('POST', api(`decisions/${seen.decision}/approve`), {});
    expect(own.status).toBe(403);
    const agreed = await minh.change(api(`decisions/${seen.decision}/approve`), {});
    expect(agreed.cases[0]!.state).toBe('decided');
    const undone = await lan.change(api(`decisions/${seen.decision}/undo`), { reason: 'nhầm' });
    expect(undone.cases[0]).toMatchObject({ state: 'open', verdict: null, choice: null });
    const after = await lan.get<CaseDetail>(api(`cases/${split.key}`), 'Case');
    expect(after.history.map(({ kind }) => kind)).toEqual(['choose', 'approve', 'undo']);
    const again = await lan.ask('POST', api(`decisions/${seen.decision}/undo`), {});
    expect(again.status).toBe(409);
  });

  it('decides all records of one key together', async () => {
    const twins = await first(lan, 'code=duplicate.key-before');
    const changed = await lan.change(api(`cases/${twins.key}/decision`), {
      verdict: 'choose',
      choice: twins.choices[1]!.value,
      version: twins.version,
    });
    expect(changed.cases).toHaveLength(twins.parcels.length);
    expect(changed.batch).not.toBeNull();
    const undone = await lan.change(api(`batches/${changed.batch}/undo`), {});
    expect(undone.cases.every(({ state }) => state === 'open')).toBe(true);
  });

  it('lets exactly one of two win, tells the other, and loses nothing', async () => {
    const { key, version } = await first(lan, 'code=overlap.parcel&state=open');
    const decide = (person: Person, verdict: string) =>
      person.ask('POST', api(`cases/${key}/decision`), { verdict, version });
    const answers = await Promise.all([decide(lan, 'accept'), decide(minh, 'survey')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409)!;
    const problem = (await loser.json()) as Problem & { case: { key: string; version: number } };
    expect(problem.case).toMatchObject({ key, version: version + 1 });
  });

  it('holds a case for who has it open', async () => {
    const { key, version } = await first(lan, 'code=area.differs');
    expect((await lan.ask('PUT', api(`cases/${key}/lease`))).status).toBe(200);
    expect((await minh.ask('PUT', api(`cases/${key}/lease`))).status).toBe(409);
    const refused = await minh.ask('POST', api(`cases/${key}/decision`), { verdict: 'accept', version });
    expect(refused.status).toBe(409);
    expect((await lan.ask('DELETE', api(`cases/${key}/lease`))).status).toBe(200);
    expect((await minh.ask('PUT', api(`cases/${key}/lease`))).status).toBe(200);
    await minh.ask('DELETE', api(`cases/${key}/lease`));
  });

  it('does in bulk exactly what was shown, and undoes it as one', async () => {
    const filter = { code: 'overlap.parcel', state: 'open' };
    const shown = await lan.change<BulkPreview>(
      api('bulk/preview'),
      { filter, verdict: 'accept' },
      'BulkPreview',
    );
    expect(shown.touches).toBeGreaterThan(1);
    const one = shown.sample[0]!;
    await minh.change(api(`cases/${one.key}/decision`), { verdict: 'survey', version: one.version });
    const stale = await lan.ask('POST', api('bulk'), {
      ...{ filter, verdict: 'accept', reason: 'ranh giới khái quát', token: shown.token },
    });
    expect(stale.status).toBe(409);
    const again = await lan.change<BulkPreview>(
      api('bulk/preview'),
      { filter, verdict: 'accept' },
      'BulkPreview',
    );
    expect(again.touches).toBe(shown.touches - 1);
    const done = await lan.change(api('bulk'), {
      ...{ filter, verdict: 'accept', reason: 'ranh giới khái quát', token: again.token },
    });
    expect(done.cases).toHaveLength(again.touches);
    expect(done.cases.every(({ state }) => state === 'decided' || state === 'again')).toBe(true);
    const undone = await lan.change(api(`batches/${done.batch}/undo`), { reason: 'nhầm' });
    expect(undone.cases).toHaveLength(again.touches);
    expect(undone.cases.every(({ state }) => state === 'open')).toBe(true);
  });

  it('finds what somebody decided, from a day to a day, and records of one status', async () => {
    const { key, version } = await first(minh, 'code=overlap.parcel&state=open');
    await minh.change(api(`cases/${key}/decision`), { verdict: 'survey', version });
    const keysOf = async (query: string) =>
      (await lan.get<CasePage>(api(`cases?limit=500&${query}`), 'Cases')).cases.map((each) => each.key);
    const day = (shift: number) => {
      const date = new Date(Date.now() + shift * 86_400_000);
      return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    };
    expect(await keysOf('by=Minh')).toContain(key);
    expect(await keysOf('by=boss')).toEqual([]);
    expect(await keysOf(`since=${day(-1)}&until=${day(1)}`)).toContain(key);
    expect(await keysOf(`since=${day(2)}`)).toEqual([]);
    expect(await keysOf(`until=${day(-2)}`)).toEqual([]);
    const { cases } = await lan.get<CasePage>(api('cases?limit=500&status=ambiguous'), 'Cases');
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.every(({ status }) => status === 'ambiguous')).toBe(true);
  });

  it('tells those who watch, after it is done', async () => {
    const stop = new AbortController();
    const response = await fetch(new URL(api('events'), server.url), {
      headers: { cookie: minh.cookie },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const { key } = await first(lan, 'code=geometry.sliver');
    const said = '<img src=x onerror=alert(1)> "quoted" \\';
    await lan.change(api(`cases/${key}/comment`), { text: said });
    let heard = '';
    while (!heard.includes('"comments":1')) heard += (await reader.read()).value ?? '';
    expect(heard).toContain(key);
    stop.abort();
    const detail = await minh.get<CaseDetail>(api(`cases/${key}`), 'Case');
    expect(detail.history.at(-1)).toMatchObject({ kind: 'comment', reason: said, who: 'LAN' });
  });

  // The embedded database has one server.
  const amongServers = engine.name === 'postgres' ? it : null;
  amongServers?.('tells the people of another server on the same database', async () => {
    const elsewhere = await openDatabase(target);
    const other = await startServer({ db: elsewhere, webRoot: null, mode: 'accounts' });
    const stop = new AbortController();
    try {
      const there = new Person(other);
      await there.signIn('minh');
      const response = await fetch(new URL(api('events'), other.url), {
        headers: { cookie: there.cookie },
        signal: stop.signal,
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      const until = async (text: string) => {
        while (!heard.includes(text)) heard += (await reader.read()).value ?? '';
      };
      const { key } = await first(lan, 'code=geometry.multi-part');
      await lan.change(api(`cases/${key}/comment`), { text: 'nghe thấy không' });
      await until(`"${key}"`);
      // The connection it hears by is cut; what was missed is read again once it is back.
      await db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`,
      );
      await until('"kind":"run"');
      const { key: next } = await first(lan, 'code=area.differs');
      await lan.change(api(`cases/${next}/comment`), { text: 'và bây giờ?' });
      await until(`"${next}"`);
    } finally {
      stop.abort();
      await other.close();
      await elsewhere.close();
    }
  });

  it('refuses what a rule does not offer, and a viewer', async () => {
    const split = await first(lan, 'code=commune.straddles');
    const put = (person: Person, body: object) =>
      person.ask('POST', api(`cases/${split.key}/decision`), { version: split.version, ...body });
    expect((await put(lan, { verdict: 'accept' })).status).toBe(403);
    expect((await put(lan, { verdict: 'choose', choice: '99999' })).status).toBe(403);
    expect((await put(lan, { verdict: 'nothing' })).status).toBe(400);
    const xem = new Person(server);
    await xem.signIn('xem');
    expect((await put(xem, { verdict: 'survey' })).status).toBe(403);
    expect((await xem.ask('GET', api('cases'))).status).toBe(200);
  });

  it('keeps all of it in an audit that holds, and decisions that nobody can change', async () => {
    const verdict = await verifyAudit(db);
    expect(verdict.bad).toBeNull();
    expect(verdict.rows).toBeGreaterThan(20);
    await expect(db.query("update decision set reason = 'x'")).rejects.toThrow(/append-only/);
    await expect(db.query('delete from decision')).rejects.toThrow(/append-only/);
  });
});
