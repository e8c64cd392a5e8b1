/**
 * Vector tile (Mapbox Vector Tile 2.1) of parcels. Three layers: `sheet`, outlines of
 * sheets between commune and parcel, `parcel`, polygons with status and severity, and `label`,
 * one point a parcel with its names, in the one tile that holds the point, so that no label appears twice.
 */

import type { SheetOutline } from '@thuadat/store/view/sheet-outline';
import type { TileParcel } from '@thuadat/store/view/tile';
import { PbfWriter } from 'pbf';
import { EXTENT, type TileAddress, type ToTile, tileUnits, toTile } from './grid.ts';
import { signedArea, type TileRing, tileRings } from './rings.ts';

type Value = string | null;

/** Tags of a layer: texts are stored once, features name them by number. */
type Tags = { readonly keys: Map<string, number>; readonly values: Map<string, number> };

const LABELS_FROM_ZOOM = 15;
/** A shell below this (twice the area, tile units) is not worth its bytes; its neighbours fill the pixel. */
const LEAST_AREA = 2;

export type ZoneParcels = { readonly zone: number; readonly parcels: readonly TileParcel[] };

/** Outlines of sheets are drawn beside their parcels, or, where these are too many to be told apart, instead of them. */
type SheetRole = 'beside' | 'instead';

/** `sheets`: outlines for the layer `sheet`. */
export function encodeTile(
  tile: TileAddress,
  zones: readonly ZoneParcels[],
  sheets: readonly SheetOutline[] = [],
  role: SheetRole = 'beside',
): Uint8Array {
  const pbf = new PbfWriter();
  const polygons = layer();
  const labels = layer();
  for (const { zone, parcels } of zones) {
    const project = toTile(tile, zone);
    for (const parcel of parcels) {
      const rings = tileRings(parcel.wkb, project);
      if (rings.length === 0) continue;
      addPolygon(polygons, parcel, rings);
      if (tile.z >= LABELS_FROM_ZOOM) addLabel(labels, tile, parcel, rings);
    }
  }
  writeLayer(pbf, 'sheet', sheetLayer(tile, sheets, role));
  writeLayer(pbf, 'parcel', polygons);
  writeLayer(pbf, 'label', labels);
  return pbf.finish();
}

function sheetLayer(tile: TileAddress, sheets: readonly SheetOutline[], role: SheetRole): LayerDraft {
  const draft = layer();
  const project: ToTile = (lon, lat, into, at) => into.set(tileUnits(tile, lon, lat), at);
  for (const { unit, sheet, parcels, faulty, wkb } of sheets) {
    const geometry = polygonCommands(tileRings(wkb, project));
    if (geometry.length === 0) continue;
    const tags = tagsOf(draft, [
      ['unit', unit],
      ['sheet', sheet],
      ['parcels', String(parcels)],
      ['faulty', faulty === 0 ? null : String(faulty)],
      ['instead', role === 'instead' ? 'yes' : null],
    ]);
    addFeature(draft, draft.count + 1, tags, 3, geometry);
  }
  return draft;
}

type LayerDraft = Tags & { readonly features: PbfWriter; count: number };

const layer = (): LayerDraft => ({ keys: new Map(), values: new Map(), features: new PbfWriter(), count: 0 });

function number(map: Map<string, number>, text: string): number {
  const known = map.get(text);
  if (known !== undefined) return known;
  map.set(text, map.size);
  return map.size - 1;
}

function tagsOf(draft: LayerDraft, properties: readonly (readonly [string, Value])[]): number[] {
  const tags: number[] = [];
  for (const [key, value] of properties) {
    if (value !== null) tags.push(number(draft.keys, key), number(draft.values, value));
  }
  return tags;
}

function addFeature(draft: LayerDraft, id: number, tags: number[], kind: 1 | 3, geometry: number[]): void {
  draft.count++;
  draft.features.writeMessage(
    2,
    (_, pbf) => {
      pbf.writeVarintField(1, id);
      pbf.writePackedVarint(2, tags);
      pbf.writeVarintField(3, kind);
      pbf.writePackedVarint(4, geometry);
    },
    null,
  );
}

function addPolygon(draft: LayerDraft, parcel: TileParcel, rings: readonly TileRing[]): void {
  const geometry = polygonCommands(rings);
  if (geometry.length === 0) return;
  const tags = tagsOf(draft, [
    ['status', parcel.status],
    ['severity', parcel.severity],
  ]);
  addFeature(draft, parcel.ordinal, tags, 3, geometry);
}

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

/** MoveTo, LineTo …, ClosePath for each ring; shells clockwise, holes the other way. */
function polygonCommands(rings: readonly TileRing[]): number[] {
  const commands: number[] = [];
  let x = 0;
  let y = 0;
  let drawn = false;
  for (const { points, shell } of rings) {
    const area = signedArea(points);
    if (shell) drawn = Math.abs(area) >= LEAST_AREA;
    if (!drawn || (!shell && area === 0)) continue;
    const forward = area > 0 === shell;
    const count = points.length / 2;
    for (let step = 0; step < count; step++) {
      const at = (forward ? step : count - 1 - step) * 2;
      if (step === 0) commands.push((1 << 3) | 1);
      if (step === 1) commands.push(((count - 1) << 3) | 2);
      commands.push(zigzag(points[at]! - x), zigzag(points[at + 1]! - y));
      x = points[at]!;
      y = points[at + 1]!;
    }
    commands.push((1 << 3) | 7);
  }
  return commands;
}

const slash = (sheet: string | null, parcel: string | null): string | null =>
  sheet === null && parcel === null ? null : `${sheet ?? '?'}/${parcel ?? '?'}`;

function addLabel(
  draft: LayerDraft,
  tile: TileAddress,
  parcel: TileParcel,
  rings: readonly TileRing[],
): void {
  const [x, y] = labelPoint(tile, parcel, rings);
  if (x < 0 || y < 0 || x >= EXTENT || y >= EXTENT) return;
  const tags = tagsOf(draft, [
    ['status', parcel.status],
    ['new', slash(parcel.new_sheet, parcel.new_parcel)],
    ['newParcel', parcel.new_parcel],
    ['old', slash(parcel.old_sheet, parcel.old_parcel)],
    ['oldParcel', parcel.old_parcel],
    ['parcelId', parcel.parcel_id],
  ]);
  addFeature(draft, parcel.ordinal, tags, 1, [(1 << 3) | 1, zigzag(Math.round(x)), zigzag(Math.round(y))]);
}

/** The representative point, or the middle of the shell's box where the parcel has none. */
function labelPoint(tile: TileAddress, parcel: TileParcel, rings: readonly TileRing[]): [number, number] {
  if (parcel.lon !== null && parcel.lat !== null) return tileUnits(tile, parcel.lon, parcel.lat);
  const points = rings[0]!.points;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    minX = Math.min(minX, points[at]!);
    maxX = Math.max(maxX, points[at]!);
    minY = Math.min(minY, points[at + 1]!);
    maxY = Math.max(maxY, points[at + 1]!);
  }
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

function writeLayer(pbf: PbfWriter, name: string, draft: LayerDraft): void {
  if (draft.count === 0) return;
  const features = draft.features.finish();
  pbf.writeMessage(
    3,
    (_, out) => {
      out.writeVarintField(15, 2);
      out.writeStringField(1, name);
      appendBytes(out, features);
      for (const key of draft.keys.keys()) out.writeStringField(3, key);
      for (const value of draft.values.keys()) {
        out.writeMessage(4, (text: string, message) => message.writeStringField(1, text), value);
      }
      out.writeVarintField(5, EXTENT);
    },
    null,
  );
}

/** Fields already encoded, as they are. */
function appendBytes(pbf: PbfWriter, bytes: Uint8Array): void {
  pbf.realloc(bytes.length);
  pbf.buf.set(bytes, pbf.pos);
  pbf.pos += bytes.length;
}
