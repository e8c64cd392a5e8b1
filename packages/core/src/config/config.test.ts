import { describe, expect, it } from 'vitest';
import { pointRules } from '../calibrate/hypothesis.ts';
import { CHECK_RULES } from '../check/rules-table.ts';
import {
  CONFIG_SCHEMA,
  EMPTY_CONFIG,
  formatConfigProblem,
  matchesGlob,
  parseConfig,
  sourceConfig,
} from '../config.ts';
import { normalMethod } from '../identifier/method-text.ts';
import { COLUMN_NAMES } from '../parse/column-names.ts';
import { TEXT_ENCODINGS } from '../text/decode.ts';

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
      'rules.split.minShare: giá trị không hợp lệ: 95; cần số 0–1.',
    );
  });

  it('has each note of the schema in both languages', () => {
    const notes = JSON.stringify(CONFIG_SCHEMA).matchAll(/"description":"(?:[^"\\\\]|\\\\.)*"(.{16})/g);
    expect([...notes].map(([, next]) => next).filter((next) => next !== ',"descriptionVi"')).toEqual([]);
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

  it('has a schema that names every threshold of the checks', () => {
    const { from, severities, source, agricultural, ...thresholds } = CHECK_RULES[0]!;
    const known = CONFIG_SCHEMA.definitions!.rules!.properties!.check!.properties!;
    expect(Object.keys(known).sort()).toEqual(Object.keys(thresholds).sort());
    expect([from, severities, source, agricultural]).not.toContain(undefined);
    expect(problemsOf({ rules: { check: thresholds } })).toEqual([]);
  });

  it('has a schema that names every role and encoding', () => {
    const { roles, source } = CONFIG_SCHEMA.definitions!;
    expect(Object.keys(roles!.properties!)).toEqual(Object.keys(COLUMN_NAMES));
    expect(source!.properties!.encoding!.enum).toEqual(TEXT_ENCODINGS);
  });
});

describe('settings of a source', () => {
  it.each([
    ['*.shp', 'du-lieu/thua.shp', true],
    ['thua.shp', '/a/b/thua.shp', true],
    ['b/*.shp', '/a/b/thua.shp', true],
    ['a/*.shp', '/a/b/thua.shp', false],
    ['a/**', '/a/b/thua.shp', true],
    ['a/**/thua.shp', '/a/thua.shp', true],
    ['hua.shp', 'thua.shp', false],
    ['thửa?.shp', 'thửa1.shp', true],
    ['*.shp', 'C:\\du lieu\\thua.shp', true],
    ['*.gpkg', 'thua.shp', false],
  ])('%s against %s: %s', (pattern, path, fits) => expect(matchesGlob(pattern, path)).toBe(fits));

  it('merges all entries that match, later ones over earlier ones', () => {
    const { config } = parseConfig({
      sources: [
        { match: '*.gpkg', encoding: 'tcvn3', roles: { commune: 'MAXA', sheet: 'SOTO' } },
        { match: '*.shp', crs: 9207 },
        { match: 'thua.gpkg', layer: 'thua*', crs: 9208, roles: { sheet: 'TO' } },
      ],
    });
    expect(sourceConfig(config!, 'x/thua.gpkg', 'thuadat')).toEqual({
      settings: { encoding: 'tcvn3', crs: 9208, roles: { commune: 'MAXA', sheet: 'TO' } },
      entries: [0, 2],
    });
    expect(sourceConfig(config!, 'x/thua.gpkg', 'nha').entries).toEqual([0]);
  });
});
