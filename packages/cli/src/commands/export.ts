/** `thuadat export`: files from what the database holds; nothing is computed again. */

import { exportRun } from '@thuadat/export/export';
import { type FilterFlags, issueFilter } from '@thuadat/export/issue-list/filter';
import { groupIssues } from '@thuadat/export/issue-list/walk';
import { issueFormat, writeIssueList } from '@thuadat/export/issue-list/write-issues';
import type { Database } from '@thuadat/store/db/database';
import { type Command, Option } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import {
  byOption,
  databaseOption,
  dateOption,
  jsonOption,
  onlyOption,
  runsOption,
} from '../terminal/options.ts';
import { bold, dim, green, json, out } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { withFilterOptions } from './filter-options.ts';
import { withIssueList } from './issue-list.ts';
import { findRunId } from './run-id.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';

const FORMATS = ['geojson', 'gpkg', 'fgb', 'shp', 'csv', 'jsonl'] as const;

type ExportFlags = FilterFlags & {
  readonly to?: string;
  readonly issues?: string;
  readonly runs: string;
  readonly format: (typeof FORMATS)[number];
  readonly only?: string;
  readonly singleZone?: number;
  readonly withSourceColumns?: boolean;
  readonly personal?: boolean;
  readonly by?: string;
  readonly database?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareExport(program: Command): void {
  const command = program
    .command('export')
    .description(
      say(
        'xuất thửa đất, bảng cũ–mới, bản ghi địa chỉ số và các vấn đề của một lượt chạy',
        'write parcels, the old–new bridge, digital-address records and open matters of a run',
      ),
    )
    .argument('<run>', say('mã lượt chạy', 'run id'))
    .option('--to <dir>', say('thư mục đích', 'target folder'))
    .option(
      '--issues <file>',
      say(
        'chỉ danh sách vấn đề đầy đủ, cả của lượt chạy chưa áp dụng: .csv, .xlsx, .ndjson, .geojson, .gpkg',
        'the complete list of issues only, of a run not yet applied too: .csv, .xlsx, .ndjson, .geojson, .gpkg',
      ),
    )
    .addOption(
      new Option('-f, --format <format>', say('dạng tệp thửa đất', 'format of the parcels'))
        .choices(FORMATS)
        .default('geojson'),
    )
    .option(
      '--single-zone <epsg>',
      say('đưa mọi thửa về một múi VN-2000 (gpkg, shp)', 'all parcels in one VN-2000 zone (gpkg, shp)'),
      Number,
    )
    .option(
      '--with-source-columns',
      say('kèm mọi cột của nguồn (goc_…)', 'every column of the sources too (goc_…)'),
    )
    .option(
      '--personal',
      say(
        'kèm tên chủ và các cột cá nhân; được ghi vào nhật ký',
        'with holders and personal columns; noted in the audit',
      ),
    )
    .addOption(byOption())
    .addOption(onlyOption());
  withFilterOptions(command)
    .addOption(runsOption())
    .addOption(databaseOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (run: string, flags: ExportFlags) => {
      if (flags.issues !== undefined) await exportIssues(run, flags.issues, flags);
      else await exportTo(run, required(flags));
      process.exitCode = EXIT.ok;
    });
}

/** Parcels that the layers will hold: those of the communes applied. */
async function inForce(db: Database, run: string, only: readonly string[] | undefined): Promise<number> {
  const [row] = await db.query<{ parcels: number }>(
    `select coalesce(sum((summary -> 'counts' ->> 'assigned')::int), 0)::float8 as parcels from run_unit
     where run_id = $1 and state = 'applied' and ($2::text[] is null or unit = any($2))`,
    [run, only ?? null],
  );
  return row!.parcels;
}

function required(flags: ExportFlags): ExportFlags & { readonly to: string } {
  if (flags.to !== undefined) return { ...flags, to: flags.to };
  throw new CommandError(
    say(
      'Thiếu --to <thư mục>, hoặc --issues <tệp> khi chỉ cần danh sách vấn đề.',
      '--to <dir> is missing, or --issues <file> for the list of issues only.',
    ),
  );
}

/** From the run's folder where there is one, so that a run can be worked on before it is applied. */
async function exportIssues(run: string, path: string, flags: ExportFlags): Promise<void> {
  issueFormat(path);
  const progress = openProgress();
  const signal = stopSignal();
  const rows = await withIssueList(run, { runs: flags.runs, database: flags.database }, async (list) => {
    const filter = issueFilter({ ...flags, ...(flags.only ? { unit: flags.only } : {}) }, list.manifest);
    const { total } = await groupIssues(list, filter, () => 0);
    progress.stage('issues', total);
    return writeIssueList(list, filter, path, { signal, progress });
  }).finally(() => progress.stop());
  if (flags.json) json({ path, rows });
  else out(`${green('✓')} ${bold(path)}: ${count(rows)} ${say('vấn đề', 'issues')}`);
}

async function exportTo(run: string, flags: ExportFlags & { readonly to: string }): Promise<void> {
  const progress = openProgress();
  const signal = stopSignal();
  const { date, instant } = clock(flags.date);
  const { personal = false, withSourceColumns = false } = flags;
  const manifest = await withDatabase(flags.database, async (db) => {
    const id = await findRunId(db, run);
    const only = flags.only?.split(',').map((code) => code.trim());
    progress.stage('export', await inForce(db, id, only));
    return exportRun(db, id, {
      dir: flags.to,
      format: flags.format,
      date,
      signal,
      personal,
      withSourceColumns,
      audit: { by: worker(flags.by), at: instant },
      ...(flags.singleZone ? { singleZone: flags.singleZone } : {}),
      ...(only ? { units: only } : {}),
      onProgress: ({ parcels }) => progress.advance(parcels),
    });
  }).finally(() => progress.stop());
  if (flags.json) {
    json(manifest);
    return;
  }
  out(`${green('✓')} ${bold(flags.to)}`);
  for (const { name, sha256, ...more } of manifest.files) {
    const rows = 'rows' in more ? count(Number(more.rows)) : '';
    out(`  ${name.padEnd(28)} ${rows.padStart(10)}  ${dim(sha256.slice(0, 16))}`);
  }
}
