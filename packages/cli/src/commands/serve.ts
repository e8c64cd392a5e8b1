/** `thuadat serve`: the map and its interface, for this machine only unless told otherwise. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NO_BACKGROUNDS, readBackgrounds } from '@thuadat/server/background';
import { startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import type { Command } from 'commander';
import { openBrowser } from '../terminal/browser.ts';
import { EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { databaseOption } from '../terminal/options.ts';
import { bold, out, talk } from '../terminal/print.ts';
import { stopSignal, withDatabase } from './session.ts';

const DEFAULT_PORT = 8484;

type ServeFlags = {
  readonly database?: string;
  readonly port: number;
  readonly host: string;
  readonly accounts?: boolean;
  readonly fourEyes?: boolean;
  readonly https?: boolean;
  readonly open?: boolean;
  readonly allowHost?: readonly string[];
  readonly backgrounds?: string;
};

export function declareServe(program: Command): void {
  program
    .command('serve')
    .description(say('mở bản đồ kiểm tra trên máy này', 'serve the review map on this machine'))
    .addOption(databaseOption())
    .option(
      '--port <n>',
      say('cổng (0 = cổng trống bất kỳ)', 'port (0 = any free one)'),
      Number,
      DEFAULT_PORT,
    )
    .option('--host <address>', say('địa chỉ lắng nghe', 'address to listen on'), '127.0.0.1')
    .option(
      '--accounts',
      say(
        'đăng nhập bằng tài khoản (thuadat account); bắt buộc khi mở ra mạng',
        'sign in with accounts (thuadat account); required on any other address',
      ),
    )
    .option(
      '--no-four-eyes',
      say('không cần người thứ hai duyệt quyết định', 'let decisions stand without a second person'),
    )
    .option(
      '--backgrounds <file>',
      say('bản đồ nền trong mạng nội bộ (JSON)', 'background maps of the local network (JSON)'),
    )
    .option('--open', say('mở trình duyệt khi bản đồ đã sẵn sàng', 'open the browser when the map is ready'))
    .option('--https', say('máy chủ đứng sau HTTPS', 'the server is reached by https'))
    .option('--allow-host <name...>', say('tên máy chủ khác', 'further host names it is reached by'))
    .action(async (flags: ServeFlags) => {
      await serve(flags);
      process.exitCode = EXIT.ok;
    });
}

/** The built web application: beside the program as it is installed, or in the clone it was built in; the program may be a chunk. */
function webRoot(): string | null {
  for (const path of ['../web', '../../web', '../../../web/dist', '../../../../web/dist']) {
    const folder = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(`${folder}/index.html`)) return folder;
  }
  return null;
}

async function serve(flags: ServeFlags): Promise<void> {
  await withDatabase(flags.database, (db) => serveDatabase(db, flags));
}

/** Serves until Ctrl-C; a port that is taken gives way to a free one unless the user chose it. */
export async function serveDatabase(
  db: Database,
  { host, port, ...flags }: Omit<ServeFlags, 'database'>,
): Promise<void> {
  const signal = stopSignal(() => null);
  const options = {
    db,
    webRoot: webRoot(),
    host,
    mode: flags.accounts ? ('accounts' as const) : ('local' as const),
    ...(flags.fourEyes === false ? { fourEyes: false } : {}),
    secure: flags.https ?? false,
    backgrounds: flags.backgrounds ? await readBackgrounds(flags.backgrounds) : NO_BACKGROUNDS,
    allowedHosts: flags.allowHost ?? [],
    onError: (error: unknown) =>
      talk(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  };
  const server = await startServer({ ...options, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EADDRINUSE' && port === DEFAULT_PORT) return startServer({ ...options, port: 0 });
    throw cause;
  });
  out(`${say('Bản đồ', 'Map')}: ${bold(server.url)}`);
  if (flags.open) openBrowser(server.url);
  talk(say('Nhấn Ctrl-C để dừng.', 'Ctrl-C stops it.'));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await server.close();
}
