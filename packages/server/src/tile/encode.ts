/**
 * Vector tile of a run. Layers: `sheet`, outlines of sheets between commune and parcel, `parcel`, polygons with status and
 * severity, and for each of them its names, `sheet-label` and `label`, as a point in the one tile that holds it, so that no
 * label appears twice.
 */
import type { SheetOutline } from '@thuadat/store/view/sheet-outline';
import type { NamedParcel, TileParcel } from '@thuadat/store/view/tile';
import { PbfWriter } from 'pbf';
import { EXTENT, type TileAddress, type ToTile, tileUnits, toTile } from './grid.ts';
import { createLayer, type LayerDraft, type Properties } from './layer.ts';
import { forTileRings } from './rings.ts';

/** EPSG code of WGS84, in which outlines of sheets are kept. */
const DEGREES = 4326;

/** Parcels that have names get a label. */
export type ZoneParcels = {
  readonly zone: number;
  readonly parcels: readonly (TileParcel | NamedParcel)[];
};

/** `instead`: drawn for its parcels, where these are too many to be told apart; else beside them. */
type DrawnSheet = SheetOutline & { readonly instead: boolean };

export function encodeTile(
  tile: TileAddress,
  zones: readonly ZoneParcels[],
  sheets: readonly DrawnSheet[] = [],
): Uint8Array {
  const outlines = createLayer();
  const outlineLabels = createLayer();
  const polygons = createLayer();
  const labels = createLayer();
  if (sheets.length > 0) drawSheets(tile, outlines, outlineLabels, sheets);
  for (const { zone, parcels } of zones) drawParcels(tile, polygons, labels, toTile(tile, zone), parcels);
  const pbf = new PbfWriter(new Uint8Array(1 << 16));
  outlines.write(pbf, 'sheet');
  outlineLabels.write(pbf, 'sheet-label');
  polygons.write(pbf, 'parcel');
  labels.write(pbf, 'label');
  return pbf.finish();
}

function drawSheets(
  tile: TileAddress,
  outlines: LayerDraft,
  labels: LayerDraft,
  sheets: readonly DrawnSheet[],
): void {
  const project = toTile(tile, DEGREES);
  let id = 0;
  for (const { unit, sheet, parcels, faulty, wkb, lon, lat, instead } of sheets) {
    const flag = instead ? 'yes' : null;
    forTileRings(wkb, project, outlines.ring);
    outlines.feature(++id, 'polygon', [
      ['unit', unit],
      ['sheet', sheet],
      ['parcels', String(parcels)],
      ['faulty', faulty === 0 ? null : String(faulty)],
      ['instead', flag],
    ]);
    addLabel(labels, id, tileUnits(tile, lon, lat), [
      ['sheet', sheet],
      ['instead', flag],
    ]);
  }
}

/** Nothing when the point is another tile's. */
function addLabel(
  labels: LayerDraft,
  id: number,
  [x, y]: readonly [number, number],
  names: Properties,
): void {
  if (x < 0 || y < 0 || x >= EXTENT || y >= EXTENT) return;
  labels.point(Math.round(x), Math.round(y));
  labels.feature(id, 'point', names);
}

function drawParcels(
  tile: TileAddress,
  polygons: LayerDraft,
  labels: LayerDraft,
  project: ToTile,
  parcels: ZoneParcels['parcels'],
): void {
  for (const parcel of parcels) {
    const { ordinal, status, severity } = parcel;
    forTileRings(parcel.wkb, project, polygons.ring);
    const drawn = polygons.feature(ordinal, 'polygon', [
      ['status', status],
      ['severity', severity],
    ]);
    if (!drawn || !('new_parcel' in parcel)) continue;
    addLabel(labels, ordinal, labelPoint(tile, parcel, project), [
      ['status', status],
      ['newSheet', parcel.new_sheet],
      ['newParcel', parcel.new_parcel],
      ['oldSheet', parcel.old_sheet],
      ['oldParcel', parcel.old_parcel],
    ]);
  }
}

/**
 * The representative point, or the middle of the shells' box where the parcel has none. Exact, or a point between two tiles
 * could be outside of both.
 */
function labelPoint(tile: TileAddress, { lon, lat, wkb }: NamedParcel, project: ToTile): [number, number] {
  if (lon !== null && lat !== null) return tileUnits(tile, lon, lat);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  forTileRings(wkb, project, (points, length) => {
    for (let at = 0; at < length; at += 2) {
      minX = Math.min(minX, points[at]!);
      maxX = Math.max(maxX, points[at]!);
      minY = Math.min(minY, points[at + 1]!);
      maxY = Math.max(maxY, points[at + 1]!);
    }
  });
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}
