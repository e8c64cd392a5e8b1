/** Map sheets: what a square of the settlement's plane is made of, by landscape and distance from the centre. */
import type { Frame, Point } from './frame.ts';
import { millimetre, place } from './frame.ts';
import type { Landscape } from './province.ts';
import type { Random } from './random.ts';
import {
  cutRange,
  cutStrip,
  drawStrip,
  type Line,
  type Plot,
  type Seams,
  type Strip,
  straight,
} from './strip.ts';

export type Scale = '500' | '1000' | '2000';

/** A plot with its land use; `holes` are closed clockwise rings (a pond in an orchard has its own parcel). */
export type Parcel = Plot & { readonly use: string; readonly holes: readonly number[][] };

export type SheetSite = {
  readonly frame: Frame;
  readonly landscape: Landscape;
  /** Wards and townships: ODT instead of ONT. */
  readonly urban: boolean;
  /** South-west corner in the settlement's plane, and side, in metres. */
  readonly u: number;
  readonly v: number;
  readonly side: number;
};

/** Half of a street along a sheet's border; sheets meet in its middle. */
const HALF_STREET = 5;

const row = (v: number, height: number, length: number, r: Random): Line => ({
  v,
  height,
  length,
  phase: r.next(),
});

type Part = {
  readonly strip: Strip;
  readonly use: (plot: Plot) => string;
  /** Rows are numbered from the strip's northern line down, away from the road. */
  readonly southward: boolean;
};
type Draw = { readonly site: SheetSite; readonly r: Random; readonly parts: Part[] };

const add = (draw: Draw, strip: Strip, use: Part['use'], southward = false): void => {
  draw.parts.push({ strip, use, southward });
};

/** Strips are all cut before any is drawn: those that meet in a line share its nodes. */
function drawParts(draw: Draw): Parcel[] {
  const seams: Seams = new Map();
  const parcels: Parcel[] = [];
  const cut = draw.parts.map((part) => ({ ...part, strip: cutStrip(part.strip, seams, draw.r) }));
  for (const { strip, use, southward } of cut) {
    let skipped = false;
    const plots = drawStrip(strip, seams, draw.site.frame, draw.r);
    if (southward) plots.sort((a, b) => b.row - a.row);
    for (const plot of plots) {
      const pond = pondIn(plot, draw);
      const joined = plot.joined && !skipped;
      parcels.push({ ...plot, joined, use: use(plot), holes: pond ? [pond] : [] });
      skipped = pond !== null;
      if (pond) parcels.push(pondParcel(plot, pond));
    }
  }
  return parcels;
}

/** Now and then a large plot holds a pond that is a parcel of its own. */
function pondIn(plot: Plot, { site, r }: Draw): number[] | null {
  const [width, height] = [plot.to - plot.from, depthOf(plot)];
  if (width < 26 || height < 26 || !r.chance(0.04)) return null;
  const ring: number[] = [];
  const [ru, rv] = [width * r.between(0.14, 0.2), height * r.between(0.14, 0.2)];
  const corners = r.whole(6, 9);
  for (let i = 0; i <= corners; i++) {
    const [x, y] =
      DIRECTIONS[(DIRECTIONS.length - Math.floor((i * DIRECTIONS.length) / corners)) % DIRECTIONS.length]!;
    ring.push(...place(site.frame, plot.middle[0] + ru * x, plot.middle[1] + rv * y));
  }
  return ring;
}

/** Sixteen directions without trigonometry (rational points of the circle would do as well; a pond is no circle). */
const DIRECTIONS: readonly Point[] = [
  [1, 0],
  [0.92, 0.38],
  [0.71, 0.71],
  [0.38, 0.92],
  [0, 1],
  [-0.38, 0.92],
  [-0.71, 0.71],
  [-0.92, 0.38],
  [-1, 0],
  [-0.92, -0.38],
  [-0.71, -0.71],
  [-0.38, -0.92],
  [0, -1],
  [0.38, -0.92],
  [0.71, -0.71],
  [0.92, -0.38],
];

function depthOf(plot: Plot): number {
  const [a, , , d] = plot.corners;
  const [dx, dy] = [plot.ring[2 * d]! - plot.ring[2 * a]!, plot.ring[2 * d + 1]! - plot.ring[2 * a + 1]!];
  return Math.sqrt(dx * dx + dy * dy);
}

/** The pond itself: the hole's ring the other way round. */
function pondParcel(plot: Plot, hole: readonly number[]): Parcel {
  const ring: number[] = [];
  for (let i = hole.length - 2; i >= 0; i -= 2) ring.push(hole[i]!, hole[i + 1]!);
  const quarter = Math.floor((ring.length / 2 - 1) / 4);
  return {
    ...plot,
    ring,
    corners: [0, quarter, 2 * quarter, 3 * quarter],
    joined: false,
    use: 'NTS',
    holes: [],
  };
}

/** 1:500: blocks of tube houses, two rows back to back, between lanes; now and then a school or a market. */
function drawTown(draw: Draw): void {
  const { site, r } = draw;
  const inner = site.side - HALF_STREET;
  const home = site.urban ? 'ODT' : 'ONT';
  let u = site.u + HALF_STREET;
  while (u < site.u + inner - 30) {
    let width = r.between(58, 104);
    if (site.u + inner - (u + width) < 50) width = site.u + inner - u;
    let v = site.v + HALF_STREET;
    while (v < site.v + inner - 16) {
      const lot = r.between(15, 25);
      let depth = r.chance(0.16) ? lot : 2 * lot;
      if (site.v + inner - (v + depth) < 20) depth = site.v + inner - v;
      drawBlock(draw, { u, v, width, depth, home });
      v += depth + r.between(3.2, 6);
    }
    u += width + r.between(4, 7);
  }
}

type Block = {
  readonly u: number;
  readonly v: number;
  readonly width: number;
  readonly depth: number;
  readonly home: string;
};

function drawBlock(draw: Draw, block: Block): void {
  const { r } = draw;
  const [from, to] = [millimetre(block.u), millimetre(block.u + block.width)];
  const edges = [straight(block.v), straight(block.v + block.depth)];
  if (r.chance(0.035)) {
    const use = r.pick(['DGD', 'TSC', 'DVH', 'TMD', 'DYT', 'DCH', 'DKV']);
    add(draw, { from, to, lines: edges, width: [500, 600], lean: 0, step: 14 }, () => use);
    return;
  }
  const back = row(block.v + block.depth * r.between(0.44, 0.56), r.between(0, 1.1), r.between(40, 90), r);
  const lines = block.depth > 29 ? [edges[0]!, back, edges[1]!] : edges;
  const narrow = r.between(4, 5.6);
  const width: [number, number] = r.chance(0.2) ? [8, 16] : [narrow, narrow * r.between(1.3, 2)];
  add(draw, { from, to, lines, width, lean: 0.22, step: 16 }, () =>
    r.chance(0.86) ? block.home : r.pick(['TMD', 'SKC', `${block.home}+CLN`, 'CLN']),
  );
}

/** 1:1000: a road with house lots and gardens on both sides, a stream or canal, fields behind. */
function drawVillage(draw: Draw): void {
  const { site, r } = draw;
  const [from, to] = [site.u + HALF_STREET, site.u + site.side - HALF_STREET];
  const [south, north] = [site.v + HALF_STREET, site.v + site.side - HALF_STREET];
  const road = site.v + site.side * r.between(0.4, 0.6);
  const stream = row(
    r.chance(0.5) ? road - r.between(95, 130) : road + r.between(95, 130),
    13,
    r.between(190, 320),
    r,
  );
  const depths = [r.between(30, 42), r.between(30, 42)];
  const home = site.urban ? 'ODT' : 'ONT';
  const lots = (low: number, high: number, lines: Line[]): void => {
    const middle = site.side * r.between(0.34, 0.66);
    const gap = r.between(4, 6);
    for (const [a, b] of [
      [from, site.u + middle],
      [site.u + middle + gap, to],
    ] as const)
      add(
        draw,
        { from: millimetre(a), to: millimetre(b), lines, width: [low, high], lean: 0.18, step: 14 },
        () => (r.chance(0.72) ? `${home}+CLN` : r.pick([home, home, 'CLN', 'BHK'])),
      );
  };
  const garden = (v: number): Line => ({ ...row(v, 2.2, r.between(60, 130), r), step: 14 });
  const southBack = garden(road - 3.5 - depths[0]!);
  const northBack = garden(road + 3.5 + depths[1]!);
  lots(8, 21, [straight(road + 3.5), northBack]);
  lots(8, 21, [southBack, straight(road - 3.5)]);
  drawFields(draw, [northBack, straight(north)], stream);
  drawFields(draw, [straight(south), southBack], stream, true);
}

/** 1:2000, or 1:1000 behind a village: fields from one line to another, divided where the stream runs between. */
function drawFields(
  draw: Draw,
  [low, high]: readonly [Line, Line],
  stream: Line | null,
  southward = false,
): void {
  if (stream && stream.v > low.v + 30 && stream.v < high.v - 30) {
    const bank = draw.r.between(2.5, 4.5);
    const banks = [
      [low, { ...stream, v: stream.v - bank }],
      [{ ...stream, v: stream.v + bank }, high],
    ] as const;
    for (const [from, to] of southward ? [...banks].reverse() : banks) fieldRows(draw, from, to, southward);
    return;
  }
  fieldRows(draw, low, high, southward);
}

function fieldRows(draw: Draw, low: Line, high: Line, southward = false): void {
  const { site, r } = draw;
  const hills = site.landscape === 'hills';
  const crop = hills ? r.pick(HILL_CROPS) : r.pick(DELTA_CROPS);
  const forest = hills && crop === 'RSX';
  const depth = forest ? r.between(55, 90) : hills ? r.between(14, 26) : r.between(38, 70);
  const width: [number, number] = forest ? [50, 160] : hills ? [15, 52] : [13, 34];
  const rows = Math.max(1, Math.round((high.v - low.v) / depth));
  const lines = [low];
  for (let i = 1; i < rows; i++) {
    const t = i / rows;
    const height = low.height * (1 - t) + high.height * t;
    const sway = hills ? r.between(1.5, 3.6) : r.between(0.4, 1.6);
    const source = low.height > high.height ? low : high;
    const v = low.v + (high.v - low.v) * t;
    lines.push(height > 4 ? { ...source, v, height: height * 0.8 } : row(v, sway, r.between(50, 140), r));
  }
  lines.push(high);
  const [from, to] = [millimetre(site.u + HALF_STREET), millimetre(site.u + site.side - HALF_STREET)];
  const strip = { from, to, lines, width, lean: 0.3, step: hills ? 9 : 22 };
  const use = (): string => (r.chance(0.84) ? crop : r.pick(['LUC', 'LUK', 'BHK', 'CLN', 'HNK', 'NTS']));
  add(draw, strip, use, southward);
}

const HILL_CROPS = ['LUC', 'LUC', 'LUK', 'BHK', 'CLN', 'HNK', 'RSX'] as const;
const DELTA_CROPS = ['LUC', 'LUC', 'NTS', 'NTS', 'CLN', 'LUK', 'RPH'] as const;

/** 1:2000: open country: forest on the hills, long plots along canals in the delta. */
function drawCountry(draw: Draw): void {
  const { site, r } = draw;
  const [south, north] = [straight(site.v + HALF_STREET), straight(site.v + site.side - HALF_STREET)];
  if (site.landscape === 'hills') {
    const stream = r.chance(0.6)
      ? row(site.v + site.side * r.between(0.3, 0.7), 16, r.between(200, 340), r)
      : null;
    drawFields(draw, [south, north], stream);
    return;
  }
  const canals = cutRange(south.v, north.v, [110, 170], r);
  for (let i = 0; i + 1 < canals.length; i++) {
    const bank = i === 0 ? 0 : 3.5;
    fieldRows(
      draw,
      straight(canals[i]! + bank),
      straight(canals[i + 1]! - (i + 2 < canals.length ? 3.5 : 0)),
    );
  }
}

/** Draws all parcels of one sheet, in the order of their numbers. */
export function drawSheet(site: SheetSite, scale: Scale, r: Random): Parcel[] {
  const draw: Draw = { site, r, parts: [] };
  if (scale === '500') drawTown(draw);
  else if (scale === '1000') drawVillage(draw);
  else drawCountry(draw);
  return drawParts(draw);
}
