/** `thuadat write-back`: the new codes, keys and identifiers back to the PostGIS table that a run was planned from. */

import { shownAddress } from '@thuadat/postgis/address';
import { snapshotFolder } from '@thuadat/postgis/table-source';
import { type WriteKind, type WrittenBack, writeBack } from '@thuadat/postgis/write-back/write-back';
import { readRun } from '@thuadat/store/registry/export-rows';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { byOption, databaseOption, dateOption, jsonOption, runsOption } from '../terminal/options.ts';
import { bold, dim, green, json, out, yellow } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { findRunId } from './run-id.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';

type WriteBackFlags = {
  readonly source: string;
  readonly to?: string;
  readonly copy?: boolean;
  readonly inPlace?: boolean;
  readonly prefix: string;
  readonly undo?: boolean;
  readonly runs: string;
  readonly database?: string;
  readonly by?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareWriteBack(program: Command): void {
  program
    .command('write-back')
    .description(
      say(
        'ghi mã mới, tờ, thửa và mã định danh của lượt chạy đã áp dụng về bảng PostGIS nguồn: bảng phụ, bản sao hoặc tại chỗ',
        'write new codes, keys and identifiers of an applied run back to its PostGIS table: beside it, in a copy or in place',
      ),
    )
    .argument('<run>', say('mã lượt chạy', 'run id'))
    .requiredOption(
      '--source <address>',
      say('postgres://…?table=lược_đồ.bảng', 'postgres://…?table=schema.name'),
    )
    .option(
      '--to <table>',
      say('bảng đích (mặc định: <bảng>_thuadat)', 'target table (default: <table>_thuadat)'),
    )
    .option('--copy', say('chép cả bảng, thêm cột mới', 'copy the whole table with the columns added'))
    .option(
      '--in-place',
      say(
        'thêm cột vào chính bảng nguồn, sau khi lưu nguyên bảng sang <bảng>_truoc_<lượt chạy>',
        'add the columns to the table itself, after keeping all of it as <table>_truoc_<run>',
      ),
    )
    .option(
      '--prefix <text>',
      say('thêm trước tên các cột mới', 'put before the names of the new columns'),
      '',
    )
    .option('--undo', say('hoàn tác lần ghi này', 'take this writing back'))
    .addOption(runsOption())
    .addOption(databaseOption())
    .addOption(byOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (run: string, flags: WriteBackFlags) => {
      process.exitCode = await command(run, flags);
    });
}

async function command(run: string, flags: WriteBackFlags): Promise<number> {
  const kind = kindOf(flags);
  const progress = openProgress();
  const signal = stopSignal();
  const result = await withDatabase(flags.database, async (db) => {
    const id = await findRunId(db, run);
    const stored = await readRun(db, id);
    return writeBack(db, stored!.manifest, {
      source: flags.source,
      kind,
      to: flags.to ?? null,
      prefix: flags.prefix,
      undo: flags.undo ?? false,
      folder: snapshotFolder(flags.runs),
      by: worker(flags.by),
      at: clock(flags.date).instant,
      progress,
      signal,
    });
  })
    .catch((cause) => {
      throw signal.aborted ? stopped() : cause;
    })
    .finally(() => progress.stop());
  if (flags.json) json(result);
  else print(result, flags);
  return result.undone || result.counts.assigned === result.rows ? EXIT.ok : EXIT.open;
}

function kindOf({ copy, inPlace, to }: WriteBackFlags): WriteKind {
  if (inPlace && (copy || to !== undefined)) {
    throw new CommandError(
      say(
        '--in-place không đi cùng --copy hay --to. Chọn một cách ghi.',
        '--in-place goes with neither --copy nor --to. Choose one way to write.',
      ),
    );
  }
  return inPlace ? 'in-place' : copy ? 'copy' : 'side';
}

const stopped = (): CommandError =>
  new CommandError(
    say(
      'Đã dừng; chưa ghi gì. Chạy lại cùng lệnh.',
      'Stopped; nothing was written. Run the same command again.',
    ),
    EXIT.stopped,
  );

function print(
  { undone, target, backup, rows, counts, kind, run, columns }: WrittenBack,
  flags: WriteBackFlags,
): void {
  if (undone) {
    const restored = say(
      `Đã hoàn tác: ${target} như trước khi ghi, đã đối chiếu mã băm.`,
      `Taken back: ${target} is what it was before, checked by its hash.`,
    );
    const dropped = say(`Đã bỏ bảng ${target}.`, `Table ${target} is dropped.`);
    out(`${green('✓')} ${kind === 'in-place' ? restored : dropped}`);
    return;
  }
  out(`${green('✓')} ${bold(target)}: ${count(rows)} ${say('dòng', 'rows')}`);
  const words = {
    assigned: say('đã chuyển', 'assigned'),
    blocked: say('xã còn chặn', 'commune blocked'),
    ambiguous: say('chưa rõ xã', 'ambiguous'),
    rejected: say('bị loại', 'rejected'),
    waiting: say('xã chưa áp dụng', 'commune not applied'),
  };
  const parts = (Object.keys(words) as (keyof typeof words)[]).filter((each) => counts[each] > 0);
  const sum = parts.map((each) => `${count(counts[each])} ${words[each]}`).join(' + ');
  out(`  ${counts.assigned === rows ? green('✓') : yellow('■')} ${sum} = ${count(rows)}`);
  out(`  ${say('cột', 'columns')}: ${dim(columns.join(', '))}`);
  if (backup) out(`  ${say('bản trước khi ghi', 'state before')}: ${backup}`);
  const mode = kind === 'side' ? '' : ` --${kind}`;
  const to = flags.to === undefined ? '' : ` --to ${flags.to}`;
  const shown = shownAddress(flags.source);
  out(dim(`  ${say('Hoàn tác', 'Undo')}: thuadat write-back ${run} --source '${shown}'${mode}${to} --undo`));
}
