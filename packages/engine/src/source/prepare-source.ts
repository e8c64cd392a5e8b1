/**
 * Before anything runs, every source is opened, sampled and judged: which columns play which role, how its text is
 * encoded, of which date its codes are. What cannot be told is refused here, with what would tell it.
 */
import { dirname } from 'node:path/posix';
import {
  type CommuneCode,
  type DistrictCode,
  type IsoDate,
  type ProvinceCode,
  parseCommuneCode,
  parseDistrictCode,
  parseProvinceCode,
  type SubNumbers,
} from '@thuadat/core/code';
import { type Config, matchesGlob, type SourceConfig, sourceConfig } from '@thuadat/core/config';
import type { EpochFacts } from '@thuadat/core/inspect/epoch-evidence';
import type { NamedText } from '@thuadat/core/inspect/layer-issues';
import { type Issue, issue } from '@thuadat/core/issue/index';
import { type Message, message, refusal } from '@thuadat/core/message/message';
import { createDraftParser, type DraftParser } from '@thuadat/core/parse/draft';
import {
  columnIndex,
  columnNames,
  detectRoles,
  type RoleProblem,
  type Roles,
} from '@thuadat/core/parse/roles';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { ColumnRole, SourceRecord } from '@thuadat/core/stages';
import { decodeText, type TextEncoding } from '@thuadat/core/text/decode';
import { createEncodingDetector } from '@thuadat/core/text/detect';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Layer, OpenOptions, OpenSource } from '@thuadat/formats/format';
import { openSource } from '@thuadat/formats/registry';
import { joinAttributes } from '@thuadat/formats/table/attribute-join';
import { readAttributeTable } from '@thuadat/formats/table/attribute-table';
import { PLAN_MESSAGES } from '../messages.ts';
import { swapAxes } from './axes.ts';
import { type ForeignLayer, foreignLayer, readableLayer, readSettings } from './reproject.ts';

export type SourceFile = {
  readonly path: string;
  /** The way inside the delivery, with `/`; of a file that the user named, its own name. */
  readonly name: string;
  /** What `match` of the config is compared with: the way inside the delivery, or the path that the user gave. */
  readonly matched: string;
  readonly sha256: string;
  readonly bytes: number;
};

export type Settings = Omit<SourceConfig, 'match' | 'layer'>;

export type PreparedLayer = {
  /** Place among the layers of the open source. */
  readonly index: number;
  readonly layer: Layer;
  readonly settings: Settings;
  readonly roles: Roles;
  readonly problems: readonly RoleProblem[];
  /** One a column. */
  readonly encodings: readonly (TextEncoding | 'ascii')[];
  /** How the province writes sub-numbers. */
  readonly subNumbers: SubNumbers;
  /** Of a layer in a system that is no zone. */
  readonly foreign: ForeignLayer | null;
  /** What the first records show of each column's encoding. */
  readonly texts: readonly NamedText[];
};

export type PreparedSource = {
  readonly file: SourceFile;
  readonly open: OpenSource;
  readonly layers: readonly PreparedLayer[];
};

/** Records of a layer looked at before the run, to tell encodings and the date of its codes. */
export const SAMPLE = 2000;

/** How the config says that a file is opened. */
export function openOptions(file: SourceFile, config: Config): OpenOptions {
  const { encoding, roles = {}, headerRow, layers } = sourceConfig(config, file.matched, '*').settings;
  const folder = dirname(file.name);
  return {
    ...(folder === '.' ? {} : { folder }),
    ...(encoding && !['tcvn3', 'vni', 'mixed'].includes(encoding) ? { encoding } : {}),
    ...(typeof roles.geometry === 'string' ? { geometryColumn: roles.geometry } : {}),
    ...(typeof roles.x === 'string' ? { xColumn: roles.x } : {}),
    ...(typeof roles.y === 'string' ? { yColumn: roles.y } : {}),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(layers === undefined ? {} : { allLayers: true }),
  };
}

/** Opens a source and finds the roles and encodings of its layers. Layers that the config skips are left out. */
export async function prepareSource(file: SourceFile, config: Config): Promise<PreparedSource> {
  const open = await openSource(file.path, openOptions(file, config));
  requireLayers(file, open, config);
  const layers: PreparedLayer[] = [];
  const { subNumbers = {} } = config.rules;
  for (const [index, given] of open.layers.entries()) {
    const { settings: stated } = sourceConfig(config, file.matched, given.name);
    if (stated.skip || (stated.layers && !stated.layers.some((glob) => matchesGlob(glob, given.name))))
      continue;
    const foreign = foreignLayer(given, stated);
    const settings = readSettings(stated, foreign);
    const layer = await withAttributes(readableLayer(given, foreign), settings, file.name, subNumbers);
    const detected = detectRoles(layer.fields, settings.roles ?? {});
    const texts = await detectEncodings(layer);
    const { unicodeFrom = layer.fields.length } = layer;
    const encodings = texts.map(({ encoding }, column) =>
      column >= unicodeFrom ? 'unicode' : (settings.encoding ?? encoding.encoding),
    );
    const { roles, problems } = detected;
    layers.push({ index, layer, foreign, settings, roles, problems, encodings, texts, subNumbers });
  }
  return { file, open, layers };
}

/** The layer with the columns of the table that the config names; itself where it names none. */
export async function withAttributes(
  layer: Layer,
  { attributes }: Settings,
  file: string,
  subNumbers: SubNumbers,
): Promise<Layer> {
  if (!attributes) return layer;
  const table = await readAttributeTable(attributes.file);
  return joinAttributes(layer, table, attributes, { file, subNumbers });
}

/** Worksheets that were taken for notes: said, unless the config skips them. */
export function leftOutIssues({ file, open }: PreparedSource, config: Config): Issue[] {
  const left = (open.leftOut ?? []).filter((name) => !sourceConfig(config, file.matched, name).settings.skip);
  if (left.length === 0) return [];
  const at = { source: file.name, layer: '', record: 0 };
  return [issue('layer.left-out', file.name, at, left.join(', '), 'role.sheet, role.parcel')];
}

/** A layer that the config asks for and the file has not may be a slip of the pen: the parcels would be missing in silence. */
function requireLayers(file: SourceFile, open: OpenSource, config: Config): void {
  const wanted = sourceConfig(config, file.matched, '*').settings.layers ?? [];
  const found = open.layers.map(({ name }) => name);
  const layers = wanted.filter((glob) => !found.some((name) => matchesGlob(glob, name)));
  if (layers.length > 0)
    throw refusal(PLAN_MESSAGES, 'refused', 'source.no-layer', { file: file.name, layers, found });
}

async function detectEncodings(layer: Layer): Promise<NamedText[]> {
  const detectors = layer.fields.map(() => createEncodingDetector());
  let seen = 0;
  for await (const record of layer.records()) {
    for (const [i, value] of record.values.entries()) detectors[i]?.add(value);
    if (++seen >= SAMPLE) break;
  }
  return layer.fields.map((name, i) => ({ name, encoding: detectors[i]!.result() }));
}

/** A layer without these cannot be planned. */
const NEEDED: readonly ColumnRole[] = ['commune', 'sheet', 'parcel'];

/** Throws when a layer's columns do not tell commune, sheet and parcel. */
export function requireRoles({ file, layers }: PreparedSource): void {
  const empty = layers.find(({ layer }) => isEmpty(layer));
  if (empty && layers.every(({ layer }) => isEmpty(layer)))
    throw refusal(PLAN_MESSAGES, 'refused', 'source.empty', { file: file.name, layer: empty.layer.name });
  for (const { layer, roles, problems, settings } of layers) {
    // An empty layer beside others has nothing to plan, and its columns may not even be known.
    if (isEmpty(layer)) continue;
    const missing = NEEDED.filter(
      (role) =>
        roles[role] === undefined && !(role === 'commune' && settings.constants?.commune !== undefined),
    );
    const wrong = problems.filter((p) => p.kind === 'missing-column' || NEEDED.includes(p.role));
    if (missing.length === 0 && wrong.length === 0) continue;
    const faults = [
      ...missing.map((role) => message(PLAN_MESSAGES, 'role.none', { role })),
      ...wrong.map(({ role, kind, columns }) => message(PLAN_MESSAGES, `role.${kind}`, { role, columns })),
    ];
    throw refusal(PLAN_MESSAGES, 'refused', 'source.columns', {
      file: file.name,
      layer: layer.name,
      faults: together(faults),
      columns: layer.fields,
    });
  }
}

const isEmpty = ({ notes = [] }: Layer): boolean => notes.some(({ code }) => code === 'layer.empty');

/** One message of several, at least one. */
const together = (faults: readonly Message[]): Message =>
  faults.reduceRight((more, fault) => message(PLAN_MESSAGES, 'role.several', { fault, more }));

/** What a layer's records say about the date of their codes; `key` is the same for records that say the same. */
export type EpochReader = { key(record: SourceRecord): string; facts(record: SourceRecord): EpochFacts };

export function epochFacts({ layer, roles, encodings, settings }: PreparedLayer): EpochReader {
  const at = (role: ColumnRole): number => {
    const column = roles[role];
    return column === undefined || columnNames(column).length > 1 ? -1 : columnIndex(layer.fields, column);
  };
  const columns = {
    province: at('province'),
    district: at('district'),
    commune: at('commune'),
    name: at('communeName'),
    oldCommune: at('oldCommune'),
    oldSheet: at('oldSheet'),
  };
  const told = [columns.province, columns.district, columns.commune, columns.name, columns.oldCommune];
  const province = remember(parseProvinceCode);
  const district = remember<DistrictCode>(parseDistrictCode);
  const commune = remember(parseCommuneCode);
  const encoding = encodings[columns.name] ?? 'ascii';
  const name = remember((text) => ({
    ok: true as const,
    value: encoding === 'ascii' ? text : decodeText(text, encoding),
    fix: null,
  }));
  const isFilled = (text: string | null | undefined) => text != null && text.trim() !== '';
  return {
    key({ values }) {
      let key = isFilled(values[columns.oldSheet]) ? '1' : '0';
      for (const column of told) key += `\u001f${column < 0 ? '' : (values[column] ?? '')}`;
      return key;
    },
    facts(record) {
      const value = (index: number) => (index < 0 ? null : (record.values[index] ?? null));
      const oldSheet = value(columns.oldSheet);
      return {
        layer: layer.name,
        record: record.record,
        province: settings.constants?.province ?? province(value(columns.province)),
        district: district(value(columns.district)),
        commune: settings.constants?.commune ?? commune(value(columns.commune)),
        communeName: settings.constants?.communeName ?? name(value(columns.name)),
        oldCommune: commune(value(columns.oldCommune)),
        oldSheet: isFilled(oldSheet) ? oldSheet : null,
      };
    },
  };
}

/** A source has few distinct codes: each text is parsed once. Null and unreadable text give null. */
function remember<T>(
  parse: (text: string) => { ok: true; value: T } | { ok: false },
): (text: string | null) => T | null {
  const known = new Map<string, T | null>();
  return (text) => {
    if (text === null || text.trim() === '') return null;
    let value = known.get(text);
    if (value === undefined) {
      const result = parse(text);
      value = result.ok ? result.value : null;
      if (known.size < 50_000) known.set(text, value);
    }
    return value;
  };
}

/** Old province of a commune code on a date. */
export const provinceAt =
  (crosswalk: Crosswalk, date: IsoDate) =>
  (commune: CommuneCode): ProvinceCode | null =>
    crosswalk.unitAt(commune, date)?.province ?? null;

const TYPED_NUMBERS = new Set(['gpkg', 'fgb', 'filegdb', 'geojson', 'shapefile', 'pgcopy']);

/** The parser of one layer, with all that was found out or stated about it; turns swapped axes first. */
export function layerParser(
  source: PreparedSource,
  { layer, roles, settings, encodings, subNumbers }: PreparedLayer,
  profile: ProvinceProfile,
  provinceOf: (commune: CommuneCode) => ProvinceCode | null,
): DraftParser {
  const decimal = settings.decimal ?? (TYPED_NUMBERS.has(source.open.format) ? '.' : undefined);
  const parse = createDraftParser({
    sourceName: source.file.name,
    layerName: layer.name,
    fields: layer.fields,
    roles,
    encoding: encodings,
    crs: settings.crs ?? layer.crs.value.epsg,
    profile,
    provinceOf,
    repairIssues: 'distinct',
    subNumbers,
    ...(settings.constants ? { constants: settings.constants } : {}),
    ...(decimal ? { decimal } : {}),
  });
  if (settings.axes !== 'yx') return parse;
  return (record, ...rest) =>
    parse(record.geometry ? { ...record, geometry: swapAxes(record.geometry) } : record, ...rest);
}

/** What the config says; null when it is silent. */
export const statedEpoch = (source: PreparedSource): IsoDate | null =>
  source.layers.map((layer) => layer.settings.epoch).find((epoch) => epoch !== undefined) ?? null;
