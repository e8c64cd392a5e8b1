/** The main job as a user starts it: `thuadat plan`, then `thuadat apply` into a fresh database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { less, type Usage, watchTree } from './process-tree.ts';
import { type Ran, runProgram } from './program.ts';
import type { SampleProvince } from './sample.ts';
import type { Server } from './server.ts';

/** A date, not the clock: the same seed writes the same run. */
const WHO_AND_WHEN = ['--by', 'bench', '--date', '2026-01-01'];

export type Planned = Ran & {
  readonly records: number;
  /** The run's folder. */
  readonly run: string;
};

export type Applied = Ran & {
  readonly server: { readonly rss: number; readonly use: Usage };
  /** `postgres://…` of the database it went into. */
  readonly address: string;
};

/** A folder to work in; `done` removes it. */
export function workplace(): { readonly path: string; done(): void } {
  const path = mkdtempSync(join(tmpdir(), 'thuadat-bench-run-'));
  return { path, done: () => rmSync(path, { recursive: true, force: true }) };
}

export async function planProvince(
  { sources, boundaries }: SampleProvince,
  cwd: string,
  workers: number,
  node: readonly string[] = [],
): Promise<Planned> {
  const runs = join(cwd, `runs-${workers}`);
  const ran = await runProgram(
    [
      'plan',
      ...sources,
      '-p',
      'lao-cai',
      '-b',
      boundaries,
      '--runs',
      runs,
      '--workers',
      `${workers}`,
      '--json',
    ].concat(WHO_AND_WHEN),
    { cwd, runs, node },
  );
  const { path, counts } = JSON.parse(ran.out) as { path: string; counts: { read: number } };
  return { ...ran, out: '', records: counts.read, run: path };
}

export async function applyRun(run: string, cwd: string, server: Server): Promise<Applied> {
  const address = await server.cluster.database();
  await server.settle();
  const watch = watchTree(server.pid, { shared: true });
  const before = watch.usage();
  try {
    const ran = await runProgram(['apply', run, '-d', address, '--json', ...WHO_AND_WHEN], { cwd });
    const { counts, parcels } = JSON.parse(ran.out) as { counts: { failed: number }; parcels: number };
    if (counts.failed > 0 || parcels === 0) throw new Error(`apply: ${JSON.stringify(counts)}`);
    const use = less(watch.usage(), before);
    return { ...ran, out: '', address, server: { rss: watch.stop().rss, use } };
  } finally {
    watch.stop();
  }
}
