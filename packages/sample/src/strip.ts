/**
 * The one way all plots are drawn: a strip of rows between row lines, each row cut into plots. Rows cut differently,
 * so a plot carries the nodes of its neighbours above and below: parcels share edges vertex by vertex.
 */
import { type Frame, millimetre, type Point, place, wave } from './frame.ts';
import type { Random } from './random.ts';

export type Line = {
  readonly v: number;
  readonly height: number;
  readonly length: number;
  readonly phase: number;
  /** Longest edge; that of the strip when absent. Strips that meet in a line must draw it alike. */
  readonly step?: number;
};

export type Strip = {
  readonly from: number;
  readonly to: number;
  /** Row lines from south to north, one more than rows. */
  readonly lines: readonly Line[];
  /** Narrowest and widest plot of a row. */
  readonly width: readonly [number, number];
  /** How far the top of a cut may lean against its bottom, as a share of the narrowest width. */
  readonly lean: number;
  /** Longest edge along a row line. */
  readonly step: number;
};

export type Plot = {
  /** Closed ring, counter-clockwise, x0 y0 x1 y1 …, in the zone. */
  readonly ring: number[];
  /** Vertices of the corners: south-west, south-east, north-east, north-west. */
  readonly corners: readonly [number, number, number, number];
  /** Extent in u, and the middle, in the settlement's plane. */
  readonly from: number;
  readonly to: number;
  readonly middle: Point;
  readonly row: number;
  /** Whether the plot before it in the list is its western neighbour. */
  readonly joined: boolean;
};

export const straight = (v: number): Line => ({ v, height: 0, length: 1, phase: 0 });
const lineAt = (line: Line, u: number): number =>
  line.height === 0 ? line.v : line.v + line.height * wave(u / line.length + line.phase);

/** Cuts closer than this become one node: surveyors do not set two stones within a step. */
const SNAP = 0.9;

/** Positions that cut [from, to] into plots about `low`..`high` wide. */
export function cutRange(
  from: number,
  to: number,
  [low, high]: readonly [number, number],
  r: Random,
): number[] {
  const cuts = [from];
  let at = from;
  for (;;) {
    at += r.between(low, high);
    if (at > to - low * 0.8) break;
    cuts.push(millimetre(at));
  }
  cuts.push(to);
  return cuts;
}

type Node = { readonly u: number; readonly p: Point };

/** Nodes of a row line: all cuts that meet it, and more where an edge would be too long to bend. */
function lineNodes(line: Line, cuts: readonly number[], step: number, frame: Frame): Node[] {
  const us = [...new Set(cuts)].sort((a, b) => a - b);
  const nodes: Node[] = [];
  for (let i = 0; i < us.length; i++) {
    const u = us[i]!;
    nodes.push({ u, p: place(frame, u, lineAt(line, u)) });
    const gap = (us[i + 1] ?? u) - u;
    const parts = Math.floor(gap / step);
    for (let k = 1; k < parts; k++) {
      const between = u + (gap * k) / parts;
      nodes.push({ u: between, p: place(frame, between, lineAt(line, between)) });
    }
  }
  return nodes;
}

/** Where the cuts of a row meet its southern line, given those that already meet it from the south. */
function snapTo(cuts: number[], others: readonly number[] | undefined): number[] {
  if (!others) return cuts;
  let j = 0;
  return cuts.map((u, i) => {
    if (i === 0 || i === cuts.length - 1) return u;
    while (j + 1 < others.length && Math.abs(others[j + 1]! - u) <= Math.abs(others[j]! - u)) j++;
    return Math.abs(others[j]! - u) < SNAP ? others[j]! : u;
  });
}

export type CutStrip = {
  readonly strip: Strip;
  /** By row, where its cuts meet the row line south and north of it. */
  readonly bottoms: readonly (readonly number[])[];
  readonly tops: readonly (readonly number[])[];
};

/** Cuts on the border lines of strips: where two strips meet, both draw the nodes of both. */
export type Seams = Map<Line, number[]>;

/** Cuts a strip's rows, in step with strips cut before that meet it in its first or last line. */
export function cutStrip(strip: Strip, seams: Seams, r: Random): CutStrip {
  const rows = strip.lines.length - 1;
  const bottoms: number[][] = [];
  const tops: number[][] = [];
  for (let row = 0; row < rows; row++) {
    const below = row === 0 ? seams.get(strip.lines[0]!) : tops[row - 1];
    const bottom = snapTo(cutRange(strip.from, strip.to, strip.width, r), below);
    const slant = strip.lean * strip.width[0];
    bottoms.push(bottom);
    const top = bottom.map((u, i) =>
      i === 0 || i === bottom.length - 1 ? u : millimetre(u + r.between(-slant, slant) / 2),
    );
    tops.push(snapTo(top, row === rows - 1 ? seams.get(strip.lines[rows]!) : undefined));
  }
  for (const [line, cuts] of [
    [strip.lines[0]!, bottoms[0]!],
    [strip.lines[rows]!, tops[rows - 1]!],
  ] as const)
    seams.set(
      line,
      [...(seams.get(line) ?? []), ...cuts].sort((a, b) => a - b),
    );
  return { strip, bottoms, tops };
}

/** Draws a strip's plots, row by row from south to north, each row from west to east. */
export function drawStrip({ strip, bottoms, tops }: CutStrip, seams: Seams, frame: Frame, r: Random): Plot[] {
  const rows = strip.lines.length - 1;
  const lines = strip.lines.map((line, i) => {
    const cuts = [...(tops[i - 1] ?? []), ...(bottoms[i] ?? []), ...(seams.get(line) ?? [])];
    const within = cuts.filter((u) => u >= strip.from && u <= strip.to);
    return lineNodes(line, within, line.step ?? strip.step, frame);
  });
  const plots: Plot[] = [];
  for (let row = 0; row < rows; row++)
    drawRow(plots, { strip, frame, row, bottom: bottoms[row]!, top: tops[row]!, lines }, r);
  return plots;
}

type RowDrawing = {
  readonly strip: Strip;
  readonly frame: Frame;
  readonly row: number;
  readonly bottom: readonly number[];
  readonly top: readonly number[];
  readonly lines: readonly Node[][];
};

function drawRow(plots: Plot[], { strip, frame, row, bottom, top, lines }: RowDrawing, r: Random): void {
  const [south, north] = [lines[row]!, lines[row + 1]!];
  const [southLine, northLine] = [strip.lines[row]!, strip.lines[row + 1]!];
  const sides = bottom.map((u, i) => {
    const [v, w] = [lineAt(southLine, u), lineAt(northLine, top[i]!)];
    const parts = Math.floor((w - v) / (strip.step * 1.6));
    const play = Math.min(1.4, strip.width[0] * 0.06);
    return Array.from({ length: Math.max(parts - 1, 0) }, (_, k): Point => {
      const t = (k + 1) / parts;
      return place(frame, u + (top[i]! - u) * t + r.between(-play, play), v + (w - v) * t);
    });
  });
  let s = 0;
  let n = 0;
  for (let i = 0; i + 1 < bottom.length; i++) {
    const ring: number[] = [];
    const push = (p: Point): number => ring.push(p[0], p[1]) / 2 - 1;
    let southEast = 0;
    for (; ; s++) {
      southEast = push(south[s]!.p);
      if (south[s]!.u === bottom[i + 1]) break;
    }
    for (const p of sides[i + 1]!) push(p);
    const west = n;
    while (north[n]!.u !== top[i + 1]) n++;
    const northEast = push(north[n]!.p);
    let northWest = northEast;
    for (let k = n - 1; k >= west; k--) northWest = push(north[k]!.p);
    for (let k = sides[i]!.length - 1; k >= 0; k--) push(sides[i]![k]!);
    ring.push(ring[0]!, ring[1]!);
    const [a, b] = [Math.min(bottom[i]!, top[i]!), Math.max(bottom[i + 1]!, top[i + 1]!)];
    const u = (bottom[i]! + top[i]! + bottom[i + 1]! + top[i + 1]!) / 4;
    plots.push({
      ring,
      corners: [0, southEast, northEast, northWest],
      from: a,
      to: b,
      middle: [u, (lineAt(southLine, u) + lineAt(northLine, u)) / 2],
      row,
      joined: i > 0,
    });
  }
}
