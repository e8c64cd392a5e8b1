/**
 * A layer of geometry joined to a table of attributes by one or several columns. Both are conserved: a shape without a row keeps what
 * it has, a row without a shape becomes a record. A key that stands twice on either side joins nothing, since chance would decide.
 */

import type { SubNumbers } from '@thuadat/core/code';
import { type AttributesConfig, keyPairs } from '@thuadat/core/config';
import { joinKey } from '@thuadat/core/parse/join-key';
import { columnIndex } from '@thuadat/core/parse/roles';
import type { SourceRecord } from '@thuadat/core/stages';
import { formatError, type Layer } from '../format.ts';
import { tell } from '../messages.ts';
import type { AttributeRow, AttributeTable } from './attribute-table.ts';

type Columns = {
  /** Places of the key, in the layer and in the table. */
  readonly geometryKey: readonly number[];
  readonly tableKey: readonly number[];
  /** Columns of the table that are taken over; the key's own come last, under names that play no role. */
  readonly taken: readonly number[];
};

type Counted = {
  /** Shapes by key. */
  readonly shapes: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<string, readonly AttributeRow[]>;
  /** Rows, and how many shapes, that have no whole key. */
  readonly unkeyed: readonly AttributeRow[];
  readonly unkeyedShapes: number;
  readonly lastRecord: number;
};

/** Reads the keys of the whole layer once. Throws a FormatError where a column of the key or of `columns` is not there. */
export async function joinAttributes(
  layer: Layer,
  table: AttributeTable,
  config: AttributesConfig,
  place: { readonly file: string; readonly subNumbers: SubNumbers },
): Promise<Layer> {
  const columns = columnsOf(layer, table, config, place.file);
  const keyOf = (values: SourceRecord['values'], places: readonly number[]) =>
    joinKey(
      places.map((index) => values[index] ?? null),
      place.subNumbers,
    );
  const counted = await count(layer, table, columns, keyOf);
  const names = columns.taken.map((index) => table.fields[index]!);
  const keyNames = columns.tableKey.map((index) => `${table.file}: ${table.fields[index]}`);
  const { name, fields, crs } = layer;
  return {
    name,
    fields: [...fields, ...names, ...keyNames],
    count: layer.count === null ? null : layer.count + left(counted).length,
    crs,
    unicodeFrom: fields.length,
    notes: [...(layer.notes ?? []), countsOf(table.file, counted)],
    records: () => joined(layer, table, columns, counted, keyOf),
  };
}

function columnsOf(layer: Layer, table: AttributeTable, config: AttributesConfig, file: string): Columns {
  const place = (fields: readonly string[], where: string, column: string): number => {
    const index = columnIndex(fields, column);
    if (index < 0) throw formatError({ file: where }, 'attributes.no-column', { column, columns: fields });
    return index;
  };
  const pairs = keyPairs(config);
  const geometryKey = pairs.map(({ geometry }) => place(layer.fields, file, geometry));
  const tableKey = pairs.map((pair) => place(table.fields, table.file, pair.table));
  const wanted = config.columns?.map((column) => place(table.fields, table.file, column));
  const taken = wanted ?? table.fields.map((_, index) => index).filter((index) => !tableKey.includes(index));
  return { geometryKey, tableKey, taken };
}

type KeyOf = (values: SourceRecord['values'], places: readonly number[]) => string | null;

async function count(
  layer: Layer,
  table: AttributeTable,
  { geometryKey, tableKey }: Columns,
  keyOf: KeyOf,
): Promise<Counted> {
  const shapes = new Map<string, number>();
  let [lastRecord, unkeyedShapes] = [0, 0];
  for await (const { record, values } of layer.records()) {
    lastRecord = Math.max(lastRecord, record);
    const key = keyOf(values, geometryKey);
    if (key === null) unkeyedShapes++;
    else shapes.set(key, (shapes.get(key) ?? 0) + 1);
  }
  const rows = new Map<string, AttributeRow[]>();
  const unkeyed: AttributeRow[] = [];
  for (const row of table.rows) {
    const key = keyOf(row.values, tableKey);
    const same = key === null ? unkeyed : rows.get(key);
    if (same) same.push(row);
    else rows.set(key!, [row]);
  }
  return { shapes, rows, unkeyed, unkeyedShapes, lastRecord };
}

/** A key of both sides that stands more than once on one of them, or one of the table's alone that does. */
const isDoubled = ({ shapes, rows }: Counted, key: string): boolean => {
  const [own, others] = [shapes.get(key) ?? 0, rows.get(key)?.length ?? 0];
  return others > 1 || (own > 1 && others > 0);
};

type LeftRow = { readonly row: AttributeRow; readonly key: string | null };

/** Rows that no shape takes, in the order of the table. */
function left(counted: Counted): LeftRow[] {
  const keyed = [...counted.rows].flatMap(([key, rows]) =>
    counted.shapes.has(key) && !isDoubled(counted, key) ? [] : rows.map((row) => ({ row, key })),
  );
  const all: LeftRow[] = [...keyed, ...counted.unkeyed.map((row) => ({ row, key: null }))];
  return all.sort((a, b) => a.row.record - b.row.record);
}

function countsOf(file: string, counted: Counted) {
  const { shapes, rows, unkeyed, unkeyedShapes } = counted;
  const sums = {
    matched: 0,
    shapesAlone: unkeyedShapes,
    rowsAlone: unkeyed.length,
    shapesDoubled: 0,
    rowsDoubled: 0,
  };
  for (const key of new Set([...shapes.keys(), ...rows.keys()])) {
    const [own, others] = [shapes.get(key) ?? 0, rows.get(key)?.length ?? 0];
    if (isDoubled(counted, key)) {
      sums.shapesDoubled += own;
      sums.rowsDoubled += others;
    } else if (others === 0) sums.shapesAlone += own;
    else if (own === 0) sums.rowsAlone += others;
    else sums.matched++;
  }
  return tell('attributes.counts', { file, ...sums });
}

/** A key as a person reads it: `12 / 345`. */
const shown = (values: SourceRecord['values'], places: readonly number[]): string =>
  places.map((index) => values[index]?.trim() ?? '').join(' / ');

async function* joined(
  layer: Layer,
  table: AttributeTable,
  { geometryKey, tableKey, taken }: Columns,
  counted: Counted,
  keyOf: KeyOf,
): AsyncGenerator<SourceRecord> {
  const valuesOf = (row: AttributeRow | null) =>
    [...taken, ...tableKey].map((index) => row?.values[index] ?? null);
  for await (const record of layer.records()) {
    const key = keyOf(record.values, geometryKey);
    const rows = key === null ? [] : (counted.rows.get(key) ?? []);
    const row = rows.length === 1 && !isDoubled(counted, key!) ? rows[0]! : null;
    const values = [...record.values, ...valuesOf(row)];
    if (row !== null) yield { ...record, values };
    else {
      // A shape that stands twice and has no row at all is a matter of the map alone, which is checked elsewhere.
      const code = rows.length > 0 ? 'attributes.doubled' : 'attributes.no-row';
      const join = { code, found: shown(record.values, geometryKey), table: table.file } as const;
      yield { ...record, values, join };
    }
  }
  for (const { row, key } of left(counted)) {
    const doubled = key !== null && isDoubled(counted, key);
    const values: (string | null)[] = layer.fields.map(() => null);
    // The key names the parcel, so that the row is found; a doubled one must not pass for the parcel itself.
    if (!doubled)
      for (const [i, index] of geometryKey.entries()) values[index] = row.values[tableKey[i]!] ?? null;
    const code = doubled ? 'attributes.doubled' : 'attributes.no-geometry';
    const join = { code, found: shown(row.values, tableKey), table: `${table.file} #${row.record}` } as const;
    const record = counted.lastRecord + row.record;
    yield { record, values: [...values, ...valuesOf(row)], geometry: null, join };
  }
}
