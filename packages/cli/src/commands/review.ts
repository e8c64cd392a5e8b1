/**
 * `thuadat review`: the issues of a run on the screen, grouped; with `--out` its doubtful parcels as a table to fill in,
 * which `plan --decisions` reads back.
 */

import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { CommuneCode, IsoDate, ParcelNumber, SheetNumber } from '@thuadat/core/code';
import { parseScale } from '@thuadat/core/code';
import { type DecisionRow, formatDecisions } from '@thuadat/core/resolve/decision';
import { CSV_MARK } from '@thuadat/core/text/csv';
import { writeCaseList } from '@thuadat/export/case-list';
import { type FilterFlags, type IssueFilter, issueFilter } from '@thuadat/export/issue-list/filter';
import type { IssueList } from '@thuadat/export/issue-list/issue-list';
import { type GroupedIssues, groupIssues, walkIssues } from '@thuadat/export/issue-list/walk';
import { openRunFolder, type RunFolder, readAssignmentCells } from '@thuadat/run/run-folder';
import { listRuns } from '@thuadat/store/view/run';
import type { Command } from 'commander';
import { nextCommand, type Places } from '../terminal/command-line.ts';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { jsonOption, runsOption } from '../terminal/options.ts';
import { bold, dim, json, out, outSlowly, talk } from '../terminal/print.ts';
import { issueLine, printByCommune, printGroups, SCREEN, screenSamples } from '../words/print-issues.ts';
import { methodLine } from '../words/report.ts';
import { findRun } from '../workspace.ts';
import { withFilterOptions } from './filter-options.ts';
import { withIssueList } from './issue-list.ts';
import { withDatabase } from './session.ts';

type ReviewFlags = FilterFlags & {
  readonly out?: string;
  readonly issues?: string;
  readonly decided?: string;
  readonly runs: string;
  readonly database?: string;
  readonly json?: boolean;
};

export function declareReview(program: Command): void {
  const command = program
    .command('review')
    .description(
      say(
        'xem các vấn đề của một lượt chạy theo quy tắc và theo xã; --out xuất bảng các thửa chưa rõ xã để quyết định, đọc lại bằng "plan --decisions"',
        'show the issues of a run by rule and commune; --out writes the parcels without a certain commune as a table to decide, which "plan --decisions" reads back',
      ),
    )
    .argument('<run>', say('mã hoặc thư mục lượt chạy', 'run id or folder'))
    .option(
      '-o, --out <file>',
      say('bảng quyết định, tệp CSV (- : in ra màn hình)', 'table of decisions, CSV (- : standard output)'),
    )
    .option(
      '--decided <file>',
      say(
        'xuất mọi việc cùng quyết định trên bản đồ, tệp XLSX hoặc CSV',
        'write all cases with what was decided on the map, XLSX or CSV',
      ),
    )
    .option(
      '--issues <n>',
      say('liệt kê n vấn đề đầu tiên, hoặc all', 'list the first n issues one by one, or all'),
    );
  withFilterOptions(command)
    .option('--unit <codes>', say('chỉ các xã này', 'only these communes'))
    .addOption(runsOption())
    .option(
      '-d, --database <target>',
      say('nơi tìm khi không có thư mục lượt chạy', 'where to look when there is no folder of the run'),
    )
    .addOption(jsonOption())
    .action(async (run: string, flags: ReviewFlags) => {
      if (flags.decided !== undefined) {
        await writeDecided(run, flags.decided, flags);
        return;
      }
      process.exitCode =
        flags.out === undefined ? await showIssues(run, flags) : await writeCases(run, flags);
    });
}

/** From the database: that is where people decide. */
async function writeDecided(name: string, file: string, flags: ReviewFlags): Promise<void> {
  await withDatabase(flags.database, async (db) => {
    const runs = (await listRuns(db)).filter(({ id }) => id.startsWith(basename(name)));
    const [run] = runs;
    if (!run || runs.length > 1) {
      throw new CommandError(
        say(
          `Cơ sở dữ liệu không có duy nhất một lượt chạy “${name}”. Đưa vào bằng "thuadat apply ${name} --stage".`,
          `The database has no single run "${name}". Bring it in with "thuadat apply ${name} --stage".`,
        ),
      );
    }
    const rows = await writeCaseList(db, { run: run.id, units: null, actor: 0 }, {}, file);
    talk(say(`${file}: ${count(rows)} việc.`, `${file}: ${count(rows)} cases.`));
  });
}

async function showIssues(run: string, flags: ReviewFlags): Promise<number> {
  const most = wantedIssues(flags.issues);
  return withIssueList(run, { runs: flags.runs, database: flags.database }, async (list) => {
    const filter = issueFilter(flags, list.manifest);
    const grouped = await groupIssues(
      list,
      filter,
      most === null ? screenSamples : () => (flags.json ? 3 : 0),
    );
    const { id, identifier = null } = list.manifest;
    if (flags.json) json({ run: id, identifier, ...grouped });
    else await printIssues(list, filter, grouped, most, flags);
    const { ambiguous } = list.manifest.counts;
    return ambiguous > 0 ? EXIT.open : EXIT.ok;
  });
}

/** Null = not asked for. */
function wantedIssues(text: string | undefined): number | null {
  if (text === undefined) return null;
  const wanted = text === 'all' ? Number.POSITIVE_INFINITY : Number(text);
  if (wanted === Number.POSITIVE_INFINITY || (Number.isInteger(wanted) && wanted > 0)) return wanted;
  throw new CommandError(
    say(
      `--issues: có “${text}”, cần một số từ 1 hoặc all.`,
      `--issues: found "${text}", a number from 1 or all is expected.`,
    ),
  );
}

async function printIssues(
  list: IssueList,
  filter: IssueFilter,
  grouped: GroupedIssues,
  most: number | null,
  places: Places,
): Promise<void> {
  const { id, counts, identifier } = list.manifest;
  out(`${bold(say(`Vấn đề của lượt chạy ${id}`, `Issues of run ${id}`))}: ${count(grouped.total)}`);
  // A run of an older version in the database does not say.
  if (identifier) out(methodLine(identifier));
  out();
  printGroups(grouped, SCREEN.groups);
  out();
  if (most !== null) await listIssues(list, filter, most);
  printByCommune(grouped, SCREEN.communes);
  const next = (vi: string, en: string, ...args: string[]) =>
    out(dim(`${say(vi, en)}${nextCommand([args[0]!, list.name, ...args.slice(1)], places)}`));
  const code = grouped.groups[0]?.code ?? 'overlap';
  next('Từng vấn đề một:   ', 'One by one:   ', 'review', '--code', code, '--issues', '50');
  next('Toàn bộ ra tệp:    ', 'All, as file: ', 'export', '--issues', `${say('van-de', 'issues')}.xlsx`);
  if (counts.ambiguous > 0)
    next('Bảng quyết định:   ', 'To decide:    ', 'review', '--out', `${say('quyet-dinh', 'decisions')}.csv`);
}

/** Written as they are read: a list of any length takes no more memory. */
async function listIssues(list: IssueList, filter: IssueFilter, most: number): Promise<void> {
  let shown = 0;
  for await (const issue of walkIssues(list, filter)) {
    await outSlowly(issueLine(issue));
    if (++shown >= most) break;
  }
  out();
}

async function writeCases(run: string, flags: ReviewFlags): Promise<number> {
  const folder = await openRunFolder(findRun(run, flags.runs));
  const rows = await openCases(folder);
  const crosswalk = loadCrosswalk();
  const text = formatDecisions(rows, (code) => crosswalk.unitAt(code, folder.manifest.asOf)?.name ?? code);
  if (flags.out === '-') out(text.slice(CSV_MARK.length).trimEnd());
  else {
    await writeFile(flags.out!, text);
    talk(
      say(
        `${flags.out}: ${count(rows.length)} thửa cần quyết định. Điền cột newCommune, reason, by.`,
        `${flags.out}: ${count(rows.length)} parcels to decide. Fill in newCommune, reason, by.`,
      ),
    );
  }
  return rows.length > 0 ? EXIT.open : EXIT.ok;
}

/** Parcels that wait for a commune: they lie in the unit of the unresolved. */
async function openCases(folder: RunFolder): Promise<DecisionRow[]> {
  const { manifest } = folder;
  if (!manifest.communes.some(({ unit }) => unit === '.unresolved')) return [];
  const crosswalk = loadCrosswalk();
  const rows: DecisionRow[] = [];
  for await (const cells of readAssignmentCells(folder.path, '.unresolved')) {
    const commune = cells.old_commune as CommuneCode | null;
    const sheet = cells.old_sheet as SheetNumber | null;
    if (cells.status !== 'ambiguous' || commune === null || sheet === null) continue;
    const scale = parseScale((cells.old_scale as string | null) ?? '');
    rows.push({
      source: manifest.sources[cells.source as number]?.name ?? null,
      oldCommune: commune,
      oldName: crosswalk.unitAt(commune, cells.old_epoch as IsoDate)?.name ?? commune,
      sheet,
      scale: scale.ok ? scale.value : null,
      series: cells.old_series as string | null,
      parcel: cells.old_parcel as ParcelNumber | null,
      candidates: JSON.parse(cells.candidates as string),
      decided: null,
    });
  }
  return rows;
}
