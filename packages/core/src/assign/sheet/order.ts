/** In which order the old communes of a new one, and their sheets, take their turns for new numbers. */
import type { CommuneCode } from '../../code.ts';
import { numberIn, type SheetCount, type SheetInForce, type SheetKey } from './key.ts';

export type SheetOrder = {
  /**
   * Which old commune keeps its numbers: the one whose code lives on (what provinces mostly do), or the one with most
   * parcels.
   */
  readonly keeper?: 'code' | 'largest';
  /**
   * `scale`: all sheets of one scale over all communes, then those of the next; `commune`: one commune after the other. By scale
   * unless told, the coarsest scale first: that fits 29 of the 41 new communes of the one real table that was looked through,
   * commune by commune with the finest scale first fits 10.
   */
  readonly groupBy?: 'scale' | 'commune';
  readonly scaleOrder?: 'coarse-first' | 'fine-first';
  /** Old communes after the keeper: by code unless told, or those with most parcels first. */
  readonly communeOrder?: 'code' | 'largest';
};

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type RankedCommunes = {
  /** The keeper first. */
  readonly order: readonly CommuneCode[];
  /** The commune that should have kept its numbers has no sheet, and another does. */
  readonly missing: { readonly wanted: CommuneCode; readonly instead: CommuneCode } | null;
};

/** Old communes of one new commune. */
export function rankCommunes(
  commune: CommuneCode,
  sheets: readonly SheetCount[],
  inForce: readonly SheetInForce[],
  { keeper: by, communeOrder }: SheetOrder,
): RankedCommunes {
  const parcels = new Map<CommuneCode, number>(inForce.map(({ oldCommune }) => [oldCommune, 0]));
  for (const sheet of sheets)
    parcels.set(sheet.oldCommune, (parcels.get(sheet.oldCommune) ?? 0) + sheet.parcels);
  const byCode = [...parcels.keys()].sort(compare);
  const bySize = [...byCode].sort((a, b) => parcels.get(b)! - parcels.get(a)!);
  const largest = bySize[0]!;
  const wanted = by === 'largest' ? largest : commune;
  const keeper = parcels.has(wanted) ? wanted : largest;
  const others = communeOrder === 'largest' ? bySize : byCode;
  return {
    order: [keeper, ...others.filter((code) => code !== keeper)],
    missing: keeper !== wanted && parcels.size > 1 ? { wanted, instead: keeper } : null,
  };
}

/** The turn of a sheet. One whose scale is not given comes after all others. */
export function compareSheets(
  communes: readonly CommuneCode[],
  { groupBy = 'scale', scaleOrder = 'coarse-first' }: SheetOrder,
): (a: SheetKey, b: SheetKey) => number {
  const sign = scaleOrder === 'coarse-first' ? -1 : 1;
  const scale = (a: SheetKey, b: SheetKey): number =>
    Number(a.scale === null) - Number(b.scale === null) || sign * (Number(a.scale) - Number(b.scale));
  const commune = (a: SheetKey, b: SheetKey): number =>
    communes.indexOf(a.oldCommune) - communes.indexOf(b.oldCommune);
  const [first, second] = groupBy === 'scale' ? [scale, commune] : [commune, scale];
  return (a, b) =>
    first(a, b) ||
    second(a, b) ||
    numberIn(a.sheet) - numberIn(b.sheet) ||
    compare(a.sheet, b.sheet) ||
    compare(a.series ?? '', b.series ?? '');
}
