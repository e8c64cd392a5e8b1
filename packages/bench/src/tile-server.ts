/** `thuadat serve` as a user starts it, asked for tiles as a browser asks: kept-alive connections, compressed answers. */
import { Agent, get } from 'node:http';
import type { RunView } from '@thuadat/api/map';
import { startProgram } from './program.ts';
import type { Tile } from './tile-walk.ts';

export type TileServer = {
  readonly url: string;
  readonly run: RunView;
  ask(tile: Tile): Promise<void>;
  /** Ends it; bytes of memory at its peak. */
  stop(): Promise<number>;
};

export async function openTileServer(address: string, cwd: string, connections: number): Promise<TileServer> {
  const started = startProgram(['serve', '-d', address, '--port', '0'], cwd);
  const url = `${await started.said(/http:\/\/127\.0\.0\.1:\d+/)}/`;
  const [run] = (await (await fetch(`${url}api/runs`)).json()) as RunView[];
  if (!run) throw new Error('The database holds no run; bring one in with "thuadat apply RUN --stage".');
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const tiles = `${url}api/runs/${encodeURIComponent(run.id)}/tiles`;
  return {
    url,
    run,
    ask: ({ z, x, y }) => takeTile(`${tiles}/${z}/${x}/${y}.mvt?v=${encodeURIComponent(run.version)}`, agent),
    async stop() {
      agent.destroy();
      started.stop();
      return (await started.ended).rss;
    },
  };
}

const takeTile = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      answer.on('error', reject).resume();
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}.`)),
      );
    }).on('error', reject);
  });
