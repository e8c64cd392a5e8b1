/** The databases every store test runs on: `describe.each(ENGINES)`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@thuadat/store/db/database';
import { type PostgresCluster, postgresBinaries, startPostgres } from './postgres-cluster.ts';

export type Engine = {
  readonly name: 'pglite' | 'postgres';
  /** Target for `openDatabase` of a fresh database. */
  target(): Promise<string>;
  stop(): void;
};

function pgliteEngine(): Engine {
  const folders: string[] = [];
  return {
    name: 'pglite',
    target: async () => {
      folders.push(mkdtempSync(join(tmpdir(), 'thuadat-db-')));
      return folders.at(-1)!;
    },
    stop: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function postgresEngine(bin: string): Engine {
  let cluster: PostgresCluster | null = null;
  return {
    name: 'postgres',
    target: () => {
      cluster ??= startPostgres(bin);
      return cluster.database();
    },
    stop: () => cluster?.stop(),
  };
}

const bin = postgresBinaries();
export const ENGINES: readonly Engine[] = [pgliteEngine(), ...(bin ? [postgresEngine(bin)] : [])];

/** Drops what the migrations made, so that one database serves many tests: opening one costs seconds. */
export const emptyDatabase = (db: Database): Promise<void> =>
  db.script(`do $$
    declare thing record;
    begin
      for thing in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname <> 'spatial_ref_sys' loop
        execute format('drop table if exists %I cascade', thing.relname);
      end loop;
      drop function if exists registry_is_append_only, table_is_append_only, run_partition, open_run_partitions,
        drop_run_partitions, run_has_partitions, outline_sheets, run_is_shown, open_run_tables, missing_run_indexes,
        show_run;
    end $$`);
