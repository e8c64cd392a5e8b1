/** Tables and triggers that OGC 12-128r18 prescribes, and QGIS's table of styles. */

/** Annex C of the standard, §2.4 (schema extension), and the three rows of systems that every GeoPackage has. */
export const BASE_TABLES = `
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
`;

export const SCHEMA_TABLES = `
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
`;

/** As QGIS and GDAL create it; QGIS draws a layer by its row with `useAsDefault`. */
export const STYLE_TABLES = `
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)
  VALUES ('layer_styles', 'attributes', 'layer_styles', '2000-01-01T00:00:00.000Z');
`;

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export type RtreeSql = {
  /** The three tables in which the tree lies. */
  readonly tables: string;
  /** The virtual table that reads them. */
  readonly virtual: string;
  /** By these, editors keep the tree true. */
  readonly triggers: string;
};

/** Annex F.3 of the standard, triggers in the form of version 1.4. Names of table, geometry and id as they are. */
export function rtreeSql(table: string, geometry: string, id: string): RtreeSql {
  const tree = `rtree_${table}_${geometry}`;
  const [t, c, i, rtree] = [table, geometry, id, tree].map(identifier) as [string, string, string, string];
  const has = (row: string) => `(${row}.${c} NOTNULL AND NOT ST_IsEmpty(${row}.${c}))`;
  const lacks = (row: string) => `(${row}.${c} ISNULL OR ST_IsEmpty(${row}.${c}))`;
  const sameId = `OLD.${i} = NEW.${i}`;
  const extent = ['MinX', 'MaxX', 'MinY', 'MaxY'].map((edge) => `ST_${edge}(NEW.${c})`);
  const put = `INSERT OR REPLACE INTO ${rtree} VALUES (NEW.${i}, ${extent.join(', ')});`;
  const move = `UPDATE ${rtree} SET ${['minx', 'maxx', 'miny', 'maxy'].map((edge, n) => `${edge} = ${extent[n]}`).join(', ')} WHERE id = NEW.${i};`;
  const remove = (ids: string) => `DELETE FROM ${rtree} WHERE id ${ids};`;
  const shape = `UPDATE OF ${c}`;
  const triggers = [
    ['insert', 'INSERT', has('NEW'), put],
    ['update2', shape, `${sameId} AND ${lacks('NEW')}`, remove(`= OLD.${i}`)],
    ['update4', 'UPDATE', `NOT ${sameId} AND ${lacks('NEW')}`, remove(`IN (OLD.${i}, NEW.${i})`)],
    ['update5', 'UPDATE', `NOT ${sameId} AND ${has('NEW')}`, `${remove(`= OLD.${i}`)} ${put}`],
    ['update6', shape, `${sameId} AND ${has('NEW')} AND ${has('OLD')}`, move],
    ['update7', shape, `${sameId} AND ${has('NEW')} AND ${lacks('OLD')}`, put],
    ['delete', 'DELETE', `OLD.${c} NOTNULL`, remove(`= OLD.${i}`)],
  ] as const;
  const part = (suffix: string, columns: string) =>
    `CREATE TABLE ${identifier(`${tree}_${suffix}`)} (${columns});`;
  return {
    tables: [
      part('rowid', 'rowid INTEGER PRIMARY KEY, nodeno'),
      part('node', 'nodeno INTEGER PRIMARY KEY, data'),
      part('parent', 'nodeno INTEGER PRIMARY KEY, parentnode'),
    ].join('\n'),
    virtual: `CREATE VIRTUAL TABLE ${rtree} USING rtree(id, minx, maxx, miny, maxy)`,
    triggers: triggers
      .map(
        ([name, event, when, body]) =>
          `CREATE TRIGGER ${identifier(`${tree}_${name}`)} AFTER ${event} ON ${t} WHEN ${when} BEGIN ${body} END;`,
      )
      .join('\n'),
  };
}
