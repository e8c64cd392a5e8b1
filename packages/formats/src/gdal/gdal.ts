/** The door to GDAL: loaded only when a format needs it, and only for the drivers named here. */
import type { Message } from '@thuadat/core/message/message';
import { formatError } from '../format.ts';
import { tell } from '../messages.ts';

export type Gdal = typeof import('gdal-async');

/** Drivers that read local files of the formats promised. Never VRT, databases, the network or /vsi paths. */
export const DRIVERS = {
  gpkg: 'GPKG',
  filegdb: 'OpenFileGDB',
  dgn: 'DGN',
  dxf: 'DXF',
  mapinfo: 'MapInfo File',
} as const;

let loaded: Promise<Gdal> | null = null;

/** Throws a sentence that says how to get GDAL when it is not installed; `needed` = what for, and what else would do. */
export async function loadGdal(
  file: string,
  needed: { readonly what: Message; readonly instead: Message } = {
    what: tell('gdal.format', {}),
    instead: tell('gdal.instead-format', {}),
  },
): Promise<Gdal> {
  loaded ??= import('gdal-async').then((module) => {
    const gdal = (module as { default?: Gdal }).default ?? module;
    // A file must not make GDAL look for neighbours or fetch anything.
    gdal.config.set('GDAL_HTTP_TIMEOUT', '1');
    gdal.config.set('CPL_VSIL_CURL_ALLOWED_EXTENSIONS', '.none');
    gdal.config.set('OGR_SQLITE_LOAD_EXTENSIONS', null);
    return gdal;
  });
  try {
    return await loaded;
  } catch (cause) {
    loaded = null;
    throw formatError({ file }, 'gdal.missing', needed, cause);
  }
}

/**
 * The binding frees what it handed over (buffers of WKB) only when the event loop turns: a loop of features must let it
 * turn every so many features, or memory grows with the file.
 */
export const FEATURES_A_TURN = 2000;
export const turnEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
