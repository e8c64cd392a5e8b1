/** The whole job with the built program, on both databases: what a province's specialist does, command by command. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunManifest } from '@thuadat/core/run';
import { formatCsv, parseCsv } from '@thuadat/core/text/csv';
import { SOME_DIRT } from '@thuadat/sample/generate';
import { writeProvince } from '@thuadat/sample/province-files';
import type { ApplyResult } from '@thuadat/store/apply/apply';
import type { DatabaseStatus } from '@thuadat/store/apply/status';
import { openDatabase } from '@thuadat/store/db/open';
import type { Lookup } from '@thuadat/store/registry/lookup';
import { ENGINES } from '@thuadat/testing/engines';
import { answer, buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

type PlanAnswer = RunManifest & { readonly path: string };
type StatusAnswer = DatabaseStatus & { readonly audit: { readonly bad: unknown } };
type InForce = {
  readonly run_id: string;
  readonly old_key: string;
  readonly new_key: string;
  readonly parcel_id: string | null;
};

const base = mkdtempSync(join(tmpdir(), 'thuadat-pipeline-'));
const here = { cwd: base };
const STAMP = ['--by', 'lan', '--date', '2026-03-02'];
const sources: Record<string, readonly string[]> = {};

beforeAll(async () => {
  buildProgram();
  const write = async (province: string, communes: string[], format: 'shp' | 'geojson') => {
    const options = { province, communes, parcels: 400, seed: 7, dirt: SOME_DIRT, straddle: 0.5 };
    const made = await writeProvince(options, join(base, `source-${province}`), format);
    sources[province] = made.sources;
  };
  // Few communes, since each is a transaction; both old provinces of each.
  await write('lao-cai', ['02647', '02671', '02896', '04252', '04651', '04699'], 'geojson');
  await write('ca-mau', ['31985', '32002', '32110', '32191', '32201', '31825', '31840'], 'shp');
});
afterAll(() => {
  for (const engine of ENGINES) engine.stop();
  rmSync(base, { recursive: true, force: true });
});

const hashesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'planned.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(folder.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );

function planned(province: string, runs: string, more: readonly string[] = []): PlanAnswer {
  const args = ['plan', '-p', province, ...sources[province]!, '--runs', join(base, runs)];
  const ended = thuadat([...args, ...STAMP, ...more, '--json'], here);
  expect(ended.talk).not.toContain('Error');
  const run: PlanAnswer = JSON.parse(ended.out);
  const { ambiguous, rejected } = run.counts;
  const done = ambiguous + rejected === 0 && run.communes.every(({ blocking }) => blocking === 0);
  expect(ended.exit).toBe(done ? EXIT.ok : EXIT.open);
  return run;
}

async function inForce(target: string): Promise<InForce[]> {
  const db = await openDatabase(target);
  try {
    return await db.query<InForce>(
      `select run_id, concat_ws('/', old_epoch, old_commune, old_sheet, old_scale, old_series, old_parcel) as old_key,
         concat_ws('/', new_commune, new_sheet, new_parcel) as new_key, parcel_id
       from registry where valid_to is null order by 2, 3`,
    );
  } finally {
    await db.close();
  }
}

/** Commands on one database, each with its expected end. */
function commandsOn(target: string) {
  const on = ['-d', target];
  return {
    apply: (run: string, exit: number, more: readonly string[] = []) =>
      answer<ApplyResult>(['apply', run, ...on, ...STAMP, ...more], exit, here),
    revert: (run: string) =>
      answer<{ units: number; parcels: number }>(['revert', run, ...on, ...STAMP], EXIT.ok, here),
    status: () => answer<StatusAnswer>(['status', ...on], EXIT.ok, here),
    lookup: (code: string) => answer<Lookup>(['lookup', code, ...on, '--date', '2026-03-03'], EXIT.ok, here),
    export: (run: string, to: string, format: string) =>
      answer<{ counts: unknown }>(
        ['export', run, '--to', join(base, to), '-f', format, '--date', '2026-03-03', ...on],
        EXIT.ok,
        here,
      ),
  };
}

/** Export folders of the engines, by what was exported. */
const exported: Record<string, Record<string, string>[]> = {};
const keep = (name: string, folder: string) => {
  exported[name] = [...(exported[name] ?? []), hashesOf(join(base, folder))];
};

it('writes the same run folder with one worker and with two', () => {
  for (const province of ['lao-cai', 'ca-mau']) {
    const one = planned(province, `one-${province}`, ['--workers', '1', '-d', join(base, 'none')]);
    const two = planned(province, `two-${province}`, ['--workers', '2', '-d', join(base, 'none')]);
    expect(two.id).toBe(one.id);
    expect(hashesOf(two.path)).toEqual(hashesOf(one.path));
    expect(readdirSync(join(base, `two-${province}`))).toEqual([two.id]);
  }
  // A plan reads a database when there is one and makes none.
  expect(existsSync(join(base, 'none'))).toBe(false);
});

describe.each(ENGINES)('Lào Cai on $name', (engine) => {
  let run: PlanAnswer;
  let target: string;
  let on: ReturnType<typeof commandsOn>;
  let first: InForce[];
  let applied: StatusAnswer;
  beforeAll(async () => {
    target = await engine.target();
    on = commandsOn(target);
    run = planned('lao-cai', `runs-${engine.name}`, ['-d', join(base, 'none')]);
  });

  it('is applied once, and a second apply changes nothing', async () => {
    const { assigned, ambiguous, rejected, read } = run.counts;
    expect(assigned + ambiguous + rejected).toBe(read);
    const result = on.apply(run.path, EXIT.ok);
    expect(result.counts).toMatchObject({ already: 0, blocked: 0, failed: 0 });
    expect(result.parcels).toBe(assigned);
    applied = on.status();
    expect(applied.registry.inForce).toBe(assigned);
    expect(applied.audit.bad).toBeNull();
    expect(applied.runs).toMatchObject([
      { id: run.id, counts: run.counts, units: { blocked: 0, waiting: 0 } },
    ]);
    const again = on.apply(run.path, EXIT.ok);
    expect(again).toMatchObject({ parcels: 0, counts: { applied: 0, blocked: 0, failed: 0 } });
    expect(on.status()).toEqual(applied);
    first = await inForce(target);
    expect(first).toHaveLength(assigned);
  });

  it('refuses to plan what is applied', () => {
    const args = [
      'plan',
      '-p',
      'lao-cai',
      ...sources['lao-cai']!,
      '--runs',
      join(base, 'twice'),
      '-d',
      target,
    ];
    const ended = thuadat(args, here);
    expect(ended.exit).toBe(EXIT.refused);
    expect(ended.talk).toContain(`was applied by run ${run.id}`);
    expect(existsSync(join(base, 'twice'))).toBe(false);
  });

  it('finds a parcel by its identifier and by its old key', () => {
    const sample = first.find(({ parcel_id }) => parcel_id !== null)!;
    const byId = on.lookup(sample.parcel_id!);
    expect(byId.kind).toBe('identifier');
    expect(byId.parcels).toMatchObject([{ standing: 'in force', runId: run.id, parcelId: sample.parcel_id }]);
    const { old, new: own } = byId.parcels[0]!;
    expect([own!.commune, own!.sheet, own!.parcel].join('/')).toBe(sample.new_key);
    const byKey = on.lookup([old.commune, old.sheet, old.parcel].join('/'));
    expect(byKey.parcels.map(({ parcelId }) => parcelId)).toContain(sample.parcel_id);
  });

  it('is exported, reverted exactly, and applied again to the same', async () => {
    on.export(run.id, `lc-${engine.name}`, 'geojson');
    keep('lao-cai', `lc-${engine.name}`);
    expect(on.revert(run.id).parcels).toBe(run.counts.assigned);
    const reverted = on.status();
    expect(reverted.registry).toMatchObject({ inForce: 0, closed: run.counts.assigned });
    expect(reverted.audit.bad).toBeNull();
    expect(on.apply(run.path, EXIT.ok).parcels).toBe(run.counts.assigned);
    expect(await inForce(target)).toEqual(first);
  });
});

/** Gives each open row its first candidate, as a person would with a map at hand. */
function fillIn(path: string, decide: (row: number) => boolean): number {
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  const at = (name: string) => header!.indexOf(name);
  let decided = 0;
  for (const [i, row] of rows.entries()) {
    if (!decide(i)) continue;
    row[at('newCommune')] = row[at('candidates')]!.slice(0, 5);
    row[at('reason')] = 'bản đồ địa chính';
    row[at('by')] = 'lan';
    row[at('at')] = '2026-03-01';
    decided++;
  }
  writeFileSync(path, formatCsv([header!, ...rows]));
  return decided;
}

const blocked = (run: RunManifest) => run.communes.filter(({ blocking }) => blocking > 0).length;

/** Each command costs seconds on the embedded database: the long loop runs on the server where there is one. */
describe.each(ENGINES.slice(-1))('Cà Mau without boundaries on $name', (engine) => {
  it('is applied where it is certain, decided, planned again and completed', async () => {
    const target = await engine.target();
    const on = commandsOn(target);
    const runs = `cm-${engine.name}`;
    const open = planned('ca-mau', runs, ['-d', target]);
    expect(open.counts.ambiguous).toBeGreaterThan(0);
    const partly = on.apply(open.path, EXIT.open);
    expect(partly.counts.blocked).toBeGreaterThan(0);
    expect(partly.counts.applied).toBeGreaterThan(0);
    const before = await inForce(target);
    expect(before).toHaveLength(partly.parcels);

    const sheet = join(base, `decisions-${engine.name}.csv`);
    const review = thuadat(['review', open.path, '--out', sheet], here);
    expect(review.exit).toBe(EXIT.open);
    const rows = fillIn(sheet, (row) => row % 2 === 0);
    const half = planned('ca-mau', runs, ['-d', target, '--decisions', sheet]);
    expect(half.counts.ambiguous).toBe(open.counts.ambiguous - rows);
    expect(half.communes.reduce((sum, { blocking }) => sum + blocking, 0)).toBeLessThan(
      open.communes.reduce((sum, { blocking }) => sum + blocking, 0),
    );

    fillIn(sheet, () => true);
    const whole = planned('ca-mau', runs, ['-d', target, '--decisions', sheet]);
    expect(whole.counts.ambiguous).toBe(0);
    expect(blocked(whole)).toBe(0);
    const rest = on.apply(whole.path, EXIT.ok, ['--rest']);
    expect(rest.counts).toMatchObject({ blocked: 0, failed: 0 });

    const after = await inForce(target);
    expect(after).toHaveLength(whole.counts.assigned);
    const known = new Map(after.map((row) => [row.old_key + row.new_key, row]));
    for (const row of before) expect(known.get(row.old_key + row.new_key)).toEqual(row);
    expect(new Set(after.map(({ new_key }) => new_key)).size).toBe(after.length);
    expect(on.status().audit.bad).toBeNull();
  });
});

it('exports the same bytes from both databases, of a run that is applied in part too', {
  timeout: 240_000,
}, async () => {
  const open = planned('ca-mau', 'cm-open', ['-d', join(base, 'none')]);
  for (const engine of ENGINES) {
    const on = commandsOn(await engine.target());
    on.apply(open.path, EXIT.open);
    on.export(open.id, `cm-${engine.name}-export`, 'shp');
    keep('ca-mau', `cm-${engine.name}-export`);
  }
  expect(Object.keys(exported)).toEqual(['lao-cai', 'ca-mau']);
  for (const [name, [first, ...others]] of Object.entries(exported)) {
    expect(Object.keys(first!).length, name).toBeGreaterThan(4);
    expect(others).toHaveLength(ENGINES.length - 1);
    for (const other of others) expect(other, name).toEqual(first);
  }
});
