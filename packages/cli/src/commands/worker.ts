/** `thuadat worker`: takes units of work of plans from the queue, beside as many others as there are. */
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '@thuadat/core/message/message';
import { startUnitChild, type UnitChild } from '@thuadat/engine/work/unit-child';
import type { UnitOfWork } from '@thuadat/engine/work/unit-of-work';
import { openQueue, type QueuedUnit } from '@thuadat/queue/queue';
import { workerVersion, workStamp } from '@thuadat/queue/queue-dispatch';
import { runWorker, type WorkerNews } from '@thuadat/queue/queue-work';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { out, talk } from '../terminal/print.ts';
import { word } from '../words/word.ts';
import { databaseTarget, RUNS } from '../workspace.ts';
import { stopSignal } from './session.ts';

type WorkerFlags = {
  readonly database?: string;
  readonly shared: string;
  readonly concurrency: number;
  readonly once?: boolean;
  readonly json?: boolean;
};

export function declareWorker(program: Command): void {
  program
    .command('worker')
    .description(
      say(
        'nhận phần việc của "plan --queue" từ hàng đợi trong PostgreSQL cho đến khi dừng (Ctrl-C làm nốt phần đang dở); không tạo gì trong cơ sở dữ liệu',
        'take units of work of "plan --queue" from the queue in PostgreSQL until stopped (Ctrl-C finishes the unit at hand); makes nothing in the database',
      ),
    )
    .option('-d, --database <url>', say('postgres://… của hàng đợi', 'postgres://… of the queue'))
    .option(
      '--shared <dir>',
      say(
        'thư mục dùng chung, nơi "plan" đặt các lượt chạy',
        'shared folder, in which "plan" keeps its runs',
      ),
      RUNS,
    )
    .option(
      '--concurrency <n>',
      say('số phần việc làm cùng lúc', 'units done side by side'),
      Number,
      Math.min(availableParallelism(), 8),
    )
    .option('--once', say('hết việc thì kết thúc', 'end when nothing is left to do'))
    .option('--json', say('mỗi phần việc một dòng JSON', 'one line of JSON a unit'))
    .action(async (flags: WorkerFlags) => {
      process.exitCode = await work(flags);
    });
}

async function work(flags: WorkerFlags): Promise<number> {
  const { concurrency, once = false } = flags;
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new CommandError(
      say('--concurrency: cần số nguyên từ 1.', '--concurrency: a whole number from 1 is expected.'),
    );
  const queue = await openQueue(addressOf(flags.database)).catch((cause: Error) => {
    const why = cause instanceof RefusalError ? word(cause.reason) : cause.message;
    throw new CommandError(
      say(`Không mở được hàng đợi: ${why}`, `The queue cannot be opened: ${why}`),
      EXIT.failed,
      { cause },
    );
  });
  const signal = stopSignal(stopping);
  const slots = unitSlots(resolve(flags.shared));
  let done = 0;
  try {
    await runWorker(
      queue,
      async (unit, slot) => {
        const begun = performance.now();
        const fault = await slots.run(unit, slot).catch(worded);
        const seconds = (performance.now() - begun) / 1000;
        tellUnit(unit, seconds, fault?.message ?? null, flags.json ?? false);
        if (fault) throw fault;
        done++;
      },
      { version: workerVersion(), concurrency, once, signal, onNews: (news) => tellNews(news) },
    );
  } finally {
    slots.end();
    await queue.close();
  }
  talk(say(`Đã dừng: xong ${count(done)} phần việc.`, `Ended: ${count(done)} units done.`));
  return EXIT.ok;
}

/** The coordinator gets nothing of a fault but its sentence. */
const worded = (fault: Error): Error =>
  fault instanceof RefusalError ? new Error(word(fault.reason), { cause: fault }) : fault;

function addressOf(option: string | undefined): string {
  const target = databaseTarget(option);
  if (/^postgres(ql)?:\/\//.test(target)) return target;
  throw new CommandError(
    say(
      `--database: có "${target}", cần postgres://…, nơi mọi máy cùng tới được.`,
      `--database: found "${target}", expected postgres://…, which all machines reach.`,
    ),
  );
}

/** One process a slot, kept while units of the same plan come; what the plan's folder says is read once. */
function unitSlots(shared: string) {
  const slots = new Map<number, { readonly key: string; readonly child: UnitChild }>();
  const drop = (slot: number) => {
    slots.get(slot)?.child.end();
    slots.delete(slot);
  };
  return {
    async run(unit: QueuedUnit, slot: number): Promise<void> {
      const folder = join(shared, unit.work);
      const key = `${folder} ${unit.stamp}`;
      if (slots.get(slot)?.key !== key) {
        drop(slot);
        await seen(folder, unit.stamp);
        slots.set(slot, { key, child: startUnitChild(folder) });
      }
      try {
        await slots.get(slot)!.child.run({ kind: unit.kind as UnitOfWork['kind'], name: unit.name });
      } catch (fault) {
        drop(slot);
        throw fault;
      }
    },
    end() {
      for (const slot of [...slots.keys()]) drop(slot);
    },
  };
}

/** Network file systems show other machines' files late; another folder never shows them. */
const PATIENCE = 5_000;

async function seen(folder: string, stamp: string): Promise<void> {
  for (let waited = 0; ; waited += 250) {
    const found = workStamp(folder);
    if (found === stamp) return;
    if (waited >= PATIENCE) {
      throw new Error(
        found === null
          ? say(
              `không thấy ${folder}: --shared phải là thư mục chung với máy lập kế hoạch`,
              `${folder} is not there: --shared must be the folder shared with the machine that plans`,
            )
          : say(
              `${folder} không khớp với hàng đợi: kế hoạch đã đổi hoặc --shared là thư mục khác`,
              `${folder} is not what the queue speaks of: the plan has changed, or --shared is another folder`,
            ),
      );
    }
    await sleep(250);
  }
}

function tellUnit(unit: QueuedUnit, seconds: number, fault: string | null, asJson: boolean): void {
  const { work: folder, kind, name } = unit;
  if (asJson) {
    out(JSON.stringify({ work: folder, kind, name, seconds: Math.round(seconds * 1000) / 1000, fault }));
    return;
  }
  const state = fault === null ? '✓' : '✗';
  out(`${state} ${kind} ${name}  ${seconds.toFixed(1)} s  ${folder}${fault === null ? '' : `\n  ${fault}`}`);
}

function tellNews(news: WorkerNews): void {
  if (news.news === 'ready') talk(say('Sẵn sàng nhận việc.', 'Ready for work.'));
  else if (news.news === 'freed')
    talk(
      say(
        `Đã giao lại phần việc của ${count(news.workers.length)} worker không còn hoạt động.`,
        `Units of ${count(news.workers.length)} workers that are gone were handed back.`,
      ),
    );
  else if (news.news === 'other version')
    talk(
      say(
        `Từ chối ${count(news.units)} phần việc của phiên bản khác (${news.versions.join(', ')}); máy này: ${workerVersion()}. Chúng vẫn ở hàng đợi; cài cùng một phiên bản trên mọi máy.`,
        `Refused ${count(news.units)} units of another version (${news.versions.join(', ')}); this machine: ${workerVersion()}. They stay in the queue; install one version on all machines.`,
      ),
    );
  else if (news.why === 'no queue')
    talk(
      say(
        'Chưa có hàng đợi trong cơ sở dữ liệu này; chờ "plan --queue" tạo nó.',
        'There is no queue in this database yet; waiting for "plan --queue" to make it.',
      ),
    );
  else
    talk(
      say(
        `Mất kết nối cơ sở dữ liệu (${news.found}); đang thử lại.`,
        `The database is away (${news.found}); trying again.`,
      ),
    );
}

const stopping = (): string =>
  say(
    'Đang dừng: làm nốt phần việc đang dở, không nhận thêm. Ctrl-C lần nữa: trả lại ngay cho worker khác.',
    'Stopping: the unit at hand is finished, no other is taken. Ctrl-C again: given back to other workers at once.',
  );
