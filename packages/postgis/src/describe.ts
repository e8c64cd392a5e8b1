/** What a table or query holds: columns and types, the key that sorts it, and its one geometry column. */
import type {
  CopiedAs,
  TableColumn,
  TableDescription,
  TableGeometryColumn,
} from '@thuadat/formats/pg-copy/table-snapshot';
import { NO_GEOMETRY, quoted, quotedTable, type TableAddress } from './address.ts';
import { rowsOf, stateOf, type TableServer } from './connection.ts';
import { tableError } from './fault.ts';
import { type FoundTable, findTable, tableNames } from './find-table.ts';

/** How COPY BINARY gives each type; all others are cast to text, so that their text is the server's own. */
const COPIED: Readonly<Record<string, CopiedAs>> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  name: 'text',
  json: 'text',
  citext: 'text',
  bool: 'bool',
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  uuid: 'uuid',
  jsonb: 'jsonb',
  bytea: 'bytea',
};

type Column = TableColumn & { readonly base: string; readonly modifier: number };

export type Described = { readonly description: TableDescription; readonly found: FoundTable | null };

export async function describeSource(server: TableServer, address: TableAddress): Promise<Described> {
  if (address.table === null && address.query === null) {
    throw tableError({ kind: 'no-table-named', server: server.label, tables: await tableNames(server) });
  }
  const found = address.table === null ? null : await findTable(server, address.table);
  const name = found ? `${found.schema}.${found.table}` : 'query';
  const from = found ? quotedTable(found.schema, found.table) : `(\n${address.query}\n) as q`;
  const columns = await columnsOf(server, from, name, address);
  const key = keyOf(address, found, name, columns);
  const geometry = await geometryOf(server, from, name, address, columns);
  const plain = columns.map(({ name: column, type, base, copiedAs }) => ({
    name: column,
    type,
    // Further geometry columns are kept as their hex text.
    copiedAs: column === geometry?.column ? 'geometry' : (COPIED[base] ?? copiedAs),
  }));
  return {
    description: {
      schema: found?.schema ?? null,
      table: found?.table ?? null,
      query: address.query,
      columns: plain,
      key,
      geometry,
    },
    found,
  };
}

/** The answer's columns, by asking for no row: told by the protocol that takes a single statement only. */
async function columnsOf(
  server: TableServer,
  from: string,
  name: string,
  { query }: TableAddress,
): Promise<Column[]> {
  const probe = { text: `select * from ${from} limit 0`, queryMode: 'extended' };
  const { fields } = await server.client.query(probe).catch((cause: Error) => {
    throw readFault(cause, name, server.user, query);
  });
  const types = await rowsOf<{ base: string; type: string }>(
    server,
    `select t.typname as base, format_type(each.oid, each.modifier) as type
     from unnest($1::oid[], $2::int[]) with ordinality each (oid, modifier, place) join pg_type t on t.oid = each.oid
     order by each.place`,
    [fields.map(({ dataTypeID }) => dataTypeID), fields.map(({ dataTypeModifier }) => dataTypeModifier)],
  );
  const names = fields.map((field) => field.name);
  const twins = names.filter((each, i) => names.indexOf(each) < i);
  if (twins.length > 0) throw tableError({ kind: 'twin-columns', columns: [...new Set(twins)] });
  return fields.map((field, i) => ({
    name: field.name,
    ...types[i]!,
    modifier: field.dataTypeModifier,
    copiedAs: 'text',
  }));
}

/** A fault while the table is read, as what it means to the user. */
export function readFault(cause: Error, name: string, user: string, query: string | null): Error {
  const state = stateOf(cause);
  if (state === '42501' && /row-level security/.test(cause.message))
    return tableError({ kind: 'row-security', table: name, user }, cause);
  if (state === '42501') return tableError({ kind: 'no-right', table: name, right: 'select', user }, cause);
  if (query !== null && state !== null && /^(42|22|0A|25)/.test(state))
    return tableError({ kind: 'bad-query', found: cause.message }, cause);
  return cause;
}

function keyOf(
  { key, query }: TableAddress,
  found: FoundTable | null,
  table: string,
  columns: readonly Column[],
): readonly string[] {
  const names = columns.map(({ name }) => name);
  for (const column of key) {
    if (!names.includes(column))
      throw tableError({ kind: 'no-column', option: 'key', column, columns: names });
  }
  if (key.length > 0) return key;
  if (query !== null) {
    if (/\border\s+by\b/i.test(query)) return [];
    throw tableError({ kind: 'query-unsorted' });
  }
  if (found!.primaryKey.length > 0) return found!.primaryKey;
  throw tableError({
    kind: 'no-key',
    table,
    what: found!.kind === 'v' || found!.kind === 'm' ? 'view' : 'table',
    unique: found!.unique.map((set) => set.join(',')),
  });
}

const isGeometry = ({ base }: Column): boolean => base === 'geometry' || base === 'geography';

async function geometryOf(
  server: TableServer,
  from: string,
  table: string,
  { geometry }: TableAddress,
  columns: readonly Column[],
): Promise<TableGeometryColumn | null> {
  if (geometry === NO_GEOMETRY) return null;
  const all = columns.filter(isGeometry);
  const names = all.map(({ name }) => name);
  if (geometry !== null && !names.includes(geometry))
    throw tableError({ kind: 'no-column', option: 'geometry', column: geometry, columns: names });
  if (all.length === 0)
    throw tableError({ kind: 'no-geometry', table, columns: columns.map(({ name }) => name) });
  if (geometry === null && all.length > 1)
    throw tableError({ kind: 'several-geometries', table, columns: names });
  const chosen = all.find(({ name }) => name === (geometry ?? name))!;
  const srid = sridOfModifier(chosen.modifier) || (await firstSrid(server, from, chosen));
  return { column: chosen.name, srid, ...(await systemOf(server, srid)) };
}

/** SRID in a type like `geometry(Polygon,9208)`; 0 = the type says none. Bits as PostGIS packs them (21, with sign). */
const sridOfModifier = (modifier: number): number =>
  modifier < 0 ? 0 : ((modifier & 0x0fffff00) - (modifier & 0x10000000)) >> 8;

async function firstSrid(server: TableServer, from: string, { name, base }: Column): Promise<number> {
  const postgis = await postgisSchema(server);
  const value = base === 'geography' ? `${quoted(name)}::${postgis}geometry` : quoted(name);
  const [row] = await rowsOf<{ srid: number }>(
    server,
    `select ${postgis}st_srid(${value}) as srid from ${from} where ${quoted(name)} is not null limit 1`,
  );
  return row?.srid ?? 0;
}

/** What the server says an SRID is. Where it says nothing, the SRID is taken for EPSG's code, as PostGIS users write it. */
async function systemOf(
  server: TableServer,
  srid: number,
): Promise<Pick<TableGeometryColumn, 'epsg' | 'crs'>> {
  if (srid === 0) return { epsg: null, crs: '' };
  const [row] = await rowsOf<{ name: string | null; code: number | null; wkt: string | null }>(
    server,
    `select auth_name as name, auth_srid as code, srtext as wkt from ${await postgisSchema(server)}spatial_ref_sys where srid = $1`,
    [srid],
  );
  if (!row) return { epsg: srid, crs: '' };
  return row.name?.toUpperCase() === 'EPSG' && row.code
    ? { epsg: row.code, crs: '' }
    : { epsg: null, crs: row.wkt ?? '' };
}

/** Schema of the extension with a point, quoted: it need not be in the search path. */
async function postgisSchema(server: TableServer): Promise<string> {
  const [row] = await rowsOf<{ schema: string }>(
    server,
    "select nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'postgis'",
  );
  return row ? `${quoted(row.schema)}.` : '';
}
