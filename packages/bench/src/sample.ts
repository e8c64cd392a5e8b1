/** The province that is measured: drawn once for a seed and a size, kept in the system's temporary folder. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type SampleProvince = {
  readonly sources: readonly string[];
  readonly boundaries: string;
};

const GENERATOR = join(dirname(process.argv[1]!), 'sample.js');

/** As dirty as real data, but for what holds a commune back from `apply`: all of them are to be committed. */
const DIRT = [
  'duplicate-copy=0.0006,overlap=0.0012,sliver=0.0006,bow-tie=0.0008,zero-area=0.0002,multi-part=0.001',
  'outside-commune=0.0004,area-off=0.0015,missing-parcel=0.0005,lost-zeros=0.004,float-code=0.002',
  'decomposed-text=0.004,carried=0.01',
].join(',');

export function sampleProvince(parcels: number, seed: number): SampleProvince {
  const cache = join(tmpdir(), 'thuadat-bench');
  mkdirSync(cache, { recursive: true });
  // Another generator has another program, which names its parts by what they hold.
  const mark = createHash('sha256').update(readFileSync(GENERATOR)).digest('hex').slice(0, 8);
  const folder = join(cache, `lao-cai-${parcels}-${seed}-${mark}`);
  if (!existsSync(folder)) keep(draw(cache, parcels, seed), folder);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.gpkg'));
  return {
    sources: sources.sort().map((name) => join(folder, name)),
    boundaries: join(folder, 'boundaries.geojson'),
  };
}

/** Another benchmark that draws the same at the same time draws the same bytes; the first to end is kept. */
function keep(fresh: string, folder: string): void {
  try {
    renameSync(fresh, folder);
  } catch (fault) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw fault;
  }
}

/** Into a fresh folder of the cache. */
function draw(cache: string, parcels: number, seed: number): string {
  const out = mkdtempSync(join(cache, '.drawing-'));
  const place = ['--province', 'lao-cai', '--parcels', `${parcels}`, '--seed', `${seed}`];
  const how = ['--dirt', DIRT, '--straddle', '0', '--format', 'gpkg', '--out', out];
  try {
    execFileSync(process.execPath, [GENERATOR, ...place, ...how], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return out;
  } catch (fault) {
    rmSync(out, { recursive: true, force: true });
    throw fault;
  }
}
