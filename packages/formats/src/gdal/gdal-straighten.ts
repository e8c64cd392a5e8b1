/**
 * A temporary copy of a layer with its curves as lines, for the geometries only: read by our own reader, since the binding
 * hands over neither curves nor surfaces in space. Made when the first of them is met.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatError } from '../format.ts';
import { readRows } from '../gpkg/geopackage-rows.ts';
import { openSqlite } from '../gpkg/sqlite-pages.ts';
import { readSchema } from '../gpkg/sqlite-schema.ts';
import type { GdalSource } from './gdal-source.ts';

export type Straightened = {
  /** By 1-based position in the layer. */
  geometry(record: number): Uint8Array | null;
  close(): Promise<void>;
};

export async function straighten(source: GdalSource, layer: string): Promise<Straightened> {
  const folder = await mkdtemp(join(tmpdir(), 'thuadat-'));
  const target = join(folder, 'straight.gpkg');
  const { gdal } = source;
  try {
    // A second handle: translating would move the reading position of the first.
    const input = gdal.open(source.path, 'r', source.dataset.driver.description);
    const args = [
      '-f',
      'GPKG',
      '-nlt',
      'CONVERT_TO_LINEAR',
      '-nln',
      'straight',
      '-select',
      '',
      '-unsetFid',
      layer,
    ];
    const made = await gdal.vectorTranslateAsync(target, input, [
      ...args,
      '-lco',
      'SPATIAL_INDEX=NO',
      '-lco',
      'GEOMETRY_NAME=geom',
    ]);
    made.close();
    input.close();
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw formatError({ file: source.file, layer }, 'gdal.curves', {}, cause);
  }
  const db = openSqlite(target);
  const table = { ...readSchema(db).get('straight')!.table(), layer: 'straight', geometry: 'geom' };
  return {
    geometry(record) {
      const [rows] = readRows(db, table, { from: record, to: record + 1 });
      return rows?.[0]?.geometry ?? null;
    },
    async close() {
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
