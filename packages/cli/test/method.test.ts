/** A province is planned in two halves, and the method changes between them: nothing mixes unless somebody says so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate, ProvinceCode } from '@thuadat/core/code';
import { type Config, EMPTY_CONFIG } from '@thuadat/core/config';
import { EXACT_METHOD, type IdentifierMethod } from '@thuadat/core/identifier/method';
import { silentProgress } from '@thuadat/core/progress';
import { EMPTY_REGISTRY, type RegistryState, readRegistry } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { EVERYTHING } from '@thuadat/export/issue-list/filter';
import { groupIssues } from '@thuadat/export/issue-list/walk';
import { openRunFolder, type RunFolder, readAssignmentCells } from '@thuadat/run/run-folder';
import { writeProvince } from '@thuadat/sample/province-files';
import { applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { localAccount } from '@thuadat/store/review/account';
import { decide } from '@thuadat/store/review/decide';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withIssueList } from '../src/commands/issue-list.ts';

const AT = '2026-03-02T02:00:00.000Z';
const options = { by: 'lan', now: { date: '2026-03-02' as IsoDate, instant: AT } };
const base = mkdtempSync(join(tmpdir(), 'thuadat-method-'));
const LAO_CAI = '15' as ProvinceCode;

let db: Database;
const sources: Record<string, readonly string[]> = {};

/** `folder`: runs of one input go apart, so that a run is not found finished. */
async function plan(
  half: string,
  folder: string,
  config: Config,
  registry: RegistryState,
): Promise<RunFolder> {
  const { path } = await planRun({
    profile: findProfile('lao-cai')!,
    crosswalk: loadCrosswalk(),
    paths: sources[half]!,
    config,
    runs: join(base, folder),
    registry,
    by: 'lan',
    at: AT,
    workers: 1,
    progress: silentProgress,
    signal: new AbortController().signal,
  });
  return openRunFolder(path);
}

const registryNow = () => readRegistry(db, LAO_CAI, [], base);

beforeAll(async () => {
  for (const commune of ['02647', '02671', '02896']) {
    const made = { province: 'lao-cai', communes: [commune], parcels: 30, seed: 7 };
    sources[commune] = (await writeProvince(made, join(base, commune), 'geojson')).sources;
  }
  db = await openDatabase(join(base, 'db'));
  await migrate(db, AT);
});
afterAll(async () => {
  await db?.close();
  rmSync(base, { recursive: true, force: true });
});

describe('identifiers of another method in the province', () => {
  let second: RunFolder;

  it('are kept with the run that issued them', async () => {
    const first = await plan('02647', 'first', EMPTY_CONFIG, EMPTY_REGISTRY);
    expect(first.manifest.identifier).toMatchObject({ algorithm: 'thuadat-2', method: EXACT_METHOD });
    expect(first.manifest.methodsBefore).toEqual([]);
    expect((await applyRun(db, first, options)).counts).toMatchObject({ applied: 1, blocked: 0 });
    expect((await registryNow()).methods).toEqual(['thuadat-2']);
    const alike = await plan('02671', 'alike', EMPTY_CONFIG, await registryNow());
    expect(alike.manifest.issues.map(({ code }) => code)).not.toContain('identifier.method-mixed');
    // As an earlier version of the toolkit left it.
    await db.query(`update run set provenance = '{"issuer":"thuadat 0.0.9","version":"thuadat-1"}'`);
  });

  it('block each commune that would get new ones, on the screen, in the list and in apply', async () => {
    second = await plan('02671', 'second', EMPTY_CONFIG, await registryNow());
    const { manifest } = second;
    expect(manifest.methodsBefore).toEqual(['thuadat-1']);
    const [commune] = manifest.communes;
    expect(commune).toMatchObject({ unit: '02671', blocking: 1, issues: { 'identifier.method-mixed': 1 } });
    const grouped = await withIssueList(second.path, { runs: base, database: undefined }, (list) =>
      groupIssues(list, EVERYTHING, () => 1),
    );
    expect(grouped.groups[0]).toMatchObject({ severity: 'blocking', code: 'identifier.method-mixed' });
    expect(grouped.groups[0]!.samples[0]).toMatchObject({ found: 'thuadat-2', expected: ['thuadat-1'] });
    const { counts } = await applyRun(db, second, options);
    expect(counts).toMatchObject({ applied: 0, blocked: 1 });
    const cases = await db.query(
      'select code, unit, ordinal::int as ordinal from review_case where rank = 0',
    );
    expect(cases).toEqual([{ code: 'identifier.method-mixed', unit: '02671', ordinal: 0 }]);
  });

  it('are let through where people accept that there are two', async () => {
    const actor = await localAccount(db, AT);
    const at = { at: AT, fourEyes: true };
    const key = '02671:1';
    const waiting = await decide(db, actor, second.manifest.id, key, { verdict: 'accept', version: 0 }, at);
    expect(waiting.cases[0]).toMatchObject({ state: 'waiting', verdict: 'accept' });
    expect((await applyRun(db, second, options)).counts).toMatchObject({ applied: 0, blocked: 1 });
    const { version } = waiting.cases[0]!;
    await decide(
      db,
      actor,
      second.manifest.id,
      key,
      { verdict: 'accept', version },
      { ...at, fourEyes: false },
    );
    expect((await applyRun(db, second, options)).counts).toMatchObject({ applied: 1, blocked: 0 });
    expect((await registryNow()).methods).toEqual(['thuadat-1', 'thuadat-2']);
  });

  it('are let through by whoever relaxes the severity, and still named', async () => {
    const severities = { 'identifier.method-mixed': 'warning' } as const;
    const config = { ...EMPTY_CONFIG, rules: { ...EMPTY_CONFIG.rules, severities } };
    const relaxed = await plan('02896', 'relaxed', config, await registryNow());
    expect(relaxed.manifest.communes[0]).toMatchObject({
      blocking: 0,
      issues: { 'identifier.method-mixed': 1 },
    });
    expect((await applyRun(db, relaxed, options)).counts).toMatchObject({ applied: 1, blocked: 0 });
  });
});

describe('a followed method', () => {
  const following = (method: IdentifierMethod): Config => ({ ...EMPTY_CONFIG, identifier: { method } });
  const idsOf = async ({ path, manifest }: RunFolder): Promise<Map<string, string>> => {
    const ids = new Map<string, string>();
    for (const { unit } of manifest.communes) {
      for await (const cells of readAssignmentCells(path, unit)) {
        if (cells.parcel_id !== null) ids.set(`${cells.source} ${cells.record}`, String(cells.parcel_id));
      }
    }
    return ids;
  };

  it.each<[string, IdentifierMethod, string]>([
    ['polylabel', { point: 'polylabel', precision: 1 }, 'thuadat-2 polylabel 1 m raw'],
    ['geos', { point: 'point-on-surface' }, 'thuadat-2 point-on-surface'],
  ])('of %s makes its own codes and another run, and says so', async (name, method, algorithm) => {
    const exact = await plan('02647', `exact-${name}`, EMPTY_CONFIG, EMPTY_REGISTRY);
    const followed = await plan('02647', `followed-${name}`, following(method), EMPTY_REGISTRY);
    expect(followed.manifest.id).not.toBe(exact.manifest.id);
    expect(followed.manifest.identifier).toMatchObject({ algorithm, point: method.point });
    const [ours, theirs] = [await idsOf(exact), await idsOf(followed)];
    expect([...theirs.keys()]).toEqual([...ours.keys()]);
    expect([...theirs].filter(([record, id]) => ours.get(record) !== id).length).toBeGreaterThan(20);
    const again = await plan(
      '02647',
      `spelt-${name}`,
      following({ ...method, axes: 'lat-lon' }),
      EMPTY_REGISTRY,
    );
    expect(again.manifest.id).toBe(followed.manifest.id);
  });

  it('leaves the same parcels without a code for the same reasons, and names codes outside their parcels', async () => {
    const dirt = { 'bow-tie': 0.02, 'zero-area': 0.02, 'multi-part': 0.03 };
    const made = { province: 'lao-cai', communes: ['02671'], parcels: 400, seed: 11, dirt };
    sources.dirty = (await writeProvince(made, join(base, 'dirty'), 'geojson')).sources;
    const pending = ({ manifest }: RunFolder) =>
      manifest.issues.filter(({ code }) => code.startsWith('identifier.pending-'));
    const exact = await plan('dirty', 'exact-dirty', EMPTY_CONFIG, EMPTY_REGISTRY);
    expect(pending(exact).length).toBeGreaterThan(1);
    const mean: IdentifierMethod = { point: 'vertex-mean', part: 'whole', datum: 'none' };
    const followed = await plan('dirty', 'followed-dirty', following(mean), EMPTY_REGISTRY);
    expect(pending(followed)).toEqual(pending(exact));
    const minted = followed.manifest.communes.reduce((sum, each) => sum + each.identifiers.minted, 0);
    const outside = followed.manifest.issues.find(({ code }) => code === 'identifier.point-outside');
    // 224 m beside the right place: few parcels here are as long.
    expect(outside).toMatchObject({ severity: 'error' });
    expect(outside!.count).toBeGreaterThan(0.8 * minted);
    expect(exact.manifest.issues.map(({ code }) => code)).not.toContain('identifier.point-outside');
  });
});
