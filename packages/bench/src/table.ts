/** The machine the figures hold for, and the figures. */
import { cpus, freemem, loadavg, totalmem } from 'node:os';

export type Row = {
  readonly stage: string;
  readonly records: number;
  readonly seconds: number;
  /** Bytes; null = the same process as the row of the whole. */
  readonly peakRss: number | null;
  readonly peer?: { readonly name: string; readonly perSecond: number };
};

export function machine(): string {
  const all = cpus();
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const load = loadavg()[0]!.toFixed(1);
  return `${all[0]?.model.trim() ?? 'unknown processor'} × ${all.length}, ${gib(totalmem())} GiB (${gib(freemem())} free), load ${load}, Node ${process.version}, ${process.platform}`;
}

export const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export function table(rows: readonly Row[]): string {
  const head = ['stage', 'parcels', 'seconds', 'parcels/s', 'peak RSS', 'peer', 'its parcels/s', 'ratio'];
  const lines = rows.map(({ stage, records, seconds, peakRss, peer }) => {
    const rate = records / seconds;
    return [
      stage,
      String(records),
      seconds.toFixed(1),
      rate.toFixed(0),
      peakRss === null ? '' : mib(peakRss),
      peer?.name ?? '',
      peer?.perSecond.toFixed(0) ?? '',
      peer ? (rate / peer.perSecond).toFixed(2) : '',
    ];
  });
  return grid(head, lines, [0, 5]);
}

/** Columns of `text` are set left, numbers right. */
export function grid(
  head: readonly string[],
  lines: readonly (readonly string[])[],
  text: readonly number[] = [0],
): string {
  const all = [head, ...lines];
  const widths = head.map((_, i) => Math.max(...all.map((line) => line[i]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, i) => (text.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
