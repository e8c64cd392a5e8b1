import type { Database } from '@thuadat/store/db/database';
import { CommandError } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';

/** A run in the database, by its id or a beginning of its id that only it has. */
export async function findRunId(db: Database, name: string): Promise<string> {
  const runs = (await db.query<{ id: string }>('select id from run order by id')).map(({ id }) => id);
  if (runs.includes(name)) return name;
  const matching = runs.filter((id) => id.startsWith(name));
  if (matching.length === 1) return matching[0]!;
  const known = runs.length > 0 ? runs.join(', ') : say('chưa có', 'none yet');
  throw new CommandError(
    say(
      `Cơ sở dữ liệu không có duy nhất một lượt chạy “${name}” (hiện có: ${known}).`,
      `The database has no single run "${name}" (there are: ${known}).`,
    ),
  );
}
