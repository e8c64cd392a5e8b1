/**
 * Layers in a system that is no zone. None is reprojected unless somebody asks for it, since whoever has the original in VN-2000 should
 * deliver that; where it is done the run says so, and how good it is.
 */
import {
  accuracyText,
  type ForeignSystem,
  foreignSystem,
  systemText,
  toWgs84InPlace,
} from '@thuadat/core/geodesy/foreign';
import { decodePolygonal, encodePolygonal } from '@thuadat/core/geometry/wkb';
import { type Issue, issue } from '@thuadat/core/issue/index';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { SourceRecord } from '@thuadat/core/stages';
import type { Layer } from '@thuadat/formats/format';
import { issueRefusal } from '../messages.ts';
import { swapAxes } from './axes.ts';
import type { PreparedLayer, PreparedSource, Settings } from './prepare-source.ts';

/** A system that is no zone, and whether its coordinates are brought to WGS84 degrees as they are read. */
export type ForeignLayer = {
  readonly epsg: number;
  /** The file has northing first. */
  readonly swapped: boolean;
  readonly reprojected: boolean;
};

/** Null for a layer in a zone, or of no declared system. */
export function foreignLayer({ crs: declared }: Pick<Layer, 'crs'>, settings: Settings): ForeignLayer | null {
  const crs = settings.crs ?? declared.value.epsg;
  const system = typeof crs === 'number' ? foreignSystem(crs) : null;
  if (!system) return null;
  const asked = settings.reproject === true || settings.crs === system.epsg;
  return {
    epsg: system.epsg,
    swapped: settings.axes === 'yx',
    reprojected: asked && system.toLonLat !== null,
  };
}

/** The layer as it is read: its polygons in WGS84 degrees where they are reprojected. */
export function readableLayer(layer: Layer, foreign: ForeignLayer | null): Layer {
  if (!foreign?.reprojected) return layer;
  const { name, fields, count, crs, notes, recordBatches, ranges } = layer;
  const turn = (record: SourceRecord): SourceRecord =>
    record.geometry === null ? record : { ...record, geometry: inDegrees(record.geometry, foreign) };
  return {
    name,
    fields,
    count,
    crs,
    ...(notes ? { notes } : {}),
    async *records(range) {
      for await (const record of layer.records(range)) yield turn(record);
    },
    ...(recordBatches
      ? {
          async *recordBatches(range) {
            for await (const batch of recordBatches.call(layer, range)) yield batch.map(turn);
          },
        }
      : {}),
    ...(ranges ? { ranges: (records) => ranges.call(layer, records) } : {}),
  };
}

function inDegrees(wkb: Uint8Array, { epsg, swapped }: ForeignLayer): Uint8Array {
  const polygonal = decodePolygonal(swapped ? swapAxes(wkb) : wkb);
  if (polygonal === null) return wkb;
  toWgs84InPlace(polygonal, epsg);
  return encodePolygonal(polygonal);
}

/** Settings as they hold for the coordinates that the layer gives. */
export function readSettings(settings: Settings, foreign: ForeignLayer | null): Settings {
  if (!foreign?.reprojected) return settings;
  const { axes: _, ...rest } = settings;
  return { ...rest, crs: 4326 };
}

/** The system a layer's coordinates came from, where they were reprojected. */
export const reprojectedFrom = ({ foreign }: Pick<PreparedLayer, 'foreign'>): ForeignSystem | null =>
  foreign?.reprojected ? foreignSystem(foreign.epsg) : null;

/** What is to be said of a layer's system: how it was brought into the zone, could be, or cannot. */
export function systemIssue(
  sourceName: string,
  { layer, foreign }: Pick<PreparedLayer, 'layer' | 'foreign'>,
  profile: ProvinceProfile | null,
): Issue | null {
  const system = foreign && foreignSystem(foreign.epsg);
  if (!system) return null;
  const zones = [...new Set(profile?.predecessors.map(({ zone }) => `EPSG:${zone}`))];
  const target = zones.length > 0 ? zones.join(', ') : 'VN-2000';
  const code = foreign.reprojected ? 'reprojected' : system.toLonLat ? 'foreign' : 'unsupported';
  const expected = system.toLonLat ? accuracyText(system) : target;
  const at = { source: sourceName, layer: layer.name, record: 0 };
  return issue(`georeference.${code}`, `${sourceName} / ${layer.name}`, at, systemText(system), expected);
}

/** Refuses a source whose coordinates nothing brings into the province's zones, or nobody asked to bring there. */
export function requireKnownSystem({ file, layers }: PreparedSource, profile: ProvinceProfile): void {
  for (const prepared of layers) {
    const found = systemIssue(file.name, prepared, profile);
    if (found?.severity === 'blocking') throw issueRefusal(found);
  }
}
