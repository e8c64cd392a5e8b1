/** The province the pipeline is measured on: drawn once for a seed and a size, kept in the system's temporary folder. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type SampleProvince = {
  readonly sources: readonly string[];
  readonly boundaries: string;
};

/** As dirty as real data, but for what holds a commune back from `apply`: all of them are to be committed. */
const DIRT = {
  'duplicate-copy': 0.0006,
  overlap: 0.0012,
  sliver: 0.0006,
  'bow-tie': 0.0008,
  'zero-area': 0.0002,
  'multi-part': 0.001,
  'outside-commune': 0.0004,
  'area-off': 0.0015,
  'missing-parcel': 0.0005,
  'lost-zeros': 0.004,
  'float-code': 0.002,
  'decomposed-text': 0.004,
  carried: 0.01,
};

export function sampleProvince(parcels: number, seed: number): SampleProvince {
  const program = join(dirname(process.argv[1]!), 'sample.js');
  const dirt = Object.entries(DIRT)
    .map(([kind, share]) => `${kind}=${share}`)
    .join(',');
  const options = ['--province', 'lao-cai', '--parcels', `${parcels}`, '--seed', `${seed}`];
  options.push('--dirt', dirt, '--straddle', '0', '--format', 'gpkg');
  // The program names its chunks by their content: another generator draws another province.
  const mark = createHash('sha256').update(readFileSync(program)).update(options.join(' ')).digest('hex');
  const cache = join(tmpdir(), 'thuadat-bench');
  const folder = join(cache, `lao-cai-${parcels}-${seed}-${mark.slice(0, 8)}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(join(cache, '.drawing-'));
    execFileSync(process.execPath, [program, ...options, '--out', fresh], { stdio: 'ignore' });
    renameSync(fresh, folder);
  }
  const sources = readdirSync(folder).filter((name) => name.endsWith('.gpkg'));
  return {
    sources: sources.sort().map((name) => join(folder, name)),
    boundaries: join(folder, 'boundaries.geojson'),
  };
}
