/** `thuadat apply`: commits exactly one run, commune by commune. */
import { IDENTIFIER_ALGORITHM } from '@thuadat/core/identifier/provenance';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import { type ApplyResult, applyRun } from '@thuadat/store/apply';
import type { Database } from '@thuadat/store/database';
import { openRunFolder, type RunFolder } from '@thuadat/store/run-folder';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import { bold, green, json, out, red, sample, yellow } from '../print.ts';
import { terminalProgress } from '../progress.ts';
import { findRun, RUNS } from '../workspace.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';

export type ApplyFlags = {
  readonly runs: string;
  readonly database?: string;
  readonly only?: string;
  readonly rest?: boolean;
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
    .option(
      '--only <codes>',
      say('chỉ các xã này (mã cách nhau dấu phẩy)', 'only these communes (codes, comma between)'),
    )
    .option('--rest', say('chỉ các xã chưa lượt nào áp dụng', 'only communes that no run has applied'))
    .option('--runs <dir>', say('thư mục các lượt chạy', 'folder of runs'), RUNS)
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--by <name>', say('người thực hiện', 'who does it'))
    .option('--date <yyyy-mm-dd>', say('ngày ghi nhận thay cho hôm nay', 'date to record instead of today'))
    .option('--json', say('in kết quả dạng JSON', 'print JSON'))
    .action(async (run: string, flags: ApplyFlags) => {
      process.exitCode = await apply(run, flags);
    });
}

export async function apply(name: string, flags: ApplyFlags): Promise<number> {
  const folder = await openRunFolder(findRun(name, flags.runs));
  const progress = terminalProgress();
  const signal = stopSignal();
  progress.stage('apply', folder.manifest.counts.read);
  const result = await withDatabase(flags.database, async (db) => {
    const only = await chosenUnits(db, folder, flags);
    return applyRun(db, folder, {
      by: worker(flags.by),
      now: clock(flags.date),
      provenance: { issuer: folder.manifest.tool, ...IDENTIFIER_ALGORITHM },
      ...(only ? { onlyUnits: only } : {}),
      onProgress: ({ records }) => {
        progress.advance(records);
        if (signal.aborted) throw stoppedHere(name);
      },
    });
  }).finally(() => progress.stop());
  if (flags.json) json(result);
  else printApply(result, folder.manifest);
  if (result.counts.failed > 0) return EXIT.failed;
  return result.counts.blocked > 0 ? EXIT.open : EXIT.ok;
}

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

const stoppedHere = (run: string): CommandError =>
  new CommandError(
    say(
      `Đã dừng giữa hai xã; các xã xong trước đó đã được ghi. Chạy tiếp: thuadat apply ${run}`,
      `Stopped between two communes; those done before are committed. Go on with: thuadat apply ${run}`,
    ),
    EXIT.stopped,
  );

export function printApply(result: ApplyResult, { communes }: RunManifest): void {
  const waiting = new Map(communes.map(({ unit, blocking }) => [unit, blocking]));
  const { counts, units } = result;
  out(bold(say(`Áp dụng ${result.runId}`, `Apply ${result.runId}`)));
  out(
    `  ${green('✓')} ${say(`${count(counts.applied)} xã vừa áp dụng (${count(result.parcels)} thửa), ${count(counts.already)} xã đã áp dụng trước`, `${count(counts.applied)} communes applied (${count(result.parcels)} parcels), ${count(counts.already)} applied before`)}`,
  );
  const list = (outcome: string) => units.filter((unit) => unit.outcome === outcome);
  const blocked = list('blocked');
  if (blocked.length > 0) {
    out(
      `  ${yellow('■')} ${say(`${count(blocked.length)} xã còn việc phải quyết định, xem trên bản đồ (thuadat serve):`, `${count(blocked.length)} communes wait for decisions, see them on the map (thuadat serve):`)}`,
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
    out(sample(failed, 20, ({ unit, name, reason }) => `  ${red('✗')} ${unit} ${name}: ${reason}`));
}
