/** Citus itself is in no Debian archive: the guard is tried on plain databases, the statements against stand-ins that write down how they are called. */
import { readFileSync } from 'node:fs';
import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';

const AT = '2026-02-03T04:05:06.789Z';
const SQL = readFileSync(new URL('../../../migrations/optional/citus.sql', import.meta.url), 'utf8');

/** Signatures of Citus 11 to 13, as far as the file uses them. */
const STAND_INS = `
  set allow_system_table_mods = on;
  insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    values (99999, 'citus', 10, 'pg_catalog'::regnamespace, false, '12.1');
  reset allow_system_table_mods;
  create table pg_dist_partition (logicalrelid regclass, partkey text, together text, shards int);
  create function create_distributed_table(table_name regclass, distribution_column text,
    distribution_type text default 'hash', colocate_with text default 'default', shard_count int default null)
    returns void language sql as
    'insert into pg_dist_partition values (table_name, distribution_column, colocate_with, shard_count)';`;

describe.each(ENGINES)('the optional Citus step on $name', (engine) => {
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase(await engine.target());
  });
  afterAll(async () => {
    await db.close();
    engine.stop();
  });

  it('refuses with a sentence where there is no Citus, and changes nothing', async () => {
    await migrate(db, AT);
    await expect(db.script(SQL)).rejects.toThrow(/Citus is not installed .* not needed/s);
    expect(await db.query("select relkind from pg_class where relname = 'assignment'")).toEqual([
      { relkind: 'p' },
    ]);
  });

  it('distributes the big tables together by run_id, once', async () => {
    await db.script(STAND_INS);
    await db.script(SQL);
    const tables = await db.query(
      'select logicalrelid::text as name, partkey, together, shards from pg_dist_partition',
    );
    expect(tables).toEqual([
      { name: 'assignment', partkey: 'run_id', together: 'default', shards: 8 },
      ...['issue', 'sheet_move', 'boundary'].map((name) => ({
        name,
        partkey: 'run_id',
        together: 'assignment',
        shards: null,
      })),
    ]);
    await expect(db.script(SQL)).rejects.toThrow(/distributed already/);
  });

  it('distributes only tables whose every unique key holds the distribution column', async () => {
    const bare = await db.query(
      `select c.relname from pg_dist_partition d join pg_index i on i.indrelid = d.logicalrelid join pg_class c on c.oid = i.indexrelid
       where i.indisunique and not exists (select from pg_attribute a where a.attrelid = d.logicalrelid
         and a.attname = d.partkey and a.attnum = any(i.indkey))`,
    );
    expect(bare).toEqual([]);
  });
});
