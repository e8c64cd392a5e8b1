/** `thuadat serve` as a user starts it, asked for tiles as a browser asks: kept-alive connections, compressed answers. */
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunView } from '@thuadat/api/map';
import { startProgram } from './program.ts';
import type { Tile } from './tile-walk.ts';

export type TileServer = {
  readonly url: string;
  readonly run: RunView;
  ask(tile: Tile): Promise<number>;
  /** Ends it; bytes of memory at its peak. */
  stop(): Promise<number>;
};

const PATIENCE_MS = 60_000;

export async function openTileServer(address: string, cwd: string, connections: number): Promise<TileServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const started = startProgram(['serve', '-d', address, '--port', `${port}`], { cwd });
  let fault: Error | null = null;
  started.ended.catch((error: Error) => {
    fault = error;
  });
  const until = Date.now() + PATIENCE_MS;
  let runs: RunView[] | null = null;
  while (runs === null) {
    if (fault) throw fault;
    if (Date.now() > until) throw new Error(`No answer from ${url}.`);
    await wait(100);
    runs = await fetch(new URL('api/runs', url)).then(
      async (answer) => (await answer.json()) as RunView[],
      () => null,
    );
  }
  const [run] = runs;
  if (!run) throw new Error('The database holds no run; bring one in with "thuadat apply RUN --stage".');
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const tiles = `${url}api/runs/${encodeURIComponent(run.id)}/tiles`;
  return {
    url,
    run,
    ask: ({ z, x, y }) => bytesOf(`${tiles}/${z}/${x}/${y}.mvt?v=${encodeURIComponent(run.version)}`, agent),
    async stop() {
      agent.destroy();
      started.stop();
      return (await started.ended).peak.rss;
    },
  };
}

const bytesOf = (url: string, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`${url} answered ${answer.statusCode}.`)),
      );
    }).on('error', reject);
  });

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
