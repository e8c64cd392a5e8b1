/** A row of a reference table with the sheets it means, and what all rows together say of a sheet. */
import type { SheetNumber } from '../../code.ts';
import { type SheetCount, type SheetKey, sheetKeyText } from './key.ts';
import type { ParsedRow } from './reference-row.ts';
import { compareNumbers } from './reference-table.ts';

/**
 * `unique`: used. `ambiguous`: its key points to several new sheets, or it does not say which of several old ones it
 * means. `conflicting`: its new sheet is also that of another old sheet, or its note names another old commune than its code. `not-predecessor`: the old commune did not
 * become the new one. `renumbering`: it gives a parcel another number. `unused`: no sheet of the sources fits it.
 */
export type RowGrade =
  | 'unique'
  | 'ambiguous'
  | 'conflicting'
  | 'not-predecessor'
  | 'unparsable'
  | 'renumbering'
  | 'unused';

export type Entry = { readonly row: ParsedRow; readonly sheets: readonly SheetCount[]; grade: RowGrade };
export const byOldSheet = (row: SheetKey & { readonly newCommune: string }): string =>
  `${row.newCommune}/${row.oldCommune}/${row.sheet}`;

export const newSheetText = (row: ParsedRow): string => `${row.newCommune}/${row.newSheet}`;

export type Numbers = ReadonlyMap<string, ReadonlySet<SheetNumber>>;

/** New numbers that the rows give each sheet; sheets that the sources lack count by the row's own key. */
export function numbersBySheet(entries: readonly Entry[]): Numbers {
  const numbers = new Map<string, Set<SheetNumber>>();
  for (const { row, sheets } of entries) {
    for (const key of new Set([sheetKeyText(row), ...sheets.map(sheetKeyText)])) {
      const known = numbers.get(key);
      if (known) known.add(row.newSheet);
      else numbers.set(key, new Set([row.newSheet]));
    }
  }
  return numbers;
}

export function candidatesOf({ row, sheets }: Entry, numbers: Numbers): SheetNumber[] {
  const all = [row, ...sheets].flatMap((key) => [...(numbers.get(sheetKeyText(key)) ?? [])]);
  return [...new Set(all)].sort(compareNumbers);
}

export function groupBy<K, V>(items: readonly V[], key: (item: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
