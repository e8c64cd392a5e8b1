/** `thuadat revert`: takes exactly one run back; identifiers stay in the registry, closed. */
import { type RevertResult, revertRun } from '@thuadat/store/apply/revert';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { byOption, databaseOption, dateOption, jsonOption } from '../terminal/options.ts';
import { green, json, out } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { findRunId } from './run-id.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';
import { stoppable } from './stoppable.ts';

type RevertFlags = {
  readonly database?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareRevert(program: Command): void {
  program
    .command('revert')
    .description(say('hoàn tác đúng một lượt chạy', 'take exactly one run back'))
    .argument('<run>', say('mã lượt chạy', 'run id'))
    .option('--reason <text>', say('lý do, ghi vào nhật ký', 'reason, kept in the audit'))
    .addOption(databaseOption())
    .addOption(byOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (run: string, flags: RevertFlags) => {
      const result = await revert(run, flags);
      if (flags.json) json(result);
      else if (result.units === 0) out(`  ${nothingToRevert(result.runId)}`);
      else {
        out(
          `  ${green('✓')} ${say(`Đã hoàn tác ${result.runId}: ${count(result.units)} xã, ${count(result.parcels)} thửa. Mã định danh đã cấp vẫn được lưu và không dùng cho thửa khác.`, `Reverted ${result.runId}: ${count(result.units)} communes, ${count(result.parcels)} parcels. Issued identifiers stay on record and go to no other parcel.`)}`,
        );
      }
      process.exitCode = result.units === 0 ? EXIT.open : EXIT.ok;
    });
}

const nothingToRevert = (run: string): string =>
  say(
    `Không có gì để hoàn tác: ${run} đã được hoàn tác trước đó.`,
    `Nothing to take back: ${run} was reverted before.`,
  );

async function revert(run: string, flags: RevertFlags): Promise<RevertResult> {
  const progress = openProgress();
  const signal = stopSignal();
  let done = 0;
  return withDatabase(flags.database, async (db) => {
    const id = await findRunId(db, run);
    const [held] = await db.query<{ records: number }>(
      `select coalesce(sum((summary -> 'counts' ->> 'read')::int), 0)::float8 as records from run_unit
       where run_id = $1 and state <> 'reverted'`,
      [id],
    );
    progress.stage('revert', held!.records);
    return revertRun(stoppable(db, signal), id, {
      by: worker(flags.by),
      now: clock(flags.date),
      ...(flags.reason ? { reason: flags.reason } : {}),
      onProgress: ({ records }) => {
        done++;
        progress.advance(records);
      },
    });
  })
    .catch((cause) => {
      throw signal.aborted ? stoppedHere(done) : cause;
    })
    .finally(() => progress.stop());
}

const stoppedHere = (communes: number): CommandError =>
  new CommandError(
    say(
      `Đã dừng giữa chừng: ${count(communes)} xã đã hoàn tác, các xã còn lại vẫn hiệu lực.`,
      `Stopped half way: ${count(communes)} communes are taken back, the others are still in force.`,
    ),
    EXIT.stopped,
  );
