/** What a caller tells `apply` and `revert`; no clock is read inside, so that the same call gives the same rows. */
import type { IsoDate } from '@thuadat/core/code';
import type { Message } from '@thuadat/core/message/message';
import type { CommuneUnit } from '@thuadat/core/run';

export type Now = { readonly date: IsoDate; readonly instant: string };

export type UnitProgress = {
  readonly unit: CommuneUnit;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly records: number;
};

export type ApplyStage = 'load' | 'index' | 'apply';

export type ApplyOptions = {
  /** Who does it, for the audit. */
  readonly by: string;
  readonly now: Now;
  /** Only these units; the others stay as they are. */
  readonly onlyUnits?: readonly CommuneUnit[];
  readonly onProgress?: (progress: UnitProgress) => void;
  /** A stage begins: its records (of `index`: its statements), of which `already` were done by an earlier call. */
  readonly onStage?: (stage: ApplyStage, total: number, already: number) => void;
  /** So many more are done in the stage `load` or `index`. */
  readonly onAdvance?: (by: number) => void;
  /** Bring the units in for review and put nothing in force. */
  readonly stageOnly?: boolean;
};

/** `applied` now; `already` before; `blocked`: staged for review, blocking issues; `staged`: the unresolved records; `failed`: nothing of it was written. */
export type UnitOutcome = 'applied' | 'already' | 'blocked' | 'staged' | 'failed';

export type UnitResult = {
  readonly unit: CommuneUnit;
  readonly name: string;
  readonly outcome: UnitOutcome;
  readonly parcels: number;
  /** Why it is blocked or failed. */
  readonly reason: Message | null;
};
