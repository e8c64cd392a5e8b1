/** Boundary layers that the user supplies: evidence for split communes and for the map, never truth. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type CommuneCode, type IsoDate, parseCommuneCode } from '@thuadat/core/code';
import type { BoundaryConfig } from '@thuadat/core/config';
import { foreignSystem, systemText, toWgs84InPlace } from '@thuadat/core/geodesy/foreign';
import { type Boundary, type BoundaryIndex, boundaryIndex } from '@thuadat/core/geometry/overlay';
import { decodePolygonal, geoJsonFromPolygonal, polygonalFromGeoJson } from '@thuadat/core/geometry/wkb';
import { type Message, message, type RefusalError, refusal } from '@thuadat/core/message/message';
import { columnIndex, detectRoles } from '@thuadat/core/parse/roles';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Layer } from '@thuadat/formats/format';
import { openSource } from '@thuadat/formats/registry';
import { fingerprint } from '@thuadat/run/fingerprint';
import { PLAN_MESSAGES } from '../messages.ts';

type BoundaryKind = 'old' | 'new';
type NamedBoundary = Boundary & { readonly kind: BoundaryKind; readonly name: string };
export type Boundaries = { readonly sha256: string; readonly list: readonly NamedBoundary[] };

/** Column names in use besides those of parcels. */
const CODE_COLUMNS = ['commune_code', 'ma_xa', 'maxa', 'code'];
const NAME_COLUMNS = ['commune_name', 'ten_xa', 'tenxa', 'name'];

/** Reads one layer of boundaries as WGS84. `epoch` tells whose boundaries they are; the new communes' unless told. */
export async function readBoundaries(
  config: BoundaryConfig,
  profile: ProvinceProfile,
  crosswalk: Crosswalk,
  asOf: IsoDate,
): Promise<Boundaries> {
  const { sha256 } = await fingerprint(config.path);
  const epoch = config.epoch ?? asOf;
  const kind: BoundaryKind = epoch < profile.effective ? 'old' : 'new';
  const source = await openSource(config.path);
  const list: NamedBoundary[] = [];
  try {
    const layer = source.layers.find(({ name }) => config.layer === undefined || name === config.layer);
    if (!layer)
      throw unusable(
        config.path,
        message(PLAN_MESSAGES, 'boundary.layer', { layer: config.layer ?? '' }),
        source.layers.map(({ name }) => name).join(', '),
      );
    const crs = config.crs ?? layer.crs.value.epsg ?? 4326;
    const foreign = foreignSystem(crs);
    if (foreign && !foreign.toLonLat)
      throw unusable(config.path, systemText(foreign), 'VN-2000, EPSG:4326, EPSG:3857');
    const code = columnOf(layer, config.codeColumn, CODE_COLUMNS, 'commune');
    const name = columnOf(layer, config.nameColumn, NAME_COLUMNS, 'communeName');
    if (code < 0) throw unusable(config.path, layer.fields.join(', '), 'boundaries.codeColumn');
    for await (const record of layer.records()) {
      const parsed = parseCommuneCode(record.values[code] ?? '');
      const polygonal = record.geometry === null ? null : decodePolygonal(record.geometry);
      if (!parsed.ok || polygonal === null) {
        const found = parsed.ok
          ? message(PLAN_MESSAGES, 'boundary.no-polygon', {})
          : `"${record.values[code] ?? ''}"`;
        const expected = message(PLAN_MESSAGES, 'boundary.one-record', {});
        throw unusable(`${config.path} #${record.record}`, found, expected);
      }
      if (crs !== 4326) toWgs84InPlace(polygonal, crs);
      const own = name < 0 ? null : record.values[name];
      const known = crosswalk.unitAt(parsed.value, epoch)?.name;
      list.push({ kind, code: parsed.value, name: known ?? own ?? parsed.value, polygonal });
    }
  } finally {
    await source.close();
  }
  list.sort((a, b) => (a.code < b.code ? -1 : 1));
  const twin = list.find((each, i) => list[i - 1]?.code === each.code);
  if (twin)
    throw unusable(config.path, `${twin.code} × 2`, message(PLAN_MESSAGES, 'boundary.one-commune', {}));
  return { sha256, list };
}

function columnOf(
  layer: Layer,
  wanted: string | undefined,
  usual: readonly string[],
  role: 'commune' | 'communeName',
) {
  if (wanted !== undefined) return columnIndex(layer.fields, wanted);
  const column =
    detectRoles(layer.fields).roles[role] ?? usual.find((each) => columnIndex(layer.fields, each) >= 0);
  return column === undefined ? -1 : columnIndex(layer.fields, column);
}

const unusable = (subject: string, found: string | Message, expected: string | Message): RefusalError =>
  refusal(PLAN_MESSAGES, 'refused', 'boundary.unusable', { subject, found, expected });

/** Writes the boundaries of a run, one GeoJSON feature a line. */
export function writeBoundaries(path: string, layers: readonly Boundaries[]): void {
  const lines = layers
    .flatMap(({ list }) => list)
    .map(({ kind, code, name, polygonal }) =>
      JSON.stringify({
        type: 'Feature',
        properties: { kind, code, name },
        geometry: geoJsonFromPolygonal(polygonal),
      }),
    );
  if (lines.length > 0) writeFileSync(path, `${lines.join('\n')}\n`);
}

let stored: { path: string; index: BoundaryIndex } | null = null;

/** The new communes' boundaries of a run, read once a process. */
export function storedBoundaries(path: string): BoundaryIndex {
  if (stored?.path === path) return stored.index;
  const boundaries = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ properties }) => properties.kind === 'new')
    .flatMap(({ properties, geometry }) => {
      const polygonal = polygonalFromGeoJson(geometry);
      return polygonal ? [{ code: properties.code as CommuneCode, polygonal }] : [];
    });
  stored = { path, index: boundaryIndex(boundaries) };
  return stored.index;
}

/** Hash of all layers together; null without any. */
export function boundariesHash(layers: readonly Boundaries[]): string | null {
  if (layers.length === 0) return null;
  return createHash('sha256')
    .update(layers.map(({ sha256 }) => sha256).join('\n'))
    .digest('hex');
}

export const newBoundaries = (
  layers: readonly Boundaries[],
): { code: CommuneCode; polygonal: Boundary['polygonal'] }[] =>
  layers.flatMap(({ list }) => list.filter(({ kind }) => kind === 'new'));
