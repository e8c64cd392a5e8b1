/** A temporary copy of a layer with its curves as lines, for the geometries only. Made when the first curve is met. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatError } from '../format.ts';
import { flattenWkb } from '../wkb-flat.ts';
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
    const made = await gdal.vectorTranslateAsync(target, input, [...args, '-lco', 'SPATIAL_INDEX=NO']);
    made.close();
    input.close();
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw formatError({ file: source.file, layer }, 'gdal.curves', {}, cause);
  }
  const copy = gdal.open(target, 'r', 'GPKG');
  const { features } = copy.layers.get(0);
  return {
    geometry(record) {
      const feature = features.get(record);
      const geometry = feature.getGeometry();
      return geometry ? flattenWkb(geometry.toWKB('LSB', 'ISO')) : null;
    },
    async close() {
      copy.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
