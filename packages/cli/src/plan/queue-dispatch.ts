/** Hands units of work to `thuadat worker` processes on many machines, through the queue in PostgreSQL. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { ForeignDatabaseError, installQueue, openQueue, type Queue } from '@thuadat/store/queue';
import { type Batch, enqueue, UnitFailedError, waitForBatch } from '@thuadat/store/queue-batch';
import { CommandError, EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import { TOOL } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { hasResult, type UnitOfWork } from './unit-of-work.ts';
import { clashesFile, planFile, settleFile } from './work-folder.ts';

/** Toolkit and dated log of units together: both decide the bytes. */
export const workerVersion = (): string =>
  `${TOOL.replace(/^\S+ /, '')} ${loadCrosswalk().hash.slice(0, 12)}`;

/** Hash of what the units of a work folder are computed from besides the sources; null where there is no such folder. */
export function workStamp(work: string): string | null {
  if (!existsSync(planFile(work))) return null;
  const hash = createHash('sha256');
  for (const path of [planFile(work), settleFile(work), clashesFile(work)])
    hash.update(existsSync(path) ? readFileSync(path) : '').update('\0');
  return hash.digest('hex').slice(0, 16);
}

/**
 * Opens the queue at `url`, makes its schema when the database may hold it, and gives the way to dispatch. `shared` is the
 * folder that all machines see; the work folder lies below it.
 */
export async function queueDispatch(
  url: string,
  shared: string,
  notice: (text: string) => void,
): Promise<Dispatch> {
  const queue = await opened(url);
  await queue.close();
  return async (units, work, { signal, onAdvance }) => {
    if (units.length === 0) return;
    const waiting = await opened(url);
    try {
      const batch = batchOf(units, work, shared);
      const sizes = new Map(units.map((unit) => [`${unit.kind} ${unit.name}`, unit.size]));
      await enqueue(waiting, batch);
      await waitForBatch(waiting, batch, {
        signal,
        isDone: (unit) => hasResult(work, unit as UnitOfWork),
        onDone: ({ kind, name }) => onAdvance(sizes.get(`${kind} ${name}`) ?? 0),
        onFreed: (workers) => notice(freed(workers.length)),
        onIdle: (workers) => notice(idle(workers, url, shared)),
      });
    } catch (fault) {
      throw fault instanceof UnitFailedError ? failed(fault) : fault;
    } finally {
      await waiting.close();
    }
  };
}

async function opened(url: string): Promise<Queue> {
  try {
    const queue = await openQueue(url);
    await installQueue(queue).catch(async (fault: unknown) => {
      await queue.close();
      throw fault;
    });
    return queue;
  } catch (cause) {
    const { message } = cause as Error;
    const exit = cause instanceof ForeignDatabaseError ? EXIT.usage : EXIT.failed;
    throw new CommandError(say(`Hàng đợi: ${message}`, `Queue: ${message}`), exit, { cause });
  }
}

function batchOf(units: readonly UnitOfWork[], work: string, shared: string): Batch {
  const below = relative(resolve(shared), resolve(work));
  if (below === '' || below.startsWith('..') || isAbsolute(below))
    throw new CommandError(
      say(
        `Thư mục làm việc ${work} không nằm dưới --shared ${shared}. Đặt --runs trong thư mục dùng chung.`,
        `The work folder ${work} does not lie below --shared ${shared}. Put --runs inside the shared folder.`,
      ),
    );
  const order = [...units].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
  return {
    plan: basename(work),
    stamp: workStamp(work)!,
    version: workerVersion(),
    work: below.split(sep).join('/'),
    units: order.map(({ kind, name }) => ({ kind, name })),
  };
}

const failed = ({ unit, attempts, found }: UnitFailedError): CommandError => {
  const vi = found ?? `worker nhận nó đều bị chết (có thể hết bộ nhớ)`;
  const en = found ?? 'every worker that took it died (perhaps out of memory)';
  return new CommandError(
    say(
      `Phần việc ${unit.kind} ${unit.name} hỏng sau ${attempts} lần thử: ${vi}. Khắc phục nguyên nhân rồi chạy lại đúng lệnh này; phần đã xong được giữ lại.`,
      `Unit ${unit.kind} ${unit.name} failed ${attempts} times: ${en}. Mend the cause and run the same command again; what is done is kept.`,
    ),
    EXIT.failed,
  );
};

const freed = (workers: number): string =>
  say(
    `${count(workers)} worker không còn hoạt động; phần việc của chúng được giao lại.`,
    `${count(workers)} workers are gone; their units are handed out again.`,
  );

const idle = (workers: number, url: string, shared: string): string =>
  workers > 0
    ? say(
        `Có ${count(workers)} worker nhưng chưa worker nào nhận việc: xem thông báo của chúng (khác phiên bản?).`,
        `${count(workers)} workers are alive and none takes a unit: see what they say (another version?).`,
      )
    : say(
        `Chưa có worker nào. Trên mỗi máy chạy: thuadat worker --database ${hidden(url)} --shared ${shared}`,
        `No worker is there. Run on each machine: thuadat worker --database ${hidden(url)} --shared ${shared}`,
      );

const hidden = (url: string): string => url.replace(/:\/\/([^:/@]*):[^@]*@/, '://$1:…@');
