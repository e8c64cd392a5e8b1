/// <reference types="vite/client" />
/**
 * Runs `migrations/*.sql`: forward only, in order of number, each in its own transaction, recorded with its hash. A file
 * that was applied must never change; a change is a new file.
 */
import { createHash } from 'node:crypto';
import { refused } from '../messages.ts';
import { type Database, DatabaseError, driverText } from './database.ts';

/** Bundled by Vite (tests and the built CLI alike), so the built CLI needs no folder of SQL beside it. */
const FILES = import.meta.glob<string>('../../../../migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};

/** The migrations of this version, by number. */
export function migrations(files: Readonly<Record<string, string>> = FILES): readonly Migration[] {
  const list = Object.entries(files).map(([path, sql]) => {
    const match = /(\d{6})-([a-z0-9-]+)\.sql$/.exec(path);
    if (!match) throw new Error(`${path}: a migration is named NNNNNN-words.sql`);
    // Line ends may differ by checkout; the hash must not.
    const text = sql.replaceAll('\r\n', '\n');
    return {
      number: Number(match[1]),
      name: match[2]!,
      sql: text,
      sha256: createHash('sha256').update(text).digest('hex'),
    };
  });
  list.sort((a, b) => a.number - b.number);
  list.forEach((each, index) => {
    if (each.number !== index + 1)
      throw new Error(`migration ${index + 1} is missing: ${each.number} was found in its place`);
  });
  return list;
}

type Recorded = { number: number; name: string; sha256: string };

/** Brings the database to this version's schema; returns the numbers that were run. `at` is recorded, not used. */
export async function migrate(
  db: Database,
  at: string,
  list: readonly Migration[] = migrations(),
): Promise<number[]> {
  await ensurePostgis(db);
  return db.exclusive('migration', async () => {
    await db.script(`create table if not exists schema_migration (
      number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null)`);
    const done = await db.query<Recorded>(
      'select number, name, sha256 from schema_migration order by number',
    );
    refuseForeign(db, done, list);
    const run: number[] = [];
    for (const step of list.slice(done.length)) {
      await db.transaction(async (tx) => {
        await tx.script(step.sql);
        await tx.query('insert into schema_migration values ($1, $2, $3, $4)', [
          step.number,
          step.name,
          step.sha256,
          at,
        ]);
      });
      run.push(step.number);
    }
    if (run.length > 0) await db.checkpoint();
    return run;
  });
}

function refuseForeign(db: Database, done: readonly Recorded[], list: readonly Migration[]): void {
  done.forEach((recorded, index) => {
    const file = list[index];
    const label = `${String(recorded.number).padStart(6, '0')}-${recorded.name}`;
    if (!file) {
      throw refused('database.newer', { database: db.label, migration: label }, { kind: 'failed' });
    }
    if (file.number !== recorded.number || file.sha256 !== recorded.sha256) {
      const [applied, found] = [recorded.sha256.slice(0, 12), file.sha256.slice(0, 12)];
      const told = { migration: label, database: db.label, applied, found };
      throw refused('database.migration-changed', told, { kind: 'failed' });
    }
  });
}

async function ensurePostgis(db: Database): Promise<void> {
  const [found] = await db.query("select 1 from pg_extension where extname = 'postgis'");
  if (found) return;
  try {
    await db.script('create extension if not exists postgis');
  } catch (cause) {
    if (!(cause instanceof DatabaseError) || cause.connectionLost) throw cause;
    const detail = driverText(cause);
    throw refused('database.no-postgis', { database: db.label, detail }, { kind: 'failed', cause });
  }
}
