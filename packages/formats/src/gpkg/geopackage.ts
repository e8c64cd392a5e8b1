/**
 * GeoPackage (OGC 12-128r18): read straight from its file, without GDAL. What only SQLite can bring together (a
 * write-ahead log, views, computed columns) goes through GDAL.
 */
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import { crsOfEpsg, crsOfWkt, unknownCrs } from '../crs.ts';
import {
  type DeclaredCrs,
  type Detected,
  detailOf,
  type Format,
  formatError,
  isDamage,
  type Layer,
  type RecordRange,
} from '../format.ts';
import { loadGdal } from '../gdal/gdal.ts';
import { geopackageThroughGdal } from '../gdal/gdal-source.ts';
import { tell } from '../messages.ts';
import { oneByOne, turning } from '../record-batches.ts';
import { attributesOf, type FeatureTable, readRows } from './geopackage-rows.ts';
import { damagedFile, NeedsSqlite, openSqlite, type SqliteFile } from './sqlite-pages.ts';
import type { SqliteValue } from './sqlite-record.ts';
import { readSchema, readTable, type Schema, type Table, WithoutRowid } from './sqlite-schema.ts';
import { countRows, cutRows, EVERY_ROW } from './sqlite-table.ts';

type Row = Record<string, SqliteValue>;

export const geopackage: Format = {
  ...geopackageThroughGdal,
  async open(path, options) {
    let db: SqliteFile | null = null;
    try {
      db = openSqlite(path);
      const layers = layersOf(db);
      return {
        format: 'gpkg',
        layers,
        encoding: { value: 'utf-8', sure: 'declared', why: tell('text.of-format', {}) },
        close: async () => db!.close(),
      };
    } catch (cause) {
      db?.close();
      if (isDamage(cause)) throw damagedFile(basename(path), 0, detailOf(cause), tell('sqlite.tables', {}));
      if (!(cause instanceof NeedsSqlite)) throw cause;
      await loadGdal(basename(path), {
        what: tell('gdal.only', { found: cause.found }),
        instead: cause.instead,
      });
      return geopackageThroughGdal.open(path, options);
    }
  },
};

function layersOf(db: SqliteFile): Layer[] {
  const schema = readSchema(db);
  if (!schema.has('gpkg_contents')) {
    throw formatError({ file: db.file }, 'gpkg.no-contents', {});
  }
  const systems = readTable(db, schema, 'gpkg_spatial_ref_sys');
  const counts = readTable(db, schema, 'gpkg_ogr_contents');
  const { found, unread } = tablesOf(db, schema);
  return found.map(({ table, srs }, i) => {
    const known = rowOf(counts, 'table_name', table.layer)?.feature_count;
    // A layer said to be empty is left out of a plan: it must be.
    const count = typeof known === 'number' && known > 0 ? known : countRows(db, table.root);
    const notes = i === 0 ? unread.map((name) => tell('layer.no-rowid', { name })) : [];
    return layerOf(db, table, count, crsOf(systems.find((system) => system.srs_id === srs)), notes);
  });
}

const same = (a: SqliteValue | undefined, b: string): boolean =>
  typeof a === 'string' && a.toLowerCase() === b.toLowerCase();

const rowOf = (rows: readonly Row[], column: string, name: string): Row | undefined =>
  rows.find((row) => same(row[column], name));

type TableInSystem = { readonly table: FeatureTable; readonly srs: SqliteValue };

/** `unread`: names of tables that are named only. */
type Tables = { readonly found: readonly TableInSystem[]; readonly unread: readonly string[] };

/**
 * Tables with features, then tables with attributes, then, as GDAL has it where none is declared to hold attributes, the
 * tables that the file does not declare. A declared table that is not there has nothing to read. A table beside the layers that
 * cannot be read by row ids does not keep the layers from being read; it is named.
 */
function tablesOf(db: SqliteFile, schema: Schema): Tables {
  const contents = readTable(db, schema, 'gpkg_contents');
  const geometries = readTable(db, schema, 'gpkg_geometry_columns');
  const found: TableInSystem[] = [];
  const unread: string[] = [];
  const add = (name: string, geometry: Row | undefined) => {
    const entry = schema.get(name.toLowerCase());
    if (!entry || name === 'ogr_empty_table') return;
    const column = geometry === undefined ? null : String(geometry.column_name);
    const known = knownTable(entry);
    if (known === null) {
      if (geometry !== undefined) throw formatError({ file: db.file, layer: name }, 'gpkg.no-rowid', {});
      unread.push(name);
      return;
    }
    const table = { ...known, layer: name, geometry: column };
    if (column !== null && !table.columns.some((one) => same(one.name, column)))
      throw new NeedsSqlite(tell('sqlite.geometry-column', { column, name }));
    found.push({ table, srs: geometry?.srs_id ?? null });
  };
  const names = (kinds: readonly string[]) =>
    contents.filter((row) => kinds.includes(String(row.data_type))).map((row) => String(row.table_name));
  for (const name of names(['features'])) {
    const geometry = rowOf(geometries, 'table_name', name);
    if (!geometry && schema.has(name.toLowerCase())) throw withoutGeometry(db, name);
    add(name, geometry);
  }
  for (const name of names(['attributes', 'aspatial'])) add(name, undefined);
  if (names(['attributes']).length > 0) return { found, unread };
  for (const { name } of schema.values()) {
    if (!SYSTEM.test(name) && !rowOf(contents, 'table_name', name)) add(name, undefined);
  }
  return { found, unread };
}

/** Null of a table without row ids. */
function knownTable(entry: { table(): Table }): Table | null {
  try {
    return entry.table();
  } catch (cause) {
    if (cause instanceof WithoutRowid) return null;
    throw cause;
  }
}

const withoutGeometry = (db: SqliteFile, layer: string): Error =>
  formatError({ file: db.file, layer }, 'gpkg.no-geometry-entry', {});

/** Tables of the format itself and of spatial libraries. */
const SYSTEM =
  /^(?:gpkg_|vgpkg_|rtree_|sqlite_)|^(?:st_spatial_ref_sys|spatial_ref_sys|st_geometry_columns|geometry_columns)$/i;

function crsOf(system: Row | undefined): Detected<DeclaredCrs> {
  const code = Number(system?.organization_coordsys_id);
  // −1 and 0 stand for "undefined" (Requirement 11).
  if (!system || Number(system.srs_id) <= 0) return unknownCrs(tell('crs.none', {}));
  const declared = String(system.definition ?? '');
  const text = declared === 'undefined' ? String(system.definition_12_063 ?? '') : declared;
  const where = tell('crs.layer', {});
  return same(system.organization, 'EPSG') && Number.isInteger(code) && code > 0
    ? crsOfEpsg(code, text, tell('crs.says', { where, epsg: String(code) }))
    : crsOfWkt(text, where);
}

function layerOf(
  db: SqliteFile,
  table: FeatureTable,
  count: number,
  crs: Detected<DeclaredCrs>,
  notes: readonly Message[],
): Layer {
  const recordBatches = (range: RecordRange = EVERY_ROW) => turning(readRows(db, table, range));
  return {
    name: table.layer,
    fields: attributesOf(table).map(({ name }) => name),
    count,
    crs,
    notes: count === 0 ? [tell('layer.empty', {}), ...notes] : notes,
    recordBatches,
    records: (range) => oneByOne(recordBatches(range)),
    ranges: (records) => cutRows(db, table.root, count, records),
  };
}
