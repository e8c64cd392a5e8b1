/** Parses the rows of a reference table once: codes, scale, and whether the old commune can have become the new one. */

import {
  type CodeCause,
  type CodeFix,
  type CodeResult,
  type CommuneCode,
  type IsoDate,
  type ProvinceCode,
  parseCommuneCode,
  parseParcelNumber,
  parseProvinceCode,
  parseScale,
  parseSheetNumber,
  type SheetNumber,
  type SubNumbers,
} from '../../code.ts';
import { phrase } from '../../issue/value.ts';
import type { MessageValue } from '../../message/message.ts';
import { day } from '../../message/quantity.ts';
import type { Crosswalk } from '../../unit/event.ts';
import { foldName, nameFits } from '../../unit/name.ts';
import type { SheetKey } from './key.ts';
import {
  type ColumnPlaces,
  nameInNote,
  type ReferenceColumn,
  seriesInNote,
  type TableCells,
} from './reference-table.ts';

/** A cell that was repaired (`zeros`: leading zeros lost in a spreadsheet). */
type CellFix = {
  readonly column: ReferenceColumn;
  readonly raw: string;
  readonly value: string;
  readonly fix: CodeFix;
};

export type ParsedRow = SheetKey & {
  readonly record: number;
  readonly newCommune: CommuneCode;
  readonly newSheet: SheetNumber;
  /** As the row has them; null = not given. */
  readonly newProvince: ProvinceCode | null;
  readonly oldProvince: ProvinceCode | null;
  readonly fixes: readonly CellFix[];
  /** The row gives a parcel another number, which sheet plans cannot express. */
  readonly renumbers: boolean;
  /** The row is about one parcel; several rows a sheet are then no duplicates. */
  readonly ofParcel: boolean;
  /** What `ghiChu` says besides the series: as a rule the old commune's name. */
  readonly note: string;
};

export type RowFault = {
  readonly record: number;
  readonly column: ReferenceColumn;
  readonly found: string;
  readonly expected: MessageValue;
  readonly cause: CodeCause | null;
};

/** VBDLIS writes 0 in the parcel columns where parcel numbers do not change; a spreadsheet may show it as `0.0`. */
const UNCHANGED = /^0*(?:[.,]0+)?$/;

/** Reads one row; the first cell that cannot be read is the fault. */
export function parseReferenceRow(
  row: TableCells['rows'][number],
  { places }: ColumnPlaces,
  subNumbers: SubNumbers = {},
): { readonly row: ParsedRow; readonly fault: null } | { readonly row: null; readonly fault: RowFault } {
  const fixes: CellFix[] = [];
  let fault: RowFault | null = null;
  const text = (column: ReferenceColumn): string => (row.cells[places.get(column) ?? -1] ?? '').trim();
  const take = <T extends string>(
    column: ReferenceColumn,
    parse: (raw: string) => CodeResult<T>,
  ): T | null => {
    const raw = text(column);
    const result = parse(raw);
    if (!result.ok) {
      const { expected, cause = null } = result;
      fault ??= { record: row.record, column, found: raw, expected, cause };
      return null;
    }
    if (result.fix) fixes.push({ column, raw, value: result.value, fix: result.fix });
    return result.value;
  };
  const optional = <T extends string>(column: ReferenceColumn, parse: (raw: string) => CodeResult<T>) =>
    text(column) === '' ? null : take(column, parse);

  const newProvince = optional('tinhId', parseProvinceCode);
  const oldProvince = optional('tinhIdCu', parseProvinceCode);
  const newCommune = take('xaId', parseCommuneCode);
  const oldCommune = take('xaIdCu', parseCommuneCode);
  const sheetNumber = (raw: string) => parseSheetNumber(raw, subNumbers);
  const parcelNumber = (column: ReferenceColumn) =>
    UNCHANGED.test(text(column)) ? null : take(column, (raw) => parseParcelNumber(raw, subNumbers));
  const newSheet = take('soHieuToBanDo', sheetNumber);
  const sheet = take('soHieuToBanDoCu', sheetNumber);
  const scale = optional('tyLe', parseScale);
  const parcel = parcelNumber('soThuTuThua');
  const oldParcel = parcelNumber('soThuTuThuaCu');
  if (fault) return { row: null, fault };
  return {
    row: {
      ...{ record: row.record, newCommune: newCommune!, oldCommune: oldCommune!, newSheet: newSheet! },
      ...{ sheet: sheet!, scale, series: seriesInNote(text('ghiChu')), fixes },
      ...{ newProvince, oldProvince },
      renumbers: parcel !== oldParcel,
      ofParcel: parcel !== null || oldParcel !== null,
      note: nameInNote(text('ghiChu')),
    },
    fault: null,
  };
}

export type Lineage = {
  readonly crosswalk: Crosswalk;
  readonly asOf: IsoDate;
  /** Dates of which the sources' codes are: the old code must be a predecessor at one of them. */
  readonly epochs: readonly IsoDate[];
};

/**
 * Null when the old commune is a predecessor of the new one and the province codes, where given, are theirs; else what
 * was found and expected. Answers are remembered a pair of codes: a table has one row a sheet.
 */
export function lineageTest({ crosswalk, asOf, epochs }: Lineage) {
  const remembered = new Map<CommuneCode, ReadonlyMap<string, string>>();
  const before = (code: CommuneCode): ReadonlyMap<string, string> => {
    let found = remembered.get(code);
    if (!found) {
      const all = epochs
        .filter((epoch) => epoch <= asOf)
        .flatMap((epoch) => crosswalk.predecessors(code, asOf, epoch));
      found = new Map(all.map(({ unit }) => [unit.code, unit.province]));
      remembered.set(code, found);
    }
    return found;
  };
  return (row: ParsedRow): { found: string; expected: MessageValue } | null => {
    const unit = crosswalk.unitAt(row.newCommune, asOf);
    if (!unit) return { found: row.newCommune, expected: phrase('value.none-at', { date: day(asOf) }) };
    const olds = before(row.newCommune);
    const province = olds.get(row.oldCommune);
    if (province === undefined) {
      return { found: row.oldCommune, expected: [...olds.keys()].sort() };
    }
    if (row.newProvince !== null && row.newProvince !== unit.province) {
      return {
        found: `${row.newProvince}/${row.newCommune}`,
        expected: `${unit.province}/${row.newCommune}`,
      };
    }
    if (row.oldProvince !== null && row.oldProvince !== province) {
      return { found: `${row.oldProvince}/${row.oldCommune}`, expected: `${province}/${row.oldCommune}` };
    }
    return null;
  };
}

/**
 * Null unless `ghiChu` names another commune than the row's old code: then one of the two is wrong, and nothing tells
 * which. What names no commune of that time is a remark and proves nothing.
 */
export function noteTest({ crosswalk, asOf, epochs }: Lineage) {
  const eras = epochs.filter((epoch) => epoch <= asOf);
  const past = crosswalk.units
    .filter((unit) => eras.some((epoch) => unit.from <= epoch && (unit.to === null || epoch < unit.to)))
    .map((unit) => ({ unit, name: foldName(unit.name) }));
  const byStem = new Map<string, typeof past>();
  for (const each of past) byStem.set(each.name.stem, [...(byStem.get(each.name.stem) ?? []), each]);
  return (row: ParsedRow): { found: string; expected: string } | null => {
    const written = foldName(row.note.replace(/\s+cũ$/iu, ''));
    const named = (byStem.get(written.stem) ?? []).filter(({ name }) => nameFits(written, name));
    const own = crosswalk.history(row.oldCommune).map(({ name }) => foldName(name));
    if (named.length === 0 || own.some((name) => nameFits(written, name))) return null;
    const code = eras.map((epoch) => crosswalk.unitAt(row.oldCommune, epoch)).find((unit) => unit !== null);
    const list = named.slice(0, 3).map(({ unit }) => `${unit.code} ${unit.name}`);
    return { found: list.join(', '), expected: `${row.oldCommune} ${code?.name ?? ''}`.trim() };
  };
}
