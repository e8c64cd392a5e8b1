/** The program `thuadat`: verbs of the stages, nothing else. */
import { Command, CommanderError, Option } from 'commander';
import { declareAccount } from './commands/account.ts';
import { declareApply } from './commands/apply.ts';
import { declareCalibrate } from './commands/calibrate.ts';
import { declareCompletion } from './commands/completion.ts';
import { declareConfig } from './commands/config.ts';
import { declareExport } from './commands/export.ts';
import { declareImportAddresses } from './commands/import-addresses.ts';
import { declareInspect } from './commands/inspect.ts';
import { declareLookup } from './commands/lookup.ts';
import { declarePlan } from './commands/plan.ts';
import { declareRevert } from './commands/revert.ts';
import { declareReview } from './commands/review.ts';
import { declareServe } from './commands/serve.ts';
import { declareStatus } from './commands/status.ts';
import { declareWorker } from './commands/worker.ts';
import { declareWriteBack } from './commands/write-back.ts';
import { chooseLanguage, say } from './terminal/language.ts';
import { chooseProgress, PROGRESS_MODES } from './terminal/progress.ts';
import { addExamples } from './words/examples.ts';
import { explain } from './words/failure.ts';

chooseLanguage(process.argv.slice(2), process.env);

const program = new Command('thuadat')
  .description(
    say(
      'Chuyển đổi thửa đất sang mã xã mới, sắp lại tờ bản đồ và cấp mã định danh thửa đất',
      'Moves parcels to the new commune codes, renumbers map sheets and issues parcel identifiers',
    ),
  )
  .version('0.1.0')
  .option('--lang <vi|en>', say('ngôn ngữ', 'language'))
  .addOption(
    new Option(
      '--progress <how>',
      say(
        'tiến độ của việc dài: auto là thanh tiến độ trên màn hình, ở nơi khác là dòng JSON cho bước dài hơn 10 giây',
        'how long work shows itself; auto: a bar on a terminal, elsewhere lines of JSON for stages of over ten seconds',
      ),
    )
      .choices(PROGRESS_MODES)
      .default('auto')
      .env('THUADAT_PROGRESS'),
  )
  .hook('preAction', (all) => chooseProgress(all.opts().progress))
  .configureHelp({ sortSubcommands: false })
  .exitOverride();

declareInspect(program);
declareConfig(program);
declareCalibrate(program);
declarePlan(program);
declareReview(program);
declareApply(program);
declareStatus(program);
declareRevert(program);
declareExport(program);
declareWriteBack(program);
declareImportAddresses(program);
declareLookup(program);
declareServe(program);
declareAccount(program);
declareWorker(program);
declareCompletion(program);
addExamples(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = explain(error);
}
