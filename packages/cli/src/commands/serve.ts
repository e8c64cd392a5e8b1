/** `thuadat serve`: the map and its interface, for this machine only unless told otherwise. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { say } from '../language.ts';
import { bold, out, talk } from '../print.ts';
import { startServer } from '../server/server.ts';
import { stopSignal, withDatabase } from './session.ts';

type ServeFlags = { readonly database?: string; readonly port: number; readonly host: string };

export function declareServe(program: Command): void {
  program
    .command('serve')
    .description(say('mở bản đồ kiểm tra trên máy này', 'serve the review map on this machine'))
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--port <n>', say('cổng (0 = cổng trống bất kỳ)', 'port (0 = any free one)'), Number, 8484)
    .option('--host <address>', say('địa chỉ lắng nghe', 'address to listen on'), '127.0.0.1')
    .action(async (flags: ServeFlags) => {
      await serve(flags);
      process.exitCode = EXIT.ok;
    });
}

/** The built web application lies beside the program, or one folder above its chunks. */
function webRoot(): string | null {
  for (const path of ['../../../web/dist', '../../../../web/dist']) {
    const folder = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(`${folder}/index.html`)) return folder;
  }
  return null;
}

export async function serve(flags: ServeFlags): Promise<void> {
  const signal = stopSignal();
  await withDatabase(flags.database, async (db) => {
    const server = await startServer({
      db,
      webRoot: webRoot(),
      host: flags.host,
      port: flags.port,
      onError: (error) => talk(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    out(`${say('Bản đồ', 'Map')}: ${bold(server.url)}`);
    talk(say('Nhấn Ctrl-C để dừng.', 'Ctrl-C stops it.'));
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await server.close();
  });
}
