/** One line a stage, never wider than the terminal: name, bar, counts, rate, time left, memory, time spent. */
import { count, say } from '../language.ts';
import type { StageState } from './stage-clock.ts';

/** Names for people; at most ten columns wide. */
const NAMES: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  read: ['đọc', 'read'],
  calibrate: ['đối chiếu', 'calibrate'],
  survey: ['khảo sát', 'survey'],
  scatter: ['chia về xã', 'scatter'],
  settle: ['xử lý xã', 'settle'],
  again: ['xử lý lại', 'again'],
  load: ['nạp', 'load'],
  index: ['chỉ mục', 'index'],
  apply: ['áp dụng', 'apply'],
  revert: ['hoàn tác', 'revert'],
  export: ['xuất', 'export'],
  issues: ['vấn đề', 'issues'],
  snapshot: ['chụp bảng', 'snapshot'],
  'write-back': ['ghi lại', 'write back'],
};
const NAME_WIDTH = 10;

const stageName = (stage: string): string => {
  const name = NAMES[stage];
  return name ? say(...name) : stage;
};

/** Below this many columns counts are told in thousands and millions, so that a bar fits beside them. */
const WIDE = 100;
const BAR = { least: 5, most: 30 };

/** `percent` is cut, not rounded: 100 % is said when all is done. */
const percent = ({ done, total }: Pick<StageState, 'done' | 'total'>): number | null =>
  total === null || total === 0 ? null : Math.min(100, Math.floor((done / total) * 100));

/** A stage under way; `rss` null = not known here. */
export function runningLine(state: StageState, rss: number | null, columns: number): string {
  const wide = columns >= WIDE;
  const show = wide ? count : shortCount;
  const width = wide ? 9 : 6;
  const { total } = state;
  const share = percent(state);
  const counts = `${show(state.done).padStart(width)}${total === null ? ' '.repeat(width + 1) : `/${show(total).padEnd(width)}`}`;
  const left = state.eta === null ? '' : say(`còn ${duration(state.eta)}`, `ETA ${duration(state.eta)}`);
  const after = [
    share === null ? ' '.repeat(5) : `${String(share).padStart(3)} %`,
    counts,
    rateText(state.rate).padStart(9),
    duration(state.elapsed).padStart(7),
    left.padEnd(wide ? 12 : 11),
    (rss === null ? '' : bytes(rss)).padStart(8),
  ].join(wide ? '  ' : ' ');
  const before = `  ${stageName(state.stage).padEnd(NAME_WIDTH)} `;
  // The last column stays free: some terminals break the line when it is filled.
  const room = Math.min(BAR.most, columns - 1 - before.length - after.length - 1);
  return cut(`${before}${room < BAR.least ? '' : `${bar(share, room)} `}${after}`, columns - 1);
}

/** A stage that is over; `rss` is the most it held. */
export function endedLine(state: StageState, rss: number, columns: number, whole: boolean): string {
  const { done, already, total } = state;
  const counts = whole || total === null ? count(done) : `${count(done)}/${count(total)}`;
  const before = already > 0 ? say(`, trước đó ${count(already)}`, `, ${count(already)} before`) : '';
  const parts = [
    `${whole ? '✓' : '■'} ${stageName(state.stage).padEnd(NAME_WIDTH)}`,
    counts.padStart(13),
    rateText(state.rate).padStart(11),
    duration(state.elapsed).padStart(8),
    `${say('tối đa', 'up to')} ${bytes(rss)}${before}`,
  ];
  return cut(parts.join('  '), columns - 1);
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : text.slice(0, Math.max(0, width));

function bar(share: number | null, width: number): string {
  const full = share === null ? 0 : Math.round((share / 100) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

const rateText = (rate: number | null): string =>
  rate === null ? '–/s' : `${count(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))}/s`;

/** `1:05`, `2:03:04`. */
export function duration(seconds: number): string {
  const all = Math.round(seconds);
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `812 MiB`, `1,2 GiB`. */
export function bytes(value: number): string {
  const mib = value / 2 ** 20;
  return mib < 1000 ? `${count(Math.round(mib))} MiB` : `${oneDecimal(mib / 1024)} GiB`;
}

/** `812`, `81,2k`, `2,60M`: at most six columns. */
function shortCount(value: number): string {
  if (value < 10_000) return count(value);
  if (value < 1_000_000) return `${oneDecimal(value / 1000)}k`;
  return `${(value / 1_000_000).toFixed(value < 10_000_000 ? 2 : 1).replace('.', say(',', '.'))}M`;
}

const oneDecimal = (value: number): string => value.toFixed(1).replace('.', say(',', '.'));
