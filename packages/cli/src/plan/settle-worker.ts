/** Worker thread of `plan`: settles the units it is sent, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SettleContext, settleUnit, type UnitJob } from './settle.ts';

const context = workerData as SettleContext;
parentPort!.on('message', (job: UnitJob) => {
  const settled = settleUnit(context, job);
  parentPort!.postMessage(settled, [settled.ids.buffer as ArrayBuffer]);
});
