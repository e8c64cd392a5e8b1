/** A table or query of a PostgreSQL server, exported to a file by `plan` or `inspect`; see pg-copy-file.ts. */
import { type TableDescription, tableName } from '@thuadat/core/table-snapshot';
import { crsOfEpsg, crsOfWkt, unknownCrs } from './crs.ts';
import type { Format, Layer, RecordRange } from './format.ts';
import { attributeNames, recordMaker } from './pg-copy-rows.ts';
import { openPgCopy, type PgCopyFile, rowBatches } from './pg-copy-stream.ts';

export const pgCopy: Format = {
  id: 'pgcopy',
  label: 'PostgreSQL COPY',
  extensions: ['.pgcopy'],
  async open(path) {
    const file = await openPgCopy(path);
    const encoding = { value: 'utf-8', sure: 'declared', why: 'PostgreSQL gives Unicode' } as const;
    return { format: 'pgcopy', layers: [layerOf(file)], encoding, close: file.close };
  },
};

function layerOf(file: PgCopyFile): Layer {
  const { description, snapshot } = file;
  const make = recordMaker(description);
  const batches = (range?: RecordRange) => rowBatches(file, make, range);
  const layer: Layer = {
    name: tableName(description),
    fields: attributeNames(description),
    count: snapshot?.rows ?? null,
    crs: crsOf(description),
    notes: snapshot?.rows === 0 ? ['the layer is empty'] : [],
    async *records(range) {
      for await (const batch of batches(range)) yield* batch;
    },
    recordBatches: batches,
  };
  if (!snapshot) return layer;
  const { rows, marks } = snapshot;
  return {
    ...layer,
    ranges(records) {
      const step = Math.max(1, Math.round(records / marks.every)) * marks.every;
      return Array.from({ length: Math.ceil(rows / step) }, (_, i) => ({
        from: i * step,
        to: Math.min((i + 1) * step, rows),
      }));
    },
  };
}

function crsOf({ geometry }: TableDescription): Layer['crs'] {
  if (geometry === null) return unknownCrs('the table has no geometry column');
  const { srid, epsg, crs, column } = geometry;
  if (srid === 0) return unknownCrs(`column "${column}" has no SRID`);
  if (epsg !== null) return crsOfEpsg(epsg, `SRID=${srid}`, `SRID ${srid} of column "${column}"`);
  return crs === ''
    ? unknownCrs(`SRID ${srid} of column "${column}" is not in spatial_ref_sys`)
    : crsOfWkt(crs, `spatial_ref_sys, SRID ${srid}`);
}
