/** A process of this machine that runs units of one plan for a queue worker, one at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { language, say } from '../language.ts';
import { faultOf, type Told, unitProgram } from './dispatch.ts';
import type { UnitOfWork } from './unit-of-work.ts';

export type UnitChild = {
  run(unit: Pick<UnitOfWork, 'kind' | 'name'>): Promise<void>;
  /** Ends the process; not while a unit runs. */
  end(): void;
};

export function startUnitChild(work: string): UnitChild {
  const program = unitProgram();
  if (program === null) throw new Error('unit-process.js is missing beside the program: build it again.');
  const child: ChildProcess = fork(program, [work, language()]);
  let running: { resolve(): void; reject(fault: Error): void } | null = null;
  let broken: Error | null = null;
  const fail = (fault: Error) => {
    broken = fault;
    running?.reject(fault);
    running = null;
  };
  child.on('error', fail);
  child.on('exit', (code, killed) => fail(diedBy(killed ?? code)));
  child.on('message', ({ done, fault }: Told) => {
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
  };
}

const diedBy = (how: string | number | null): Error =>
  new Error(
    say(
      `tiến trình xử lý tự kết thúc (${how}); có thể máy đã hết bộ nhớ`,
      `the process at work ended by itself (${how}); the machine may be out of memory`,
    ),
  );
