/**
 * What a golden case must show whatever `expected.json` says: what was planted, record by record, and identifiers that lie
 * where other programs put them. Both are of other making than the toolkit, so no `UPDATE=1` can bless a wrong one.
 */
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import type { IssueCode } from '@thuadat/core/issue/index';
import type { RunManifest } from '@thuadat/core/run';
import { decodeText, type TextEncoding } from '@thuadat/core/text/decode';
import { type AssignmentCells, readAssignmentCells } from '@thuadat/run/run-folder';
import polylabel from 'polylabel';
import proj4 from 'proj4';
import { expect } from 'vitest';

type Outcome = 'assigned' | 'ambiguous' | 'rejected';

/** One row a record: outcome, new key or `-`, then the texts of `columns`, composed. */
type TruthTable = {
  readonly columns: readonly string[];
  /** What the texts are written in, whatever the file says. */
  readonly encoding: TextEncoding;
  readonly rows: readonly (readonly [outcome: Outcome, newKey: string, ...texts: (string | null)[]])[];
};

/** `truth.json`, written by hand: what a run must show, and by file what becomes of each record. */
export type CaseTruth = {
  readonly read: number;
  readonly assigned: number;
  readonly ambiguous: number;
  readonly rejected: number;
  /** Issues by code; a code that is not here may come any number of times. */
  readonly issues: Readonly<Partial<Record<IssueCode, number>>>;
  /** The source must be refused, and nothing planned: the counts are 0. */
  readonly refused: { readonly code: IssueCode; readonly source: string } | null;
  readonly records: Readonly<Record<string, TruthTable>>;
};

type Cells = Pick<
  AssignmentCells,
  | 'source'
  | 'record'
  | 'status'
  | 'new_commune'
  | 'new_sheet'
  | 'new_parcel'
  | 'raw'
  | 'address'
  | 'parcel_id'
  | 'id_state'
  | 'zone'
  | 'area_m2'
  | 'geom'
>;

export async function cellsOf(run: string, { communes }: RunManifest): Promise<Cells[]> {
  const all: Cells[] = [];
  for (const { unit } of communes) for await (const cells of readAssignmentCells(run, unit)) all.push(cells);
  return all;
}

/** Outcome, new key and texts of every record are those planted. */
export function expectPlanted(truth: CaseTruth, manifest: RunManifest, cells: readonly Cells[]): void {
  const shown: Record<string, TruthTable['rows'][number][]> = {};
  for (const cell of cells) {
    const { name } = manifest.sources[Number(cell.source)]!;
    shown[name] ??= [];
    shown[name][Number(cell.record) - 1] = shownRow(cell, truth.records[name]);
  }
  // Rows of a joined table are numbered behind the shapes: those that a shape took leave gaps.
  const inOrder = Object.entries(shown).map(([name, rows]) => [name, Object.values(rows)]);
  expect(Object.fromEntries(inOrder)).toEqual(
    Object.fromEntries(Object.entries(truth.records).map(([file, { rows }]) => [file, rows])),
  );
}

/** `raw` holds the file's own bytes: its texts are decoded from the encoding they were written in. */
function shownRow(cell: Cells, table: TruthTable | undefined): TruthTable['rows'][number] {
  const { columns = [], encoding = 'unicode' } = table ?? {};
  const raw = new Map(JSON.parse(String(cell.raw)) as [string, string | null][]);
  const key = [cell.new_commune, cell.new_sheet, cell.new_parcel].join('/');
  const texts = columns.map((column) => {
    const value = raw.get(column) ?? null;
    return value === null ? null : decodeText(value, encoding);
  });
  // The address of a parcel that moves goes into exports by itself: it must say the same.
  if (cell.status === 'assigned') expect(cell.address).toBe(texts.at(-1) ?? null);
  return [cell.status as Outcome, cell.new_commune === null ? '-' : key, ...texts];
}

/** Metres by which a point may be less deep than the deepest that polylabel finds: its own precision and a cell's half. */
const [PRECISION, SLACK] = [0.01, 0.04];

/** Every identifier made here is that of a point as deep in its parcel as polylabel's, all parts considered. */
export function expectDeepest(cells: readonly Cells[]): void {
  for (const { geom, zone, parcel_id, id_state } of cells) {
    if (id_state !== 'minted' || !geom) continue;
    const polygons = polygonsOf(geom as Uint8Array);
    const deepest = Math.max(...polygons.map((rings) => polylabel(rings, PRECISION).distance));
    const point = proj4('WGS84', VN2000[Number(zone)]!, centreOf(String(parcel_id)));
    const depth = Math.max(...polygons.map((rings) => depthIn(rings, point)));
    expect(depth, `${parcel_id} is less deep than polylabel's point`).toBeGreaterThan(deepest - SLACK);
  }
}

/** Decision 05/2007/QĐ-BTNMT in the other convention, that of PROJ strings: the rotations' signs are turned. */
const TOWGS84 = '-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278';
const zoneString = (meridian: number): string =>
  `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${TOWGS84} +units=m +no_defs`;
/** The zones of the cases by EPSG code. */
const VN2000: Readonly<Record<number, string>> = {
  9208: zoneString(104.75),
  9207: zoneString(104.5),
  5897: zoneString(105),
};

const BASE32 = '0123456789bcdefghjkmnpqrstuvwxyz';

/** Centre of a GeoHash cell, longitude and latitude: bits in turn halve east–west and north–south. */
function centreOf(code: string): [number, number] {
  const low = [-180, -90];
  const high = [180, 90];
  let axis = 0;
  for (const letter of code) {
    for (let bit = 16; bit >= 1; bit /= 2) {
      const middle = (low[axis]! + high[axis]!) / 2;
      (BASE32.indexOf(letter) & bit ? low : high)[axis] = middle;
      axis = 1 - axis;
    }
  }
  return [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2];
}

type Ring = [number, number][];

function polygonsOf(geometry: Uint8Array): Ring[][] {
  const { coords, ringEnds, polygonEnds } = decodePolygonal(geometry)!;
  const rings = [...ringEnds].map((end, i) => {
    const start = ringEnds[i - 1] ?? 0;
    return Array.from({ length: end - start }, (_, k): [number, number] => [
      coords[2 * (start + k)]!,
      coords[2 * (start + k) + 1]!,
    ]);
  });
  return [...polygonEnds].map((end, i) => rings.slice(polygonEnds[i - 1] ?? 0, end));
}

/** Distance to the nearest edge, negative outside: every edge is tried. */
function depthIn(rings: readonly Ring[], [x, y]: readonly number[]): number {
  let inside = false;
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
      const [dx, dy] = [bx - ax, by - ay];
      if (ay > y! !== by > y! && x! < ax + (dx * (y! - ay)) / dy) inside = !inside;
      const along = ((x! - ax) * dx + (y! - ay) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x! - ax - t * dx, y! - ay - t * dy));
    }
  }
  return inside ? nearest : -nearest;
}
