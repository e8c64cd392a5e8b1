/** A whole province on disk: one source file an old province, the boundary layers and the answer book. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeBoundaries } from './boundary.ts';
import type { Dialect } from './columns.ts';
import { type GenerateOptions, generate, territoriesOf } from './generate.ts';
import { SITES, sampleProfile } from './province.ts';
import { openTruthBook } from './truth.ts';
import { openWriter, type SampleFormat, type Writer } from './writer.ts';

export type ProvinceFiles = {
  readonly folder: string;
  /** Paths of the source files, in the order of the profile's old provinces. */
  readonly sources: readonly string[];
  readonly records: number;
};

const DIALECT_OF: Readonly<Record<SampleFormat, Dialect>> = {
  shp: 'famis',
  gpkg: 'vbdlis',
  fgb: 'vbdlis',
  geojson: 'vbdlis',
  geojsonl: 'vbdlis',
  csv: 'ilis',
};

/** Streams: memory does not grow with the number of parcels. */
export async function writeProvince(
  options: GenerateOptions,
  folder: string,
  format: SampleFormat,
): Promise<ProvinceFiles> {
  mkdirSync(folder, { recursive: true });
  const profile = sampleProfile(options.province);
  const truth = openTruthBook(folder);
  const writers = new Map<string, { file: string; writer: Writer; count: number }>();
  let records = 0;
  for (const record of generate(options)) {
    let open = writers.get(record.province);
    if (!open) {
      const file = `${SITES[record.province]!.slug}.${format}`;
      const declared = format === 'csv' ? null : record.zone;
      const writer = await openWriter(join(folder, file), { format, dialect: DIALECT_OF[format], declared });
      open = { file, writer, count: 0 };
      writers.set(record.province, open);
    }
    await open.writer.write(record);
    truth.note(open.file, ++open.count, record);
    records++;
  }
  for (const { writer } of writers.values()) await writer.close();
  writeBoundaries(folder, territoriesOf(options));
  const { parcels, seed, dirt } = options;
  truth.close({ province: profile.name, parcels, seed, dirt: dirt ?? {}, synthetic: true });
  const sources = [...writers.values()].map(({ file }) => join(folder, file));
  return { folder, sources, records };
}
