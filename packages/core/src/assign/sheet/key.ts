/** Names of map sheets before and after the merger. */
import type { CommuneCode, ProvinceCode, Scale, SheetNumber } from '../../code.ts';

/** A sheet before: scale or series tells apart sheet sets inside one commune. */
export type SheetKey = {
  readonly oldCommune: CommuneCode;
  readonly sheet: SheetNumber;
  readonly scale: Scale | null;
  readonly series: string | null;
};

/** One line of the inventory gathered while sources stream: a sheet, the new commune it falls in, how many parcels. */
export type SheetCount = SheetKey & {
  readonly newCommune: CommuneCode;
  readonly oldProvince: ProvinceCode;
  readonly parcels: number;
};

/** One line of a sheet plan. `kept`: same number as before. */
export type SheetMove = SheetCount & { readonly newSheet: SheetNumber; readonly kept: boolean };

/** Text form of a key, for maps: unit separator cannot occur in codes. */
export const sheetKeyText = (key: SheetKey & { readonly newCommune: CommuneCode }): string =>
  `${key.newCommune}\u001f${key.oldCommune}\u001f${key.sheet}\u001f${key.scale ?? ''}\u001f${key.series ?? ''}`;
