/** The list of issues of a dirty run: the same from the folder, the database and every file; short on the screen. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentifierProvenance } from '@thuadat/core/identifier/provenance';
import type { RunManifest } from '@thuadat/core/run';
import { parseCsv } from '@thuadat/core/text/csv';
import type { GroupedIssues } from '@thuadat/export/issue-list/walk';
import { openSource } from '@thuadat/formats/registry';
import { SOME_DIRT } from '@thuadat/sample/generate';
import { writeProvince } from '@thuadat/sample/province-files';
import { answer, buildProgram, type Ended, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-issues-'));
const here = { cwd: base };
let run: RunManifest & { readonly path: string };
let report: Ended;

beforeAll(async () => {
  buildProgram();
  const communes = ['02647', '02671', '02896', '04252', '04651', '04699'];
  const options = { province: 'lao-cai', communes, parcels: 3000, seed: 3, dirt: SOME_DIRT, straddle: 0.5 };
  const { sources } = await writeProvince(options, join(base, 'source'), 'gpkg');
  const plan = ['plan', '-p', 'lao-cai', ...sources, '--by', 'lan', '--date', '2026-03-02'];
  report = thuadat(plan, here);
  run = answer(plan, EXIT.open, here);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const grouped = (...more: string[]) => answer<GroupedIssues>(['review', run.id, ...more], EXIT.ok, here);
const all = () => run.issues.reduce((sum, { count }) => sum + count, 0);

async function rowsOf(file: string): Promise<Record<string, string | null>[]> {
  const source = await openSource(join(base, file));
  const rows: Record<string, string | null>[] = [];
  for (const layer of source.layers)
    for await (const { values } of layer.records())
      rows.push(Object.fromEntries(layer.fields.map((name, i) => [name, values[i] ?? null])));
  await source.close();
  return rows;
}

describe('on the screen', () => {
  it('fits a page or two, and says how to see more with words that work', () => {
    const lines = report.out.split('\n');
    expect(lines.length).toBeLessThan(110);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(160);
    for (const { code } of run.issues) expect(report.out).toContain(code);
    const next = /More: thuadat (review \S+)/.exec(report.out)![1]!;
    expect(thuadat(next.split(' '), here).out).toContain(`Issues of run ${run.id}: ${all()}`);
  });

  it('is grouped by rule, gravest first, with counts that add up by rule and by commune', () => {
    const { groups, communes, total } = grouped();
    expect(total).toBe(all());
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    for (const { code, severity, count } of run.issues)
      expect(groups.find((each) => each.code === code && each.severity === severity)?.count).toBe(count);
    const rank = ['blocking', 'error', 'warning', 'info'];
    const ranks = groups.map(({ severity }) => rank.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
    const ofRun = run.notices.length;
    expect(communes.reduce((sum, { count }) => sum + count, 0)).toBe(total - ofRun);
    for (const { samples } of groups) expect(samples.length).toBeGreaterThan(0);
  });

  it('names the method behind the identifiers in JSON too, as `inspect` does', () => {
    const { identifier } = answer<{ identifier: IdentifierProvenance }>(['review', run.id], EXIT.ok, here);
    expect(identifier).toEqual(run.identifier);
    writeFileSync(
      join(base, 'followed.json'),
      '{ "identifier": { "method": { "point": "polylabel", "precision": 0.05 } } }',
    );
    const file = join(base, 'source', run.sources[0]!.name);
    const looked = answer<{ identifier: IdentifierProvenance; sources: { name: string }[] }>(
      ['inspect', '-p', 'lao-cai', '-c', 'followed.json', file],
      EXIT.ok,
      here,
    );
    expect(looked.identifier).toMatchObject({ algorithm: 'thuadat-2 polylabel 0.05 m raw' });
    expect(looked.sources.map(({ name }) => name)).toEqual([run.sources[0]!.name]);
  });

  it('shows only what is asked for, and what of it there is', () => {
    const overlaps = grouped('--code', 'overlap');
    expect(overlaps.groups.map(({ code }) => code.split('.')[0])).toEqual(
      overlaps.groups.map(() => 'overlap'),
    );
    const { unit, issues } = run.communes.find((each) => Object.keys(each.issues).length > 1)!;
    const own = Object.values(issues).reduce((sum, n) => sum + n, 0);
    expect(grouped('--unit', unit).total).toBe(own);
    const bySource = run.sources.map(({ name }) => grouped('--source', name).total);
    expect(bySource.reduce((sum, n) => sum + n, 0)).toBe(all() - run.notices.length);
    const severe = grouped('--severity', 'error,warning');
    expect(severe.total).toBe(severe.groups.reduce((sum, { count }) => sum + count, 0));
    expect(new Set(severe.groups.map(({ severity }) => severity))).toEqual(new Set(['error', 'warning']));
  });

  it('lists as many as wanted, one a line', () => {
    const { out, exit } = thuadat(['review', run.id, '--code', 'key.repaired', '--issues', '2'], here);
    expect(exit).toBe(EXIT.ok);
    expect(out.split('\n').filter((line) => /^ {2}\S+ +key\.repaired/.test(line))).toHaveLength(2);
    const whole = thuadat(['review', run.id, '--issues', 'all'], here).out;
    const listed = whole.split('\n').filter((line) => /^ {2}\S* +[a-z]+\.[a-z-]+ {2}\S/.test(line));
    expect(listed).toHaveLength(all());
  });

  it.each([
    [['--code', 'overlpa'], /--code: there is no "overlpa"\. There are: .*overlap/],
    [['--unit', '99999'], /--unit: there is no "99999"/],
    [['--severity', 'bad'], /--severity: there is no "bad". There are: blocking, error, warning, info/],
    [['--source', 'x.shp'], /--source: there is no "x\.shp". There are: lao-cai/],
    [['--issues', 'many'], /--issues: found "many", a number from 1 or all/],
  ])('does not take %j for an empty list', (more, said) => {
    const ended = thuadat(['review', run.id, ...more], here);
    expect(ended.exit).toBe(EXIT.usage);
    expect(ended.talk).toMatch(said);
    expect(ended.out).toBe('');
  });
});

describe('as a file', () => {
  const KEY = (row: Record<string, string | null>) =>
    [row.donVi, row.stt, row.ma, row.doiTuong, row.noiDungVi, row.timThay, row.canCo]
      .map((cell) => cell ?? '')
      .join('|');

  it('is whole and the same in every format', async () => {
    const lists: string[][] = [];
    for (const file of ['a.csv', 'a.xlsx', 'a.geojson', 'a.gpkg']) {
      expect(answer(['export', run.id, '--issues', file], EXIT.ok, here)).toEqual({
        path: file,
        rows: all(),
      });
      lists.push((await rowsOf(file)).map(KEY));
    }
    expect(lists[0]).toHaveLength(all());
    for (const list of lists) expect(list).toEqual(lists[0]);
    answer(['export', run.id, '--issues', 'a.ndjson'], EXIT.ok, here);
    const lines = readFileSync(join(base, 'a.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).ma)).toEqual(lists[0]!.map((key) => key.split('|')[2]));
  });

  it('shows the place of the fault on a map', () => {
    answer(['export', run.id, '--issues', 'o.geojson', '--code', 'overlap.parcel'], EXIT.ok, here);
    const { features } = JSON.parse(readFileSync(join(base, 'o.geojson'), 'utf8'));
    expect(features.length).toBeGreaterThan(0);
    for (const { geometry } of features) expect(geometry.type).toMatch(/Polygon$/);
  });

  it('is the same from the database as from the folder', () => {
    answer(['apply', run.path, '-d', 'db', '--by', 'lan', '--date', '2026-03-03'], EXIT.ok, here);
    const applied = run.communes.filter(({ unit, blocking }) => blocking === 0 && unit !== '.unresolved');
    const only = ['--only', applied.map(({ unit }) => unit).join(',')];
    answer(['export', run.id, '--issues', 'folder.csv', ...only], EXIT.ok, here);
    const elsewhere = ['-d', 'db', '--runs', 'nowhere'];
    answer(['export', run.id, '--issues', 'stored.csv', ...only, ...elsewhere], EXIT.ok, here);
    const [folder, stored] = ['folder.csv', 'stored.csv'].map((file) =>
      parseCsv(readFileSync(join(base, file), 'utf8')),
    );
    expect(folder!.length).toBeGreaterThan(10);
    expect(stored).toEqual(folder);
  });

  it('names the formats it can write, and makes nothing where there is no run', () => {
    const wrong = thuadat(['export', run.id, '--issues', 'a.pdf'], here);
    expect(wrong.exit).toBe(EXIT.usage);
    expect(wrong.talk).toMatch(/a\.pdf: a file ending in \.csv, \.xlsx/);
    const none = thuadat(['export', 'nobody', '--issues', 'n.csv', '-d', 'no-database'], here);
    expect(none.exit).toBe(EXIT.usage);
    expect(none.talk).toContain('No single run "nobody"');
    expect(existsSync(join(base, 'n.csv')) || existsSync(join(base, 'no-database'))).toBe(false);
  });
});
