/** What the starters of the portable folder call (`scripts/portable.mjs`): it finds where data is kept, then starts the program. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { checkSums } from './terminal/check-sums.ts';
import { droppedPaths } from './terminal/dropped-paths.ts';
import { chooseLanguage, say } from './terminal/language.ts';
import { out, talk } from './terminal/print.ts';

/** The folder that was copied: this program lies in `chuong-trinh/dist` of it. */
const FOLDER = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = new URL('./thuadat.js', import.meta.url);

/** Whether files can be made there: what a system says of rights and what it allows differ, so one is made. */
function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    rmdirSync(mkdtempSync(join(folder, '.thu-')));
    return true;
  } catch {
    return false;
  }
}

/** `du-lieu` beside the programs; in the user's profile where that cannot be written, such as on a locked stick. */
function dataFolder(): string {
  const beside = join(FOLDER, 'du-lieu');
  if (isWritable(beside)) return beside;
  const { LOCALAPPDATA, XDG_DATA_HOME } = process.env;
  const profile =
    process.platform === 'win32'
      ? join(LOCALAPPDATA ?? homedir(), 'ThuaDat')
      : join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'thuadat');
  mkdirSync(profile, { recursive: true });
  talk(
    say(
      `Không ghi được vào ${beside}, nên dữ liệu được giữ ở ${profile}.`,
      `${beside} cannot be written, so data is kept in ${profile}.`,
    ),
  );
  return profile;
}

/** What the embedded database prepares once is kept with the data, so that a stick leaves nothing on the machine. */
function useData(): string {
  const folder = dataFolder();
  process.env.THUADAT_CACHE ??= join(folder, 'bo-nho-dem');
  return folder;
}

/** The program in this very process, as if it had been called with these arguments. */
async function runProgram(args: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...args);
  await import(PROGRAM.href);
}

/** The map on the folder's own database. A window that would close over a refusal waits to be read. */
async function openMap(args: readonly string[]): Promise<void> {
  const folder = useData();
  process.chdir(folder);
  talk(
    say(
      `Dữ liệu: ${folder}. Đang mở bản đồ; lần đầu mất chừng nửa phút.`,
      `Data: ${folder}. The map is being opened; the first time takes about half a minute.`,
    ),
  );
  await runProgram(['serve', '--open', ...args]);
  const stopped = [0, 130].includes(Number(process.exitCode ?? 0));
  if (!stopped && process.stdin.isTTY) await waitForEnter();
}

async function waitForEnter(): Promise<void> {
  const input = createInterface({ input: process.stdin, output: process.stderr });
  await input.question(say('Nhấn Enter để đóng cửa sổ này. ', 'Enter closes this window. '));
  input.close();
}

/** Inspects the files dropped on the starter, then those dropped into the window, until an empty line. */
async function checkFiles(files: readonly string[]): Promise<void> {
  useData();
  const ask = () =>
    talk(
      say(
        'Kéo tệp thả vào cửa sổ này rồi nhấn Enter để kiểm tra; chỉ nhấn Enter thì đóng.',
        'Drop files into this window and press Enter to inspect them; Enter alone closes it.',
      ),
    );
  const inspect = (paths: readonly string[]) => {
    const command = [fileURLToPath(PROGRAM), 'inspect', '--', ...paths];
    const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
    process.exitCode = status ?? 4;
  };
  if (files.length > 0) inspect(files);
  const input = createInterface({ input: process.stdin });
  ask();
  for await (const line of input) {
    const paths = droppedPaths(line, process.platform);
    if (paths.length === 0) break;
    inspect(paths);
    ask();
  }
  input.close();
}

/** A command window in the data folder, in which `thuadat` is known. */
function openShell(): void {
  const folder = useData();
  process.env.PATH = `${FOLDER}${delimiter}${process.env.PATH ?? ''}`;
  talk(
    say(
      `Dữ liệu: ${folder}. Gõ thuadat --help để xem các lệnh.`,
      `Data: ${folder}. thuadat --help lists the commands.`,
    ),
  );
  const [shell, args] =
    process.platform === 'win32'
      ? [process.env.ComSpec ?? 'cmd.exe', ['/k']]
      : [process.env.SHELL || '/bin/sh', ['-i']];
  process.exitCode = spawnSync(shell, args, { cwd: folder, stdio: 'inherit' }).status ?? 4;
}

/** Compares every file with SHA256SUMS: what a stick lost or changed is named. */
async function checkFolder(): Promise<void> {
  const { listed, different } = await checkSums(FOLDER);
  for (const { path, missing } of different)
    out(missing ? say(`thiếu: ${path}`, `missing: ${path}`) : say(`đã bị đổi: ${path}`, `changed: ${path}`));
  out(
    different.length === 0
      ? say(`Đủ và đúng cả ${listed} tệp.`, `All ${listed} files are there and unchanged.`)
      : say('Hãy chép lại thư mục này từ bản gốc.', 'Copy this folder from the original again.'),
  );
  process.exitCode = different.length === 0 ? 0 : 1;
  if (process.stdin.isTTY) await waitForEnter();
}

const [verb, ...args] = process.argv.slice(2);
chooseLanguage(args, process.env);
if (verb === 'map') await openMap(args);
else if (verb === 'check') await checkFiles(args);
else if (verb === 'shell') openShell();
else if (verb === 'verify') await checkFolder();
else {
  useData();
  await runProgram(args);
}
