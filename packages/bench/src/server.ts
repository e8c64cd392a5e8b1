/** The PostgreSQL server that our `apply` and the peer's SQL share: one machine, one set of settings, nothing switched off. */
import { totalmem } from 'node:os';
import { type PostgresCluster, postgresBinaries, startPostgres } from '@thuadat/testing/postgres-cluster';
import pg from 'pg';

const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)}MB`;

/**
 * What the administrator of a province's server would set: durable, a log that can be archived, memory by the usual
 * rules (a quarter for buffers, at most 2 GiB here), checkpoints far apart, parallel query and parallel index builds.
 */
const provinceSettings = (memory = totalmem()): string[] => [
  'fsync=on synchronous_commit=on full_page_writes=on wal_level=replica wal_compression=lz4',
  `max_wal_size=8GB checkpoint_timeout=15min max_connections=100 shared_buffers=${mib(Math.min(memory / 4, 2 ** 31))}`,
  `effective_cache_size=${mib(memory / 2)} work_mem=64MB maintenance_work_mem=512MB random_page_cost=1.1`,
  'max_worker_processes=8 max_parallel_workers=4 max_parallel_workers_per_gather=2 max_parallel_maintenance_workers=2',
];

export type Server = {
  readonly cluster: PostgresCluster;
  readonly settings: string;
  /** `PostgreSQL 15.13, PostGIS 3.3.2`. */
  readonly versions: string;
  /** Process of the server, whose children are its back ends. */
  readonly pid: number;
  /** Writes dirty pages out, so that no part pays for the one before. */
  settle(): Promise<void>;
};

/** Null, and a clear line, where no server is installed. */
export async function startServer(say: (line: string) => void): Promise<Server | null> {
  const bin = postgresBinaries();
  if (bin === null) {
    say('*** PostgreSQL is not installed: apply and the peer are NOT MEASURED ***');
    return null;
  }
  const settings = provinceSettings().join(' ');
  const cluster = startPostgres(bin, settings.replaceAll(/\S+/g, '-c $&'));
  const address = await cluster.database();
  const ask = async <T>(sql: string): Promise<T> => {
    const client = new pg.Client(address);
    await client.connect();
    try {
      return (await client.query(sql)).rows[0] as T;
    } finally {
      await client.end();
    }
  };
  const { postgres, postgis, pid } = await ask<{ postgres: string; postgis: string; pid: number }>(
    `select split_part(version(), ' ', 2) as postgres, postgis_lib_version() as postgis,
       split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  );
  return {
    cluster,
    settings,
    versions: `PostgreSQL ${postgres}, PostGIS ${postgis}`,
    pid,
    settle: async () => void (await ask('checkpoint')),
  };
}
