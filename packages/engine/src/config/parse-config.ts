/** Makes a config of what the file says. `config.schema.json` is its form; what a schema cannot say is checked here. */
import {
  type CodeResult,
  type IsoDate,
  parseCommuneCode,
  parseIsoDate,
  parseProvinceCode,
  parseScale,
} from '@thuadat/core/code';
import { type BoundaryConfig, type Config, EMPTY_CONFIG, type SourceConfig } from '@thuadat/core/config';
import { EXACT_METHOD } from '@thuadat/core/identifier/method';
import { ISSUES } from '@thuadat/core/issue/index';
import { message } from '@thuadat/core/message/message';
import type { Constants } from '@thuadat/core/parse/draft';
import { checkSchema } from './check-schema.ts';
import { parseConfigText } from './config-text.ts';
import { CONFIG_MESSAGES } from './messages.ts';
import { buildMethod } from './method.ts';
import { nearest } from './nearest.ts';
import { type ConfigProblem, shown } from './problem.ts';
import { checkZone } from './zone.ts';

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

export type ParsedConfig =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] };

/** Reads the text of a config file. */
export function readConfigText(text: string): ParsedConfig {
  const { value, problems } = parseConfigText(text);
  if (value === undefined) return { config: null, problems };
  const parsed = parseConfig(value);
  return problems.length > 0 ? { config: null, problems: [...problems, ...parsed.problems] } : parsed;
}

/** Reads a config; with any problem the config is null and all problems are listed. */
export function parseConfig(json: unknown): ParsedConfig {
  const problems = checkSchema(json);
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
