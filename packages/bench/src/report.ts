/** What a benchmark found: rows beside named peers, and targets. One table prints both for the terminal and for Markdown. */
import { cpus, freemem, loadavg, totalmem } from 'node:os';

/** The same work by somebody else. */
type Peer = { readonly name: string; readonly records: number; readonly seconds: number };

export type Row = {
  readonly name: string;
  readonly records: number;
  readonly seconds: number;
  /** Bytes at the peak, of all processes of the program together. */
  readonly rss?: number;
  /** Bytes at the peak, of PostgreSQL, its shared buffers counted once. */
  readonly serverRss?: number;
  readonly peer?: Peer;
};

export type Target = { readonly what: string; readonly found: string; readonly held: boolean };

export type Report = {
  readonly rows: Row[];
  readonly targets: Target[];
  say(line: string): void;
  row(row: Row): void;
  target(what: string, found: string, held: boolean): void;
};

export function openReport(say: (line: string) => void): Report {
  const rows: Row[] = [];
  const targets: Target[] = [];
  return {
    rows,
    targets,
    say,
    row(row) {
      rows.push(row);
      say(rowTable([row]).split('\n').at(-1)!);
    },
    target: (what, found, held) => void targets.push({ what, found, held }),
  };
}

export function machine(): string {
  const all = cpus();
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const load = loadavg()[0]!.toFixed(1);
  return `${all[0]?.model.trim() ?? 'unknown processor'} × ${all.length}, ${gib(totalmem())} GiB (${gib(freemem())} free), load ${load}, Node ${process.version}, ${process.platform}`;
}

export const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
export const whole = (n: number): string => Math.round(n).toLocaleString('en-US');

/** How many times faster than the peer, record by record; null without one. */
export const ratioOf = ({ records, seconds, peer }: Row): number | null =>
  peer ? peer.seconds / peer.records / (seconds / records) : null;

const HEAD = [
  'work',
  'records',
  'seconds',
  'records/s',
  'peak RSS',
  'of PostgreSQL',
  'peer',
  'its records/s',
  'ratio',
];

export const rowTable = (rows: readonly Row[]): string =>
  table(
    HEAD,
    rows.map((row) => [
      row.name,
      whole(row.records),
      row.seconds.toFixed(row.seconds < 1 ? 3 : row.seconds < 100 ? 1 : 0),
      whole(row.records / row.seconds),
      row.rss ? mib(row.rss) : '',
      row.serverRss ? mib(row.serverRss) : '',
      row.peer?.name ?? '',
      row.peer ? whole(row.peer.records / row.peer.seconds) : '',
      ratioOf(row)?.toFixed(2) ?? '',
    ]),
  );

/** A Markdown table that reads as one on a terminal too. Columns of figures are set right. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) => Math.max(4, name.length, ...lines.map((line) => line[i]!.length)));
  const figures = head.map((_, i) => lines.every((line) => /^[\d.,]*(?: MiB)?$/.test(line[i]!)));
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (figures[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = widths.map((width, i) => (figures[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [row(head), row(rule), ...lines.map(row)].join('\n');
}
