/** Records of a GDAL layer one feature at a time. Curves and surfaces, which the binding cannot hand over, come from a straightened copy. */

import type { SourceRecord } from '@thuadat/core/stages';
import type { Feature, Layer as GdalLayer } from 'gdal-async';
import { detailOf, excerpt, formatError } from '../format.ts';
import { flattenWkb } from '../wkb-flat.ts';
import { FEATURES_A_TURN, turnEventLoop } from './gdal.ts';
import type { GdalSource } from './gdal-source.ts';
import { type Straightened, straighten } from './gdal-straighten.ts';

export async function* gdalRecords(
  source: GdalSource,
  name: string,
  layer: GdalLayer,
): AsyncGenerator<SourceRecord> {
  const { features } = layer;
  const dates = layer.fields.map((field) => field.type);
  let straight: Straightened | null = null;
  let record = 0;
  const fail = (cause: unknown) =>
    formatError(
      { file: source.file, layer: name, record },
      'gdal.record',
      { detail: detailOf(cause) },
      cause,
    );
  try {
    for (;;) {
      const feature = step(() => (record++ === 0 ? features.first() : features.next()), fail);
      if (!feature) return;
      const values = step(() => valuesOf(feature, dates), fail);
      const damaged = values.findIndex((value) => value?.includes('\ufffd'));
      if (damaged >= 0)
        throw badText(source, name, layer.fields.getNames()[damaged]!, record, values[damaged]!);
      let wkb = step(() => geometryOf(feature), fail);
      if (wkb === 'curve') {
        straight ??= await straighten(source, name);
        const copy = straight;
        wkb = step(() => copy.geometry(record), fail);
      }
      feature.destroy();
      if (record % FEATURES_A_TURN === 0) await turnEventLoop();
      yield { record, values, geometry: wkb };
    }
  } finally {
    await straight?.close();
  }
}

function step<T>(work: () => T, fail: (cause: unknown) => Error): T {
  try {
    return work();
  } catch (cause) {
    throw fail(cause);
  }
}

function badText(source: GdalSource, layer: string, field: string, record: number, value: string): Error {
  return formatError({ file: source.file, layer, field, record }, 'gdal.code-page', { text: excerpt(value) });
}

function geometryOf(feature: Feature): Uint8Array | null | 'curve' {
  let geometry: ReturnType<Feature['getGeometry']>;
  try {
    geometry = feature.getGeometry();
  } catch (cause) {
    if (cause instanceof Error && /unsupported geometry type/i.test(cause.message)) return 'curve';
    throw cause;
  }
  return geometry ? flattenWkb(geometry.toWKB('LSB', 'ISO')) : null;
}

function valuesOf(feature: Feature, types: readonly string[]): (string | null)[] {
  const values: unknown[] = feature.fields.toArray();
  return values.map((value, i) => valueText(value, types[i] ?? ''));
}

/** Integers plain, reals by the shortest digits that read back, dates `YYYY-MM-DD` as the drivers show them. */
function valueText(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return Array.isArray(value) ? JSON.stringify(value) : dateText(value as DateParts, type);
}

type DateParts = Partial<
  Record<'year' | 'month' | 'day' | 'hours' | 'minutes' | 'seconds' | 'timezone', number>
>;

function dateText(parts: DateParts, type: string): string {
  const two = (n = 0) => String(n).padStart(2, '0');
  const day = `${String(parts.year ?? 0).padStart(4, '0')}-${two(parts.month)}-${two(parts.day)}`;
  const time = `${two(parts.hours)}:${two(parts.minutes)}:${two(parts.seconds)}`;
  if (type === 'date') return day;
  if (type === 'time') return time;
  // FlatGeobuf and geodatabases have no dates without a time: theirs are at midnight.
  return time === '00:00:00' ? day : `${day}T${time}`;
}
