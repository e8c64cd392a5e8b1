/** Memory of a program and everything it started, as the kernel counts it in /proc: sampled, since processes end. */
import { readFileSync } from 'node:fs';

/** Milliseconds between two samples. */
const EVERY = 200;

/**
 * Returns what ends the sampling and gives the highest sum of bytes over processes alive at one moment; 0 where there is no
 * /proc. `shared` weighs memory by how many processes share it (PSS): without it the buffers of a database server would count
 * once for each of its processes. It costs a walk over the page tables, so it is taken at every fifth sample only.
 */
export function watchTree(root: number, { shared = false } = {}): () => number {
  const seen = new Set<number>();
  let peak = 0;
  let own = 0;
  let turn = 0;
  const sample = () => {
    if (shared && turn++ % 5 !== 0) return;
    let rss = 0;
    for (const pid of treeOf(root)) {
      seen.add(pid);
      rss += shared ? kib(`/proc/${pid}/smaps_rollup`, 'Pss') : kib(`/proc/${pid}/status`, 'VmRSS');
    }
    peak = Math.max(peak, rss);
    own = Math.max(own, peakRss(root));
  };
  sample();
  const timer = setInterval(sample, EVERY);
  timer.unref();
  return () => {
    clearInterval(timer);
    // One process knows its own peak to the byte; samples of many may miss theirs.
    return seen.size === 1 && !shared ? own : peak;
  };
}

/** The kernel's own high-water mark of one process. `getrusage` will not do: a child starts with its parent's peak. */
export const peakRss = (pid: number | 'self' = 'self'): number => kib(`/proc/${pid}/status`, 'VmHWM');

/** The kernel lists children by the thread that started them: in Node and in PostgreSQL that is the main one. */
function treeOf(root: number): number[] {
  const tree = [root];
  for (const pid of tree) {
    const children = read(`/proc/${pid}/task/${pid}/children`);
    tree.push(...children.split(' ').filter(Boolean).map(Number));
  }
  return tree;
}

const kib = (path: string, name: string): number =>
  1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(path))?.[1] ?? 0);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
