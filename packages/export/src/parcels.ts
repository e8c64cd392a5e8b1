/** The parcels as a layer: WGS84 for the web and for tables, the maps' own VN-2000 zone for land systems. */

import { join } from 'node:path';
import { projectInPlace, reprojectInPlace } from '@thuadat/core/geodesy/vn2000';
import { decodePolygonal, encodePolygonal } from '@thuadat/core/geometry/wkb';
import type { ProvinceProfile } from '@thuadat/core/profile';
import { createWriter, type WriteFormat, type Writer } from '@thuadat/formats/write/writer';
import type { AppliedRow } from '@thuadat/store/registry/export-rows';
import type { Column } from './columns.ts';
import { parcelStyle } from './layer-style.ts';
import type { Names } from './names.ts';

export type ParcelLayers = {
  write(row: AppliedRow): Promise<void>;
  /** Rows by file name. */
  close(): Promise<ReadonlyMap<string, number>>;
  drop(): Promise<void>;
  /** Parcels whose geometry is no polygon: written without. */
  withoutPolygon: number;
};

type LayerOptions = {
  readonly folder: string;
  readonly format: WriteFormat;
  /** EPSG code of the one zone for all parcels; else each keeps its own. */
  readonly singleZone: number | null;
  readonly profile: ProvinceProfile | null;
  readonly names: Names;
  readonly columns: readonly Column[];
};

/** In these the coordinates are the maps' own; there is a layer a zone, for a layer has one system. */
export const PLANE_FORMATS: readonly WriteFormat[] = ['gpkg', 'shp'];
const WGS84 = 4326;
/** A tenth of a millimetre: shared vertices stay shared, and the files are a third smaller. */
const DEGREES = 1e9;

export function openParcelLayers(options: LayerOptions): ParcelLayers {
  const { format, names, columns } = options;
  // A Shapefile holds ten characters a name.
  const fields =
    format === 'shp' ? columns.map((column) => ({ ...column, name: column.short ?? column.name })) : columns;
  const writers = new Map<number, { writer: Writer; name: string; rows: number }>();
  const open = async (crs: number) => {
    const known = writers.get(crs);
    if (known) return known;
    const layer = PLANE_FORMATS.includes(format) ? `parcels-${crs}` : 'parcels';
    const name = `${layer}.${format}`;
    const writer = await createWriter(format, join(options.folder, name), {
      layerName: layer,
      fields,
      geometryType: 'MultiPolygon',
      crs,
      ...(format === 'gpkg' ? { style: parcelStyle(columns) } : {}),
    });
    const made = { writer, name, rows: 0 };
    writers.set(crs, made);
    return made;
  };
  const layers: ParcelLayers = {
    withoutPolygon: 0,
    async write(row) {
      const crs = PLANE_FORMATS.includes(format) ? zoneOf(row, options) : WGS84;
      const target = await open(crs);
      const geometry = geometryIn(row, crs);
      if (geometry === null) layers.withoutPolygon++;
      const values = columns.map((column) => column.of(row, names));
      target.rows++;
      await target.writer.write({ values, geometry });
    },
    async close() {
      // A run without parcels still gives the layer, with its columns.
      if (writers.size === 0) await open(emptyZone(options));
      for (const { writer } of writers.values()) await writer.close();
      return new Map([...writers.values()].map(({ name, rows }) => [name, rows]));
    },
    async drop() {
      for (const { writer } of writers.values()) await writer.abort();
    },
  };
  return layers;
}

/** Sources in WGS84 go to the zone of their old province's maps. */
function zoneOf(row: AppliedRow, { singleZone, profile }: LayerOptions): number {
  if (singleZone !== null || row.zone !== WGS84) return singleZone ?? row.zone;
  return profile?.predecessors.find((each) => each.code === row.oldProvince)?.zone ?? WGS84;
}

const emptyZone = ({ format, singleZone, profile }: LayerOptions): number =>
  PLANE_FORMATS.includes(format) ? (singleZone ?? profile?.exportZone ?? WGS84) : WGS84;

function geometryIn(row: AppliedRow, crs: number): Uint8Array | null {
  const polygonal = row.geometry && decodePolygonal(row.geometry);
  if (!polygonal || polygonal.polygonEnds.length === 0) return null;
  const { coords } = polygonal;
  if (crs !== WGS84) reprojectInPlace(coords, row.zone, crs);
  else {
    projectInPlace(coords, row.zone);
    for (let i = 0; i < coords.length; i++) coords[i] = Math.round(coords[i]! * DEGREES) / DEGREES;
  }
  return encodePolygonal(polygonal);
}
