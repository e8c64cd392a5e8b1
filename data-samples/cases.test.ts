/**
 * Golden cases: every folder of `cases/` is a test. Its sources are planned with its `config.json`; the run must show
 * what `truth.json` says of the whole and of each record (written by hand, from how the input was made), put identifiers where
 * other programs put them (`case-oracle.ts`), and be, record by record, what `expected.json` says (it was written by the
 * toolkit and read by a person). `UPDATE=1 npx vitest run data-samples` writes `expected.json` anew, and nothing else:
 * read the difference before it is committed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { chooseProfile } from '@thuadat/cli/commands/plan';
import { readConfig } from '@thuadat/cli/config-file';
import { word } from '@thuadat/cli/words/word';
import type { SheetMove } from '@thuadat/core/assign/sheet/key';
import { type Config, sourceConfig } from '@thuadat/core/config';
import { ISSUES } from '@thuadat/core/issue/index';
import { RefusalError } from '@thuadat/core/message/message';
import { silentProgress } from '@thuadat/core/progress';
import type { RunManifest, StatusCounts } from '@thuadat/core/run';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { type AssignmentCells, readAssignmentCells } from '@thuadat/run/run-folder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseTruth, cellsOf, expectDeepest, expectPlanted } from './case-oracle.ts';

const CASES = fileURLToPath(new URL('./cases/', import.meta.url));
const SLUGS = readdirSync(CASES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const crosswalk = loadCrosswalk();

/** Files that belong to a source or to the case itself. */
const BESIDE = new Set(['.md', '.json', '.dbf', '.shx', '.prj', '.cpg']);

/** All files of the folder that the config does not give another part. */
function sourcesOf(folder: string, config: Config): string[] {
  const tables = config.sources.map(({ attributes }) => attributes?.file);
  const parts = [...tables, config.boundaries?.path, config.decisions, config.sheetPlan.table, config.units];
  return readdirSync(folder)
    .filter((name) => !BESIDE.has(extname(name).toLowerCase()))
    .map((name) => join(folder, name))
    .filter((path) => !parts.includes(path))
    .filter((path) => !sourceConfig(config, path, '*').settings.skip)
    .sort();
}

async function planCase(folder: string, runs: string, order: 'given' | 'reversed') {
  const config = await readConfig(join(folder, 'config.json'));
  const { $schema } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as { $schema?: string };
  if ($schema) expect(existsSync(join(folder, $schema)), $schema).toBe(true);
  const sources = sourcesOf(folder, config);
  return planRun({
    profile: chooseProfile(config.province),
    crosswalk,
    paths: order === 'given' ? sources : sources.reverse(),
    config,
    runs,
    registry: EMPTY_REGISTRY,
    workers: 1,
    by: 'test',
    at: '2026-01-01T00:00:00.000Z',
    progress: silentProgress,
    signal: new AbortController().signal,
  });
}

type Expected = {
  readonly counts: StatusCounts;
  /** `[read, assigned, ambiguous, rejected, blocking]` by unit of work. */
  readonly communes: Readonly<Record<string, readonly number[]>>;
  readonly issues: Readonly<Record<string, number>>;
  /** Old sheet and where it goes, a line each. */
  readonly sheets: readonly string[];
  /** `ordinal status reason newKey parcelId`, a line each; `-` = none. */
  readonly assignments: readonly string[];
};

const orDash = (value: AssignmentCells[keyof AssignmentCells] | undefined): string => String(value ?? '-');

async function assignmentsOf(run: string, manifest: RunManifest): Promise<string[]> {
  const lines: { ordinal: number; text: string }[] = [];
  for (const { unit } of manifest.communes) {
    for await (const cells of readAssignmentCells(run, unit)) {
      const cell = (column: keyof AssignmentCells) => orDash(cells[column]);
      const key = ['new_commune', 'new_sheet', 'new_parcel'] as const;
      const text = [
        cell('ordinal'),
        cell('status'),
        cell('reason'),
        cells.new_commune === null ? '-' : key.map(cell).join('/'),
        cell('parcel_id'),
      ].join(' ');
      lines.push({ ordinal: Number(cell('ordinal')), text });
    }
  }
  return lines.sort((a, b) => a.ordinal - b.ordinal).map(({ text }) => text);
}

const sheetLine = (move: SheetMove): string =>
  `${move.oldCommune}/${move.sheet} ${orDash(move.scale)} ${orDash(move.series)} (${move.parcels}) → ${move.newCommune}/${move.newSheet}${move.kept ? ' kept' : ''}`;

async function shownBy(run: string, manifest: RunManifest): Promise<Expected> {
  const moves: SheetMove[] = JSON.parse(readFileSync(join(run, 'sheets.json'), 'utf8'));
  return {
    counts: manifest.counts,
    communes: Object.fromEntries(
      manifest.communes.map(({ unit, counts, blocking }) => [
        unit,
        [counts.read, counts.assigned, counts.ambiguous, counts.rejected, blocking],
      ]),
    ),
    issues: Object.fromEntries(manifest.issues.map(({ code, count }) => [code, count])),
    sheets: moves.map(sheetLine),
    assignments: await assignmentsOf(run, manifest),
  };
}

/** One line an entry, so that a difference is read line by line. */
const format = (expected: Expected): string => {
  const lines = (list: readonly string[]) =>
    list.length === 0 ? '[]' : `[\n${list.map((each) => `    ${JSON.stringify(each)}`).join(',\n')}\n  ]`;
  const communes = Object.entries(expected.communes).map(
    ([unit, counts]) => `    ${JSON.stringify(unit)}: ${JSON.stringify(counts)}`,
  );
  return `{
  "counts": ${JSON.stringify(expected.counts)},
  "communes": {\n${communes.join(',\n')}\n  },
  "issues": ${JSON.stringify(expected.issues, null, 2).replaceAll('\n', '\n  ')},
  "sheets": ${lines(expected.sheets)},
  "assignments": ${lines(expected.assignments)}
}
`;
};

/** Law: never lose. Adds up by source, by old commune, by unit, and every ordinal comes once. */
function expectConservation(manifest: RunManifest, shown: Expected): void {
  const whole = (counts: StatusCounts) => counts.assigned + counts.ambiguous + counts.rejected;
  const read = manifest.sources
    .flatMap(({ layers }) => layers)
    .reduce((sum, { records }) => sum + records, 0);
  expect(manifest.counts.read).toBe(read);
  const divisions = [
    manifest.bySource,
    Object.values(manifest.byOldCommune),
    manifest.communes.map(({ counts }) => counts),
  ];
  for (const division of divisions) {
    for (const counts of division) expect(whole(counts)).toBe(counts.read);
    expect(division.reduce((sum, counts) => sum + counts.read, 0)).toBe(read);
    expect(division.reduce((sum, counts) => sum + counts.assigned, 0)).toBe(manifest.counts.assigned);
  }
  const ordinals = shown.assignments.map((line) => Number(line.split(' ')[0]));
  expect(ordinals).toEqual(Array.from({ length: read }, (_, i) => i + 1));
}

/** New keys and identifiers of assigned parcels are each borne once. */
function expectUnique(shown: Expected): void {
  const assigned = shown.assignments
    .map((line) => line.split(' '))
    .filter(([, status]) => status === 'assigned');
  const ids = assigned.map((cells) => cells[4]).filter((id) => id !== '-');
  expect(new Set(ids).size).toBe(ids.length);
  for (const cells of assigned) expect(cells[3]).not.toBe('-');
}

const hashesOf = (run: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(run, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'planned.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(run.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );

/** The sentence of an issue code, whatever it is filled with. */
const wordingOf = (code: keyof typeof ISSUES): RegExp =>
  new RegExp(
    ISSUES[code].vi
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*'),
  );

describe.each(SLUGS)('case %s', (slug) => {
  const folder = join(CASES, slug);
  const truth: CaseTruth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
  let runs: string;
  beforeEach(() => {
    runs = mkdtempSync(join(tmpdir(), 'thuadat-case-'));
  });
  afterEach(() => rmSync(runs, { recursive: true, force: true }));

  if (truth.refused) {
    const { code, source } = truth.refused;
    it(`is refused as ${code}, and nothing is written`, async () => {
      const fault = await planCase(folder, runs, 'given').then(
        () => null,
        (error: unknown) => error,
      );
      if (!(fault instanceof RefusalError)) throw fault ?? new Error('the run was not refused');
      expect(fault.kind).toBe('refused');
      const sentence = word(fault.reason);
      expect(sentence).toContain(source);
      expect(sentence).toMatch(wordingOf(code));
      expect(sentence).toContain(ISSUES[code].hintVi);
      expect(readdirSync(runs)).toEqual([]);
    });
    return;
  }

  it('shows what is planted, loses nothing, and is as expected record by record', async () => {
    const { path, manifest } = await planCase(folder, runs, 'given');
    const shown = await shownBy(path, manifest);
    expectConservation(manifest, shown);
    expectUnique(shown);
    const cells = await cellsOf(path, manifest);
    const { read, assigned, ambiguous, rejected } = truth;
    const found = Object.fromEntries(
      Object.keys(truth.issues).map((code) => [code, shown.issues[code] ?? 0]),
    );
    expect({ ...manifest.counts, issues: found }).toEqual({
      ...{ read, assigned, ambiguous, rejected },
      issues: truth.issues,
    });
    expectPlanted(truth, manifest, cells);
    expectDeepest(cells);
    const golden = join(folder, 'expected.json');
    if (process.env.UPDATE === '1') writeFileSync(golden, format(shown));
    if (!existsSync(golden)) throw new Error(`${golden} is missing: run once with UPDATE=1 and read it.`);
    expect(shown).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });

  it('gives the same bytes when the sources are named in reverse', async () => {
    const given = await planCase(folder, join(runs, 'given'), 'given');
    const reversed = await planCase(folder, join(runs, 'reversed'), 'reversed');
    expect(reversed.manifest.id).toBe(given.manifest.id);
    expect(hashesOf(reversed.path)).toEqual(hashesOf(given.path));
  });
});

it.each(SLUGS)('case %s says what becomes of each record, and names issues of the table', (slug) => {
  const truth: CaseTruth = JSON.parse(readFileSync(join(CASES, slug, 'truth.json'), 'utf8'));
  const outcomes = Object.values(truth.records).flatMap(({ rows }) => rows.map(([outcome]) => outcome));
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const { read, assigned, ambiguous, rejected } = truth;
  expect({ read: outcomes.length, assigned: count('assigned'), ambiguous: count('ambiguous') }).toEqual({
    ...{ read, assigned, ambiguous },
  });
  expect(count('rejected')).toBe(rejected);
  for (const code of Object.keys(truth.issues)) expect(ISSUES).toHaveProperty([code]);
});
