/** Hands units of work to processes of this machine, largest first. */
import { startUnitChild, unitProgram } from './unit-child.ts';
import { openUnitRunner, type UnitOfWork } from './unit-of-work.ts';

export type DispatchOptions = {
  readonly signal: AbortSignal;
  /** Records done since the last call. */
  readonly onAdvance: (records: number) => void;
};

/** Does all units, in any order; throws the first fault, or the signal's reason. */
export type Dispatch = (
  units: readonly UnitOfWork[],
  work: string,
  options: DispatchOptions,
) => Promise<void>;

/** Records of a unit that may keep this process from hearing Ctrl-C and showing progress: about a second. */
const BRIEF = 5_000;

/** 1 = in this process, as long as units are small. */
export const processDispatch =
  (workers: number): Dispatch =>
  async (units, work, options) => {
    const queue = [...units].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
    const processes = Math.min(workers, queue.length);
    const brief = processes <= 1 && queue.every(({ size }) => size <= BRIEF);
    if (brief || unitProgram() === null) return inThisProcess(queue, work, options);
    await Promise.all(Array.from({ length: processes }, () => inProcess(queue, work, options)));
  };

async function inThisProcess(
  queue: readonly UnitOfWork[],
  work: string,
  { signal, onAdvance }: DispatchOptions,
): Promise<void> {
  const runner = openUnitRunner(work);
  try {
    for (const unit of queue) {
      signal.throwIfAborted();
      await runner.run(unit, (records) => {
        onAdvance(records);
        signal.throwIfAborted();
      });
      await new Promise(setImmediate);
    }
  } finally {
    await runner.close();
  }
}

/** One process's life: takes the next unit until none is left, the signal comes or a unit fails anywhere. */
async function inProcess(
  queue: UnitOfWork[],
  work: string,
  { signal, onAdvance }: DispatchOptions,
): Promise<void> {
  signal.throwIfAborted();
  const child = startUnitChild(work, onAdvance);
  signal.addEventListener('abort', child.kill);
  try {
    for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) await child.run(unit);
  } catch (fault) {
    queue.length = 0;
    throw signal.aborted ? signal.reason : fault;
  } finally {
    signal.removeEventListener('abort', child.kill);
    child.end();
  }
}
