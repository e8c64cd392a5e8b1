/** What a second process brings: scatter and settle, the stages whose units of work are shared out, with one and with two. */
import { planProvince, workplace } from './migration.ts';
import type { Ran } from './program.ts';
import type { Bench } from './province.ts';
import type { SampleProvince } from './sample.ts';

const SHARED_OUT = /scatter|settle/;

/** How many times faster two are. */
export async function processRows(bench: Bench, sample: SampleProvince): Promise<number> {
  const seconds: number[] = [];
  for (const workers of [1, 2]) {
    const place = workplace();
    try {
      const planned = await planProvince(sample, place.path, workers);
      seconds.push(sharedOut(planned));
      const name = `scatter + settle, ${workers} ${workers === 1 ? 'process' : 'processes'}`;
      const { records, peak } = planned;
      bench.row({ name, records, seconds: seconds.at(-1)!, rss: peak.rss, serverRss: null, peer: null });
    } finally {
      place.done();
    }
  }
  return seconds[0]! / seconds[1]!;
}

/** The whole where the program does not tell its stages. */
function sharedOut({ stages, seconds }: Ran): number {
  const parts = stages.filter(({ name }) => SHARED_OUT.test(name));
  return parts.length === 0 ? seconds : parts.reduce((sum, part) => sum + part.seconds, 0);
}
