import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pointRules } from '@thuadat/core/calibrate/hypothesis';
import { CHECK_RULES } from '@thuadat/core/check/rules-table';
import { EMPTY_CONFIG } from '@thuadat/core/config';
import { normalMethod } from '@thuadat/core/identifier/method-text';
import { ROLE_NAMES } from '@thuadat/core/parse/role-name';
import { TEXT_ENCODINGS } from '@thuadat/core/text/decode';
import { describe, expect, it } from 'vitest';
import { exampleConfig } from './example.ts';
import { parseConfig, readConfigText } from './parse-config.ts';
import { formatConfigProblem } from './problem.ts';
import { CONFIG_SCHEMA, resolved, type Schema } from './schema.ts';

const problemsOf = (json: unknown) => parseConfig(json).problems;

describe('config file', () => {
  it('is complete when empty', () => {
    expect(parseConfig({}).config).toEqual(EMPTY_CONFIG);
  });

  it('reads codes, dates and scales into their own types', () => {
    const { config, problems } = parseConfig({
      $schema: './config.schema.json',
      province: 'ca-mau',
      asOf: '2025-07-01',
      sources: [
        {
          match: '*.shp',
          crs: { '95': 5897, '96': 9207 },
          epoch: '2025-06-30',
          roles: { commune: 'MATINH+MAXA', scale: null },
          constants: { commune: '32002', scale: '1/500' },
        },
      ],
      sheetPlan: { strategy: 'table', table: 'bang-tham-chieu.xlsx', perCommune: { '32002': 'continue' } },
      rules: { split: { minShare: 0.9 }, severities: { 'key.repaired': 'warning' } },
      boundaries: { path: 'ranh-gioi.gpkg', codeColumn: 'MAXA', epoch: '2025-07-01' },
    });
    expect(problems).toEqual([]);
    expect(config!.sources[0]).toMatchObject({
      epoch: '2025-06-30',
      constants: { commune: '32002', scale: '500' },
    });
    expect(config!.sheetPlan).toMatchObject({ strategy: 'table', perCommune: { '32002': 'continue' } });
    expect(config).not.toHaveProperty('$schema');
  });

  it('collects all problems with their places', () => {
    const problems = problemsOf({
      asof: '2025-07-01',
      sources: [
        { crs: '9208' },
        { match: '', encoding: 'tcvn-3', roles: { comune: 'MAXA' } },
        { match: 'a', crs: { '9': 9208 } },
      ],
      sheetPlan: { rangeSize: 1.5 },
      rules: { split: { minShare: 95 } },
    });
    expect(problems.map((problem) => [problem.kind, problem.path, problem.likely])).toEqual([
      ['unknown-key', 'asof', 'asOf'],
      ['missing-key', 'sources[0].match', null],
      ['type', 'sources[0].crs', null],
      ['value', 'sources[1].match', null],
      ['value', 'sources[1].encoding', 'tcvn3'],
      ['unknown-key', 'sources[1].roles.comune', 'commune'],
      ['unknown-key', 'sources[2].crs.9', null],
      ['type', 'sheetPlan.rangeSize', null],
      ['value', 'rules.split.minShare', null],
    ]);
    expect(formatConfigProblem(problems[5]!, 'en')).toMatch(
      /^sources\[1\]\.roles\.comune: no such key; known keys: province, .* Did you mean "commune"\?$/,
    );
    expect(formatConfigProblem(problems[8]!, 'vi')).toBe(
      'rules.split.minShare: giá trị không hợp lệ: 95; cần số 0–1 (Phần diện tích ít nhất nằm trong xã đó).',
    );
  });

  it.each([
    [{ sources: [{ match: 'a', crs: 9999 }] }, 'sources[0].crs'],
    [{ sources: [{ match: 'a', epoch: '2025-02-30' }] }, 'sources[0].epoch'],
    [{ sources: [{ match: 'a', constants: { scale: '1/750' } }] }, 'sources[0].constants.scale'],
    [{ sheetPlan: { strategy: 'table' } }, 'sheetPlan.table'],
    [{ rules: { severities: { 'key.mising': 'error' } } }, 'rules.severities.key.mising'],
    [[], ''],
    [null, ''],
    ['text', ''],
  ])('refuses %j', (json, path) => {
    const { config, problems } = parseConfig(json);
    expect(config).toBeNull();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });

  it.each([
    [{ point: 'pole' }, { point: 'pole' }],
    [{ point: 'pole', part: 'roomiest', plane: 'zone', datum: 'EPSG:6960' }, { point: 'pole' }],
    [
      { point: 'polylabel', precision: 0.01 },
      { point: 'polylabel', precision: 0.01, origin: 'raw', vertices: 'given' },
    ],
    [{ point: 'pole', part: 'whole' }, { point: 'pole' }],
    [
      { point: 'point-on-surface', part: 'whole' },
      { point: 'point-on-surface', vertices: 'given' },
    ],
    [
      { point: 'inscribed-circle', part: 'roomiest' },
      { point: 'inscribed-circle', vertices: 'given', part: 'roomiest' },
    ],
    [
      { point: 'centroid', plane: 9207, axes: 'lon-lat' },
      { point: 'centroid', vertices: 'given', plane: 9207, axes: 'lon-lat' },
    ],
  ])('reads the method %j with all that matters said', (method, read) => {
    const { config, problems } = parseConfig({ identifier: { method } });
    expect(problems).toEqual([]);
    expect(config!.identifier.method).toEqual(read);
  });

  it('takes every method that calibrate can propose', () => {
    for (const plane of ['zone', 3405, 'degrees', 'web-mercator'] as const) {
      for (const method of pointRules(plane, true)) {
        const { config, problems } = parseConfig({ identifier: { method } });
        expect(problems).toEqual([]);
        expect(config!.identifier.method).toEqual(normalMethod(method));
      }
    }
  });

  it.each([
    ['degrees', /number of degrees/],
    ['zone', /number of metres/],
  ] as const)('says in what the precision is counted in the plane %s', (plane, unit) => {
    const { problems } = parseConfig({ identifier: { method: { point: 'polylabel', plane } } });
    expect(formatConfigProblem(problems[0]!, 'en')).toMatch(unit);
  });

  it.each([
    [{}, 'point', null],
    [{ point: 'polylable', precision: 1 }, 'point', 'polylabel'],
    [{ point: 'polylabel' }, 'precision', null],
    [{ point: 'polylabel', precision: 0 }, 'precision', null],
    [{ point: 'pole', precision: 0.01 }, 'precision', null],
    [{ point: 'centroid', origin: 'local' }, 'origin', null],
    [{ point: 'pole', vertices: 'given' }, 'vertices', null],
    [{ point: 'polylabel', precision: 1, part: 'whole' }, 'part', null],
    [{ point: 'pole', plane: 9999 }, 'plane', null],
    [{ point: 'pole', plane: 'degree' }, 'plane', 'degrees'],
    [{ point: 'pole', datum: 'EPSG:5194' }, 'datum', null],
    [{ point: 'pole', axis: 'lat-lon' }, 'axis', 'axes'],
  ])('refuses the method %j', (method, key, likely) => {
    const { config, problems } = parseConfig({ identifier: { method } });
    expect(config).toBeNull();
    expect(problems.map(({ path, likely: near }) => [path, near])).toEqual([
      [`identifier.method.${key}`, likely],
    ]);
    expect(formatConfigProblem(problems[0]!, 'vi')).not.toContain('undefined');
  });

  it('has a schema that names every threshold of the checks, with its value as the example', () => {
    const { from, severities, source, agricultural, ...thresholds } = CHECK_RULES[0]!;
    const known = CONFIG_SCHEMA.definitions!.rules!.properties!.check!.properties!;
    expect(Object.keys(known).sort()).toEqual(Object.keys(thresholds).sort());
    expect([from, severities, source, agricultural]).not.toContain(undefined);
    expect(problemsOf({ rules: { check: thresholds } })).toEqual([]);
    for (const [key, { examples }] of Object.entries(known))
      expect(thresholds, key).toMatchObject({ [key]: examples![0] });
  });

  it('has a schema that names every role, as it is called elsewhere, and every encoding', () => {
    const { roles, source } = CONFIG_SCHEMA.definitions!;
    const notes = Object.entries(roles!.properties!).map(([role, own]) => [
      role,
      { vi: own.descriptionVi, en: own.description },
    ]);
    expect(Object.fromEntries(notes)).toEqual(ROLE_NAMES);
    expect(source!.properties!.encoding!.enum).toEqual(TEXT_ENCODINGS);
  });

  it('tells each of several forms of a value, and what is wrong in the one that was meant', () => {
    const crs = (value: unknown) => problemsOf({ sources: [{ match: 'a', crs: value }] });
    const said = (value: unknown) => crs(value).map((problem) => [problem.kind, problem.path]);
    expect(said(5)).toEqual([['value', 'sources[0].crs']]);
    expect(formatConfigProblem(crs(true)[0]!, 'en')).toBe(
      'sources[0].crs: wrong type: true; integer 1024–32767 (EPSG code such as 9208) | object { ^\\d{2}$: … } expected.',
    );
    expect(said({ '95': 5897, '96': 'x', ninety: 9207 })).toEqual([
      ['type', 'sources[0].crs.96'],
      ['unknown-key', 'sources[0].crs.ninety'],
    ]);
    expect(said({})).toEqual([['value', 'sources[0].crs']]);
  });

  it('lists faults in the order of the file', () => {
    const problems = problemsOf({ output: 1, sources: [{ skip: 1, match: 'a' }, {}], asof: 1, asOf: 2 });
    expect(problems.map(({ path }) => path)).toEqual([
      'output',
      'sources[0].skip',
      'sources[1].match',
      'asof',
      'asOf',
    ]);
  });
});

describe('text of a config file', () => {
  it('may have comments, a comma after the last entry and the mark that Notepad writes', () => {
    const text = '\ufeff{\n// tỉnh\n"province": "lao-cai", /* năm */ "asOf": "2025-07-01",\n}\n';
    expect(readConfigText(text).config).toMatchObject({ province: 'lao-cai', asOf: '2025-07-01' });
  });

  it.each([
    ['{\n  "province": "lao-cai"\n  "asOf": 1 }', '3:3', 'a comma between entries'],
    ['{ "units": "C:\\don-vi" }', '1:12', 'a sign that JSON allows after'],
    ['{ "sources": [', '1:15', 'the closing ]'],
    ['{ province: "lao-cai" }', '1:3', 'a key or text in quotes'],
    ['', '1:1', 'a value'],
    ['['.repeat(1_000_000), '1:1', 'fewer levels'],
  ])('that is no JSON is refused at its place: %.40s', (text, place, expected) => {
    const { config, problems } = readConfigText(text);
    expect(config).toBeNull();
    expect(problems.map(({ kind, path }) => [kind, path])).toEqual([['syntax', place]]);
    expect(formatConfigProblem(problems[0]!, 'en')).toContain(expected);
    expect(formatConfigProblem(problems[0]!, 'vi')).not.toMatch(/expected|undefined/);
  });

  it('loses no setting: a key that stands twice is refused, and so is one that would hide', () => {
    const twice =
      '{ "asOf": "2025-07-01",\n "sources": [{ "match": "a", "skip": true,\n "skip": false }], "asOf": "2025-06-30" }';
    const { config, problems } = readConfigText(twice);
    expect(config).toBeNull();
    expect(problems.map((each) => formatConfigProblem(each, 'en'))).toEqual([
      'sources[0].skip: this key stands twice (lines 2, 3); each key once expected.',
      'asOf: this key stands twice (lines 1, 3); each key once expected.',
    ]);
    expect(readConfigText('{ "__proto__": 1 }').problems.map(({ path }) => path)).toEqual(['__proto__']);
  });
});

describe('the schema', () => {
  const leaves = (plain: Schema, path: string): [path: string, schema: Schema][] => {
    const schema = resolved(plain);
    const own: [string, Schema][] = path === '' ? [] : [[path, schema]];
    if (schema.items) return [...own, ...leaves(schema.items, `${path}[]`).slice(1)];
    const inner = Object.entries(schema.properties ?? {});
    return [...own, ...inner.flatMap(([key, each]) => leaves(each, `${path}.${key}`))];
  };
  const all = leaves(CONFIG_SCHEMA, '');

  it('explains every key in both languages, and shows each single setting by an example', () => {
    expect(all.filter(([, own]) => !own.description || !own.descriptionVi).map(([path]) => path)).toEqual([]);
    const single = all.filter(([, own]) => !own.properties && !own.items);
    expect(single.filter(([, own]) => own.examples?.length !== 1).map(([path]) => path)).toEqual([]);
  });

  it('is published as it is in force (UPDATE=1 writes it)', () => {
    const [own, published] = ['../../config.schema.json', '../../../../docs/config.schema.json'].map((path) =>
      join(import.meta.dirname, path),
    ) as [string, string];
    if (process.env.UPDATE === '1') copyFileSync(own, published);
    expect(readFileSync(published, 'utf8')).toBe(readFileSync(own, 'utf8'));
  });

  it.each(['vi', 'en'] as const)(
    'makes an example in %s that is accepted, as it is and with all of it on',
    (language) => {
      const text = exampleConfig(language);
      const asItIs = readConfigText(text);
      expect(asItIs.problems).toEqual([]);
      expect(asItIs.config).toMatchObject({
        ...EMPTY_CONFIG,
        province: 'lao-cai',
        sources: [{ match: '*.shp' }],
      });
      // Notes stay; what holds a key, or belongs to a block that does, loses its slashes.
      const on = text.replace(/^( *)\/\/ (?= *(?:"|[}\]],?$|\/\/))/gm, '$1');
      const all = readConfigText(on);
      expect(all.problems).toEqual([]);
      expect(all.config).toMatchObject({
        boundaries: { path: 'xa-moi.geojson', crs: 4326 },
        identifier: { method: { point: 'polylabel', precision: 0.01 } },
        sources: [{ roles: { commune: 'MAXA' }, constants: { commune: '02647' } }],
      });
    },
  );
});
