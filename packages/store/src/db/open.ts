/** Opens the store: a PostgreSQL address, or a folder for the embedded database. */
import type { Database } from './database.ts';

export const DEFAULT_FOLDER = '.thuadat/db';

/** Drivers are loaded only when used: the wasm engine costs memory, `pg` is not needed without a server. */
export async function openDatabase(target: string | null): Promise<Database> {
  if (target && /^postgres(ql)?:\/\//.test(target)) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(target);
  }
  const { openPglite } = await import('./pglite.ts');
  return openPglite(target ?? DEFAULT_FOLDER);
}
