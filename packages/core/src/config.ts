/** The user's config file. `config.schema.json` is its form; what a schema cannot say is checked here. */
import schemaJson from '../config.schema.json' with { type: 'json' };
import type { CheckRules } from './check/rules-table.ts';
import {
  type CodeResult,
  type IsoDate,
  parseCommuneCode,
  parseIsoDate,
  parseProvinceCode,
  parseScale,
  type SubNumbers,
} from './code.ts';
import { buildMethod } from './config/method.ts';
import { type ConfigProblem, checkSchema, nearest, type Schema, shown } from './config/schema.ts';
import { checkZone } from './config/zone.ts';
import { EXACT_METHOD, type IdentifierMethod } from './identifier/method.ts';
import { ISSUES, type IssueCode, type Severity } from './issue/index.ts';
import { CONFIG_MESSAGES } from './message/config.ts';
import { message } from './message/message.ts';
import type { Decimal } from './parse/area.ts';
import type { Constants } from './parse/draft.ts';
import type { SheetStrategy } from './profile.ts';
import type { ColumnRole } from './stages.ts';
import type { TextEncoding } from './text/decode.ts';

export { formatConfigProblem } from './config/problem.ts';
export type { ConfigProblem } from './config/schema.ts';

export type Axes = 'xy' | 'yx';

/** What the user knows of a source. All entries that match a layer apply, later ones over earlier ones. */
export type SourceConfig = {
  readonly match: string;
  readonly layer?: string;
  readonly skip?: boolean;
  readonly encoding?: TextEncoding;
  readonly crs?: number | Readonly<Record<string, number>>;
  readonly axes?: Axes;
  readonly epoch?: IsoDate;
  readonly decimal?: Decimal;
  readonly roles?: Readonly<Partial<Record<ColumnRole, string | null>>>;
  readonly constants?: Constants;
};

export type BoundaryConfig = {
  readonly path: string;
  readonly layer?: string;
  readonly codeColumn?: string;
  readonly nameColumn?: string;
  readonly crs?: number;
  readonly epoch?: IsoDate;
};

export type Config = {
  readonly province?: string;
  readonly asOf?: IsoDate;
  readonly sources: readonly SourceConfig[];
  readonly sheetPlan: {
    readonly strategy?: SheetStrategy;
    readonly keeper?: 'code' | 'largest';
    readonly rangeSize?: number;
    readonly perCommune: Readonly<Record<string, SheetStrategy>>;
    /** Path of a reference table, CSV or XLSX. */
    readonly table?: string;
  };
  readonly rules: {
    readonly split: { readonly minShare?: number; readonly maxOther?: number };
    readonly georeference: { readonly minInside?: number };
    /** Absent: no more than the usual ones. */
    readonly subNumbers?: SubNumbers;
    /** Laid over the dated set: `checkRulesAt(date, { ...check, severities })`. */
    readonly check: Partial<Omit<CheckRules, 'from' | 'severities' | 'source' | 'agricultural'>>;
    readonly severities: Readonly<Partial<Record<IssueCode, Severity>>>;
  };
  /** How new identifiers are made; those issued or carried are never made anew. */
  readonly identifier: { readonly method: IdentifierMethod };
  readonly boundaries?: BoundaryConfig;
  readonly decisions?: string;
  readonly units?: string;
  readonly output?: string;
};

export const EMPTY_CONFIG: Config = {
  sources: [],
  sheetPlan: { perCommune: {} },
  rules: { split: {}, georeference: {}, check: {}, severities: {} },
  identifier: { method: EXACT_METHOD },
};

/** The file as the schema lets it through: codes and dates are still plain text. */
type RawSource = Omit<SourceConfig, 'epoch' | 'constants'> & {
  readonly epoch?: string;
  readonly constants?: Readonly<Partial<Record<keyof Constants, string>>>;
};
type RawConfig = {
  readonly province?: string;
  readonly asOf?: string;
  readonly sources?: readonly RawSource[];
  readonly sheetPlan?: Partial<Config['sheetPlan']>;
  readonly rules?: Partial<Config['rules']>;
  readonly identifier?: Partial<Config['identifier']>;
  readonly boundaries?: Omit<BoundaryConfig, 'epoch'> & { readonly epoch?: string };
  readonly decisions?: string;
  readonly units?: string;
  readonly output?: string;
};

export const CONFIG_SCHEMA = schemaJson as Schema;

/** Reads a config; with any problem the config is null and all problems are listed. */
export function parseConfig(
  json: unknown,
):
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] } {
  const problems = checkSchema(CONFIG_SCHEMA, json);
  if (problems.length > 0) return { config: null, problems };
  const raw = json as RawConfig;
  const config = build(raw, problems);
  return problems.length > 0 ? { config: null, problems } : { config, problems: [] };
}

function build(raw: RawConfig, problems: ConfigProblem[]): Config {
  const { asOf, sources, sheetPlan, rules, identifier, boundaries, ...rest } = raw;
  checkRules(rules, problems);
  if (sheetPlan?.strategy === 'table' && sheetPlan.table === undefined) {
    problems.push({
      kind: 'missing-key',
      path: 'sheetPlan.table',
      found: '',
      expected: message(CONFIG_MESSAGES, 'config.table-path', {}),
      likely: null,
    });
  }
  const known: Record<string, unknown> = rest;
  delete known.$schema;
  return {
    ...(rest as Pick<RawConfig, 'province' | 'decisions' | 'units' | 'output'>),
    ...dated('asOf', asOf, 'asOf', problems),
    sources: (sources ?? []).map((source, index) => buildSource(source, `sources[${index}]`, problems)),
    sheetPlan: { perCommune: {}, ...sheetPlan },
    rules: { ...EMPTY_CONFIG.rules, ...rules },
    identifier: { method: buildMethod(identifier?.method ?? EXACT_METHOD, problems) },
    ...(boundaries ? { boundaries: buildBoundaries(boundaries, problems) } : {}),
  };
}

function buildSource(raw: RawSource, path: string, problems: ConfigProblem[]): SourceConfig {
  const { epoch, constants, ...rest } = raw;
  const zones = typeof raw.crs === 'object' ? Object.entries(raw.crs) : [];
  if (typeof raw.crs === 'number') checkZone(raw.crs, `${path}.crs`, problems);
  for (const [code, zone] of zones) checkZone(zone, `${path}.crs.${code}`, problems);
  return {
    ...rest,
    ...dated('epoch', epoch, `${path}.epoch`, problems),
    ...(constants ? { constants: buildConstants(constants, `${path}.constants`, problems) } : {}),
  };
}

function buildConstants(
  raw: NonNullable<RawSource['constants']>,
  path: string,
  problems: ConfigProblem[],
): Constants {
  const read = <T>(key: keyof Constants, parse: (text: string) => CodeResult<T>): T | undefined => {
    const text = raw[key];
    return text === undefined ? undefined : taken(parse(text), `${path}.${key}`, problems);
  };
  const all = {
    province: read('province', parseProvinceCode),
    commune: read('commune', parseCommuneCode),
    scale: read('scale', parseScale),
    communeName: raw.communeName?.normalize('NFC'),
    series: raw.series?.normalize('NFC'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Constants;
}

function buildBoundaries(
  raw: NonNullable<RawConfig['boundaries']>,
  problems: ConfigProblem[],
): BoundaryConfig {
  const { epoch, ...rest } = raw;
  if (raw.crs !== undefined) checkZone(raw.crs, 'boundaries.crs', problems);
  return { ...rest, ...dated('epoch', epoch, 'boundaries.epoch', problems) };
}

function taken<T>(result: CodeResult<T>, path: string, problems: ConfigProblem[]): T | undefined {
  if (result.ok) return result.value;
  problems.push({ kind: 'value', path, found: shown(result.found), expected: result.expected, likely: null });
  return undefined;
}

function dated<K extends string>(
  key: K,
  text: string | undefined,
  path: string,
  problems: ConfigProblem[],
): { readonly [key in K]?: IsoDate } {
  const date = text === undefined ? undefined : taken(parseIsoDate(text), path, problems);
  return date === undefined ? {} : ({ [key]: date } as { readonly [key in K]?: IsoDate });
}

function checkRules(rules: RawConfig['rules'], problems: ConfigProblem[]): void {
  const codes = Object.keys(ISSUES);
  for (const code of Object.keys(rules?.severities ?? {})) {
    if (codes.includes(code)) continue;
    const path = `rules.severities.${code}`;
    const expected = codes.join(', ');
    problems.push({ kind: 'unknown-key', path, found: code, expected, likely: nearest(code, codes) });
  }
}

/** `*` and `?` within one folder, `**` over folders; a pattern without `/` fits the file name in any folder. */
export function matchesGlob(pattern: string, path: string): boolean {
  const clean = path.replaceAll('\\', '/').normalize('NFC');
  const source = pattern
    .replaceAll('\\', '/')
    .normalize('NFC')
    .replace(/^\.\//, '')
    .replace(/[.+^${}()|[\]]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (sign) => (sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : '.*'));
  return new RegExp(`(?:^|/)${source}$`, 'u').test(clean);
}

/** All that the config says of one layer of a source, merged in order; and which entries said it. */
export function sourceConfig(
  config: Config,
  path: string,
  layer: string,
): { readonly settings: Omit<SourceConfig, 'match' | 'layer'>; readonly entries: readonly number[] } {
  let settings: Omit<SourceConfig, 'match' | 'layer'> = {};
  const entries: number[] = [];
  for (const [index, { match, layer: only, ...own }] of config.sources.entries()) {
    if (!matchesGlob(match, path) || (only !== undefined && !matchesGlob(only, layer))) continue;
    entries.push(index);
    settings = {
      ...settings,
      ...own,
      ...(own.roles ? { roles: { ...settings.roles, ...own.roles } } : {}),
      ...(own.constants ? { constants: { ...settings.constants, ...own.constants } } : {}),
    };
  }
  return { settings, entries };
}
