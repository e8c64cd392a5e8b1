/** Keeps what was measured: bench.json and the chart in a folder, and the section of docs/benchmarks.md between its markers. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chart } from './chart.ts';
import type { LiveResult } from './live.ts';
import { markdown, profileCells, rowCells, stageCells } from './province-table.ts';
import type { BenchResult } from './result.ts';

const BEGIN = '<!-- BENCH_BEGIN -->';
const END = '<!-- BENCH_END -->';
const PAGE = 'docs/benchmarks.md';
/** Beside the other pictures. */
const PICTURE = 'web/pictures/benchmarks.svg';

export function publish(result: BenchResult, { out, docs }: { out: string | null; docs: boolean }): void {
  if (out !== null) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'bench.json'), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(join(out, 'benchmarks.svg'), chart(result));
  }
  if (!docs) return;
  const root = projectRoot();
  const path = join(root, PAGE);
  const before = readFileSync(path, 'utf8');
  const from = before.indexOf(BEGIN);
  const to = before.indexOf(END);
  if (from < 0 || to < from)
    throw new Error(`${PAGE}: expected the lines ${BEGIN} and ${END}, in this order. Nothing was written.`);
  mkdirSync(dirname(join(root, PICTURE)), { recursive: true });
  writeFileSync(join(root, PICTURE), chart(result));
  writeFileSync(path, `${before.slice(0, from)}${BEGIN}\n${section(result)}\n${before.slice(to)}`);
}

/** The folder above the built program that holds the documents. */
function projectRoot(): string {
  let folder = dirname(process.argv[1]!);
  while (!existsSync(join(folder, 'migrations'))) {
    if (dirname(folder) === folder) throw new Error('The project folder was not found above the program.');
    folder = dirname(folder);
  }
  return folder;
}

function section(result: BenchResult): string {
  const { disk, server, stages, profile, live, notes, targets, failures } = result;
  const lines = [
    `\`${result.command}\`, ${result.date}: ${result.machine}${server ? `, ${server.versions}` : ''}.`,
    '',
    `![Time of the migration beside PostGIS SQL, and growth from a small to a whole province](../${PICTURE})`,
    '',
    // What a row is made of stands in the table of stages and in the notes.
    markdown(rowCells(result.rows.filter(({ name }) => !name.startsWith(' ')))),
    '',
    ...targets.map(({ what, found, held }) => `- ${held ? '✓' : '✗ **missed**'} ${what}: ${found}`),
    ...failures.map(({ part }) => `- ✗ **not measured**: ${part}`),
    '',
    'Where the time goes. The floor is the slower of two: the bytes at the disk’s rate, and the identifier of each parcel on all',
    `cores${disk ? ` (disk: write ${rate(disk.write)}, read ${rate(disk.read)}; ${disk.how})` : ''}.`,
    '',
    markdown(stageCells(stages)),
  ];
  if (profile.length > 0)
    lines.push('', 'Self time of `plan` on one thread:', '', markdown(profileCells(profile)));
  if (live) lines.push('', lookups(live));
  lines.push('', ...notes);
  if (server)
    lines.push(
      '',
      `Server: \`${server.settings}\`; the peer’s sessions besides as in \`packages/bench/src/peer-sql.ts\`.`,
    );
  return lines.join('\n');
}

const rate = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB/s`;

const lookups = ({ quiet, busy, parcels }: LiveResult): string =>
  `50 people looking parcels up, without and with an \`apply\` of ${parcels.toLocaleString('en-US')} parcels beside them: p50 ` +
  `${quiet.p50.toFixed(1)} and ${busy.p50.toFixed(1)} ms, p99 ${quiet.p99.toFixed(1)} and ${busy.p99.toFixed(1)} ms, longest ` +
  `${quiet.most.toFixed(0)} and ${busy.most.toFixed(0)} ms.`;
