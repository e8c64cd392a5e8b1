/**
 * The map of a whole province: tiles for many people at once from PostgreSQL, beside PostGIS's own tiles of the same tables,
 * and what a browser makes of them and of a reviewer's keys.
 */
import { openDatabase } from '@thuadat/store/db/open';
import { benchFrames, type FrameResult } from './frames.ts';
import { benchKeys, type KeyResult } from './keys.ts';
import type { Latency } from './latency.ts';
import { planProvince, workers as withWorkers, workplace } from './migration.ts';
import { runProgram } from './program.ts';
import { sampleProvince } from './sample.ts';
import { startServer } from './server.ts';
import { grid, mib } from './table.ts';
import { openTilePeer } from './tile-peer.ts';
import { openTileServer } from './tile-server.ts';
import { type Answered, answerWalks, PERSON, type Place, PRESS, walks } from './tile-walk.ts';

export type MapOptions = {
  /** Of a database that holds a run; null = a province of `parcels` is drawn, planned and brought into one. */
  readonly database: string | null;
  readonly parcels: number;
  /** Milliseconds that a person looks at a view. */
  readonly pause: number;
  readonly workers: number;
  readonly seed: number;
  readonly say: (line: string) => void;
};

const CLIENTS = 20;
const WALKS_EACH = 2;
const TILE_MS = 100;
const BLANK_MS = 1000;
const NEXT_MS = 150;
const FRAMES = 50;

/** Resolves to whether every target was held. */
export async function benchMap(options: MapOptions): Promise<boolean> {
  const place = workplace();
  if (options.database !== null) {
    try {
      return await measure(options, options.database, place.path);
    } finally {
      place.done();
    }
  }
  const server = await startServer(options.say);
  if (!server) return false;
  const stop = () => server.cluster.stop();
  process.once('SIGINT', () => {
    stop();
    process.exit(130);
  });
  try {
    options.say(`${server.versions}: ${server.settings}`);
    const address = await server.cluster.database();
    await bringIn(options, address, place.path);
    await server.settle();
    return await measure(options, address, place.path);
  } finally {
    stop();
    place.done();
  }
}

async function bringIn(
  { parcels, seed, workers, say }: MapOptions,
  address: string,
  cwd: string,
): Promise<void> {
  say(`Drawing, planning and bringing in ${parcels.toLocaleString('en-US')} parcels …`);
  const { run } = await planProvince(sampleProvince(parcels, seed), cwd, withWorkers(workers));
  await runProgram(['apply', run, '--stage', '-d', address, '--json', '--by', 'bench'], { cwd });
}

async function measure(options: MapOptions, address: string, cwd: string): Promise<boolean> {
  const { seed, say } = options;
  const person = { ...PERSON, pause: options.pause };
  const server = await openTileServer(address, cwd, CLIENTS * PERSON.atOnce);
  let stopped = false;
  try {
    const { id, counts } = server.run;
    const each = CLIENTS * WALKS_EACH;
    const places = await placesOf(address, id, counts.read, 2 * each, seed);
    say(
      `\n${id}: ${counts.read.toLocaleString('en-US')} parcels; ${CLIENTS} people, each view looked at for ${options.pause} ms`,
    );
    const frames = await benchFrames(server.url, [places[0]!, places[1]!], say);
    const keys = await benchKeys(server.url, say);
    // Other places for the second, so that nothing is answered from what the first has left.
    const looking = walks(places.slice(0, each), CLIENTS, seed);
    const pressing = walks(places.slice(each), CLIENTS, seed);
    const ours = await answerWalks(looking, person, server.ask);
    const pressed = await answerWalks(pressing, PRESS, server.ask);
    const memory = await server.stop();
    stopped = true;
    const peer = await openTilePeer(address, id, CLIENTS);
    const its = await answerWalks(looking, person, peer.ask);
    const itsPressed = await answerWalks(pressing, PRESS, peer.ask).finally(() => peer.close());
    say(
      tileTable([
        ['thuadat serve', ours],
        ['PostGIS ST_AsMVT', its],
        ['thuadat serve, no pause', pressed],
        ['PostGIS ST_AsMVT, no pause', itsPressed],
      ]),
    );
    say(`thuadat serve, peak RSS ${mib(memory)}`);
    if (frames) tellFrames(frames, say);
    if (keys) tellKeys(keys, say);
    return judge(ours, frames, keys, say);
  } finally {
    if (!stopped) await server.stop();
  }
}

/** Points of parcels spread over the run by their position in it. */
async function placesOf(
  address: string,
  run: string,
  parcels: number,
  wanted: number,
  seed: number,
): Promise<Place[]> {
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
    return rows.map(({ lon, lat }) => [lon, lat]);
  } finally {
    await db.close();
  }
}

function tileTable(answered: readonly (readonly [who: string, Answered])[]): string {
  const ms = (value: number) => value.toFixed(1);
  const lines = answered.flatMap(([who, { bands, all, seconds }]) => [
    ...bands.map(({ name, answers, bytes, p50, p95, p99, most }) => [
      who,
      name,
      `${answers}`,
      (bytes / 1024).toFixed(1),
      ...[p50, p95, p99, most].map(ms),
    ]),
    [
      who,
      `all, ${(all.answers / seconds).toFixed(0)} tiles/s`,
      `${all.answers}`,
      '',
      ...[all.p50, all.p95, all.p99, all.most].map(ms),
    ],
  ]);
  return grid(['tiles', 'band', 'asked', 'KiB', 'p50 ms', 'p95', 'p99', 'longest'], lines, [0, 1]);
}

function tellFrames({ frames, blank, opening, renderer }: FrameResult, say: (line: string) => void): void {
  const software = /swiftshader|llvmpipe|software/i.test(renderer);
  say(
    `Chromium 1440 × 900, province → parcel → province: ${frames.perSecond.toFixed(0)} frames/s, p95 ${frames.p95.toFixed(0)} ms, ` +
      `longest ${frames.longest.toFixed(0)} ms; the page’s thread ${frames.script.toFixed(1)} ms a frame; ` +
      `blank at most ${blank.toFixed(0)} ms; opened in ${opening.toFixed(0)} ms`,
  );
  say(`drawn by ${renderer}${software ? ': SOFTWARE RENDERING, no graphics processor' : ''}`);
}

function tellKeys({ there, drawn }: KeyResult, say: (line: string) => void): void {
  const told = ({ p50, p95, most }: Latency) =>
    `median ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)}, longest ${most.toFixed(0)}`;
  say(
    `from a key to the next case, ${there.answers} of them: ${told(there)}; drawn by the same: ${told(drawn)}`,
  );
}

function judge(
  ours: Answered,
  found: FrameResult | null,
  keys: KeyResult | null,
  say: (line: string) => void,
): boolean {
  const verdicts: [string, string, boolean][] = [
    [`tiles, p95 ≤ ${TILE_MS} ms`, `${ours.all.p95.toFixed(1)} ms`, ours.all.p95 <= TILE_MS],
    ...ours.bands.map((band): [string, string, boolean] => [
      `${band.name}, p95 ≤ ${TILE_MS} ms`,
      `${band.p95.toFixed(1)} ms`,
      band.p95 <= TILE_MS,
    ]),
  ];
  if (keys) {
    const { p95 } = keys.there;
    verdicts.push([`next case, p95 ≤ ${NEXT_MS} ms`, `${p95.toFixed(0)} ms`, p95 <= NEXT_MS]);
  }
  if (found) {
    verdicts.push([
      `never blank over ${BLANK_MS} ms`,
      `${found.blank.toFixed(0)} ms`,
      found.blank <= BLANK_MS,
    ]);
    // Without a graphics processor the figure says what the processor can do, not the map.
    if (!/swiftshader|llvmpipe|software/i.test(found.renderer)) {
      const { perSecond } = found.frames;
      verdicts.push([`≥ ${FRAMES} frames a second`, perSecond.toFixed(0), perSecond >= FRAMES]);
    }
  }
  say('');
  for (const [what, value, held] of verdicts) say(`${held ? 'held  ' : 'MISSED'}  ${what}: ${value}`);
  return verdicts.every(([, , held]) => held);
}
