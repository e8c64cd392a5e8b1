/**
 * Territories: every old commune gets a cell of the lattice, laid along a Hilbert curve in the order of the new
 * communes, so that what merges is adjacent. A split commune is cut by a line through its settlement.
 */
import { areaNameAt, districtNames, loadCrosswalk } from '@thuadat/admin-units/index';
import type { CommuneCode } from '@thuadat/core/code';
import { projection } from '@thuadat/core/geodesy/vn2000';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Unit } from '@thuadat/core/unit/event';
import { hilbertWalk } from './curve.ts';
import { drawFrame, type Frame, type Point, place } from './frame.ts';
import { BORDER_STEPS, cellCentre, cellRing, type Lattice, latticeSize } from './lattice.ts';
import { type Landscape, NEW_EPOCH, OLD_EPOCH, SITES } from './province.ts';
import { random } from './random.ts';
import { inside } from './union.ts';

export type OldCommune = {
  readonly unit: Unit;
  readonly district: string;
  readonly province: string;
  readonly zone: number;
  readonly landscape: Landscape;
  /** New communes, in the order of the pieces from west to east; one unless split. */
  readonly heirs: readonly Unit[];
};

export type Territory = {
  readonly old: OldCommune;
  /** Open counter-clockwise ring, WGS84 degrees. */
  readonly ring: readonly Point[];
  /** The same ring in the zone, metres. */
  readonly plane: readonly Point[];
  readonly frame: Frame;
  /** u of the cuts between the pieces, ascending; empty unless split. */
  readonly cuts: readonly number[];
  /** One open counter-clockwise ring an heir. */
  readonly pieces: readonly (readonly Point[])[];
};

/** Sheets of a split commune are half squares: the first cut runs along the street in the middle of the westernmost. */
const FIRST_CUT = -250;
/** A cut keeps to the middle of a street (no parcel straddles it) or runs this far to the side of it, through the parcels. */
const CUT_OFFSET = -150;
/** Cuts follow the settlement's bent plane this far north and south, then run straight to the border. */
const CUT_REACH = 1500;

export type TerritoryOptions = {
  readonly seed: number;
  /** Share of split communes cut through parcels, or which (old codes). */
  readonly straddle: number | readonly string[];
};

/** All old communes of the province with their heirs, in the order in which they lie. */
function oldCommunes(profile: ProvinceProfile): OldCommune[] {
  const crosswalk = loadCrosswalk();
  const communes: OldCommune[] = [];
  for (const unit of crosswalk.units) {
    const home = profile.predecessors.find((p) => p.code === unit.province);
    if (!home || unit.from > OLD_EPOCH || (unit.to !== null && unit.to <= OLD_EPOCH)) continue;
    const found = crosswalk.resolve(unit.code, OLD_EPOCH, NEW_EPOCH);
    if (found.kind === 'retired' || found.kind === 'unknown') continue;
    communes.push({
      unit,
      district: (unit.district && areaNameAt(districtNames, unit.district, OLD_EPOCH)) ?? '',
      province: home.name,
      zone: home.zone,
      landscape: SITES[home.code]!.landscape,
      heirs: found.kind === 'split' ? found.candidates : [found.unit],
    });
  }
  return communes.sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
}

/** Puts communes of one new commune side by side, and a split commune between its heirs where that can be. */
function adjacentOrder(communes: readonly OldCommune[]): OldCommune[] {
  const byHeir = new Map<string, OldCommune[]>();
  for (const commune of communes)
    for (const heir of commune.heirs) byHeir.set(heir.code, [...(byHeir.get(heir.code) ?? []), commune]);
  const order = new Set<OldCommune>();
  const visited = new Set<string>();
  const visit = (heir: CommuneCode): void => {
    if (visited.has(heir)) return;
    visited.add(heir);
    const members = byHeir.get(heir)!;
    for (const commune of members) if (commune.heirs.length === 1) order.add(commune);
    for (const commune of members) {
      if (commune.heirs.length === 1) continue;
      order.add(commune);
      for (const other of commune.heirs) visit(other.code);
    }
  };
  for (const heir of [...byHeir.keys()].sort()) visit(heir as CommuneCode);
  return [...order];
}

/** Draws the whole province; a few hundred cells, milliseconds. */
export function drawTerritories(profile: ProvinceProfile, options: TerritoryOptions): Territory[] {
  const all = oldCommunes(profile);
  return profile.predecessors.flatMap((home) => {
    const communes = adjacentOrder(all.filter((commune) => commune.unit.province === home.code));
    const box = SITES[home.code]!.box;
    const [columns, rows] = latticeSize(communes.length, box[2] - box[0], box[3] - box[1]);
    const lattice: Lattice = { seed: options.seed, name: home.code, columns, rows, box };
    const cells = hilbertWalk(columns, rows);
    return communes.map((commune, i) => drawTerritory(commune, lattice, cells[i]!, options));
  });
}

function drawTerritory(
  old: OldCommune,
  lattice: Lattice,
  cell: readonly [number, number],
  options: TerritoryOptions,
): Territory {
  const r = random(`${options.seed}/${old.unit.code}/territory`);
  const ring = cellRing(lattice, cell);
  const { fromLonLat } = projection(old.zone);
  const [lon, lat] = cellCentre(lattice, cell);
  const [x, y] = fromLonLat(lon, lat);
  const frame = drawFrame([Math.round(x), Math.round(y)], old.landscape === 'hills' ? 46 : 22, r);
  const { straddle } = options;
  const through = typeof straddle === 'number' ? r.chance(straddle) : straddle.includes(old.unit.code);
  const offset = through ? CUT_OFFSET : 0;
  const cuts = old.heirs.slice(1).map((_, i) => FIRST_CUT + i * 250 + offset);
  const plane = ring.map(([a, b]) => fromLonLat(a, b));
  return { old, ring, plane, frame, cuts, pieces: cutRing(ring, frame, cuts, old.zone) };
}

/** Splits a cell by cuts from its southern to its northern border. */
function cutRing(ring: readonly Point[], frame: Frame, cuts: readonly number[], zone: number): Point[][] {
  const { toLonLat } = projection(zone);
  const lines = cuts.map((u) => {
    const line: Point[] = [];
    for (let v = -CUT_REACH; v <= CUT_REACH; v += 25) {
      const [lon, lat] = toLonLat(...place(frame, u, v));
      line.push([Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]);
    }
    return line;
  });
  const pieces: Point[][] = [];
  const [south, east, north] = [0, BORDER_STEPS, 2 * BORDER_STEPS];
  const at = (cut: number): number => Math.round(((cut + 1) * BORDER_STEPS) / (cuts.length + 1));
  for (let piece = 0; piece <= cuts.length; piece++) {
    const [from, to] = [piece === 0 ? 0 : at(piece - 1), piece === cuts.length ? BORDER_STEPS : at(piece)];
    const right = lines[piece] ?? ring.slice(east + 1, north);
    const left = piece === 0 ? ring.slice(north + BORDER_STEPS + 1) : [...lines[piece - 1]!].reverse();
    const top = Array.from({ length: to - from + 1 }, (_, i) => ring[north + BORDER_STEPS - to + i]!);
    pieces.push([...ring.slice(south + from, south + to + 1), ...right, ...top, ...left]);
  }
  return pieces;
}

/** Whether a square of the settlement's plane lies inside the territory, clear of its border. */
export function holdsSquare(territory: Territory, u: number, v: number, side: number): boolean {
  const margin = 80;
  for (let i = 0; i <= 4; i++)
    for (let j = 0; j <= 4; j++) {
      if (i % 4 !== 0 && j % 4 !== 0) continue;
      const spread = side + 2 * margin;
      const p = place(territory.frame, u - margin + (spread * i) / 4, v - margin + (spread * j) / 4);
      if (!inside(territory.plane, p)) return false;
    }
  return true;
}

/** The heir in whose piece a u of the settlement's plane lies. */
export function heirAt(territory: Territory, u: number): Unit {
  let piece = 0;
  while (piece < territory.cuts.length && u > territory.cuts[piece]!) piece++;
  return territory.old.heirs[piece]!;
}
