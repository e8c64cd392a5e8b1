/** The sheets of one commune: squares of its settlement in a spiral from the centre, numbered from 1. */
import { flat, ringArea } from './draft.ts';
import { random } from './random.ts';
import { drawSheet, type Parcel, type Scale } from './sheet.ts';
import { holdsSquare, type Territory } from './territory.ts';

export type Sheet = { readonly number: number; readonly scale: Scale; readonly parcels: readonly Parcel[] };

/** Side of a square of the spiral, metres; a 1:500 sheet is a quarter of it. */
const SQUARE = 500;
/** Parcels a square holds on average: towns are four 1:500 sheets. */
const TOWN_PARCELS = 900;
const COUNTRY_PARCELS = 220;

/** Squares in a spiral around the centre, forever; square (i, j) spans [i, i+1] × [j, j+1]. */
function* spiral(): Generator<readonly [number, number]> {
  for (let ring = 1; ; ring++) {
    const [low, high] = [-ring, ring - 1];
    for (let i = low; i <= high; i++) yield [i, high];
    for (let j = high - 1; j >= low; j--) yield [high, j];
    for (let i = high - 1; i >= low; i--) yield [i, low];
    for (let j = low + 1; j < high; j++) yield [low, j];
  }
}

/** Squares of the spiral that lie inside the territory. */
function* squaresOf(territory: Territory): Generator<readonly [number, number]> {
  let missed = 0;
  for (const [i, j] of spiral()) {
    if (holdsSquare(territory, i * SQUARE, j * SQUARE, SQUARE)) {
      yield [i, j];
      missed = 0;
    } else if (++missed > 80) return;
  }
}

/** How many squares a territory surely holds: its bent border costs less than half of it. */
function squareCount({ plane }: Territory): number {
  return Math.max(1, (0.55 * Math.abs(ringArea(flat([...plane, plane[0]!])))) / SQUARE ** 2);
}

export const isUrban = (name: string): boolean => /^(Phường|Thị trấn)/.test(name);

/** Draws `count` parcels, sheet by sheet; throws when the territory is full. */
export function* drawCommune(territory: Territory, seed: number, count: number): Generator<Sheet> {
  const { code, name } = territory.old.unit;
  const urban = isUrban(name);
  const split = territory.cuts.length > 0;
  const squares = squareCount(territory);
  const crowded = (count / squares - COUNTRY_PARCELS * 0.7) / (TOWN_PARCELS - COUNTRY_PARCELS);
  const towns = Math.max(urban ? 1 : 0, Math.ceil(Math.min(Math.max(crowded, 0), 1) * squares));
  let left = count;
  let number = 0;
  let index = 0;
  for (const [i, j] of squaresOf(territory)) {
    const scale = scaleOf(index++, towns);
    const parts = scale === '500' || split ? 2 : 1;
    const side = SQUARE / parts;
    for (let part = 0; part < parts * parts && left > 0; part++) {
      const r = random(`${seed}/${code}/sheet ${++number}`);
      const site = {
        frame: territory.frame,
        landscape: territory.old.landscape,
        urban,
        u: i * SQUARE + (part % parts) * side,
        v: j * SQUARE + Math.floor(part / parts) * side,
        side,
      };
      const parcels = drawSheet(site, scale, r).slice(0, left);
      left -= parcels.length;
      yield { number, scale, parcels };
    }
    if (left <= 0) return;
  }
  throw new Error(
    `Commune ${code} (${name}): its territory holds ${count - left} parcels, ${count} were asked for. Ask for fewer, or for more communes.`,
  );
}

const scaleOf = (index: number, towns: number): Scale =>
  index < towns ? '500' : index === towns || index % 4 === 1 ? '1000' : '2000';
