/** `thuadat export`: files from what the database holds; nothing is computed again. */
import type { Database } from '@thuadat/store/database';
import { type Command, Option } from 'commander';
import { EXIT } from '../exit.ts';
import { exportRun } from '../export/export.ts';
import { count, say } from '../language.ts';
import { bold, dim, green, json, out } from '../print.ts';
import { openProgress } from '../progress.ts';
import { findRunId } from './run-id.ts';
import { clock, stopSignal, withDatabase } from './session.ts';

const FORMATS = ['geojson', 'gpkg', 'fgb', 'shp', 'csv', 'jsonl'] as const;

type ExportFlags = {
  readonly to: string;
  readonly format: (typeof FORMATS)[number];
  readonly only?: string;
  readonly singleZone?: number;
  readonly database?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareExport(program: Command): void {
  program
    .command('export')
    .description(
      say(
        'xuất thửa đất, bảng cũ–mới, bản ghi địa chỉ số và các vấn đề của một lượt chạy',
        'write parcels, the old–new bridge, digital-address records and open matters of a run',
      ),
    )
    .argument('<run>', say('mã lượt chạy', 'run id'))
    .requiredOption('--to <dir>', say('thư mục đích', 'target folder'))
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
      '--only <codes>',
      say('chỉ các xã này (mã cách nhau dấu phẩy)', 'only these communes (codes, comma between)'),
    )
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--date <yyyy-mm-dd>', say('ngày ghi nhận thay cho hôm nay', 'date to record instead of today'))
    .option('--json', say('in kết quả dạng JSON', 'print JSON'))
    .action(async (run: string, flags: ExportFlags) => {
      await exportTo(run, flags);
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

async function exportTo(run: string, flags: ExportFlags): Promise<void> {
  const progress = openProgress();
  const signal = stopSignal();
  const manifest = await withDatabase(flags.database, async (db) => {
    const id = await findRunId(db, run);
    const only = flags.only?.split(',').map((code) => code.trim());
    progress.stage('export', await inForce(db, id, only));
    return exportRun(db, id, {
      dir: flags.to,
      format: flags.format,
      date: clock(flags.date).date,
      signal,
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
