/**
 * Walks the rows of a table while they are exported: counts them, marks where every thousandth begins, and finds what
 * would spoil the export: keys that are empty or come twice (rows come sorted by key), geometries of two systems.
 */

import { DAMAGED, ENDED, fieldPlaces, sridAt, walkRow } from './pg-copy-rows.ts';
import { VALUE_READERS } from './pg-copy-values.ts';
import type { TableDescription } from './table-snapshot.ts';

export type RowFault =
  | { readonly kind: 'mixed-srid'; readonly key: string; readonly found: number; readonly expected: number }
  | { readonly kind: 'null-key' | 'key-twice'; readonly key: string }
  | { readonly kind: 'damaged'; readonly row: number };

export type PgCopyIndex = {
  /** Rows as they come, cut anywhere, without the header. The first fault ends the export. */
  push(chunk: Buffer): RowFault | null;
  /** Rows seen, and whether the mark of their end was. */
  end(): { readonly rows: number; readonly ended: boolean; readonly offsets: readonly number[] };
};

export const MARK_EVERY = 1000;

export function createPgCopyIndex(description: TableDescription, body: number): PgCopyIndex {
  const places = fieldPlaces(description.columns.length);
  const judge = rowJudge(description);
  const offsets: number[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let offset = body;
  let rows = 0;
  let ended = false;
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (;;) {
        const end = ended ? ENDED : walkRow(bytes, at, places);
        if (end === DAMAGED) return { kind: 'damaged', row: rows + 1 };
        if (end === ENDED) ended = true;
        if (end < 0) break;
        if (rows % MARK_EVERY === 0) offsets.push(offset + at);
        rows++;
        const fault = judge(bytes, places);
        if (fault) return fault;
        at = end;
      }
      rest = Buffer.from(bytes.subarray(at));
      offset += at;
      return null;
    },
    end: () => ({ rows, ended, offsets }),
  };
}

function rowJudge(description: TableDescription) {
  const { columns, key, geometry } = description;
  const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
  const keyAt = key.map(indexOf);
  const geometryAt = geometry === null ? -1 : indexOf(geometry.column);
  let previous: Buffer | null = null;
  return (bytes: Buffer, { starts, lengths }: ReturnType<typeof fieldPlaces>): RowFault | null => {
    const textOf = (i: number): string => {
      const { copiedAs } = columns[i]!;
      if (lengths[i]! < 0) return 'NULL';
      return VALUE_READERS[copiedAs === 'geometry' ? 'bytea' : copiedAs](bytes, starts[i]!, lengths[i]!);
    };
    const keyText = () => keyAt.map((i) => `${columns[i]!.name} = ${textOf(i)}`).join(', ');
    if (geometryAt >= 0 && lengths[geometryAt]! >= 0) {
      const found = sridAt(bytes, starts[geometryAt]!, lengths[geometryAt]!);
      if (found !== geometry!.srid)
        return { kind: 'mixed-srid', key: keyText(), found, expected: geometry!.srid };
    }
    if (keyAt.length === 0) return null;
    if (keyAt.some((i) => lengths[i]! < 0)) return { kind: 'null-key', key: keyText() };
    // Lengths too, so that ('a', 'bc') and ('ab', 'c') differ.
    const own = Buffer.concat(
      keyAt.map((i) => bytes.subarray(starts[i]! - 4, starts[i]! + Math.max(lengths[i]!, 0))),
    );
    if (previous?.equals(own)) return { kind: 'key-twice', key: keyText() };
    previous = own;
    return null;
  };
}
