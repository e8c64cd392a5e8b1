/** What every command needs: who works, when, with which database, and how Ctrl-C reaches long work. */
import { userInfo } from 'node:os';
import { type IsoDate, parseIsoDate } from '@thuadat/core/code';
import { RefusalError } from '@thuadat/core/message/message';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { talk } from '../terminal/print.ts';
import { word } from '../words/word.ts';
import { databaseTarget } from '../workspace.ts';

export type Clock = { readonly date: IsoDate; readonly instant: string };

/** Now, or the date of `--date`, so that a test or a repeated run gives the same bytes. */
export function clock(date: string | undefined): Clock {
  if (date === undefined) {
    const instant = new Date().toISOString();
    return { date: instant.slice(0, 10) as IsoDate, instant };
  }
  const parsed = parseIsoDate(date);
  if (!parsed.ok)
    throw new CommandError(
      say(
        `--date: có “${parsed.found}”; cần một ngày có thật, viết YYYY-MM-DD.`,
        `--date: "${parsed.found}" found; a date of the calendar is expected, YYYY-MM-DD.`,
      ),
    );
  return { date: parsed.value, instant: `${parsed.value}T00:00:00.000Z` };
}

/** For the audit: `--by`, else the name of the operating system's user. */
export const worker = (by: string | undefined): string => by ?? userInfo().username;

/** Opens the store and brings its schema up to date. */
export async function withDatabase<T>(
  target: string | undefined,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(databaseTarget(target)).catch((cause: Error) => {
    const why = cause instanceof RefusalError ? word(cause.reason) : cause.message;
    throw new CommandError(
      say(`Không mở được cơ sở dữ liệu: ${why}`, `The database cannot be opened: ${why}`),
      EXIT.failed,
      { cause },
    );
  });
  try {
    await migrate(db, new Date().toISOString());
    return await work(db);
  } finally {
    await db.close();
  }
}

let stopping: AbortController | null = null;

/**
 * Aborted by the first Ctrl-C, SIGTERM or hang-up of the terminal, which is acknowledged at once; a second one ends the
 * process there and then. One signal a process, whoever asks first.
 */
export function stopSignal(
  acknowledge: () => string | null = () =>
    say('Đang dừng… (Ctrl-C lần nữa: kết thúc ngay)', 'Stopping… (Ctrl-C again: ends at once)'),
): AbortSignal {
  if (stopping) return stopping.signal;
  const controller = new AbortController();
  stopping = controller;
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.stopped);
    // A terminal that is gone takes no more output: that must not hinder an orderly end.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    controller.abort();
    const text = acknowledge();
    if (text !== null) talk(text);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}
