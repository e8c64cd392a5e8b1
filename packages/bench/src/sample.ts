/** The province the pipeline is measured on: drawn once for a seed and a size, kept in the system's temporary folder. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

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

const OPTIONS = (parcels: number, seed: number): string[] => [
  ...['--province', 'lao-cai', '--parcels', `${parcels}`, '--seed', `${seed}`],
  ...['--dirt', dirtText(), '--straddle', '0'],
];

const dirtText = (): string =>
  Object.entries(DIRT)
    .map(([kind, share]) => `${kind}=${share}`)
    .join(',');

/**
 * A drawn province of that size. THUADAT_BENCH_SAMPLE names folders of ones drawn before (between them the system's path
 * separator): one is used when its answer book says the same size, seed and faults.
 */
export function sampleProvince(parcels: number, seed: number): SampleProvince {
  const given = (process.env.THUADAT_BENCH_SAMPLE ?? '').split(delimiter).filter(Boolean);
  const fitting = given.find((folder) => isDrawn(folder, parcels, seed));
  if (fitting) return filesOf(resolve(fitting));
  const cache = join(tmpdir(), 'thuadat-bench');
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, `lao-cai-${parcels}-${seed}-${generatorMark(cache, seed).slice(0, 8)}`);
  if (!existsSync(folder)) {
    const fresh = mkdtempSync(join(cache, '.drawing-'));
    draw([...OPTIONS(parcels, seed), '--format', 'gpkg'], fresh);
    keep(fresh, folder);
  }
  return filesOf(folder);
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

function draw(options: readonly string[], out: string): void {
  const program = join(dirname(process.argv[1]!), 'sample.js');
  try {
    execFileSync(process.execPath, [program, ...options, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (fault) {
    rmSync(out, { recursive: true, force: true });
    throw fault;
  }
}

/**
 * The generator's version is what it draws: another hand at it changes a small province as well as a large one, while
 * its program changes whenever anything it is bundled with does.
 */
function generatorMark(cache: string, seed: number): string {
  const folder = mkdtempSync(join(cache, '.mark-'));
  try {
    draw([...OPTIONS(1500, seed), '--format', 'geojsonl'], folder);
    const hash = createHash('sha256');
    for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
    return hash.digest('hex');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isDrawn(folder: string, parcels: number, seed: number): boolean {
  const path = join(folder, 'truth.json');
  if (!existsSync(path)) return false;
  const truth = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return (
    truth.parcels === parcels && truth.seed === seed && JSON.stringify(truth.dirt) === JSON.stringify(DIRT)
  );
}

function filesOf(folder: string): SampleProvince {
  const sources = readdirSync(folder).filter((name) => name.endsWith('.gpkg'));
  return {
    sources: sources.sort().map((name) => join(folder, name)),
    boundaries: join(folder, 'boundaries.geojson'),
  };
}
