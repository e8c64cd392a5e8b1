/**
 * New numbers for the map sheets of merged communes. A sheet is known by (old commune, number, scale, series); parcel
 * numbers inside a sheet stay. The same inventory gives the same plan, whatever its order.
 */
import type { CommuneCode, SheetNumber } from '../../code.ts';
import { type Issue, issue } from '../../issue/index.ts';
import type { SheetStrategy } from '../../profile.ts';
import { type SheetCount, type SheetMove, sheetKeyText } from './key.ts';

export type SheetPlanOptions = {
  readonly strategy: SheetStrategy;
  /** Another strategy for one new commune. */
  readonly perCommune?: Readonly<Record<string, SheetStrategy>>;
  /**
   * Which old commune keeps its numbers: the one whose code lives on (what provinces mostly do), or the one with most
   * parcels.
   */
  readonly keeper?: 'code' | 'largest';
  /** Numbers set aside for each old commune by `range`; 1000 unless told. */
  readonly rangeSize?: number;
  /** New numbers by {@link sheetKeyText}: the unique rows of a reference table, for `table`. */
  readonly table?: ReadonlyMap<string, SheetNumber>;
  /** Numbers an earlier run put in force, by {@link sheetKeyText}: a sheet once renumbered keeps its number. */
  readonly fixed?: ReadonlyMap<string, SheetNumber>;
  /** Highest sheet number an earlier run has already given in a new commune. */
  readonly taken?: ReadonlyMap<CommuneCode, number>;
};

/** `open`: sheets without a certain number, by {@link sheetKeyText}, with the issue that says why. */
export type SheetPlan = {
  readonly moves: readonly SheetMove[];
  readonly open: ReadonlyMap<string, Issue>;
  readonly issues: readonly Issue[];
};

type Numbered = {
  readonly count: SheetCount;
  readonly newSheet: SheetNumber | null;
  readonly issue: Issue | null;
};

/** Plans all sheets of all new communes. */
export function planSheets(inventory: readonly SheetCount[], options: SheetPlanOptions): SheetPlan {
  const moves: SheetMove[] = [];
  const open = new Map<string, Issue>();
  const issues: Issue[] = [];
  for (const [commune, sheets] of byCommune(inventory)) {
    const ranked = rankPredecessors(commune, sheets, options);
    if (ranked.issue) issues.push(ranked.issue);
    const [before, now] = partition(sheets, (count) => options.fixed?.has(sheetKeyText(count)) ?? false);
    const numbered = refuseCollisions([
      ...before.map((count) => settled(count, options.fixed!.get(sheetKeyText(count))!)),
      ...number(commune, now, ranked.order, options),
    ]);
    for (const { count, newSheet, issue: fault } of numbered) {
      if (newSheet !== null) moves.push({ ...count, newSheet, kept: newSheet === count.sheet });
      else if (fault) open.set(sheetKeyText(count), fault);
    }
  }
  return { moves, open, issues: [...issues, ...open.values()] };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function byCommune(inventory: readonly SheetCount[]): [CommuneCode, SheetCount[]][] {
  const groups = new Map<CommuneCode, SheetCount[]>();
  for (const count of inventory) {
    const group = groups.get(count.newCommune);
    if (group) group.push(count);
    else groups.set(count.newCommune, [count]);
  }
  const sorted = [...groups].sort(([a], [b]) => compare(a, b));
  for (const [, sheets] of sorted) sheets.sort(compareSheets);
  return sorted;
}

/** Scale first (provinces group appended sheets by scale), then old commune, then number. */
function compareSheets(a: SheetCount, b: SheetCount): number {
  return (
    Number(a.scale ?? 0) - Number(b.scale ?? 0) ||
    compare(a.oldCommune, b.oldCommune) ||
    numberIn(a.sheet) - numberIn(b.sheet) ||
    compare(a.sheet, b.sheet) ||
    compare(a.series ?? '', b.series ?? '')
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The digits of a sheet number: 12 in `DC12a`. */
function numberIn(sheet: SheetNumber): number {
  return Number(/\d+/.exec(sheet)?.[0] ?? 0);
}

/** Old communes of one new commune, the keeper first, then by code. */
function rankPredecessors(commune: CommuneCode, sheets: readonly SheetCount[], options: SheetPlanOptions) {
  const parcels = new Map<CommuneCode, number>();
  for (const sheet of sheets)
    parcels.set(sheet.oldCommune, (parcels.get(sheet.oldCommune) ?? 0) + sheet.parcels);
  const codes = [...parcels.keys()].sort(compare);
  const largest = [...codes].sort((a, b) => parcels.get(b)! - parcels.get(a)! || compare(a, b))[0]!;
  const wanted = options.keeper === 'largest' ? largest : commune;
  const keeper = parcels.has(wanted) ? wanted : largest;
  const order = [keeper, ...codes.filter((code) => code !== keeper)];
  const missing = keeper !== wanted && codes.length > 1;
  const at = { source: '', layer: '', record: 0 };
  return {
    order,
    issue: missing ? issue('sheet.keeper-missing', `xã ${commune}`, at, keeper, wanted) : null,
  };
}

function number(
  commune: CommuneCode,
  sheets: readonly SheetCount[],
  order: readonly CommuneCode[],
  options: SheetPlanOptions,
): Numbered[] {
  const strategy = options.perCommune?.[commune] ?? options.strategy;
  if (strategy === 'table') return sheets.map((count) => fromTable(count, options.table));
  if (strategy === 'range') return sheets.map((count) => inRange(count, order, options.rangeSize ?? 1000));
  if (strategy === 'prefix') return sheets.map((count) => withPrefix(count, order));
  return continued(sheets, order[0]!, options.taken?.get(commune) ?? 0);
}

/** The keeper's sheets stay; all others follow its last number, one number each whatever their scale. */
function continued(sheets: readonly SheetCount[], keeper: CommuneCode, taken: number): Numbered[] {
  let last = taken;
  for (const sheet of sheets) if (sheet.oldCommune === keeper) last = Math.max(last, numberIn(sheet.sheet));
  return sheets.map((count) => {
    if (count.oldCommune === keeper) return settled(count, count.sheet);
    last++;
    return settled(count, String(last) as SheetNumber);
  });
}

/** Old commune k of the new commune takes the numbers k·size + 1 … (k + 1)·size − 1; letters stay. */
function inRange(count: SheetCount, order: readonly CommuneCode[], size: number): Numbered {
  const rank = order.indexOf(count.oldCommune);
  const old = numberIn(count.sheet);
  if (old >= size) {
    return unsettled(count, 'sheet.range-full', count.sheet, `1–${size - 1}`);
  }
  return settled(count, count.sheet.replace(/\d+/, String(rank * size + old)) as SheetNumber);
}

/** The keeper's sheets stay; the others carry the rank of their old commune before the number: `2-15`. */
function withPrefix(count: SheetCount, order: readonly CommuneCode[]): Numbered {
  const rank = order.indexOf(count.oldCommune);
  return settled(count, (rank === 0 ? count.sheet : `${rank + 1}-${count.sheet}`) as SheetNumber);
}

function fromTable(count: SheetCount, table: SheetPlanOptions['table']): Numbered {
  const newSheet = table?.get(sheetKeyText(count));
  if (newSheet !== undefined) return settled(count, newSheet);
  return unsettled(count, 'sheet.not-in-table', count.sheet, count.oldCommune);
}

const settled = (count: SheetCount, newSheet: SheetNumber): Numbered => ({ count, newSheet, issue: null });

function unsettled(
  count: SheetCount,
  code: 'sheet.range-full' | 'sheet.not-in-table' | 'sheet.collision',
  found: string,
  expected: string,
): Numbered {
  const scale = count.scale ? ` tỷ lệ 1/${count.scale}` : '';
  const subject = `tờ ${count.sheet}${scale} xã cũ ${count.oldCommune} → xã ${count.newCommune}`;
  const at = { source: '', layer: '', record: 0 };
  return { count, newSheet: null, issue: issue(code, subject, at, found, expected) };
}

/**
 * Two sheets of one new commune may share a number only if they come from one old commune and shared it before (there
 * scale or series tells them apart). Anything else is open on both sides.
 */
function refuseCollisions(numbered: readonly Numbered[]): Numbered[] {
  const holders = new Map<string, Numbered[]>();
  for (const entry of numbered) {
    if (entry.newSheet === null) continue;
    const list = holders.get(entry.newSheet);
    if (list) list.push(entry);
    else holders.set(entry.newSheet, [entry]);
  }
  const clashing = new Set<Numbered>();
  for (const list of holders.values()) {
    const first = list[0]!.count;
    const together = list.every(
      ({ count }) => count.oldCommune === first.oldCommune && count.sheet === first.sheet,
    );
    if (!together) for (const entry of list) clashing.add(entry);
  }
  return numbered.map((entry) =>
    clashing.has(entry) ? unsettled(entry.count, 'sheet.collision', entry.newSheet!, 'mỗi tờ một số') : entry,
  );
}
