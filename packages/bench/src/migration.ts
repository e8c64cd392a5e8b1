/** The main job as a user starts it: `thuadat plan`, then `thuadat apply` into a fresh database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { less, type Usage, watchTree } from './process-tree.ts';
import { type Ran, type RunOptions, runProgram } from './program.ts';
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

/** A folder to work in; `done` removes it, and so does the end of the benchmark. */
export function workplace(): { readonly path: string; done(): void } {
  const path = mkdtempSync(join(tmpdir(), 'thuadat-bench-run-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  const done = () => {
    process.off('exit', remove);
    remove();
  };
  return { path, done };
}

export async function planProvince(
  { sources, boundaries }: SampleProvince,
  cwd: string,
  /** Options of `plan` on who does the work. */
  by: readonly string[],
  options: Pick<RunOptions, 'node' | 'signal'> = {},
): Promise<Planned> {
  const runs = runsIn(cwd);
  const inputs = [...sources, '-p', 'lao-cai', '-b', boundaries];
  const ran = await runProgram(['plan', ...inputs, '--runs', runs, ...by, '--json', ...WHO_AND_WHEN], {
    ...options,
    cwd,
    runs,
  });
  const { path, counts } = JSON.parse(ran.out) as { path: string; counts: { read: number } };
  return { ...ran, out: '', records: counts.read, run: path };
}

export const runsIn = (cwd: string): string => join(cwd, 'runs');
export const workers = (n: number): string[] => ['--workers', `${n}`];

/** Least share of the records that must end in force: the drawn province holds nothing that blocks a commune. */
const IN_FORCE = 0.97;

export async function applyRun({ run, records }: Planned, cwd: string, server: Server): Promise<Applied> {
  const address = await server.cluster.database();
  await server.settle();
  const watch = watchTree(server.pid, { shared: true });
  const before = watch.usage();
  try {
    const ran = await runProgram(['apply', run, '-d', address, '--json', ...WHO_AND_WHEN], { cwd });
    const { counts, parcels } = JSON.parse(ran.out) as { counts: { failed: number }; parcels: number };
    if (counts.failed > 0 || parcels < IN_FORCE * records)
      throw new Error(`${parcels} of ${records} records are in force: ${JSON.stringify(counts)}`);
    const use = less(watch.usage(), before);
    return { ...ran, out: '', address, server: { rss: watch.stop().rss, use } };
  } finally {
    watch.stop();
  }
}
