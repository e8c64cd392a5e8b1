/**
 * Hands units of work to processes of this machine, largest first. Processes and not threads: GDAL's binding loads once a
 * process, and what a unit held goes back to the system with its process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FormatError } from '@thuadat/formats/format';
import { CommandError } from '../exit.ts';
import { language, say } from '../language.ts';
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

/** What a process tells. */
export type Told = {
  readonly records?: number;
  readonly done?: true;
  readonly fault?: ToldFault;
};

/** A class does not survive the way between processes: what tells faults apart does. */
type ToldFault = Pick<Error, 'name' | 'message' | 'stack'> & {
  readonly exit?: number;
  readonly code?: string;
};

export function tellFault(fault: unknown): ToldFault {
  const { name, message, stack, code } = fault as NodeJS.ErrnoException;
  const exit = fault instanceof CommandError ? { exit: fault.exit } : {};
  return { name, message, ...(stack ? { stack } : {}), ...exit, ...(code ? { code } : {}) };
}

export function faultOf({ exit, ...told }: ToldFault): Error {
  if (exit !== undefined) return new CommandError(told.message, exit);
  if (told.name === 'FormatError') return new FormatError(told.message);
  return Object.assign(new Error(told.message), told);
}

/** The built program lies beside the main one or one folder above its chunks; run from source there is none. */
export function unitProgram(): string | null {
  for (const path of ['./unit-process.js', '../unit-process.js']) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

/** 1 = in this process. */
export const processDispatch =
  (workers: number): Dispatch =>
  async (units, work, options) => {
    const queue = [...units].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
    const program = unitProgram();
    const processes = Math.min(workers, queue.length);
    if (processes <= 1 || program === null) return inThisProcess(queue, work, options);
    await Promise.all(Array.from({ length: processes }, () => inProcess(program, queue, work, options)));
    options.signal.throwIfAborted();
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

/** One process's life: takes the next unit until none is left, the signal comes or a unit fails. */
function inProcess(
  program: string,
  queue: UnitOfWork[],
  work: string,
  { signal, onAdvance }: DispatchOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(program, [work, language()]);
    let ended = false;
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', stop);
      child.once('exit', settle);
      child.disconnect();
    };
    const stop = () => {
      end(() => reject(signal.reason));
      child.kill('SIGKILL');
    };
    const fail = (fault: Error) => {
      queue.length = 0; // the others end after the unit at hand
      end(() => reject(fault));
    };
    const next = () => {
      const unit = queue.shift();
      if (unit === undefined) end(resolve);
      else child.send(unit);
    };
    signal.addEventListener('abort', stop);
    child.on('error', fail);
    child.on('exit', (code, killed) => {
      if (!ended) reject(new Error(`A worker process ended by itself (${killed ?? code}). ${AGAIN()}`));
      ended = true;
    });
    child.on('message', ({ records, done, fault }: Told) => {
      if (records !== undefined) onAdvance(records);
      if (done) next();
      if (fault) fail(faultOf(fault));
    });
    if (signal.aborted) stop();
    else next();
  });
}

const AGAIN = (): string =>
  say(
    'Có thể máy đã hết bộ nhớ: chạy lại đúng lệnh này, với --workers 1 nếu cần.',
    'The machine may be out of memory: run the same command again, with --workers 1 if need be.',
  );
