/** `thuadat revert`: takes exactly one run back; identifiers stay in the registry, closed. */
import { revertRun } from '@thuadat/store/revert';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import { green, json, out } from '../print.ts';
import { terminalProgress } from '../progress.ts';
import { findRunId } from './run-id.ts';
import { clock, withDatabase, worker } from './session.ts';

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
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--by <name>', say('người thực hiện', 'who does it'))
    .option('--date <yyyy-mm-dd>', say('ngày ghi nhận thay cho hôm nay', 'date to record instead of today'))
    .option('--json', say('in kết quả dạng JSON', 'print JSON'))
    .action(async (run: string, flags: RevertFlags) => {
      const progress = terminalProgress();
      progress.stage('revert', null);
      const result = await withDatabase(flags.database, async (db) =>
        revertRun(db, await findRunId(db, run), {
          by: worker(flags.by),
          now: clock(flags.date),
          ...(flags.reason ? { reason: flags.reason } : {}),
          onProgress: ({ records }) => progress.advance(records),
        }),
      ).finally(() => progress.stop());
      if (flags.json) json(result);
      else {
        out(
          `  ${green('✓')} ${say(`Đã hoàn tác ${result.runId}: ${count(result.units)} xã, ${count(result.parcels)} thửa. Mã định danh đã cấp vẫn được lưu và không dùng cho thửa khác.`, `Reverted ${result.runId}: ${count(result.units)} communes, ${count(result.parcels)} parcels. Issued identifiers stay on record and go to no other parcel.`)}`,
        );
      }
      process.exitCode = EXIT.ok;
    });
}
