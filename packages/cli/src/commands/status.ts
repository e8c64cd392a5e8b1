/** `thuadat status`: long work under way, what the database holds, and whether its audit chain is whole. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseStatus, readStatus } from '@thuadat/store/apply/status';
import { type RunUnderWay, readUnderWay } from '@thuadat/store/apply/under-way';
import { BusyError, type Database } from '@thuadat/store/db/database';
import { verifyAudit } from '@thuadat/store/registry/audit';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { databaseOption, jsonOption, runsOption } from '../terminal/options.ts';
import { bold, dim, green, json, out, red, table, yellow } from '../terminal/print.ts';
import { type Task, tasksInFolder, withDatabaseTasks } from '../terminal/tasks.ts';
import { taskLines } from '../words/print-tasks.ts';
import { databaseTarget } from '../workspace.ts';
import { stopSignal, withDatabase } from './session.ts';

type StatusFlags = {
  readonly database?: string;
  readonly runs: string;
  readonly watch?: boolean;
  readonly json?: boolean;
};

export function declareStatus(program: Command): void {
  program
    .command('status')
    .description(
      say(
        'việc đang chạy, ở cửa sổ này hay cửa sổ khác; tình trạng cơ sở dữ liệu: lượt chạy, đăng ký, nhật ký kiểm toán',
        'long work under way in any terminal; state of the database: runs, registry, audit',
      ),
    )
    .option('--watch', say('chỉ việc đang chạy, mỗi giây vẽ lại', 'long work only, drawn again every second'))
    .addOption(runsOption())
    .addOption(databaseOption())
    .addOption(jsonOption())
    .action(async (flags: StatusFlags) => {
      process.exitCode = flags.watch ? await watch(flags) : await status(flags);
    });
}

type AuditedStatus = DatabaseStatus & { readonly proof: Awaited<ReturnType<typeof verifyAudit>> };
/** Without `held`: nobody could look at the database, and why. */
type Look<T> = { readonly held: T } | { readonly held: null; readonly why: string };

async function status(flags: StatusFlags): Promise<number> {
  const tasks = tasksInFolder(flags.runs, Date.now());
  const look = await inDatabase(flags.database, async (db) => ({
    found: { ...(await readStatus(db)), proof: await verifyAudit(db) },
    underWay: await readUnderWay(db),
  }));
  const underWay = look.held ? withDatabaseTasks(tasks, look.held.underWay) : tasks;
  if (flags.json) printJson(underWay, look.held ? { held: look.held.found } : look);
  else {
    printTasks(underWay);
    if (look.held) printDatabase(look.held.found);
    else out(`${yellow('■')} ${look.why}`);
  }
  return !look.held || look.held.found.proof.bad === null ? EXIT.ok : EXIT.failed;
}

/** The embedded database lets one process in at a time; one that is not there yet is not made for looking. */
async function inDatabase<T>(
  target: string | undefined,
  work: (db: Database) => Promise<T>,
): Promise<Look<T>> {
  const place = databaseTarget(target);
  if (!isServer(place) && !existsSync(place))
    return {
      held: null,
      why: say(`Chưa có cơ sở dữ liệu tại ${place}.`, `There is no database at ${place} yet.`),
    };
  try {
    return { held: await withDatabase(target, work) };
  } catch (fault) {
    if (!(fault instanceof CommandError) || !(fault.cause instanceof BusyError)) throw fault;
    const { message } = fault.cause;
    return {
      held: null,
      why: say(
        `Cơ sở dữ liệu đang do tiến trình khác giữ, nên ở trên chỉ có phần đọc từ thư mục các lượt chạy. (${message})`,
        `Another process holds the database, so only what the folder of runs tells is shown. (${message})`,
      ),
    };
  }
}

const isServer = (place: string): boolean => /^postgres(ql)?:/.test(place);

function printJson(underWay: readonly Task[], look: Look<AuditedStatus>): void {
  if (look.held === null) {
    json({ underWay, database: look.why });
    return;
  }
  const { proof, ...found } = look.held;
  json({ ...found, audit: { ...found.audit, ...proof }, underWay });
}

function printTasks(tasks: readonly Task[]): void {
  if (tasks.length === 0) return;
  for (const line of taskLines(tasks, process.stdout.columns ?? 80)) out(line);
  out();
}

/** Of the embedded database only what processes keep in the folder: looking at it would shut others out. */
async function watch(flags: StatusFlags): Promise<number> {
  const signal = stopSignal(() => null);
  if (!isServer(databaseTarget(flags.database))) return redraw(flags, signal, async () => null);
  return withDatabase(flags.database, (db) => redraw(flags, signal, () => readUnderWay(db)));
}

async function redraw(
  { runs, json: asJson }: StatusFlags,
  signal: AbortSignal,
  ask: () => Promise<RunUnderWay[] | null>,
): Promise<number> {
  while (!signal.aborted) {
    const now = new Date();
    const kept = tasksInFolder(runs, now.getTime());
    const found = await ask();
    const tasks = found ? withDatabaseTasks(kept, found) : kept;
    if (asJson) out(JSON.stringify({ at: now.toISOString(), underWay: tasks }));
    else out(screen(tasks, now));
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
  return EXIT.ok;
}

function screen(tasks: readonly Task[], now: Date): string {
  const clear = process.stdout.isTTY ? '\u001b[H\u001b[J' : '';
  const none = say('Không có việc nào đang chạy.', 'Nothing is under way.');
  const lines = tasks.length === 0 ? [none] : taskLines(tasks, process.stdout.columns ?? 80);
  const head = dim(`${now.toLocaleTimeString()} · ${say('Ctrl-C để thoát', 'Ctrl-C ends')}`);
  return `${clear}${[head, ...lines].join('\n')}`;
}

function printDatabase({ proof, ...found }: AuditedStatus): void {
  out(`${bold(found.label)} ${dim(`(${found.kind}, schema ${found.schema})`)}`);
  const { registry } = found;
  out(
    `  ${say('Đăng ký', 'Registry')}: ${count(registry.inForce)} ${say('thửa hiệu lực', 'parcels in force')}, ${count(registry.identifiers)} ${say('mã định danh', 'identifiers')}, ${count(registry.closed)} ${say('dòng đã đóng', 'closed rows')}`,
  );
  const mark = proof.bad === null ? green(say('nguyên vẹn', 'whole')) : red(JSON.stringify(proof));
  out(
    `  ${say('Nhật ký', 'Audit')}: ${count(found.audit.rows)} ${say('dòng, chuỗi băm', 'rows, hash chain')} ${mark}`,
  );
  if (found.runs.length === 0) return;
  out();
  out(
    table(
      [
        say('lượt chạy', 'run'),
        say('trạng thái', 'state'),
        say('đã đọc', 'read'),
        say('xã', 'communes'),
        say('đã áp dụng', 'applied'),
        say('chặn', 'blocked'),
        say('lập lúc', 'planned'),
      ],
      found.runs.map((run) => [
        run.id,
        run.state,
        count(run.counts.read),
        run.units.total,
        run.units.applied,
        run.units.blocked,
        run.plannedAt.slice(0, 16).replace('T', ' '),
      ]),
    ),
  );
}
