/** `apply` as a process of its own, to be killed. Arguments: target, run folder. Prints one line a commune, then `done`. */
import type { IsoDate } from '@thuadat/core/code';
import { openRunFolder } from '@thuadat/run/run-folder';
import { applyRun } from '../src/apply/apply.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';

const AT = '2026-02-03T04:05:06.789Z';
const [target, run] = process.argv.slice(2);
const db = await openDatabase(target!);
await migrate(db, AT);
process.stdout.write('open\n');
await applyRun(db, await openRunFolder(run!), {
  by: 'lan',
  now: { date: '2026-02-03' as IsoDate, instant: AT },
  onProgress: ({ unit }) => void process.stdout.write(`${unit}\n`),
});
const peak = process.resourceUsage().maxRSS;
await db.close();
process.stdout.write(`done ${peak}\n`);
