/** Names of map sheets before and after the merger. */
import type { CommuneCode, ProvinceCode, Scale, SheetNumber } from '../../code.ts';
import { phrase } from '../../issue/value.ts';
import type { Message } from '../../message/message.ts';

/** A sheet before: scale or series tells apart sheet sets inside one commune. */
export type SheetKey = {
  readonly oldCommune: CommuneCode;
  readonly sheet: SheetNumber;
  readonly scale: Scale | null;
  readonly series: string | null;
};

/** A sheet in one of the new communes it falls in. */
export type SheetPlace = SheetKey & { readonly newCommune: CommuneCode };

/** One line of the inventory gathered while sources stream: a sheet, the new commune it falls in, how many parcels. */
export type SheetCount = SheetPlace & { readonly oldProvince: ProvinceCode; readonly parcels: number };

/** One line of a sheet plan. `kept`: same number as before. */
export type SheetMove = SheetCount & { readonly newSheet: SheetNumber; readonly kept: boolean };

/** A number that an earlier run put in force. */
export type SheetInForce = SheetPlace & { readonly newSheet: SheetNumber };

/** Text form of a key, for maps: unit separator cannot occur in codes. */
export const sheetKeyText = (key: SheetPlace): string =>
  `${key.newCommune}\u001f${key.oldCommune}\u001f${key.sheet}\u001f${key.scale ?? ''}\u001f${key.series ?? ''}`;

/** As issues name a sheet, free of language: `32002/15 1/500`. */
export const oldSheetText = ({ oldCommune, sheet, scale, series }: SheetKey): string =>
  [`${oldCommune}/${sheet}`, scale === null ? null : `1/${scale}`, series]
    .filter((part) => part !== null)
    .join(' ');

/** What both may be: nothing that one says does the other say otherwise. A scale or a series that is not given may be any. */
export const maySame = (a: SheetKey, b: SheetKey): boolean =>
  a.oldCommune === b.oldCommune &&
  a.sheet === b.sheet &&
  (a.scale === null || b.scale === null || a.scale === b.scale) &&
  (a.series === null || b.series === null || a.series === b.series);

/** The digits of a sheet number: 12 in `DC12a`, 0 without any. */
export const numberIn = (sheet: string): number => Number(/\d+/.exec(sheet)?.[0] ?? 0);

/** What a person calls a sheet that moves. */
export function sheetSubject({ sheet, scale, oldCommune, newCommune }: SheetPlace): Message {
  const names = { sheet, oldCommune, newCommune };
  return scale ? phrase('subject.sheet-of-scale', { ...names, scale }) : phrase('subject.sheet', names);
}
