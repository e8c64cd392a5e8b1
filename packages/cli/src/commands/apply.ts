/** `thuadat apply`: commits exactly one run, commune by commune. */
import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import { openRunFolder, type RunFolder } from '@thuadat/run/run-folder';
import { type ApplyResult, applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import type { Command } from 'commander';
import { nextCommand, type Places } from '../terminal/command-line.ts';
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
import { bold, green, json, out, red, sample, yellow } from '../terminal/print.ts';
import { applyingFile } from '../terminal/progress/kept-state.ts';
import { openProgress } from '../terminal/progress.ts';
import { word } from '../words/word.ts';
import { findRun } from '../workspace.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';
import { stoppable } from './stoppable.ts';

type ApplyFlags = {
  readonly runs: string;
  readonly database?: string;
  readonly only?: string;
  readonly rest?: boolean;
  readonly stage?: boolean;
  readonly by?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareApply(program: Command): void {
  program
    .command('apply')
    .description(
      say(
        'áp dụng đúng một lượt chạy vào cơ sở dữ liệu, từng xã một',
        'commit exactly one run to the database, commune by commune',
      ),
    )
    .argument('<run>', say('mã hoặc thư mục lượt chạy', 'run id or folder'))
    .addOption(onlyOption())
    .option('--rest', say('chỉ các xã chưa lượt nào áp dụng', 'only communes that no run has applied'))
    .option(
      '--stage',
      say(
        'chỉ đưa vào để kiểm tra trên bản đồ, chưa áp dụng gì',
        'bring it in for review on the map only; put nothing in force',
      ),
    )
    .addOption(runsOption())
    .addOption(databaseOption())
    .addOption(byOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (run: string, flags: ApplyFlags) => {
      process.exitCode = await apply(run, flags);
    });
}

async function apply(name: string, flags: ApplyFlags): Promise<number> {
  const folder = await openRunFolder(findRun(name, flags.runs));
  const progress = openProgress();
  const signal = stopSignal();
  const kept = applyingFile(dirname(resolve(folder.path)), folder.manifest.id);
  progress.keep(kept);
  let committed = 0;
  const result = await withDatabase(flags.database, async (db) => {
    const only = await chosenUnits(db, folder, flags);
    const done = await appliedUnits(db, folder);
    return applyRun(stoppable(db, signal), folder, {
      by: worker(flags.by),
      now: clock(flags.date),
      ...(only ? { onlyUnits: only } : {}),
      ...(flags.stage ? { stageOnly: true } : {}),
      onStage: (stage, total, already) => progress.stage(stage, total, already),
      onAdvance: (by) => progress.advance(by),
      onProgress: ({ unit, records }) => {
        committed++;
        if (!done.has(unit)) progress.advance(records);
        signal.throwIfAborted();
      },
    });
  })
    .catch((cause) => {
      throw signal.aborted ? stoppedHere(committed) : cause;
    })
    .finally(() => {
      progress.stop();
      rmSync(kept, { force: true });
    });
  if (flags.json) json(result);
  else if (flags.rest && nothingLeft(result))
    out(
      say(
        `  Không còn gì để áp dụng: mọi xã của ${result.runId} đã được áp dụng, bởi lượt này hoặc lượt khác.`,
        `  Nothing is left to apply: every commune of ${result.runId} is applied, by this run or another.`,
      ),
    );
  else printApply(result, folder.manifest, flags);
  if (result.counts.failed > 0) return EXIT.failed;
  if (flags.rest && nothingLeft(result)) return EXIT.open;
  return result.counts.blocked > 0 ? EXIT.open : EXIT.ok;
}

const nothingLeft = ({ units }: ApplyResult): boolean => units.every(({ outcome }) => outcome === 'already');

/** Null = all. `--rest` is how a run planned again with decisions is applied beside the one it completes. */
async function chosenUnits(
  db: Database,
  { manifest }: RunFolder,
  flags: ApplyFlags,
): Promise<CommuneUnit[] | null> {
  if (flags.only) return flags.only.split(',').map((code) => code.trim() as CommuneUnit);
  if (!flags.rest) return null;
  const applied = await db.query<{ unit: string }>(
    "select unit from run_unit where state = 'applied' and run_id <> $1",
    [manifest.id],
  );
  const done = new Set(applied.map(({ unit }) => unit));
  return manifest.communes.map(({ unit }) => unit).filter((unit) => !done.has(unit));
}

/** The units that an earlier call has done. */
async function appliedUnits(db: Database, { manifest }: RunFolder): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ unit: string }>(
    "select unit from run_unit where run_id = $1 and state = 'applied'",
    [manifest.id],
  );
  return new Set(rows.map(({ unit }) => unit));
}

const stoppedHere = (communes: number): CommandError =>
  new CommandError(
    say(
      `Đã dừng. ${count(communes)} xã đã xử lý xong và được giữ lại; dữ liệu đã nạp cũng được giữ lại, chưa có hiệu lực.`,
      `Stopped. ${count(communes)} communes are through and kept; so are rows brought in, which are not in force.`,
    ),
    EXIT.stopped,
  );

export function printApply(result: ApplyResult, { communes }: RunManifest, places: Places): void {
  const map = nextCommand(['serve'], places);
  const waiting = new Map(communes.map(({ unit, blocking }) => [unit, blocking]));
  const { counts, units } = result;
  out(bold(say(`Áp dụng ${result.runId}`, `Apply ${result.runId}`)));
  out(
    `  ${green('✓')} ${say(`${count(counts.applied)} xã vừa áp dụng (${count(result.parcels)} thửa), ${count(counts.already)} xã đã áp dụng trước`, `${count(counts.applied)} communes applied (${count(result.parcels)} parcels), ${count(counts.already)} applied before`)}`,
  );
  if (counts.applied === 0 && counts.staged > 0 && counts.already === 0)
    out(
      `  ${say(`${count(counts.staged)} xã đã đưa vào để kiểm tra: ${map}`, `${count(counts.staged)} communes brought in for review: ${map}`)}`,
    );
  const list = (outcome: string) => units.filter((unit) => unit.outcome === outcome);
  const blocked = list('blocked');
  if (blocked.length > 0) {
    out(
      `  ${yellow('■')} ${say(`${count(blocked.length)} xã còn việc phải quyết định trên bản đồ (${map}), rồi áp dụng lại hoặc lập lại kế hoạch:`, `${count(blocked.length)} communes wait for decisions on the map (${map}); then apply again, or plan again:`)}`,
    );
    out(
      sample(blocked, 12, ({ unit, name }) => {
        const n = count(waiting.get(unit) ?? 0);
        return `      ${unit} ${name}: ${say(`${n} việc phải quyết định`, `${n} to decide`)}`;
      }),
    );
  }
  const failed = list('failed');
  if (failed.length > 0)
    out(
      sample(
        failed,
        20,
        ({ unit, name, reason }) => `  ${red('✗')} ${reason ? word(reason) : `${unit} ${name}`}`,
      ),
    );
}
