/** Parses the rows of a reference table once: codes, scale, and whether the old commune can have become the new one. */

import {
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
} from '../../code.ts';
import type { Crosswalk } from '../../unit/event.ts';
import type { SheetKey } from './key.ts';
import { type ColumnPlaces, type ReferenceColumn, seriesInNote, type TableCells } from './reference-table.ts';

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
};

export type RowFault = {
  readonly record: number;
  readonly column: ReferenceColumn;
  readonly found: string;
  readonly expected: string;
};

/** Reads one row; the first cell that cannot be read is the fault. */
export function parseReferenceRow(
  row: TableCells['rows'][number],
  { places }: ColumnPlaces,
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
      fault ??= { record: row.record, column, found: raw, expected: result.expected.code };
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
  const newSheet = take('soHieuToBanDo', parseSheetNumber);
  const sheet = take('soHieuToBanDoCu', parseSheetNumber);
  const scale = optional('tyLe', parseScale);
  const parcel = optional('soThuTuThua', parseParcelNumber);
  const oldParcel = optional('soThuTuThuaCu', parseParcelNumber);
  if (fault) return { row: null, fault };
  return {
    row: {
      ...{ record: row.record, newCommune: newCommune!, oldCommune: oldCommune!, newSheet: newSheet! },
      ...{ sheet: sheet!, scale, series: seriesInNote(text('ghiChu')), fixes },
      ...{ newProvince, oldProvince },
      renumbers: parcel !== oldParcel,
      ofParcel: parcel !== null || oldParcel !== null,
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
  return (row: ParsedRow): { found: string; expected: string } | null => {
    const unit = crosswalk.unitAt(row.newCommune, asOf);
    if (!unit) return { found: row.newCommune, expected: `${asOf}: –` };
    const olds = before(row.newCommune);
    const province = olds.get(row.oldCommune);
    if (province === undefined) {
      return { found: row.oldCommune, expected: [...olds.keys()].sort().join(', ') };
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
