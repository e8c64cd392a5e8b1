/**
 * `parse`: SourceRecord → ParcelDraft. Codes become branded here and nowhere else; the raw values stay beside them. The hot
 * path of millions of records: column positions are found once, repeated texts are read once.
 */
import type { CodeCause, CommuneCode, ProvinceCode, Scale, SubNumbers } from '../code.ts';
import { type Issue, type IssueAt, type IssueCode, issue } from '../issue/index.ts';
import { phrase, word } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { squareMetres as areaOf, hectares as hectaresOf } from '../message/quantity.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { ColumnRole, Fix, ParcelDraft, SourceRecord } from '../stages.ts';
import type { TextEncoding } from '../text/decode.ts';
import { type Decimal, type DecimalEvidence, gatherDecimals, parseArea } from './area.ts';
import { splitUnit, squareMetres } from './area-unit.ts';
import {
  type Cell,
  communeReader,
  EXPECTED,
  parcelReader,
  provinceReader,
  scaleReader,
  sheetReader,
  textReader,
} from './cell.ts';
import { columnIndex, columnNames, type Roles } from './roles.ts';
import { subjectOf } from './subject.ts';
import { totalWord } from './total-row.ts';

/** Values that hold for every record of a source, from the config; a column of the same role is then not read. */
export type Constants = {
  readonly province?: ProvinceCode;
  readonly commune?: CommuneCode;
  readonly communeName?: string;
  readonly scale?: Scale;
  readonly series?: string;
};

export type DraftOptions = {
  readonly sourceName: string;
  readonly layerName: string;
  readonly fields: readonly string[];
  readonly roles: Roles;
  /** One for all columns, or one a column. */
  readonly encoding: TextEncoding | 'ascii' | readonly (TextEncoding | 'ascii')[];
  /**
   * EPSG code of the coordinates: one, or one by old province code. Null = VN-2000 without a stated zone: each parcel is
   * read in the zone of the old province it comes from (new Cà Mau holds two).
   */
  readonly crs: number | Readonly<Record<string, number>> | null;
  readonly profile: Pick<ProvinceProfile, 'predecessors' | 'exportZone'>;
  /** Old province of a commune code at the source's epoch: `crosswalk.unitAt(code, epoch)?.province`. */
  readonly provinceOf: (commune: CommuneCode) => ProvinceCode | null;
  readonly constants?: Constants;
  /** Decimal sign of the areas when known: `.` for formats with typed numbers. Else what the column proves, as it streams. */
  readonly decimal?: Decimal;
  /** `each`: an issue for every repaired code. `distinct`: one for each distinct text of a column (default `each`). */
  readonly repairIssues?: 'each' | 'distinct';
  /** Sub-numbers in use besides `12A` and `12-1`. */
  readonly subNumbers?: SubNumbers;
};

export type DraftParser = (
  record: SourceRecord,
  ordinal: number,
  source: number,
  layer: number,
) => ParcelDraft;

type Pending = {
  readonly code: IssueCode;
  readonly role: ColumnRole;
  readonly found: MessageValue;
  readonly expected: MessageValue;
};

const NO_FIXES: readonly Fix[] = [];
const NO_ISSUES: readonly Issue[] = [];

/** What a record's cells leave behind; made anew only for records that have something to say. */
class Findings {
  fixes: Fix[] | null = null;
  pending: Pending[] | null = null;
  fix(fix: Fix): void {
    this.fixes = [...(this.fixes ?? []), fix];
  }
  say(code: IssueCode, role: ColumnRole, found: MessageValue, expected: MessageValue): void {
    this.pending = [...(this.pending ?? []), { code, role, found, expected }];
  }
  reset(): void {
    this.fixes = null;
    this.pending = null;
  }
}

/** Text of a role in a record; null when there is no such column or no value. */
type Getter = (values: SourceRecord['values']) => string | null;

function getterOf(fields: readonly string[], column: string | undefined): Getter | null {
  if (column === undefined) return null;
  const indexes = columnNames(column).map((name) => columnIndex(fields, name));
  if (indexes.includes(-1)) throw new Error(`column "${column}" is not one of: ${fields.join(', ')}`);
  if (indexes.length > 1) return (values) => indexes.map((index) => values[index] ?? '').join('');
  const index = indexes[0]!;
  return (values) => values[index] ?? null;
}

/** Gives what a cell holds, and notes repairs and faults. */
type Take<T> = (values: SourceRecord['values'], findings: Findings) => T | null;

type KeyRole = 'province' | 'commune' | 'sheet' | 'parcel' | 'scale';

const CAUSES: Readonly<Record<CodeCause['kind'], IssueCode>> = {
  date: 'key.date',
  rounded: 'key.rounded',
  formula: 'key.formula',
  'sub-number': 'key.sub-number',
};

/** The issue of a code that cannot be read, and what it says is needed. */
function unreadable<T>(role: KeyRole, { cause }: Cell<T>): Pick<Pending, 'code' | 'expected'> {
  const expected = EXPECTED[role];
  if (role === 'scale') return { code: 'scale.unparsable', expected };
  if (role === 'province') return { code: 'province.unparsable', expected };
  if (cause === undefined) return { code: 'key.unparsable', expected };
  return {
    code: CAUSES[cause.kind],
    expected:
      cause.kind === 'date'
        ? phrase('value.perhaps', { value: expected, typed: cause.typed.join(' | ') })
        : expected,
  };
}

/** A code of the key. `needed`: its absence is an issue. */
function takeCode<T, C extends Cell<T>>(
  role: KeyRole,
  get: Getter | null,
  read: (raw: string) => C,
  needed: boolean,
  repairs: 'each' | 'distinct',
): (values: SourceRecord['values'], findings: Findings) => C | null {
  const said = new Set<string>();
  return (values, findings) => {
    const raw = get === null ? null : get(values);
    const cell = raw === null ? null : read(raw);
    if (cell === null || (cell.value === null && cell.bad === null)) {
      if (needed) findings.say('key.missing', role, '', word(`role.${role}`));
      return null;
    }
    if (cell.bad !== null) {
      const { code, expected } = unreadable(role, cell);
      findings.say(code, role, cell.bad, expected);
    }
    if (cell.fix !== null) {
      findings.fix(cell.fix);
      if (repairs === 'each' || !said.has(cell.fix.raw)) {
        if (repairs === 'distinct') said.add(cell.fix.raw);
        findings.say('key.repaired', role, cell.fix.raw, cell.fix.value);
      }
    }
    return cell;
  };
}

const ENCODING_NAMES: Readonly<Record<string, string>> = {
  tcvn3: 'TCVN3 (ABC)',
  vni: 'VNI-Windows',
  'windows-1258': 'Windows-1258',
  'windows-1252': 'Windows-1252',
  'utf-8': 'UTF-8',
  unicode: 'Unicode',
  mixed: 'TCVN3/VNI/…',
};

/** Text; a change of encoding is a fix for each record, and one issue for the column: it would be said a million times. */
function takeText(options: DraftOptions, role: ColumnRole): Take<string> {
  const column = options.roles[role];
  const get = getterOf(options.fields, column);
  if (get === null) return () => null;
  const { encoding } = options;
  const own =
    typeof encoding === 'string' ? encoding : encoding[columnIndex(options.fields, column as string)];
  const read = textReader(role, own === undefined || own === 'ascii' ? 'unicode' : own);
  let said = false;
  return (values, findings) => {
    const raw = get(values);
    if (raw === null) return null;
    const cell = read(raw);
    if (cell.fix !== null) {
      findings.fix(cell.fix);
      if (!said) {
        said = true;
        const name = ENCODING_NAMES[cell.fix.reason] ?? cell.fix.reason;
        findings.say('encoding.converted', role, `${name}: ${raw}`, cell.fix.value);
      }
    }
    return cell.value;
  };
}

/** Digits behind the decimal sign: 2 in `1.25`. */
const decimalsIn = (text: string): number => /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;

/** The legal area where there is one, else the measured one; in square metres, whatever the column's heading says. */
function takeArea(options: DraftOptions): Take<number> {
  const role: ColumnRole = options.roles.areaLegal === undefined ? 'area' : 'areaLegal';
  const column = options.roles[role];
  const get = getterOf(options.fields, column);
  if (get === null) return () => null;
  const hectares = splitUnit(column!)?.unit === 'ha';
  const inUnit = hectares ? hectaresOf : areaOf;
  const evidence: DecimalEvidence | null = options.decimal ? null : gatherDecimals();
  let said = false;
  return (values, findings) => {
    const raw = get(values);
    if (raw === null || raw.trim() === '') return null;
    evidence?.add(raw);
    const area = parseArea(raw, options.decimal ?? evidence!.sign());
    if (typeof area === 'number' && area > 0) {
      if (!hectares) return area;
      const converted = squareMetres(area);
      if (!said)
        findings.say('area.converted', role, `${raw} ha`, areaOf(converted, decimalsIn(String(converted))));
      said = true;
      return converted;
    }
    if (typeof area === 'number') findings.say('area.zero', role, raw, EXPECTED.area);
    else if (area === 'ambiguous') {
      const digits = raw.trim();
      const one = inUnit(Number(digits.replace(/[.,]/, '')), 0);
      const other = inUnit(Number(digits.replace(',', '.')), decimalsIn(digits));
      findings.say('area.ambiguous', role, digits, phrase('value.either', { one, other }));
    } else findings.say('area.unparsable', role, raw, EXPECTED.area);
    return null;
  };
}

/** The zone of a parcel, by its old province where the source does not say one. */
function zoneReader(options: DraftOptions): (province: ProvinceCode | null, findings: Findings) => number {
  const { crs, profile } = options;
  if (typeof crs === 'number') return () => crs;
  const zones = new Map<string, number>(profile.predecessors.map(({ code, zone }) => [code, zone]));
  for (const [code, zone] of Object.entries(crs ?? {})) zones.set(code, zone);
  const distinct = [...new Set(zones.values())];
  const only = distinct.length === 1 ? distinct[0]! : null;
  const list = [...zones].map(([code, zone]) => `${code}: EPSG:${zone}`);
  return (province, findings) => {
    const zone = (province === null ? undefined : zones.get(province)) ?? only;
    if (zone !== null) return zone;
    findings.say('zone.unknown', 'province', province ?? '?', list);
    return profile.exportZone;
  };
}

/** Everything that reads a cell, with its column found and its memory empty. */
function takersOf(options: DraftOptions) {
  const { fields, roles } = options;
  const repairs = options.repairIssues ?? 'each';
  const get = (role: ColumnRole) => getterOf(fields, roles[role]);
  return {
    province: takeCode('province', get('province'), provinceReader(), false, repairs),
    commune: takeCode('commune', get('commune'), communeReader(), true, repairs),
    sheet: takeCode('sheet', get('sheet'), sheetReader(options.subNumbers), true, repairs),
    parcel: takeCode('parcel', get('parcel'), parcelReader(options.subNumbers), true, repairs),
    scale: takeCode('scale', get('scale'), scaleReader(), false, repairs),
    communeName: takeText(options, 'communeName'),
    series: takeText(options, 'series'),
    landUse: takeText(options, 'landUse'),
    address: takeText(options, 'address'),
    digitalAddress: takeText(options, 'digitalAddress'),
    area: takeArea(options),
    carriedId: get('parcelId'),
    parcelText: get('parcel'),
    zone: zoneReader(options),
  };
}

/** A row of totals: kept and counted, but nothing of it is read as a parcel, and one note says what it is. */
function totalDraft(
  record: SourceRecord,
  place: readonly [number, number, number],
  zone: number,
): ParcelDraft {
  const [ordinal, source, layer] = place;
  return {
    ...{ ordinal, source, layer, record: record.record, values: record.values, geometry: null, zone },
    ...{
      province: null,
      commune: null,
      communeName: null,
      sheet: null,
      scale: null,
      series: null,
      parcel: null,
    },
    ...{ areaLegal: null, landUse: null, address: null, carriedId: null, digitalAddress: null },
    ...{ fixes: NO_FIXES, issues: NO_ISSUES },
  };
}

/** Builds the parser of one layer. Throws when `roles` names a column that the layer has not: `detectRoles` checks that. */
export function createDraftParser(options: DraftOptions): DraftParser {
  const { constants = {}, provinceOf } = options;
  const take = takersOf(options);
  const findings = new Findings();
  return (record, ordinal, source, layer) => {
    findings.reset();
    const { values, join } = record;
    if (join) findings.say(join.code, 'parcel', join.found, join.table);
    const total = record.geometry === null ? totalWord(values, take.parcelText?.(values) ?? null) : null;
    if (total !== null) {
      const draft = totalDraft(record, [ordinal, source, layer], options.profile.exportZone);
      return {
        ...draft,
        issues: issuesOf(draft, [{ code: 'row.total', role: 'parcel', found: total, expected: '' }], options),
      };
    }
    const communeCell = constants.commune === undefined ? take.commune(values, findings) : null;
    const commune = constants.commune ?? communeCell?.value ?? null;
    const stated =
      constants.province ?? take.province(values, findings)?.value ?? communeCell?.province ?? null;
    const oldProvince = commune === null ? null : provinceOf(commune);
    const carried = take.carriedId === null ? null : take.carriedId(values);
    const draft: ParcelDraft = {
      ordinal,
      source,
      layer,
      record: record.record,
      values,
      geometry: record.geometry,
      zone: take.zone(oldProvince ?? stated, findings),
      province: stated ?? oldProvince,
      commune,
      communeName: constants.communeName ?? take.communeName(values, findings),
      sheet: take.sheet(values, findings)?.value ?? null,
      scale: constants.scale ?? take.scale(values, findings)?.value ?? null,
      series: constants.series ?? take.series(values, findings),
      parcel: take.parcel(values, findings)?.value ?? null,
      areaLegal: take.area(values, findings),
      landUse: take.landUse(values, findings),
      address: take.address(values, findings),
      carriedId: carried === null || carried.trim() === '' ? null : carried,
      digitalAddress: take.digitalAddress(values, findings),
      fixes: findings.fixes ?? NO_FIXES,
      issues: NO_ISSUES,
    };
    if (findings.pending === null) return draft;
    const pending = record.merged ? namingMerged(findings.pending, record.merged, options) : findings.pending;
    return { ...draft, issues: issuesOf(draft, pending, options) };
  };
}

/** What is missing because the cell is covered by merged ones: never filled, since one parcel number is not that of several rows. */
function namingMerged(
  pending: readonly Pending[],
  merged: readonly number[],
  { fields, roles }: DraftOptions,
): readonly Pending[] {
  const covered = (role: ColumnRole) =>
    columnNames(roles[role] ?? '').some((name) => merged.includes(columnIndex(fields, name)));
  return pending.map((each) =>
    each.code === 'key.missing' && covered(each.role) ? { ...each, code: 'key.merged' as const } : each,
  );
}

function issuesOf(
  draft: ParcelDraft,
  pending: readonly Pending[],
  { sourceName, layerName, roles }: DraftOptions,
): Issue[] {
  const subject = subjectOf(draft, sourceName);
  const place: IssueAt = { source: sourceName, layer: layerName, record: draft.record };
  return pending.map(({ code, role, found, expected }) => {
    const field = roles[role];
    return issue(code, subject, field === undefined ? place : { ...place, field }, found, expected);
  });
}
