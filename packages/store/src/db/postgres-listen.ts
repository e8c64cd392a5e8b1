/** Hears what other processes say over PostgreSQL, on a connection of its own that is made again when it breaks. */
import pg from 'pg';

const AGAIN_MS = 2000;

export type Hearing = {
  /** What was said. */
  heard(text: string): void;
  /** The connection broke and is there again: what was said meanwhile is lost. */
  missed(): void;
};

/** Returns what ends it. The first connection is waited for, and throws when it fails. */
export async function listenOn(url: string, channel: string, hearing: Hearing): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'thuadat', keepAlive: true });
    fresh.on('notification', ({ payload }) => hearing.heard(payload ?? ''));
    fresh.on('error', () => {}); // `end` follows
    fresh.once('end', () => {
      if (client !== fresh) return;
      client = null;
      retry();
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (fault) {
      await fresh.end().catch(() => {});
      throw fault;
    }
    client = fresh;
    if (ended) await close();
  }

  function retry(): void {
    if (ended) return;
    timer = setTimeout(() => {
      connect().then(() => hearing.missed(), retry);
    }, AGAIN_MS);
    timer.unref();
  }

  async function close(): Promise<void> {
    ended = true;
    if (timer) clearTimeout(timer);
    const open = client;
    client = null;
    await open?.end().catch(() => {});
  }

  await connect();
  return close;
}
