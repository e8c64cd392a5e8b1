/** Where things are kept: below the folder the command runs in, unless told. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from './terminal/exit.ts';
import { say } from './terminal/language.ts';

const WORKSPACE = '.thuadat';
export const RUNS = join(WORKSPACE, 'runs');
const DATABASE = join(WORKSPACE, 'db');

/** A run may be named by its folder, its id or a beginning of its id that only it has. */
export function findRun(name: string, runs = RUNS): string {
  if (existsSync(join(name, 'run.json'))) return name;
  const all = existsSync(runs)
    ? readdirSync(runs).filter((run) => existsSync(join(runs, run, 'run.json')))
    : [];
  const matching = all.filter((run) => run.startsWith(name));
  if (matching.length === 1) return join(runs, matching[0]!);
  const known = all.length > 0 ? all.join(', ') : say('chưa có', 'none yet');
  throw new CommandError(
    say(
      `Không tìm thấy duy nhất một lượt chạy “${name}” trong ${runs} (hiện có: ${known}). Lập kế hoạch bằng "thuadat plan".`,
      `No single run "${name}" in ${runs} (there are: ${known}). Make one with "thuadat plan".`,
    ),
  );
}

/** PostgreSQL address or PGlite folder: the option, else THUADAT_DATABASE, else the workspace's own. */
export const databaseTarget = (option: string | undefined): string =>
  option ?? process.env.THUADAT_DATABASE ?? DATABASE;
