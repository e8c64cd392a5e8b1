/** Rows of COPY BINARY: a count of fields, then each field's length (-1 = NULL) and bytes. */
import type { SourceRecord } from '@thuadat/core/stages';
import { malformed } from '../format.ts';
import { flattenWkb } from '../wkb-flat.ts';
import { PG_COPY_END } from './pg-copy-file.ts';
import { FIXED_SIZE, VALUE_READERS } from './pg-copy-values.ts';
import type { TableDescription } from './table-snapshot.ts';

/** Where each field of a row begins, and its length (-1 = NULL); filled by {@link walkRow}. */
export type FieldPlaces = { readonly starts: Int32Array; readonly lengths: Int32Array };

export const fieldPlaces = (fields: number): FieldPlaces => ({
  starts: new Int32Array(fields),
  lengths: new Int32Array(fields),
});

/** Offset after the row; or why there is none: more bytes are needed, the rows end here, or this is no row. */
export const INCOMPLETE = -1;
export const ENDED = -2;
export const DAMAGED = -3;

export function walkRow(bytes: Buffer, at: number, { starts, lengths }: FieldPlaces): number {
  if (at + 2 > bytes.length) return INCOMPLETE;
  const fields = bytes.readInt16BE(at);
  if (fields === PG_COPY_END) return ENDED;
  if (fields !== starts.length) return DAMAGED;
  let place = at + 2;
  for (let i = 0; i < fields; i++) {
    if (place + 4 > bytes.length) return INCOMPLETE;
    const length = bytes.readInt32BE(place);
    if (length < -1) return DAMAGED;
    place += 4;
    starts[i] = place;
    lengths[i] = length;
    if (length > 0) place += length;
  }
  return place > bytes.length ? INCOMPLETE : place;
}

/** Makes a record of a row that was walked; throws a sentence when a field is not what its column says. */
export type RecordMaker = (bytes: Buffer, places: FieldPlaces, record: number) => SourceRecord;

export function recordMaker({ columns, geometry }: TableDescription): RecordMaker {
  const at = columns.findIndex(({ name }) => name === geometry?.column);
  const readers = columns.map(({ copiedAs }) =>
    copiedAs === 'geometry' ? VALUE_READERS.bytea : VALUE_READERS[copiedAs],
  );
  const sizes = columns.map(({ copiedAs }) => FIXED_SIZE[copiedAs] ?? 0);
  const attributes = columns.map((_, i) => i).filter((i) => i !== at);
  return (bytes, { starts, lengths }, record) => {
    const values: (string | null)[] = new Array(attributes.length);
    for (let k = 0; k < attributes.length; k++) {
      const i = attributes[k]!;
      const length = lengths[i]!;
      if (length > 0 && sizes[i]! > 0 && length !== sizes[i])
        throw malformed('copy.width', { column: columns[i]!.name, found: length, expected: sizes[i]! });
      values[k] = length < 0 ? null : readers[i]!(bytes, starts[i]!, length);
    }
    const wkb = at < 0 || lengths[at]! < 0 ? null : plainWkb(bytes, starts[at]!, lengths[at]!);
    return { record, values, geometry: wkb };
  };
}

/** Names of the columns that are values, in the order of the record's. */
export const attributeNames = ({ columns, geometry }: TableDescription): string[] =>
  columns.map(({ name }) => name).filter((name) => name !== geometry?.column);

const SRID_FLAG = 0x20000000;

/** PostGIS sends EWKB: the SRID stands in the first head only. A copy, since the bytes around it are read over. */
function plainWkb(bytes: Buffer, at: number, length: number): Uint8Array {
  if (length >= 9 && bytes[at] === 1 && bytes.readUInt32LE(at + 1) & SRID_FLAG) {
    const wkb = new Uint8Array(length - 4);
    bytes.copy(wkb, 5, at + 9, at + length);
    wkb.set(bytes.subarray(at, at + 5));
    wkb[4]! &= ~(SRID_FLAG >>> 24);
    return flattenWkb(wkb);
  }
  return flattenWkb(new Uint8Array(bytes.subarray(at, at + length)));
}

/** SRID of a geometry as PostGIS sends it; 0 = none. */
export function sridAt(bytes: Buffer, at: number, length: number): number {
  if (length < 9) return 0;
  const little = bytes[at] === 1;
  const type = little ? bytes.readUInt32LE(at + 1) : bytes.readUInt32BE(at + 1);
  if (!(type & SRID_FLAG)) return 0;
  return little ? bytes.readInt32LE(at + 5) : bytes.readInt32BE(at + 5);
}
