/** Hands units of work to `thuadat worker` processes on many machines, through the queue in PostgreSQL. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { type Message, message, RefusalError, refusal } from '@thuadat/core/message/message';
import { TOOL } from '@thuadat/engine/work/context';
import type { Dispatch } from '@thuadat/engine/work/dispatch';
import { hasResult, type UnitOfWork } from '@thuadat/engine/work/unit-of-work';
import { clashesFile, planFile, settleFile } from '@thuadat/engine/work/work-folder';
import { QUEUE_MESSAGES } from './messages.ts';
import { ForeignDatabaseError, installQueue, openQueue, type Queue } from './queue.ts';
import { type Batch, enqueue, UnitFailedError, waitForBatch } from './queue-batch.ts';

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
  onNotice: (notice: Message) => void,
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
        onFreed: (workers) =>
          onNotice(message(QUEUE_MESSAGES, 'queue.workers-gone', { workers: workers.length })),
        onIdle: (workers) => onNotice(idle(workers, url, shared)),
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
    const kind = cause instanceof ForeignDatabaseError ? 'usage' : 'failed';
    const found = cause instanceof RefusalError ? cause.reason : (cause as Error).message;
    throw refusal(QUEUE_MESSAGES, kind, 'queue.fault', { found }, { cause });
  }
}

function batchOf(units: readonly UnitOfWork[], work: string, shared: string): Batch {
  const below = relative(resolve(shared), resolve(work));
  if (below === '' || below.startsWith('..') || isAbsolute(below))
    throw refusal(QUEUE_MESSAGES, 'usage', 'queue.not-shared', { work, shared });
  const order = [...units].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
  return {
    plan: basename(work),
    stamp: workStamp(work)!,
    version: workerVersion(),
    work: below.split(sep).join('/'),
    units: order.map(({ kind, name }) => ({ kind, name })),
  };
}

const failed = ({ unit, attempts, found }: UnitFailedError): RefusalError =>
  refusal(QUEUE_MESSAGES, 'failed', 'queue.unit-failed', {
    unit: `${unit.kind} ${unit.name}`,
    attempts,
    found: found ?? message(QUEUE_MESSAGES, 'queue.workers-died', {}),
  });

const idle = (workers: number, url: string, shared: string): Message =>
  workers > 0
    ? message(QUEUE_MESSAGES, 'queue.workers-idle', { workers })
    : message(QUEUE_MESSAGES, 'queue.no-worker', { database: hidden(url), shared });

const hidden = (url: string): string => url.replace(/:\/\/([^:/@]*):[^@]*@/, '://$1:…@');
