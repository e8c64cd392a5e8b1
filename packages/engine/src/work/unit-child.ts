/**
 * A process of this machine that runs units of one plan, one at a time. A process and not a thread: GDAL's binding loads
 * once a process, and what a unit held goes back to the system with its process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Message, RefusalError, type RefusalKind, refusal } from '@thuadat/core/message/message';
import { PLAN_MESSAGES } from '../messages.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** What the process tells. */
export type UnitReport = {
  /** Records done since it told last. */
  readonly records?: number;
  readonly done?: true;
  readonly fault?: ToldFault;
};

/** A class does not survive the way between processes: what tells faults apart does. */
type ToldFault = Pick<Error, 'name' | 'message' | 'stack'> & {
  readonly refused?: { readonly kind: RefusalKind; readonly reason: Message };
  readonly code?: string;
};

export function tellFault(fault: unknown): ToldFault {
  const { name, message, stack, code } = fault as NodeJS.ErrnoException;
  const refused =
    fault instanceof RefusalError ? { refused: { kind: fault.kind, reason: fault.reason } } : {};
  return { name, message, ...(stack ? { stack } : {}), ...refused, ...(code ? { code } : {}) };
}

function faultOf({ refused, ...told }: ToldFault): Error {
  if (refused) return new RefusalError(refused.kind, refused.reason, told.message);
  return Object.assign(new Error(told.message), told);
}

/** The built program lies beside the main one or one folder above its chunks; null when run from source. */
export function unitProgram(): string | null {
  for (const path of ['./unit-process.js', '../unit-process.js']) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

export type UnitChild = {
  run(unit: Pick<UnitOfWork, 'kind' | 'name'>): Promise<void>;
  /** Ends the process when its unit is done. */
  end(): void;
  /** Ends it at once; a unit at hand is lost and fails. */
  kill(): void;
};

export function startUnitChild(work: string, onAdvance: (records: number) => void = () => {}): UnitChild {
  const program = unitProgram();
  if (program === null) throw new Error('unit-process.js is missing beside the program: build it again.');
  const child: ChildProcess = fork(program, [work]);
  let running: { resolve(): void; reject(fault: Error): void } | null = null;
  let broken: Error | null = null;
  const fail = (fault: Error) => {
    broken = fault;
    running?.reject(fault);
    running = null;
  };
  child.on('error', fail);
  child.on('exit', (code, killed) =>
    fail(refusal(PLAN_MESSAGES, 'failed', 'process.died', { how: String(killed ?? code) })),
  );
  child.on('message', ({ records, done, fault }: UnitReport) => {
    if (records !== undefined) onAdvance(records);
    if (fault) running?.reject(faultOf(fault));
    else if (done) running?.resolve();
    else return;
    running = null;
  });
  return {
    run: (unit) =>
      new Promise((resolve, reject) => {
        if (broken) return reject(broken);
        running = { resolve, reject };
        child.send(unit);
      }),
    end() {
      if (child.connected) child.disconnect();
    },
    kill: () => child.kill('SIGKILL'),
  };
}
