/**
 * A worker as a process of its own, to be killed or stopped. Arguments: queue, shared folder, version. A unit's work is to
 * wait and to leave a file with bytes that only its name decides.
 */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueue } from '../src/queue.ts';
import { runWorker } from '../src/queue-work.ts';

const [url, shared, version] = process.argv.slice(2) as [string, string, string];
const queue = await openQueue(url);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
await runWorker(
  queue,
  async ({ work, kind, name }) => {
    const path = join(shared, work, `${kind}-${name}`);
    appendFileSync(join(shared, 'log'), `${process.pid} ${kind} ${name}\n`);
    await sleep(60);
    writeFileSync(`${path}.${process.pid}`, name.repeat(3));
    renameSync(`${path}.${process.pid}`, path);
  },
  {
    version,
    concurrency: 1,
    signal: stop.signal,
    silence: 2,
    onNews: (news) => void process.stdout.write(`${JSON.stringify(news)}\n`),
  },
);
await queue.close();
