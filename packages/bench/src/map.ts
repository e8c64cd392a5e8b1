/** The map of a whole province: tiles for many people at once from PostgreSQL, beside PostGIS's own of the same tables. */

import { openDatabase } from '@thuadat/store/db/open';
import { type Bench, inWorkplace } from './bench.ts';
import { runProgram } from './program.ts';
import { planProvince } from './province.ts';
import { mib, table, whole } from './report.ts';
import { sampleProvince } from './sample.ts';
import { openTilePeer } from './tile-peer.ts';
import { openTileServer } from './tile-server.ts';
import { type Answered, answerWalks, PERSON, type Place, PRESS, walks } from './tile-walk.ts';

const CLIENTS = 20;
const WALKS_EACH = 2;
const TILE_MS = 100;

export const benchMap = (bench: Bench): Promise<void> =>
  inWorkplace(async (cwd) => {
    const { options, server } = bench;
    if (options.database !== null) return measure(bench, options.database, cwd);
    if (!server) return;
    const address = await server.cluster.database();
    const sample = sampleProvince(options.parcels, options.seed);
    const { run } = await planProvince(sample, cwd, options.workers);
    await runProgram(['apply', run, '--stage', '-d', address, '--json', '--by', 'bench'], cwd);
    await server.settle();
    await measure(bench, address, cwd);
  });

async function measure({ options, report }: Bench, address: string, cwd: string): Promise<void> {
  const { seed, pause } = options;
  const person = { ...PERSON, pause };
  const server = await openTileServer(address, cwd, CLIENTS * PERSON.atOnce);
  const { id, counts } = server.run;
  let stopping: Promise<number> | null = null;
  const stop = () => {
    stopping ??= server.stop();
    return stopping;
  };
  try {
    const each = CLIENTS * WALKS_EACH;
    const places = await placesOf(address, id, counts.read, 2 * each, seed);
    // Other places for the second, so that nothing is answered from what the first has left.
    const looking = walks(places.slice(0, each), CLIENTS, seed);
    const pressing = walks(places.slice(each), CLIENTS, seed);
    const ours = await answerWalks(looking, person, server.ask);
    const pressed = await answerWalks(pressing, PRESS, server.ask);
    const memory = await stop();
    const peer = await openTilePeer(address, id, CLIENTS);
    const its = await answerWalks(looking, person, peer.ask);
    const itsPressed = await answerWalks(pressing, PRESS, peer.ask).finally(() => peer.close());
    report.say(
      `\n${id}: ${whole(counts.read)} parcels; ${CLIENTS} people, each view looked at for ${pause} ms`,
    );
    report.say(tileTable(ours, its));
    const rate = ({ all, seconds }: Answered) => (all.answers / seconds).toFixed(0);
    report.say(`without a pause: ${rate(pressed)} tiles/s, PostGIS ST_AsMVT ${rate(itsPressed)}`);
    report.say(`thuadat serve, peak RSS ${mib(memory)}`);
    for (const { name, p95 } of [...ours.bands, { name: 'tiles', ...ours.all }])
      report.target(`${name}, p95 ≤ ${TILE_MS} ms`, `${p95.toFixed(1)} ms`, p95 <= TILE_MS);
  } finally {
    await stop();
  }
}

function tileTable(ours: Answered, its: Answered): string {
  const rows = [...ours.bands, { name: 'all', ...ours.all }];
  const theirs = [...its.bands, its.all];
  const lines = rows.map(({ name, answers, p50, p95, p99, most }, i) => {
    const peer = theirs[i]!.p95;
    const ms = [p50, p95, p99, most, peer].map((value) => value.toFixed(1));
    return [name, whole(answers), ...ms, p95 === 0 ? '' : (peer / p95).toFixed(1)];
  });
  return table(['tiles', 'asked', 'p50 ms', 'p95', 'p99', 'longest', "ST_AsMVT's p95", 'ratio'], lines);
}

/** Points of parcels spread over the run by their position in it. */
async function placesOf(address: string, run: string, parcels: number, wanted: number, seed: number) {
  const db = await openDatabase(address);
  try {
    const ordinals = Array.from({ length: wanted * 2 }, (_, n) =>
      Math.max(1, Math.floor(((n * 0.618033988749895 + seed / 7919) % 1) * parcels)),
    );
    const rows = await db.query<{ lon: number; lat: number }>(
      `select a.lon, a.lat from unnest($2::int[]) with ordinality as o (ordinal, at)
       join assignment a on a.run_id = $1 and a.ordinal = o.ordinal where a.lon is not null order by o.at limit $3`,
      [run, ordinals, wanted],
    );
    if (rows.length < 2) throw new Error(`Run ${run} has no parcels with a place.`);
    return rows.map(({ lon, lat }): Place => [lon, lat]);
  } finally {
    await db.close();
  }
}
