/** Units of work over many machines, through a queue in PostgreSQL. */

export { installQueue, openQueue, type Queue, type QueuedUnit } from './queue.ts';
export { queueDispatch } from './queue-dispatch.ts';
export { type RunQueuedUnit, runWorker, type WorkerOptions } from './queue-work.ts';
