/**
 * The dated log of administrative units. Never one old→new map: codes are recycled, units split, and the list moves
 * again; a resolution chains the events between two dates.
 */
import type { CommuneCode, DistrictCode, IsoDate, ProvinceCode } from '../code.ts';

/** A commune as it stood from `from` (inclusive) to `to` (exclusive; null = still). Names are NFC with their type word. */
export type Unit = {
  readonly code: CommuneCode;
  readonly name: string;
  readonly province: ProvinceCode;
  readonly district: DistrictCode | null;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
};

export type EventKind = 'merge' | 'split' | 'rename' | 'recode' | 'transfer' | 'abolish';

/** One edge of an event: a whole unit, or a part of it, goes from a code before the date to a code on and after it. */
export type UnitEvent = {
  readonly date: IsoDate;
  readonly kind: EventKind;
  readonly from: CommuneCode;
  readonly to: CommuneCode | null;
  readonly relation: 'whole' | 'part';
  /** Legal act, with its clause where known: `1673/NQ-UBTVQH15 §90`. */
  readonly act: string;
};

/** Where a commune code, read at one date, stands at another. */
export type UnitResolution =
  | { readonly kind: 'exact'; readonly unit: Unit; readonly via: readonly UnitEvent[] }
  | { readonly kind: 'merged'; readonly unit: Unit; readonly via: readonly UnitEvent[] }
  | { readonly kind: 'split'; readonly candidates: readonly Unit[]; readonly via: readonly UnitEvent[] }
  | { readonly kind: 'retired'; readonly lastUnit: Unit; readonly via: readonly UnitEvent[] }
  /** Not valid at that date. `known` lists the times at which the code did exist: the likely epoch of the source. */
  | { readonly kind: 'unknown'; readonly known: readonly Unit[] };

/** The log with its indexes; built by `buildCrosswalk` (unit/crosswalk.ts). */
export type Crosswalk = {
  readonly units: readonly Unit[];
  readonly events: readonly UnitEvent[];
  /** SHA-256 of the canonical CSV of units and events: a run pins it. */
  readonly hash: string;
  /** The unit that bore `code` on `date`. */
  unitAt(code: CommuneCode, date: IsoDate): Unit | null;
  /** All units that ever bore `code`, oldest first. */
  history(code: CommuneCode): readonly Unit[];
  /** Old → new: read `code` at `epoch`, say where it is at `asOf`. */
  resolve(code: CommuneCode, epoch: IsoDate, asOf: IsoDate): UnitResolution;
  /** New → old: the units at `epoch` of which the whole or a part is in `code` at `asOf`. */
  predecessors(
    code: CommuneCode,
    asOf: IsoDate,
    epoch: IsoDate,
  ): readonly { readonly unit: Unit; readonly relation: 'whole' | 'part' }[];
};
