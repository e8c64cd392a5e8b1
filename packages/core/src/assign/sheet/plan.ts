/**
 * New numbers for the map sheets of merged communes. A sheet is known by (old commune, number, scale, series); parcel
 * numbers inside a sheet stay. The key in law is (commune, sheet, parcel) and has no scale: no two sheets of a new commune get one
 * number, and where two bear one nevertheless, an issue names both. The same inventory gives the same plan, whatever its order.
 */
import type { CommuneCode, SheetNumber } from '../../code.ts';
import { type Issue, type IssueCode, issue } from '../../issue/index.ts';
import { phrase } from '../../issue/value.ts';
import type { SheetStrategy } from '../../profile.ts';
import {
  maySame,
  oldSheetText,
  type SheetCount,
  type SheetInForce,
  type SheetKey,
  type SheetMove,
  type SheetPlace,
  sheetKeyText,
  sheetSubject,
} from './key.ts';
import { type NumberingOptions, numberSheets } from './numbering.ts';
import { compare, compareSheets, type RankedCommunes, rankCommunes, type SheetOrder } from './order.ts';
import { sameSheets } from './same-sheet.ts';

export type SheetPlanOptions = SheetOrder & {
  readonly strategy: SheetStrategy;
  /** Another strategy for one new commune. */
  readonly perCommune?: Readonly<Record<string, SheetStrategy>>;
  /** Numbers set aside for each old commune by `range`; 1000 unless told. */
  readonly rangeSize?: number;
  /** New numbers by {@link sheetKeyText}: the unique rows of a reference table, for `table`. */
  readonly table?: ReadonlyMap<string, SheetNumber>;
  /** Numbers earlier runs put in force: a sheet once renumbered keeps its number, and no other gets it. */
  readonly inForce?: readonly SheetInForce[];
};

/** `open`: sheets without a certain number, by {@link sheetKeyText}, with the issue that says why. */
export type SheetPlan = {
  readonly moves: readonly SheetMove[];
  readonly open: ReadonlyMap<string, Issue>;
  readonly issues: readonly Issue[];
};

/** Plans all sheets of all new communes. */
export function planSheets(inventory: readonly SheetCount[], options: SheetPlanOptions): SheetPlan {
  const inForce = byCommune(options.inForce ?? []);
  const plans = [...byCommune(inventory)]
    .sort(([a], [b]) => compare(a, b))
    .map(([commune, sheets]) => planCommune(commune, sheets, inForce.get(commune) ?? [], options));
  const open = new Map(plans.flatMap((plan) => [...plan.open]));
  return {
    moves: plans.flatMap(({ moves }) => moves),
    open,
    issues: [...plans.flatMap(({ issues }) => issues), ...open.values()],
  };
}

function byCommune<T extends SheetPlace>(sheets: readonly T[]): Map<CommuneCode, T[]> {
  const groups = new Map<CommuneCode, T[]>();
  for (const sheet of sheets) {
    const group = groups.get(sheet.newCommune);
    if (group) group.push(sheet);
    else groups.set(sheet.newCommune, [sheet]);
  }
  return groups;
}

/** A commune in the making: numbers by {@link sheetKeyText}, those in force among them. */
type Draft = {
  readonly numbers: Map<string, SheetNumber>;
  readonly open: Map<string, Issue>;
  readonly issues: Issue[];
};

function planCommune(
  commune: CommuneCode,
  inventory: readonly SheetCount[],
  inForce: readonly SheetInForce[],
  options: SheetPlanOptions,
): SheetPlan {
  const ranked = rankCommunes(commune, inventory, inForce, options);
  const inTurn = compareSheets(ranked.order, options);
  const sheets = [...inventory].sort(asListed([...ranked.order].sort()));
  const fixed = new Map(inForce.map((sheet) => [sheetKeyText(sheet), sheet.newSheet]));
  const draft: Draft = { numbers: new Map(fixed), open: new Map(), issues: keeperIssues(commune, ranked) };
  // What is in force is a sheet of the commune whether or not this inventory has it.
  const known = [...new Map([...inForce, ...sheets].map((key) => [sheetKeyText(key), key])).values()].sort(
    inTurn,
  );
  const { groups, unsaid } = sameSheets<SheetPlace>(known);
  const strategy = options.perCommune?.[commune] ?? options.strategy;
  if (strategy === 'table') takeFromTable(draft, known, options.table);
  for (const { key, others } of unsaid) {
    if (!draft.numbers.has(sheetKeyText(key)))
      leaveOpen(draft, key, 'sheet.scale-missing', key.sheet, others);
  }
  for (const group of groups) join(draft, group);
  const rest = groups.filter(([first]) => !isSettled(draft, first!));
  if (strategy === 'table') {
    for (const key of rest.flat()) leaveOpen(draft, key, 'sheet.not-in-table', key.sheet, key.oldCommune);
  } else {
    const { rangeSize = 1000 } = options;
    number(draft, rest, { strategy, communes: ranked.order, inForce, rangeSize });
  }
  nameShared(draft, known, fixed, new Set(sheets.map(sheetKeyText)));
  const open = sheets.map(sheetKeyText).flatMap((key) => {
    const fault = draft.open.get(key);
    return fault ? [[key, fault] as const] : [];
  });
  return { moves: movesOf(draft, sheets), open: new Map(open), issues: draft.issues };
}

/** Moves are listed in one order, however they are numbered. */
const asListed = (codes: readonly CommuneCode[]) => compareSheets(codes, { scaleOrder: 'fine-first' });

const isSettled = ({ numbers, open }: Draft, key: SheetPlace): boolean =>
  numbers.has(sheetKeyText(key)) || open.has(sheetKeyText(key));

function keeperIssues(commune: CommuneCode, { missing }: RankedCommunes): Issue[] {
  return missing
    ? [
        issue(
          'sheet.keeper-missing',
          phrase('subject.commune', { commune }),
          NOWHERE,
          missing.instead,
          missing.wanted,
        ),
      ]
    : [];
}

function takeFromTable(
  { numbers }: Draft,
  keys: readonly SheetPlace[],
  table: SheetPlanOptions['table'],
): void {
  for (const key of keys.map(sheetKeyText)) {
    const number = table?.get(key);
    if (number !== undefined && !numbers.has(key)) numbers.set(key, number);
  }
}

/** Keys of one sheet get the number that one of them has. Where they have several, those without one stay open. */
function join(draft: Draft, group: readonly SheetPlace[]): void {
  const [number, more] = new Set(group.flatMap((key) => draft.numbers.get(sheetKeyText(key)) ?? []));
  if (number === undefined) return;
  for (const key of group) {
    if (isSettled(draft, key)) continue;
    if (more === undefined) draft.numbers.set(sheetKeyText(key), number);
    else
      leaveOpen(
        draft,
        key,
        'sheet.scale-missing',
        key.sheet,
        group.filter((other) => other !== key),
      );
  }
}

function number(draft: Draft, groups: readonly (readonly SheetPlace[])[], told: NumberingOptions): void {
  const numbered = numberSheets(
    groups.map(([first]) => first!),
    told,
  );
  for (const [i, { sheet, newSheet, before }] of numbered.entries()) {
    for (const key of groups[i]!) {
      if (newSheet !== null) draft.numbers.set(sheetKeyText(key), newSheet);
      else leaveOpen(draft, key, 'sheet.range-full', key.sheet, `1–${told.rangeSize - 1}`);
    }
    if (newSheet === null || before === null) continue;
    const found = `${before.number} → ${newSheet}`;
    draft.issues.push(sheetIssue('sheet.number-taken', sheet, found, [before.holder]));
  }
}

/**
 * Keys that bear one number are one sheet, or it is a fault: what a table gives to two is taken from both, what is in force stays.
 * Either is said with the others named.
 */
function nameShared(
  draft: Draft,
  known: readonly SheetPlace[],
  fixed: ReadonlyMap<string, SheetNumber>,
  inventory: ReadonlySet<string>,
): void {
  const holders = new Map<SheetNumber, SheetPlace[]>();
  for (const key of known) {
    const number = draft.numbers.get(sheetKeyText(key));
    if (number !== undefined) holders.set(number, [...(holders.get(number) ?? []), key]);
  }
  for (const [number, keys] of holders) {
    const same = keys.every((key) => keys.every((other) => maySame(key, other)));
    const clashing = same ? [] : keys.filter((key) => !fixed.has(sheetKeyText(key)));
    const others = (key: SheetPlace) => keys.filter((other) => other !== key);
    for (const key of clashing) {
      draft.numbers.delete(sheetKeyText(key));
      leaveOpen(draft, key, 'sheet.collision', number, others(key));
    }
    const left = keys.filter((key) => !clashing.includes(key));
    const named = left.findLast((key) => inventory.has(sheetKeyText(key)));
    if (left.length > 1 && named) draft.issues.push(sheetIssue('sheet.shared', named, number, others(named)));
  }
}

const movesOf = ({ numbers }: Draft, sheets: readonly SheetCount[]): SheetMove[] =>
  sheets.flatMap((count) => {
    const newSheet = numbers.get(sheetKeyText(count));
    return newSheet === undefined ? [] : [{ ...count, newSheet, kept: newSheet === count.sheet }];
  });

const NOWHERE = { source: '', layer: '', record: 0 };

type Expected = string | readonly SheetKey[];

function leaveOpen(draft: Draft, key: SheetPlace, code: IssueCode, found: string, expected: Expected): void {
  draft.open.set(sheetKeyText(key), sheetIssue(code, key, found, expected));
}

function sheetIssue(code: IssueCode, key: SheetPlace, found: string, expected: Expected): Issue {
  const named = typeof expected === 'string' ? expected : expected.map(oldSheetText);
  return issue(code, sheetSubject(key), NOWHERE, found, named);
}
