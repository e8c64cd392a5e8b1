/** The tables of the province benchmark: the same cells for the terminal and for docs/benchmarks.md. */
import { type BenchResult, floorOf, type Measured, ratioOf, type StageCost } from './result.ts';
import { grid, mib } from './table.ts';

export type Cells = { readonly head: readonly string[]; readonly lines: readonly (readonly string[])[] };

const whole = (n: number): string => Math.round(n).toLocaleString('en-US');
const seconds = (n: number): string => (n < 100 ? n.toFixed(1) : n.toFixed(0));
const mb = (bytes: number): string => whole(bytes / 1e6);

export function rowCells(rows: readonly Measured[]): Cells {
  const memory = (bytes: number | null) => (bytes === null ? '' : mib(bytes));
  return {
    head: [
      'work',
      'records',
      'seconds',
      'records/s',
      'peak RSS',
      'of PostgreSQL',
      'peer',
      'its records/s',
      'ratio',
    ],
    lines: rows.map((row) => {
      const { name, records, peer } = row;
      return [
        name,
        whole(records),
        seconds(row.seconds),
        whole(records / row.seconds),
        memory(row.rss),
        memory(row.serverRss),
        peer?.name ?? '',
        peer ? whole(peer.records / peer.seconds) : '',
        ratioOf(row)?.toFixed(2) ?? '',
      ];
    }),
  };
}

/** Text columns of {@link rowCells}. */
export const ROW_TEXT = [0, 6];

export function stageCells(stages: readonly StageCost[]): Cells {
  return {
    head: [
      'stage',
      'seconds',
      'µs of core',
      'cores',
      'read MB',
      'written MB',
      'disk s',
      'kernel s',
      '× floor',
    ],
    lines: stages.map((stage) => {
      const floor = floorOf(stage);
      return [
        stage.name,
        seconds(stage.seconds),
        ((1e6 * stage.cpu) / stage.records).toFixed(1),
        (stage.cpu / stage.seconds).toFixed(2),
        mb(stage.read),
        mb(stage.written),
        stage.diskFloor === null ? '' : seconds(stage.diskFloor),
        stage.kernelFloor === 0 ? '' : seconds(stage.kernelFloor),
        floor === 0 ? '' : (stage.seconds / floor).toFixed(1),
      ];
    }),
  };
}

export function profileCells(profile: BenchResult['profile']): Cells {
  return {
    head: ['part', 'share', 'µs a parcel'],
    lines: profile.map(({ part, share, micros }) => [
      part,
      `${(100 * share).toFixed(1)} %`,
      micros.toFixed(1),
    ]),
  };
}

export const text = ({ head, lines }: Cells, left: readonly number[] = [0]): string =>
  grid(head, lines, left);

/** Blanks that set a stage in are lost in Markdown: a no-break space keeps them. */
export function markdown({ head, lines }: Cells): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/^ +/, '&emsp;')).join(' | ')} |`;
  const rule = head.map((_, i) => (lines.every((line) => /^[\d.,× %MiB]*$/.test(line[i]!)) ? '---:' : '---'));
  return [row(head), row(rule), ...lines.map(row)].join('\n');
}
