/**
 * Background maps from the local network, named in a file; none unless there is one, and nothing else is ever asked:
 *
 *   [{ "id": "ve-tinh", "name": "Ảnh vệ tinh", "kind": "xyz", "url": "http://may-chu/{z}/{x}/{y}.jpg", "attribution": "…" },
 *    { "id": "nen", "name": "Nền địa lý", "kind": "wms", "url": "http://may-chu/wms", "layers": "nen" },
 *    { "id": "wmts", "name": "WMTS", "kind": "wmts", "url": "http://may-chu/wmts/{TileMatrix}/{TileRow}/{TileCol}.png" },
 *    { "id": "goi", "name": "Ảnh một tệp", "kind": "pmtiles", "url": "http://may-chu/anh.pmtiles" }]
 *
 * WMS is asked by GetMap 1.3.0 in EPSG:3857; WMTS by its RESTful template in the usual web-mercator matrix; an archive
 * (PMTiles, raster) by ranges of bytes.
 */
import { readFile } from 'node:fs/promises';
import type { BackgroundView } from '@thuadat/api/review';
import { refused, tell } from './messages.ts';

export type Backgrounds = {
  readonly views: readonly BackgroundView[];
  /** Origins the page may load images from. */
  readonly origins: readonly string[];
};

export const NO_BACKGROUNDS: Backgrounds = { views: [], origins: [] };

const KINDS = ['xyz', 'wms', 'wmts', 'pmtiles'] as const;
type Entry = {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly url: string;
  readonly layers?: string;
  readonly tileSize?: number;
  readonly minZoom?: number;
  readonly maxZoom?: number;
  readonly attribution?: string;
};

export async function readBackgrounds(path: string): Promise<Backgrounds> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw refused('background.unreadable', { file: path }, cause);
  });
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch (cause) {
    throw refused('background.no-list', { file: path }, cause);
  }
  if (!Array.isArray(entries)) throw refused('background.no-list', { file: path });
  const known = entries.map((entry, at) => checked(path, at, entry));
  return {
    views: known.map(viewOf),
    origins: [...new Set(known.map(({ url }) => new URL(url).origin))],
  };
}

function checked(path: string, at: number, entry: unknown): Entry {
  const { id, name, kind, url, layers } = (entry ?? {}) as Partial<Record<keyof Entry, unknown>>;
  const bad = (key: keyof Entry, found: unknown, expected: ReturnType<typeof tell>) => {
    const shown = typeof found === 'string' ? found : (JSON.stringify(found) ?? '');
    return refused('background.wrong', { file: path, entry: at + 1, key, found: shown, expected });
  };
  const lacks = (places: readonly string[]) => bad('url', url, tell('background.url-with', { places }));
  if (typeof id !== 'string' || !/^[\w-]{1,40}$/.test(id)) throw bad('id', id, tell('background.id', {}));
  if (typeof name !== 'string' || !name.trim()) throw bad('name', name, tell('background.name', {}));
  if (!KINDS.includes(kind as Entry['kind']))
    throw bad('kind', kind, tell('background.kind', { kinds: KINDS }));
  if (typeof url !== 'string' || !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw bad('url', url, tell('background.url', {}));
  if (kind === 'xyz' && !/\{z\}.*\{[xy]\}.*\{[xy]\}/.test(url)) throw lacks(['{z}', '{x}', '{y}']);
  if (kind === 'wms' && typeof layers !== 'string')
    throw bad('layers', layers, tell('background.layers', {}));
  if (kind === 'wmts' && !/\{TileMatrix\}/.test(url)) throw lacks(['{TileMatrix}', '{TileRow}', '{TileCol}']);
  return entry as Entry;
}

const viewOf = (entry: Entry): BackgroundView => ({
  id: entry.id,
  name: entry.name,
  kind: entry.kind === 'pmtiles' ? 'pmtiles' : 'raster',
  url: templateOf(entry),
  tileSize: entry.tileSize ?? 256,
  minZoom: entry.minZoom ?? 0,
  maxZoom: entry.maxZoom ?? 19,
  attribution: entry.attribution ?? '',
});

function templateOf({ kind, url, layers = '', tileSize = 256 }: Entry): string {
  if (kind === 'xyz' || kind === 'pmtiles') return url;
  if (kind === 'wmts') {
    return url.replace('{TileMatrix}', '{z}').replace('{TileRow}', '{y}').replace('{TileCol}', '{x}');
  }
  const query = new URLSearchParams({
    ...{ SERVICE: 'WMS', VERSION: '1.3.0', REQUEST: 'GetMap', LAYERS: layers, STYLES: '', CRS: 'EPSG:3857' },
    ...{ FORMAT: 'image/png', TRANSPARENT: 'TRUE', WIDTH: String(tileSize), HEIGHT: String(tileSize) },
  });
  return `${url}${url.includes('?') ? '&' : '?'}${query}&BBOX={bbox-epsg-3857}`;
}
