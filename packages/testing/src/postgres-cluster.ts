/**
 * A throw-away PostgreSQL + PostGIS cluster for tests: own temporary folder, own socket, no TCP, no fsync. Where no
 * server is installed the tests on it are skipped, loudly; THUADAT_NO_SKIP=1 makes that a failure.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type PostgresCluster = {
  /** Address of a fresh, empty database with PostGIS created. */
  database(): Promise<string>;
  /** Stops the server in the middle of whatever it does, and starts it again. */
  restart(): void;
  stop(): void;
};

/** Folder of initdb and pg_ctl, the newest installed version; null when there is none. */
export function postgresBinaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (found) return found;
  const message =
    'PostgreSQL is not installed: tests on it are SKIPPED (apt-get install postgresql postgresql-15-postgis-3)';
  if (process.env.THUADAT_NO_SKIP === '1') throw new Error(message);
  console.warn(`\n*** ${message} ***\n`);
  return null;
}

/** Quick and careless: nothing in a test outlives the machine. */
const TEST_SETTINGS =
  '-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=40 -c shared_buffers=64MB';

/** Starts a cluster; the server refuses to run as root, so root hands it to the system's user `postgres`. */
export function startPostgres(bin: string, own = TEST_SETTINGS): PostgresCluster {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-pg-'));
  chmodSync(folder, 0o755);
  const asRoot = process.getuid?.() === 0;
  const run = (program: string, ...args: string[]) => {
    const command = [join(bin, program), ...args];
    const full = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(full[0]!, full.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
  };
  if (asRoot) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const port = 20_000 + (process.pid % 20_000);
  run('initdb', '-D', data, '-U', 'thuadat', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N');
  const settings = `-c listen_addresses='' -c unix_socket_directories='${folder}' -p ${port} ${own}`;
  const start = () =>
    run('pg_ctl', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', settings, 'start');
  start();
  let made = 0;
  const address = (name: string) =>
    `postgres://thuadat@localhost:${port}/${name}?host=${encodeURIComponent(folder)}`;
  return {
    async database() {
      const name = `test_${++made}`;
      await statement(address('postgres'), `create database ${name}`);
      await statement(address(name), 'create extension postgis');
      return address(name);
    },
    restart() {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-s', 'stop');
      start();
    },
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-s', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function statement(address: string, sql: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
