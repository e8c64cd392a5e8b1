import type { CommuneCode, IsoDate, SheetNumber } from '@thuadat/core/code';
import type { SheetCount } from '@thuadat/core/sheet/key';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { CommandError } from '../exit.ts';

export async function readTable(
  path: string,
  _context: {
    readonly crosswalk: Crosswalk;
    readonly inventory: readonly SheetCount[];
    readonly epochs: readonly IsoDate[];
    readonly asOf: IsoDate;
  },
): Promise<ReadonlyMap<string, SheetNumber>> {
  throw new CommandError(`${path}: ${'' as CommuneCode}`);
}
