/** Draws a search as it goes, for the README of this folder: UPDATE=1 writes `search.svg`, else the picture must still be true. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type BoundaryEdges, boundaryEdges, EDGE } from './boundary-edges.ts';
import { abovePlanes, climb } from './climb.ts';
import { newContest, TAU } from './contest.ts';
import { enterPoles } from './pole.ts';
import { coverByAll, placeOn, type Rim, rimAboutCorner, rimOverEdge } from './rim.ts';
import type { Stretches } from './stretches.ts';

const FILE = new URL('search.svg', import.meta.url);
const SCALE = 1000;
/** A yard with a neck: the climb ends in the part to the west, the pole is in the one to the east. */
const OUTLINE = [
  [0, 0],
  [150, 10],
  [190, 60],
  [230, 5],
  [400, 0],
  [410, 190],
  [240, 200],
  [195, 110],
  [140, 165],
  [10, 150],
];

const width = 440;
const height = 230;
const x = (units: number): string => (15 + units / SCALE).toFixed(1);
const y = (units: number): string => (height - 15 - units / SCALE).toFixed(1);

function rimsOf(boundary: BoundaryEdges): Rim[] {
  return Array.from({ length: boundary.count }, (_, edge) => [
    rimOverEdge(boundary, edge),
    ...(boundary.at[EDGE * edge + 7] === 1 ? [rimAboutCorner(boundary, edge)] : []),
  ]).flat();
}

function stretch(rim: Rim, r: number, from: number, to: number, style: string): string {
  const steps = rim.isArc ? 24 : 1;
  const places = Array.from({ length: steps + 1 }, (_, k) =>
    placeOn(rim, r, from + ((to - from) * k) / steps),
  );
  return `<polyline class="${style}" points="${places.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`;
}

/** All rims at a radius; what no other edge's capsule covers is drawn over them. */
function rims(boundary: BoundaryEdges, r: number): string[] {
  return rimsOf(boundary).flatMap((rim) => {
    const open: Stretches = [rim.from, rim.to];
    coverByAll(boundary, rim, r, [], open);
    const lines = [stretch(rim, r, rim.from, rim.to, 'covered')];
    for (let k = 0; k < open.length; k += 2) lines.push(stretch(rim, r, open[k]!, open[k + 1]!, 'open'));
    return lines;
  });
}

const circle = (place: { x: number; y: number; distance: number }, style: string): string[] => [
  `<circle class="${style}" cx="${x(place.x)}" cy="${y(place.y)}" r="${(place.distance / SCALE).toFixed(1)}"/>`,
  `<circle class="dot" cx="${x(place.x)}" cy="${y(place.y)}" r="3"/>`,
];

function panel(boundary: BoundaryEdges, shift: number, title: string, inside: readonly string[]): string[] {
  const { at, count } = boundary;
  const corners = Array.from({ length: count }, (_, i) => `${x(at[EDGE * i]!)},${y(at[EDGE * i + 1]!)}`);
  return [
    `<g transform="translate(${shift} 0)"><text x="15" y="14">${title}</text>`,
    `<polygon class="parcel" points="${corners.join(' ')}"/>`,
    ...inside,
    '</g>',
  ];
}

const STYLE =
  'text{font:12px sans-serif;fill:#333}.parcel{fill:#eef3ea;stroke:#333;stroke-width:1.5}' +
  '.covered{fill:none;stroke:#9aa5b1;stroke-dasharray:3 3}.open{fill:none;stroke:#c62828;stroke-width:3}' +
  '.circle{fill:none;stroke:#1565c0;stroke-width:1.5}.dot{fill:#1565c0}';

function draw(): string {
  const coords = Float64Array.from(OUTLINE.flat(), (v) => v * SCALE);
  const boundary = boundaryEdges(coords, [OUTLINE.length]);
  const whole = 410 * SCALE;
  const first = climb(
    boundary,
    { ...abovePlanes(boundary, 60 * SCALE, 80 * SCALE, whole), x: 60 * SCALE, y: 80 * SCALE, basis: null },
    whole,
    whole,
  );
  const contest = newContest(60 * SCALE, 80 * SCALE);
  expect(enterPoles(contest, coords, [OUTLINE.length])).toBe(true);
  const pole = contest.best!;
  expect(pole.distance).toBeGreaterThan(first.distance + 1000);
  const left = [...rims(boundary, first.distance - TAU), ...circle(first, 'circle')];
  const right = [...rims(boundary, pole.distance), ...circle(pole, 'circle')];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${height}" width="${2 * width}">`,
    '<title>The search of a pole: a top, the stretches it leaves open, the pole</title>',
    `<style>${STYLE}</style>`,
    ...panel(boundary, 0, '1. a top; red: where a larger circle fits', left),
    ...panel(boundary, width, '2. the pole: all is covered', right),
    '</svg>',
    '',
  ].join('\n');
}

it('shows a search that finds a top, then a better one, then that there is none', () => {
  const svg = draw();
  if (process.env.UPDATE === '1') writeFileSync(FILE, svg);
  expect(svg).toBe(readFileSync(FILE, 'utf8'));
});
