/**
 * Before anything runs, every source is opened, sampled and judged: which columns play which role, how its text is
 * encoded, of which date its codes are. What cannot be told is refused here, with what would tell it.
 */
import { basename } from 'node:path';
import {
  type CommuneCode,
  type DistrictCode,
  type IsoDate,
  type ProvinceCode,
  parseCommuneCode,
  parseDistrictCode,
  parseProvinceCode,
} from '@thuadat/core/code';
import { type Config, type SourceConfig, sourceConfig } from '@thuadat/core/config';
import {
  createEpochDetector,
  type EpochDetector,
  type EpochVerdict,
  epochIssue,
  previousDay,
} from '@thuadat/core/epoch';
import { createGeoreference, type GeoreferenceVerdict, type InCommune } from '@thuadat/core/georeference';
import { type Issue, issueHint, issueMessage } from '@thuadat/core/issue';
import { createDraftParser, type DraftParser } from '@thuadat/core/parse/draft';
import {
  columnIndex,
  columnNames,
  detectRoles,
  type RoleProblem,
  type Roles,
} from '@thuadat/core/parse/roles';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { ColumnRole, SourceRecord } from '@thuadat/core/record';
import { decodeText, type TextEncoding } from '@thuadat/core/text/decode';
import { createEncodingDetector } from '@thuadat/core/text/detect';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Layer, OpenSource } from '@thuadat/formats/format';
import { openSource } from '@thuadat/formats/registry';
import { CommandError, EXIT } from '../exit.ts';
import { language, say } from '../language.ts';
import { swapAxes } from './axes.ts';
import { fingerprint } from './fingerprint.ts';

export type SourceFile = {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
};

export type Settings = Omit<SourceConfig, 'match' | 'layer'>;

export type PreparedLayer = {
  readonly layer: Layer;
  readonly settings: Settings;
  readonly roles: Roles;
  readonly problems: readonly RoleProblem[];
  /** One a column. */
  readonly encodings: readonly (TextEncoding | 'ascii')[];
};

export type PreparedSource = {
  readonly file: SourceFile;
  readonly open: OpenSource;
  readonly layers: readonly PreparedLayer[];
};

/** Records looked at before the run to tell encodings. */
const SAMPLE = 2000;

/** The files in an order that does not depend on how they were named on the command line. */
export async function listSources(paths: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of paths) {
    const print = await fingerprint(path).catch((cause: NodeJS.ErrnoException) => {
      throw new CommandError(
        say(
          `${path}: không đọc được (${cause.code ?? cause.message}). Kiểm tra đường dẫn và quyền đọc.`,
          `${path}: cannot be read (${cause.code ?? cause.message}). Check the path and the right to read it.`,
        ),
        EXIT.refused,
        { cause },
      );
    });
    files.push({ path, name: basename(path), ...print });
  }
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.sha256 < b.sha256 ? -1 : 1));
  const twin = files.find((file, i) => files.findIndex((other) => other.sha256 === file.sha256) < i);
  if (twin) {
    throw new CommandError(
      say(
        `${twin.name}: cùng một tệp được đưa vào hai lần. Bỏ bớt một tệp rồi chạy lại.`,
        `${twin.name}: the same file is given twice. Leave one out and try again.`,
      ),
      EXIT.refused,
    );
  }
  return files;
}

/** Opens a source and finds the roles and encodings of its layers. Layers that the config skips are left out. */
export async function prepareSource(file: SourceFile, config: Config): Promise<PreparedSource> {
  const first = sourceConfig(config, file.path, '*').settings;
  const roles = first.roles ?? {};
  const open = await openSource(file.path, {
    ...(first.encoding && !['tcvn3', 'vni', 'mixed'].includes(first.encoding)
      ? { encoding: first.encoding }
      : {}),
    ...(typeof roles.geometry === 'string' ? { geometryColumn: roles.geometry } : {}),
    ...(typeof roles.x === 'string' ? { xColumn: roles.x } : {}),
    ...(typeof roles.y === 'string' ? { yColumn: roles.y } : {}),
  });
  const layers: PreparedLayer[] = [];
  for (const layer of open.layers) {
    const { settings } = sourceConfig(config, file.path, layer.name);
    if (settings.skip) continue;
    const detected = detectRoles(layer.fields, settings.roles ?? {});
    const encodings = settings.encoding
      ? layer.fields.map(() => settings.encoding!)
      : await detectEncodings(layer);
    layers.push({ layer, settings, roles: detected.roles, problems: detected.problems, encodings });
  }
  return { file, open, layers };
}

async function detectEncodings(layer: Layer): Promise<(TextEncoding | 'ascii')[]> {
  const detectors = layer.fields.map(() => createEncodingDetector());
  let seen = 0;
  for await (const record of layer.records()) {
    for (const [i, value] of record.values.entries()) detectors[i]?.add(value);
    if (++seen >= SAMPLE) break;
  }
  return detectors.map((detector) => detector.result().encoding);
}

/** A layer without these cannot be planned. */
const NEEDED: readonly ColumnRole[] = ['commune', 'sheet', 'parcel'];

/** Throws when a layer's columns do not tell commune, sheet and parcel. */
export function requireRoles({ file, layers }: PreparedSource): void {
  for (const { layer, roles, problems, settings } of layers) {
    const missing = NEEDED.filter(
      (role) =>
        roles[role] === undefined && !(role === 'commune' && settings.constants?.commune !== undefined),
    );
    const wrong = problems.filter((p) => p.kind === 'missing-column' || NEEDED.includes(p.role));
    if (missing.length === 0 && wrong.length === 0) continue;
    const parts = [
      ...missing.map((role) => say(`thiếu cột “${role}”`, `no column plays "${role}"`)),
      ...wrong.map((p) => `${p.role}: ${p.kind} (${p.columns.join(', ')})`),
    ];
    throw new CommandError(
      say(
        `${file.name}, lớp ${layer.name}: ${parts.join('; ')}. Các cột có: ${layer.fields.join(', ')}. Khai báo cột trong tệp cấu hình: sources[].roles.`,
        `${file.name}, layer ${layer.name}: ${parts.join('; ')}. Columns: ${layer.fields.join(', ')}. Name the columns in the config file: sources[].roles.`,
      ),
      EXIT.refused,
    );
  }
}

/** Feeds one layer's records to the epoch detector of its source. */
export function epochFeeder({ layer, roles, encodings, settings }: PreparedLayer, detector: EpochDetector) {
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
  const province = remember(parseProvinceCode);
  const district = remember<DistrictCode>(parseDistrictCode);
  const commune = remember(parseCommuneCode);
  const encoding = encodings[columns.name] ?? 'ascii';
  const name = remember((text) => ({
    ok: true as const,
    value: encoding === 'ascii' ? text : decodeText(text, encoding),
    fix: null,
  }));
  return (record: SourceRecord): void => {
    const value = (index: number) => (index < 0 ? null : (record.values[index] ?? null));
    const oldSheet = value(columns.oldSheet);
    detector.add({
      layer: layer.name,
      record: record.record,
      province: settings.constants?.province ?? province(value(columns.province)),
      district: district(value(columns.district)),
      commune: settings.constants?.commune ?? commune(value(columns.commune)),
      communeName: settings.constants?.communeName ?? name(value(columns.name)),
      oldCommune: commune(value(columns.oldCommune)),
      oldSheet: oldSheet === null || oldSheet.trim() === '' ? null : oldSheet,
    });
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

/** What all records of a source show, before anything is resolved. */
export type Survey = {
  readonly epoch: EpochVerdict;
  /** One a layer. */
  readonly georeference: readonly GeoreferenceVerdict[];
  /** Records, one a layer. */
  readonly records: readonly number[];
};

/** Coordinates are looked at in each of the first records, then in one of this many. */
const STRIDE = 32;

/** Reads a source through once: of which date its codes are, and whether its coordinates lie in the province. */
export async function survey(source: PreparedSource, options: SurveyOptions): Promise<Survey> {
  const { crosswalk, profile } = options;
  const detector = createEpochDetector(crosswalk, profile);
  const georeference: GeoreferenceVerdict[] = [];
  const records: number[] = [];
  for (const [index, prepared] of source.layers.entries()) {
    const feed = epochFeeder(prepared, detector);
    const crsFrom =
      prepared.settings.crs !== undefined ? 'config' : prepared.layer.crs.value.epsg ? 'declared' : null;
    const places = createGeoreference({
      profile,
      sourceName: source.file.name,
      layerName: prepared.layer.name,
      crsFrom,
      ...(options.inCommune ? { inCommune: options.inCommune } : {}),
      ...(options.minInside === undefined ? {} : { minInside: options.minInside }),
    });
    const parse = layerParser(
      source,
      prepared,
      profile,
      provinceAt(crosswalk, previousDay(profile.effective)),
    );
    let seen = 0;
    for await (const record of prepared.layer.records()) {
      feed(record);
      if ((seen < SAMPLE || seen % STRIDE === 0) && record.geometry) {
        const { geometry, zone, commune } = parse(record, 0, 0, index);
        if (geometry) places.addGeometry(geometry, zone, commune);
      }
      seen++;
      options.onRecord?.();
    }
    records.push(seen);
    georeference.push(places.verdict());
  }
  return { epoch: detector.verdict(), georeference, records };
}

export type SurveyOptions = {
  readonly crosswalk: Crosswalk;
  readonly profile: ProvinceProfile;
  readonly inCommune?: InCommune;
  readonly minInside?: number;
  readonly onRecord?: () => void;
};

/** Old province of a commune code on a date. */
export const provinceAt =
  (crosswalk: Crosswalk, date: IsoDate) =>
  (commune: CommuneCode): ProvinceCode | null =>
    crosswalk.unitAt(commune, date)?.province ?? null;

const TYPED_NUMBERS = new Set(['gpkg', 'fgb', 'gdb', 'geojson', 'shapefile']);

/** The parser of one layer, with all that was found out or stated about it; turns swapped axes first. */
export function layerParser(
  source: PreparedSource,
  { layer, roles, settings, encodings }: PreparedLayer,
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
    ...(settings.constants ? { constants: settings.constants } : {}),
    ...(decimal ? { decimal } : {}),
  });
  if (settings.axes !== 'yx') return parse;
  return (record, ...rest) =>
    parse(record.geometry ? { ...record, geometry: swapAxes(record.geometry) } : record, ...rest);
}

/**
 * The date at which a source's codes are read: what the config says, else what all its records prove. Refuses a source
 * that is migrated already, mixed, of a date that nothing tells, or whose coordinates lie elsewhere.
 */
export function requireSurvey(
  source: PreparedSource,
  { epoch: verdict, georeference }: Survey,
  profile: ProvinceProfile,
): IsoDate {
  const misplaced = georeference.find(({ ok }) => !ok)?.issue;
  if (misplaced) throw refused(misplaced);
  const stated = source.layers.map((layer) => layer.settings.epoch).find((epoch) => epoch !== undefined);
  if (verdict.epoch === 'before' || verdict.epoch === 'undetermined') {
    const epoch = stated ?? verdict.asOf;
    if (epoch) return epoch;
  }
  throw refused(epochIssue(verdict, source.file.name, profile.effective)!);
}

const refused = (issue: Issue): CommandError =>
  new CommandError(`${issueMessage(issue, language())}. ${issueHint(issue.code, language())}`, EXIT.refused);
