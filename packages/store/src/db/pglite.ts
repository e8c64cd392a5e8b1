/**
 * The embedded default: PostgreSQL + PostGIS as wasm in this process, its files in a folder.
 *
 * Durability: PGlite turns fsync off; here it is on (`fd_sync` reaches the real file), so a kill or a power cut leaves
 * what PostgreSQL promises: committed transactions stay, open ones vanish at the next start. The engine runs without
 * background processes, so nobody checkpoints: {@link Database.checkpoint} does, by log volume.
 */
import { fsyncSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Extension, PGlite, type Transaction } from '@electric-sql/pglite';
import { asCopyFile, wholeBinaryRows } from '@thuadat/run/copy-binary-read';
import { tell } from '../messages.ts';
import { BusyError, type Database, databaseError, instantText, type Row } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { ensureData, pgliteHome } from './pglite-home.ts';

/** COPY gets this many bytes at a time: large enough to be fast, small against the memory budget. */
const COPY_BYTES = 4 << 20;
/** Log written since the last checkpoint that makes the next one worth its time. */
const CHECKPOINT_BYTES = 96 << 20;

/** Small on purpose: wasm memory never shrinks, and the file cache of the system stands behind it. */
const SETTINGS = {
  shared_buffers: '32MB',
  max_connections: '5',
  wal_buffers: '1MB',
  work_mem: '8MB',
  maintenance_work_mem: '32MB',
  wal_sync_method: 'fsync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  autovacuum: 'off',
  track_activities: 'off',
  jit: 'off',
  TimeZone: 'UTC',
};

/** Type → value, alike on both drivers (see database.ts). 17 bytea (the engine's own reader is slow), 20 int8, 1082 date, 1114/1184 timestamps. */
const PARSERS = {
  17: (text: string) => Buffer.from(text.slice(2), 'hex'),
  20: (text: string) => Number(text),
  1082: (text: string) => text,
  1114: (text: string) => text,
  1184: instantText,
};

type Files = {
  makedev(major: number, minor: number): number;
  registerDevice(device: number, ops: object): void;
  mkdev(path: string, device: number): void;
  filesystems: { NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } } };
};

/** Bytes the next COPY reads; the engine is synchronous, so one slot is enough. */
type CopySlot = { bytes: Uint8Array };

export async function openPglite(target: string): Promise<Database> {
  const folder = resolve(target);
  await mkdir(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const home = await pgliteHome();
    await ensureData(join(folder, 'data'), home.template);
    const slot: CopySlot = { bytes: new Uint8Array() };
    const pg = await startEngine(join(folder, 'data'), home.bundle, slot);
    return embedded(pg, target, slot, unlock);
  } catch (fault) {
    unlock();
    throw fault;
  }
}

async function startEngine(data: string, bundle: URL, slot: CopySlot): Promise<PGlite> {
  const postgis: Extension = {
    name: 'postgis',
    setup: async (_pg, options) => {
      options.PGLITE_ENV.PROJ_DATA = '/pglite/share/proj';
      (options.preRun as ((mod: { FS: Files }) => void)[]).push(({ FS }) => {
        FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
          if (stream.nfd !== undefined) fsyncSync(stream.nfd);
          return 0;
        };
        const device = FS.makedev(64, 7);
        FS.registerDevice(device, copyDevice(slot));
        FS.mkdev('/dev/rows', device);
      });
      return { emscriptenOpts: options, bundlePath: bundle };
    },
  };
  const start = PGlite.defaultStartParams.filter((param) => param !== '-F');
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return PGlite.create(data, {
    extensions: { postgis },
    parsers: PARSERS,
    startParams: [...start, ...settings],
  });
}

const copyDevice = (slot: CopySlot) => ({
  open: () => {},
  close: () => {},
  llseek: (_stream: unknown, offset: number) => offset,
  read: (_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number) => {
    const part = slot.bytes.subarray(position, position + length);
    buffer.set(part, offset);
    return part.length;
  },
});

type Session = Pick<Transaction, 'query' | 'exec'>;

function embedded(pg: PGlite, label: string, slot: CopySlot, unlock: () => void): Database {
  const held = new Set<string>();
  let checkpointed = 0;
  const self: Database = {
    ...statements(pg, label, slot),
    copyIn: (table, columns, chunks, format) =>
      self.transaction((tx) => tx.copyIn(table, columns, chunks, format)),
    stream: (sql, params, batch) => streamHeld(pg, sql, params, batch),
    listen: async () => async () => {}, // one process has the folder
    transaction: async (work) => {
      let fault: unknown;
      try {
        return await pg.transaction(async (tx) => {
          try {
            return await work({ ...self, ...statements(tx, label, slot), transaction: nested });
          } catch (cause) {
            fault = cause;
            throw cause;
          }
        });
      } catch (cause) {
        // A rollback that fails too (a full disk) must not hide why.
        throw fault ?? databaseError(cause, 'commit');
      }
    },
    async exclusive(name, work) {
      if (held.has(name)) throw new BusyError(tell('database.work-running-here', { work: name }));
      held.add(name);
      try {
        return await work();
      } finally {
        held.delete(name);
      }
    },
    async checkpoint() {
      const [row] = await self.query<{ at: number }>(
        "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as at",
      );
      if (row!.at - checkpointed < CHECKPOINT_BYTES && checkpointed > 0) return;
      await self.script('checkpoint');
      checkpointed = row!.at;
    },
    async close() {
      if (pg.closed) return;
      try {
        await pg.close();
      } finally {
        unlock();
      }
    },
  };
  return self;
}

async function nested(): Promise<never> {
  throw new Error('a transaction inside a transaction was asked for; pass the outer one on');
}

function statements(session: Session, label: string, slot: CopySlot): Database {
  const run = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw databaseError(cause, sql);
    }
  };
  return {
    kind: 'pglite',
    label,
    query: <T extends Row>(sql: string, params: readonly unknown[] = []) =>
      run(sql, async () => (await session.query<T>(sql, [...params])).rows),
    script: (sql) => run(sql, async () => void (await session.exec(sql))),
    async copyIn(table, columns, chunks, format = 'text') {
      const sql = `copy ${table} (${columns.join(', ')}) from '/dev/rows' with (format ${format})`;
      let rows = 0;
      const binary = format === 'binary';
      for await (const piece of binary ? wholeBinaryRows(chunks, COPY_BYTES) : wholeRows(chunks)) {
        slot.bytes = binary ? asCopyFile(piece) : piece;
        rows += (await run(sql, () => session.query(sql))).affectedRows ?? 0;
      }
      slot.bytes = new Uint8Array();
      return rows;
    },
    stream: (sql, params, batch) => streamCursor(session, sql, params, batch),
    transaction: nested,
    listen: nested,
    exclusive: nested,
    checkpoint: nested,
    close: nested,
  };
}

/** Regroups chunks into pieces of some megabytes that end at a row border (a raw newline is never inside a field). */
async function* wholeRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    const border = size < COPY_BYTES ? -1 : chunk.lastIndexOf(10);
    if (border < 0) continue;
    const rest = chunk.subarray(border + 1);
    held[held.length - 1] = chunk.subarray(0, border + 1);
    yield Buffer.concat(held);
    held = rest.length ? [Uint8Array.from(rest)] : [];
    size = rest.length;
  }
  if (size > 0) yield Buffer.concat(held);
}

let cursors = 0;

/** Inside a transaction an ordinary cursor serves. */
async function* streamCursor<T extends Row>(
  session: Session,
  sql: string,
  params: readonly unknown[] = [],
  batch = 1000,
  hold = '',
): AsyncIterable<T> {
  const name = `stream_${++cursors}`;
  try {
    await session.query(`declare ${name} no scroll cursor ${hold} for ${sql}`, [...params]);
  } catch (cause) {
    throw databaseError(cause, sql);
  }
  try {
    for (;;) {
      const { rows } = await session.query<T>(`fetch ${batch} from ${name}`);
      yield* rows;
      if (rows.length < batch) return;
    }
  } finally {
    await session.exec(`close ${name}`).catch(() => {}); // fails only in a transaction that has already failed
  }
}

/** Outside one there is but a single session: a held cursor keeps its rows on disk and lets other queries in between. */
const streamHeld = <T extends Row>(pg: PGlite, sql: string, params?: readonly unknown[], batch?: number) =>
  streamCursor<T>(pg, sql, params, batch, 'with hold');
