/** What the province benchmark is held to. */
import type { Bench } from './part.ts';
import type { Migrated } from './province.ts';
import { ratioOf } from './result.ts';
import { mib } from './table.ts';

const WHOLE_PROVINCE = 5_000_000;
const PLAN_SECONDS = 360;
const APPLY_SECONDS = 240;
const PLAN_RSS = 2 * 2 ** 30;
const PEER = 3;
const GROWTH = 1.15;
const PROCESSES = 1.7;
const LOOKUP = 50;

/** Times of a smaller province say nothing of the targets in minutes; ratios are held at any size. */
export function judge(
  { result, options }: Bench,
  migrations: ReadonlyMap<number, Migrated>,
  { processes, reading }: { readonly processes: number | null; readonly reading: number | null },
): void {
  const verdict = (what: string, found: string, held: boolean) => result.targets.push({ what, found, held });
  const { small, parcels } = options;
  const large = migrations.get(parcels);
  const less = migrations.get(small);
  if (large && parcels >= WHOLE_PROVINCE) {
    const { planned, applied } = large;
    verdict('plan ≤ 6 min', `${planned.seconds.toFixed(0)} s`, planned.seconds <= PLAN_SECONDS);
    if (applied)
      verdict('apply ≤ 4 min', `${applied.seconds.toFixed(0)} s`, applied.seconds <= APPLY_SECONDS);
  }
  if (large) {
    const { rss } = large.planned.peak;
    verdict('plan, all processes together ≤ 2 GiB', mib(rss), rss <= PLAN_RSS);
  }
  for (const row of result.rows) {
    const ratio = ratioOf(row);
    if (ratio !== null && row.name === 'plan + apply')
      verdict('migration ≥ 3 × PostGIS SQL', `${ratio.toFixed(2)} ×`, ratio >= PEER);
  }
  if (large && less && parcels > small) {
    for (const name of ['planned', 'applied'] as const) {
      const [few, many] = [less[name], large[name]];
      if (!few || !many) continue;
      const growth = many.seconds / large.planned.records / (few.seconds / less.planned.records);
      const memory = many.peak.rss / few.peak.rss;
      const found = `${percent(growth)} a parcel from ${small} to ${parcels}; peak RSS ${percent(memory)}`;
      verdict(`${name === 'planned' ? 'plan' : 'apply'} grows linearly within 15 %`, found, growth <= GROWTH);
    }
  }
  if (result.live) {
    const { p99 } = result.live.busy;
    verdict('look-ups while applying, p99 ≤ 50 ms', `${p99.toFixed(1)} ms`, p99 <= LOOKUP);
  }
  if (reading !== null) verdict('reading into a table ≥ ogr2ogr', `${reading.toFixed(2)} ×`, reading >= 1);
  if (processes !== null)
    verdict('1 → 2 processes ≥ 1.7 ×', `${processes.toFixed(2)} ×`, processes >= PROCESSES);
}

const percent = (factor: number): string => `${factor >= 1 ? '+' : ''}${(100 * (factor - 1)).toFixed(0)} %`;
