/**
 * Walks over the province as people look at it: from the whole of it down to a parcel, then along the neighbours. Seeded,
 * so that ours and the peer are asked for the same tiles in the same order.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { tileUnits } from '@thuadat/server/tile/grid';
import { seeded } from '@thuadat/testing/town';
import { type Latency, latencyOf } from './bench.ts';

export type Tile = { readonly z: number; readonly x: number; readonly y: number };
export type Place = readonly [lon: number, lat: number];

const FROM_ZOOM = 8;
const TO_ZOOM = 18;
/** What a screen of 1440 × 900 shows of tiles that are 512 pixels wide. */
const COLUMNS = 3;
const ROWS = 2;
/** Steps to the side at each of the zooms where people read parcels. */
const SIDEWAYS = 3;
const READ_FROM = 16;

const BANDS = [
  ['communes, z 8–9', 8, 9],
  ['sheets, z 10–12', 10, 12],
  ['parcels, z 13–14', 13, 14],
  ['parcels, z 15–16', 15, 16],
  ['parcels, z 17–18', 17, 18],
] as const;

/** The tiles that come into view with one movement of the map. */
export type View = readonly Tile[];

/**
 * A list of views for each client: down to each of its places in turn. People do not walk in step: each begins at another
 * part of the way.
 */
export function walks(places: readonly Place[], clients: number, seed: number): View[][] {
  return Array.from({ length: clients }, (_, client) => {
    const random = seeded(seed * 1000 + client);
    const views = places
      .filter((_, at) => at % clients === client)
      .flatMap((place) => descent(place, random));
    const first = Math.floor((views.length * client) / clients);
    return [...views.slice(first), ...views.slice(0, first)];
  });
}

function descent(place: Place, random: () => number): View[] {
  const views: View[] = [];
  for (let z = FROM_ZOOM; z <= TO_ZOOM; z++) {
    const [x, y] = tileAt(place, z);
    // The place is somewhere in the middle of the screen, not always at the same side of it.
    let left = x - 1;
    const top = y - (random() < 0.5 ? 0 : 1);
    views.push(screen(z, left, top, COLUMNS));
    for (let step = 0; z >= READ_FROM && step < SIDEWAYS; step++) {
      views.push(screen(z, left + COLUMNS, top, 1));
      left++;
    }
  }
  return views;
}

function tileAt([lon, lat]: Place, z: number): [number, number] {
  const [x, y] = tileUnits({ z, x: 0, y: 0 }, lon, lat);
  return [Math.floor(x / 4096), Math.floor(y / 4096)];
}

const screen = (z: number, left: number, top: number, columns: number): Tile[] =>
  Array.from({ length: columns * ROWS }, (_, n) => ({
    z,
    x: left + (n % columns),
    y: top + Math.floor(n / columns),
  }));

export type Answered = {
  readonly bands: readonly (Latency & { readonly name: string })[];
  readonly all: Latency;
  readonly seconds: number;
};

/**
 * How a client goes through its views: connections that its browser opens, and milliseconds, a half more or less, between the
 * last tile and the next view.
 */
type Pace = { readonly atOnce: number; readonly pause: number };
export const PERSON = { atOnce: 6 };
/** As fast as the answers come: how much the server can do. */
export const PRESS: Pace = { atOnce: 1, pause: 0 };

/** Every client goes through its views. */
export async function answerWalks(
  clients: readonly (readonly View[])[],
  { atOnce, pause }: Pace,
  ask: (tile: Tile) => Promise<void>,
): Promise<Answered> {
  const taken: { z: number; ms: number }[] = [];
  const started = performance.now();
  await Promise.all(
    clients.map(async (views, client) => {
      const random = seeded(client);
      await wait(pause * random());
      for (const view of views) {
        const waiting = [...view];
        const connection = async () => {
          for (let tile = waiting.shift(); tile !== undefined; tile = waiting.shift()) {
            const from = performance.now();
            await ask(tile);
            taken.push({ z: tile.z, ms: performance.now() - from });
          }
        };
        await Promise.all(Array.from({ length: atOnce }, connection));
        if (pause > 0) await wait(pause * (0.5 + random()));
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const latencyIn = (from: number, to: number) =>
    latencyOf(taken.filter(({ z }) => z >= from && z <= to).map(({ ms }) => ms));
  const bands = BANDS.map(([name, from, to]) => ({ name, ...latencyIn(from, to) }));
  return { bands, all: latencyIn(FROM_ZOOM, TO_ZOOM), seconds };
}
