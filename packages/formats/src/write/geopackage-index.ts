/** Spatial index of a GeoPackage layer (extension `gpkg_rtree_index`), written when the layer is whole. */
import type { Database } from 'node-sqlite3-wasm';
import { identifier, rtreeSql } from './geopackage-sql.ts';
import { type BoxList, packedRtree } from './packed-rtree.ts';

export function writeIndex(
  database: Database,
  table: string,
  geometry: string,
  id: string,
  boxes: BoxList,
): void {
  const sql = rtreeSql(table, geometry, id);
  database.exec(sql.tables);
  const tree = `rtree_${table}_${geometry}`;
  const into = (suffix: string) =>
    database.prepare(`INSERT INTO ${identifier(`${tree}_${suffix}`)} VALUES (?, ?)`);
  const [node, row, parent] = [into('node'), into('rowid'), into('parent')];
  for (const { number, data, children, leaf } of packedRtree(boxes)) {
    node.run([number, data]);
    for (const child of children) (leaf ? row : parent).run([child, number]);
  }
  for (const statement of [node, row, parent]) statement.finalize();
  // The library has no R*Tree module: the virtual table is put into the schema as text, beside the tables it stands for.
  database.exec('PRAGMA writable_schema = ON');
  database.run(
    "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)",
    [...[tree, tree, sql.virtual]],
  );
  database.exec(`PRAGMA writable_schema = OFF; ${sql.triggers}`);
  database.run(
    "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
    [table, geometry],
  );
  if (boxes.count > 0)
    database.run('UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?', [
      ...boxes.extent,
      table,
    ]);
}
