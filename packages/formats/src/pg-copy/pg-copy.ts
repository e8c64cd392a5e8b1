/** A table or query of a PostgreSQL server, exported to a file by `plan` or `inspect`; see pg-copy-file.ts. */

import { crsOfEpsg, crsOfWkt, unknownCrs } from '../crs.ts';
import type { Format, Layer, RecordRange } from '../format.ts';
import { tell } from '../messages.ts';
import { attributeNames, recordMaker } from './pg-copy-rows.ts';
import { openPgCopy, type PgCopyFile, rowBatches } from './pg-copy-stream.ts';
import { type TableDescription, tableName } from './table-snapshot.ts';

export const pgCopy: Format = {
  id: 'pgcopy',
  label: 'PostgreSQL COPY',
  extensions: ['.pgcopy'],
  async open(path) {
    const file = await openPgCopy(path);
    const encoding = { value: 'utf-8', sure: 'declared', why: tell('text.of-server', {}) } as const;
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
    notes: snapshot?.rows === 0 ? [tell('layer.empty', {})] : [],
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
  if (geometry === null) return unknownCrs(tell('crs.no-geometry-column', {}));
  const { epsg, crs, column } = geometry;
  const srid = String(geometry.srid);
  if (srid === '0') return unknownCrs(tell('crs.column-no-srid', { column }));
  if (epsg !== null) return crsOfEpsg(epsg, `SRID=${srid}`, tell('crs.column-srid', { srid, column }));
  return crs === ''
    ? unknownCrs(tell('crs.column-unknown-srid', { srid, column }))
    : crsOfWkt(crs, tell('crs.spatial-ref-sys', { srid }));
}
