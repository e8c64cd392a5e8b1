/**
 * GeoPackage 1.3 (OGC 12-128r18) through SQLite as WebAssembly: neither a compiler nor GDAL is needed, and every system gives the same bytes.
 */
import { open } from 'node:fs/promises';
import { zoneOf } from '@thuadat/core/geodesy/zone';
import type { Database } from 'node-sqlite3-wasm';
import { formatError } from '../format.ts';
import { flattenWkb } from '../wkb-flat.ts';
import { ogcWkt } from './crs-wkt.ts';
import { requireFit } from './fit.ts';
import { writeIndex } from './geopackage-index.ts';
import { BASE_TABLES, identifier, SCHEMA_TABLES, STYLE_TABLES } from './geopackage-sql.ts';
import { asMultiPolygon } from './multi-polygon.ts';
import { type BoxList, boxList } from './packed-rtree.ts';
import { wkbBox } from './wkb-box.ts';
import type { LayerStyle, Sink, WriteRow, WriterOptions } from './writer.ts';

/** `GPKG`. */
const APPLICATION = 0x47504b47;
/** Date of the last change, which the form insists on: the clock would make equal inputs differ. */
const NO_DATE = '2000-01-01T00:00:00.000Z';
const ROWS_A_TURN = 2000;
const WGS84 = 4326;
const SQL_TYPES = { string: 'TEXT', integer: 'MEDIUMINT', real: 'REAL', date: 'DATE' } as const;
const KINDS = {
  Point: 'POINT',
  Polygon: 'POLYGON',
  MultiPolygon: 'MULTIPOLYGON',
  Unknown: 'GEOMETRY',
} as const;
/** Flags of a geometry's head: byte order, envelope of four numbers, empty. */
const LITTLE_ENDIAN = 1;
const ENVELOPE_XY = 1 << 1;
const EMPTY = 1 << 4;

export async function openGeoPackageSink(path: string, file: string, options: WriterOptions): Promise<Sink> {
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const table = layerTable(file, options);
  // The library would create the file for its owner alone.
  await (await open(path, 'w')).close();
  const database = new sqlite.Database(path);
  // Nobody reads the file before it is whole: no journal, and one sync at the end.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000');
  database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = 10300; BEGIN; ${BASE_TABLES}`);
  createLayer(database, table);
  const marks = table.columns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO ${identifier(table.name)} VALUES (${marks})`);
  const boxes = boxList();
  let record = 0;
  const release = () => {
    if (!insert.isFinalized) insert.finalize();
    if (database.isOpen) database.close();
  };
  return {
    write(row) {
      record++;
      const shape = table.geometry === null ? [] : [geometryBlob(row.geometry, table, record, boxes)];
      insert.run([record, ...shape, ...valuesOf(row, table, record)]);
      return record % ROWS_A_TURN === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined;
    },
    async close() {
      if (table.geometry !== null) writeIndex(database, table.name, table.geometry, table.id, boxes);
      database.exec('COMMIT');
      release();
      const handle = await open(path, 'r+');
      await handle.sync();
      await handle.close();
    },
    async drop() {
      release();
    },
  };
}

type LayerTable = {
  readonly file: string;
  readonly name: string;
  /** Names of all columns in order: id, geometry, values. */
  readonly columns: readonly string[];
  readonly id: string;
  readonly geometry: string | null;
  readonly srs: { readonly id: number; readonly name: string; readonly wkt: string };
  readonly options: WriterOptions;
};

function layerTable(file: string, options: WriterOptions): LayerTable {
  const names = options.fields.map(({ name }) => name);
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const beside = (wanted: string) => {
    let name = wanted;
    for (let n = 1; taken.has(name); n++) name = `${wanted}_${n}`;
    return name;
  };
  const id = beside('fid');
  const geometry = options.geometryType === null ? null : beside('geom');
  const columns = [id, ...(geometry === null ? [] : [geometry]), ...names];
  return { file, name: options.layerName, columns, id, geometry, srs: systemOf(file, options.crs), options };
}

/** −1: a plane of which nothing is known (§1.1.2.1.2). */
function systemOf(file: string, crs: number | null): LayerTable['srs'] {
  if (crs === null) return { id: -1, name: '', wkt: '' };
  const wkt = ogcWkt(crs);
  if (wkt === null) throw formatError({ file }, 'write.system', { epsg: String(crs) });
  return { id: crs, name: zoneOf(crs)!.name, wkt };
}

function createLayer(database: Database, table: LayerTable): void {
  const { name, id, geometry, srs, options } = table;
  for (const epsg of new Set([WGS84, srs.id])) {
    if (epsg < 0) continue;
    const { name: title, wkt } = systemOf(table.file, epsg);
    database.run('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)', [
      title,
      epsg,
      'EPSG',
      epsg,
      wkt,
    ]);
  }
  const columns = [
    `${identifier(id)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL`,
    ...(geometry === null ? [] : [`${identifier(geometry)} ${KINDS[options.geometryType!]}`]),
    ...options.fields.map((field) => `${identifier(field.name)} ${SQL_TYPES[field.type]}`),
  ];
  database.exec(`CREATE TABLE ${identifier(name)} (${columns.join(', ')})`);
  const kind = geometry === null ? 'attributes' : 'features';
  const contents =
    'INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?, ?, ?, ?, ?)';
  database.run(contents, [name, kind, name, NO_DATE, geometry === null ? null : srs.id]);
  if (geometry !== null) {
    const type = KINDS[options.geometryType!];
    database.run('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)', [
      name,
      geometry,
      type,
      srs.id,
    ]);
  }
  describeColumns(database, table);
  if (options.style) addStyle(database, table, options.style);
}

/** Titles, descriptions and code lists of the columns, which QGIS shows in place of the names. */
function describeColumns(database: Database, { name, options }: LayerTable): void {
  const told = options.fields.filter(({ title, description, codes }) => title ?? description ?? codes);
  if (told.length === 0) return;
  database.exec(SCHEMA_TABLES);
  for (const { name: column, title = null, description = null, codes } of told) {
    const list = codes ? `${name}_${column}` : null;
    database.run('INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)', [
      ...[name, column, title, title, description, list],
    ]);
    for (const [code, meaning] of Object.entries(codes ?? {}))
      database.run(
        "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
        [...[list, code, meaning]],
      );
  }
}

function addStyle(database: Database, { name, geometry }: LayerTable, { title, qml }: LayerStyle): void {
  database.exec(STYLE_TABLES);
  database.run(
    `INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, update_time)
     VALUES ('', '', ?, ?, ?, ?, 1, ?)`,
    [name, geometry, title, qml, NO_DATE],
  );
}

function valuesOf(
  { values }: WriteRow,
  { file, name, options }: LayerTable,
  record: number,
): (string | number | null)[] {
  return options.fields.map((field, i) => {
    const value = values[i] ?? null;
    if (value === null) return null;
    requireFit(field, value, { file, layer: name, record, field: field.name });
    return field.type === 'integer' || field.type === 'real' ? Number(value) : String(value);
  });
}

/** GeoPackage binary (§2.1.3): mark, version, flags, system, envelope, WKB. Notes the box for the index. */
function geometryBlob(
  wkb: Uint8Array | null,
  { srs, options }: LayerTable,
  record: number,
  boxes: BoxList,
): Uint8Array | null {
  if (wkb === null) return null;
  const flat = flattenWkb(wkb);
  const body = options.geometryType === 'MultiPolygon' ? asMultiPolygon(flat) : flat;
  const box = wkbBox(body);
  if (box !== null) boxes.add(record, box);
  const head = box === null ? 8 : 40;
  const blob = Buffer.alloc(head + body.length);
  blob.write('GP', 0, 'latin1');
  blob[3] = LITTLE_ENDIAN | (box === null ? EMPTY : ENVELOPE_XY);
  blob.writeInt32LE(srs.id, 4);
  if (box !== null)
    [box[0], box[2], box[1], box[3]].forEach((edge, i) => {
      blob.writeDoubleLE(edge, 8 + 8 * i);
    });
  blob.set(body, head);
  return blob;
}
