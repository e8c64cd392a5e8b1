/** A plan while it is made: what was asked for, and what is known of it so far. */
import { availableParallelism } from 'node:os';
import type { ExtraLog } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import type { Issue } from '@thuadat/core/issue/index';
import type { Message } from '@thuadat/core/message/message';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Progress } from '@thuadat/core/progress';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { RegistryState } from '../settle/registry.ts';
import type { ReviewState } from '../settle/reviewed.ts';
import type { Survey, SurveyOptions } from '../source/evidence.ts';
import type { PreparedSource } from '../source/prepare-source.ts';
import type { PlanContext } from './context.ts';
import { crashPoint } from './crash-point.ts';
import { type Dispatch, processDispatch } from './dispatch.ts';
import { isDone, type UnitOfWork } from './unit-of-work.ts';

export type PlanOptions = {
  readonly profile: ProvinceProfile;
  readonly crosswalk: Crosswalk;
  /** What the user added to the log of units; the crosswalk is made of both. */
  readonly log?: ExtraLog;
  /** Files, folders, `.zip` archives and patterns. */
  readonly paths: readonly string[];
  /** Files that are no sources though they may lie in a folder of them, such as the config file. */
  readonly apart?: readonly string[];
  readonly config: Config;
  readonly oldBoundaries?: string;
  readonly runs: string;
  readonly registry: RegistryState;
  /** What people decided in review; none when absent. */
  readonly reviewed?: ReviewState;
  readonly workers?: number;
  /** Who does the units of work; processes of this machine unless told. */
  readonly dispatch?: Dispatch;
  readonly by: string;
  readonly at: string;
  readonly progress: Progress;
  /** Stops the plan; what is done is kept, and the same call goes on. */
  readonly signal: AbortSignal;
  readonly onNotice?: (notice: Message) => void;
};

export type PlanInWork = {
  readonly options: PlanOptions;
  readonly work: string;
  readonly asOf: IsoDate;
  /** Of the config, as the run tells it. */
  readonly configHash: string;
  readonly sources: readonly PreparedSource[];
  readonly inCommune: SurveyOptions['inCommune'] | null;
};

export type ScatteredPlan = {
  readonly context: PlanContext;
  readonly surveys: readonly Survey[];
  /** What is to be said of whole sources. */
  readonly notices: readonly Issue[];
};

const dispatchOf = ({ dispatch, workers }: PlanOptions): Dispatch =>
  dispatch ?? processDispatch(workers ?? Math.min(availableParallelism(), 8));

/** Does the units that left no result yet. */
export async function dispatchMissing(
  { options, work }: Pick<PlanInWork, 'options' | 'work'>,
  stage: string,
  units: readonly UnitOfWork[],
): Promise<void> {
  const { progress, signal } = options;
  const missing = units.filter((unit) => !isDone(work, unit));
  const total = units.reduce((sum, { size }) => sum + size, 0);
  const already = total - missing.reduce((sum, { size }) => sum + size, 0);
  progress.stage(stage, total === 0 ? null : total, already);
  signal.throwIfAborted();
  await dispatchOf(options)(missing, work, { signal, onAdvance: (records) => progress.advance(records) });
  crashPoint(`${stage} done`);
}
