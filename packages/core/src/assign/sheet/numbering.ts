/**
 * The strategies that need no table: each sheet has a number it should get, and no number is given twice. The key in law has no scale,
 * so two sheets of one number and two scales get two numbers: the first in the order keeps it, the other goes on after the last.
 */
import type { CommuneCode, SheetNumber } from '../../code.ts';
import type { SheetStrategy } from '../../profile.ts';
import { numberIn, type SheetInForce, type SheetKey } from './key.ts';

/** `before`: the number it should have had, and the sheet that has it. */
export type Numbered<K> = {
  readonly sheet: K;
  /** Null: the old commune's range has no number left. */
  readonly newSheet: SheetNumber | null;
  readonly before: { readonly number: SheetNumber; readonly holder: SheetKey } | null;
};

export type NumberingOptions = {
  readonly strategy: Exclude<SheetStrategy, 'table'>;
  /** The keeper first. */
  readonly communes: readonly CommuneCode[];
  readonly inForce: readonly SheetInForce[];
  readonly rangeSize: number;
};

type Scheme = {
  /** The number a sheet should get by itself; null when it is to follow the others. */
  readonly own: (sheet: SheetKey) => string | null;
  /** The number after `last` for a sheet of that old commune. */
  readonly following: (commune: CommuneCode, last: number) => string;
  /** Numbers that follow are counted for each old commune, or for all together. */
  readonly counter: (commune: CommuneCode) => string;
  /** What a number counts as there. */
  readonly count: (number: string) => number;
  /** Numbers from this one on are not the old commune's. */
  readonly end: number;
};

/** `sheets`: one key for each sheet, in their order, none of them in force. */
export function numberSheets<K extends SheetKey>(
  sheets: readonly K[],
  options: NumberingOptions,
): Numbered<K>[] {
  const scheme = SCHEMES[options.strategy](options);
  const holders = new Map<string, SheetKey>();
  const last = new Map<string, number>();
  const take = (sheet: SheetKey, number: string) => {
    const counter = scheme.counter(sheet.oldCommune);
    holders.set(number, sheet);
    last.set(counter, Math.max(last.get(counter) ?? 0, scheme.count(number)));
  };
  for (const sheet of options.inForce) take(sheet, sheet.newSheet);
  const wanted = sheets.map((sheet) => {
    const own = scheme.own(sheet);
    const beyond = own !== null && numberIn(sheet.sheet) >= scheme.end;
    const mine = own !== null && !beyond && !holders.has(own);
    if (mine) take(sheet, own);
    return { sheet, own, beyond, mine };
  });
  return wanted.map(({ sheet, own, beyond, mine }) => {
    if (mine) return { sheet, newSheet: own as SheetNumber, before: null };
    const holder = own === null ? undefined : holders.get(own);
    const before = holder ? { number: own as SheetNumber, holder } : null;
    const number = beyond ? null : nextFree(scheme, sheet.oldCommune, last, holders);
    if (number !== null) take(sheet, number);
    return { sheet, newSheet: number as SheetNumber | null, before };
  });
}

function nextFree(
  scheme: Scheme,
  commune: CommuneCode,
  last: ReadonlyMap<string, number>,
  holders: ReadonlyMap<string, SheetKey>,
): string | null {
  for (let next = (last.get(scheme.counter(commune)) ?? 0) + 1; next < scheme.end; next++) {
    const number = scheme.following(commune, next);
    if (!holders.has(number)) return number;
  }
  return null;
}

const SCHEMES: Readonly<Record<NumberingOptions['strategy'], (options: NumberingOptions) => Scheme>> = {
  /** The keeper's sheets stay; all others follow the last number. */
  continue: ({ communes }) => ({
    own: ({ oldCommune, sheet }) => (oldCommune === communes[0] ? sheet : null),
    following: (_, next) => String(next),
    counter: () => '',
    count: numberIn,
    end: Number.POSITIVE_INFINITY,
  }),
  /** Old commune k of the new commune takes the numbers k·size + 1 … (k + 1)·size − 1; letters stay. */
  range(options) {
    const { rangeSize: size } = options;
    const ranks = ranksOf(options, (number) => Math.floor(numberIn(number) / size));
    return {
      own: ({ oldCommune, sheet }) =>
        sheet.replace(/\d+/, (digits) => String(ranks.get(oldCommune)! * size + Number(digits))),
      following: (commune, next) => String(ranks.get(commune)! * size + next),
      counter: (commune) => commune,
      count: (number) => numberIn(number) % size,
      end: size,
    };
  },
  /** The keeper's sheets stay; the others carry the rank of their old commune before the number: `2-15`. */
  prefix(options) {
    const ranks = ranksOf(options, (number) => Number(/^(\d+)-/.exec(number)?.[1] ?? 1) - 1);
    const prefix = (commune: CommuneCode) => (ranks.get(commune) === 0 ? '' : `${ranks.get(commune)! + 1}-`);
    return {
      own: ({ oldCommune, sheet }) => `${prefix(oldCommune)}${sheet}`,
      following: (commune, next) => `${prefix(commune)}${next}`,
      counter: (commune) => commune,
      count: (number) => numberIn(number.replace(/^\d+-/, '')),
      end: Number.POSITIVE_INFINITY,
    };
  },
};

/** Which range or prefix an old commune has: the one its sheets in force have, else the first that none has. */
function ranksOf(
  { communes, inForce }: NumberingOptions,
  rankOf: (number: SheetNumber) => number,
): ReadonlyMap<CommuneCode, number> {
  const held = new Map<number, Set<CommuneCode>>();
  const own = new Map<CommuneCode, Set<number>>();
  for (const { oldCommune, newSheet } of inForce) {
    const rank = rankOf(newSheet);
    held.set(rank, (held.get(rank) ?? new Set()).add(oldCommune));
    own.set(oldCommune, (own.get(oldCommune) ?? new Set()).add(rank));
  }
  const ranks = new Map<CommuneCode, number>();
  let free = 0;
  for (const commune of communes) {
    const [rank, more] = own.get(commune) ?? [];
    if (rank !== undefined && more === undefined && held.get(rank)!.size === 1) {
      ranks.set(commune, rank);
      continue;
    }
    while (held.has(free)) free++;
    ranks.set(commune, free++);
  }
  return ranks;
}
