/**
 * What a program and everything it started use, as the kernel counts it in /proc. Processes end and cannot be asked
 * afterwards, so the tree is sampled; what a process used last is kept.
 */
import { readFileSync } from 'node:fs';

/** Totals over the whole tree, since it began. Seconds of processor, bytes asked of and given to files and pipes. */
export type Usage = {
  readonly cpu: number;
  readonly read: number;
  readonly written: number;
  /** Bytes that really went to the disk, or will when the kernel writes its cache back. */
  readonly disk: number;
};

export type Peak = {
  /** Bytes: the highest sum over processes alive at one moment. */
  readonly rss: number;
  readonly processes: number;
};

export type TreeWatch = {
  /** At the last sample. */
  usage(): Usage;
  /** Ends the sampling. */
  stop(): Peak;
};

export const NO_USAGE: Usage = { cpu: 0, read: 0, written: 0, disk: 0 };

export const less = (a: Usage, b: Usage): Usage => ({
  cpu: a.cpu - b.cpu,
  read: a.read - b.read,
  written: a.written - b.written,
  disk: a.disk - b.disk,
});

const plus = (a: Usage, b: Usage): Usage => ({
  cpu: a.cpu + b.cpu,
  read: a.read + b.read,
  written: a.written + b.written,
  disk: a.disk + b.disk,
});

/** Milliseconds between two samples. */
const EVERY = 200;
/** `USER_HZ`: what /proc counts processor time in, on every Linux there is. */
const TICKS = 100;

type Sampled = { readonly usage: Usage; readonly rss: number; readonly high: number };

/**
 * `shared` weighs memory by how many processes share it (PSS): without it the buffers of a database server would count
 * once for each of its processes. It costs a walk over the page tables, so it is taken at every fifth sample only.
 */
export function watchTree(root: number, { shared = false, onSample = () => {} } = {}): TreeWatch {
  const known = new Map<number, Sampled>();
  let peak = 0;
  let most = 0;
  let turn = 0;
  const sample = () => {
    const alive = treeOf(root);
    const weigh = shared && turn++ % 5 === 0;
    let rss = 0;
    for (const pid of alive) {
      const now = readProcess(pid);
      if (now === null) continue;
      known.set(pid, now);
      rss += weigh ? kib(read(`/proc/${pid}/smaps_rollup`), 'Pss') : now.rss;
    }
    if (weigh || !shared) peak = Math.max(peak, rss);
    most = Math.max(most, alive.length);
  };
  sample();
  const timer = setInterval(() => {
    sample();
    onSample();
  }, EVERY);
  timer.unref();
  return {
    usage: () => [...known.values()].reduce((sum, { usage }) => plus(sum, usage), NO_USAGE),
    stop() {
      clearInterval(timer);
      // One process knows its own peak to the byte; samples of many may miss theirs.
      const own = known.size === 1 && !shared ? [...known.values()][0]!.high : 0;
      return { rss: Math.max(peak, own), processes: most };
    },
  };
}

/**
 * The process and its descendants, or none where there is no /proc. The kernel lists children by the thread that started
 * them: in Node and in PostgreSQL that is the main one.
 */
function treeOf(root: number): number[] {
  const tree = [root];
  for (const pid of tree) {
    const children = read(`/proc/${pid}/task/${pid}/children`) ?? '';
    tree.push(...children.split(' ').filter(Boolean).map(Number));
  }
  return tree;
}

/** Fields after the name of the program, which may hold blanks and brackets. */
function statOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readProcess(pid: number): Sampled | null {
  const stat = statOf(pid);
  const status = read(`/proc/${pid}/status`);
  if (stat === null || status === null) return null;
  const io = read(`/proc/${pid}/io`);
  return {
    usage: {
      cpu: (Number(stat[11]) + Number(stat[12])) / TICKS,
      read: number(io, 'rchar'),
      written: number(io, 'wchar'),
      disk: number(io, 'read_bytes') + number(io, 'write_bytes'),
    },
    rss: kib(status, 'VmRSS'),
    high: kib(status, 'VmHWM'),
  };
}

const number = (text: string | null, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text ?? '')?.[1] ?? 0);
const kib = (text: string | null, name: string): number => 1024 * number(text, name);

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
