/** The chart of the province benchmark as SVG, written by hand: two panels of bars, readable on light and dark ground. */
import { type BenchResult, type Measured, ratioOf } from './result.ts';

const WIDTH = 860;
const LEFT = 250;
const BAR = 22;
const GAP = 12;
const ROOM = WIDTH - LEFT - 150;

type Bar = {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly kind: 'ours' | 'peer';
};
type Panel = { readonly title: string; readonly bars: readonly Bar[] };

export function chart({ rows, machine, date }: BenchResult): string {
  const panels = [peerPanel(rows), growthPanel(rows)].filter(({ bars }) => bars.length > 0);
  let y = 24;
  const parts: string[] = [];
  for (const { title, bars } of panels) {
    parts.push(`<text class="title" x="16" y="${y + 14}">${quoted(title)}</text>`);
    y += 30;
    const most = Math.max(...bars.map(({ value }) => value));
    for (const bar of bars) {
      parts.push(drawBar(bar, y, most));
      y += BAR + GAP;
    }
    y += 20;
  }
  const foot = `<text class="foot" x="16" y="${y + 4}">${quoted(`${date}, ${machine}`)}</text>`;
  const height = y + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${quoted(panels.map(({ title }) => title).join('; ') || 'nothing measured')}">
<style>${STYLE}</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>
${[...parts, foot].join('\n')}
</svg>
`;
}

const STYLE = `
text{font:14px system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:#24292f}
.title{font-weight:600;font-size:15px}.foot{font-size:11px;fill:#57606a}
.ground{fill:#ffffff}.ours{fill:#1a7f64}.peer{fill:#8c959f}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.foot{fill:#9198a1}.ground{fill:#0d1117}.ours{fill:#2fb592}.peer{fill:#6e7681}}
`;

function drawBar({ label, value, text, kind }: Bar, y: number, most: number): string {
  const width = most > 0 ? Math.max(2, (ROOM * value) / most) : 2;
  const middle = y + BAR / 2 + 5;
  return [
    `<text x="${LEFT - 12}" y="${middle}" text-anchor="end">${quoted(label)}</text>`,
    `<rect class="${kind}" x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3"/>`,
    `<text x="${(LEFT + width + 8).toFixed(1)}" y="${middle}">${quoted(text)}</text>`,
  ].join('\n');
}

/** µs a record, so that sizes that differ by a few planted copies compare. */
function peerPanel(rows: readonly Measured[]): Panel {
  const compared = rows.filter(({ name, peer }) => peer !== null && !name.startsWith('the same'));
  const bars = compared.flatMap((row): Bar[] => {
    const peer = row.peer!;
    const [own, its] = [(1e6 * row.seconds) / row.records, (1e6 * peer.seconds) / peer.records];
    return [
      {
        label: row.name,
        value: own,
        text: `${own.toFixed(0)} µs · ${ratioOf(row)!.toFixed(1)} ×`,
        kind: 'ours',
      },
      { label: peer.name, value: its, text: `${its.toFixed(0)} µs`, kind: 'peer' },
    ];
  });
  return { title: 'Time a parcel beside the peer, µs (shorter is better)', bars };
}

/** Stages measured at more than one size. */
function growthPanel(rows: readonly Measured[]): Panel {
  const steps = rows.filter(({ name }) => /^(plan,|apply)/.test(name));
  const names = [...new Set(steps.map(({ name }) => name))];
  const bars = names.flatMap((name): Bar[] => {
    const own = steps.filter((row) => row.name === name);
    if (own.length < 2) return [];
    return own.map((row) => {
      const micros = (1e6 * row.seconds) / row.records;
      const memory = row.rss === null ? '' : ` · ${(row.rss / 2 ** 20).toFixed(0)} MiB`;
      const label = `${name.split(/,| into/)[0]}, ${row.records.toLocaleString('en-US')}`;
      return { label, value: micros, text: `${micros.toFixed(0)} µs${memory}`, kind: 'ours' };
    });
  });
  return { title: 'Growth: time a parcel, µs, and peak memory', bars };
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
