/** Finds the table that an address means, its primary key and what may be done with it. */
import { nameParts } from './address.ts';
import { rowsOf, type TableServer } from './connection.ts';
import { tableError } from './fault.ts';

export type FoundTable = {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  /** `r` table, `p` partitioned table, `v` view, `m` materialised view, `f` foreign table. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'f';
  readonly primaryKey: readonly string[];
  /** Columns of the unique indexes that leave no row out. */
  readonly unique: readonly (readonly string[])[];
};

const RELATIONS = `pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname !~ '^pg_(toast|temp)'`;

type Candidate = {
  oid: number;
  schema: string;
  table: string;
  kind: FoundTable['kind'];
  visible: boolean;
  readable: boolean;
};

/** Names are taken as they stand, else in small letters, as SQL reads names without quotes. */
export async function findTable(server: TableServer, text: string): Promise<FoundTable> {
  const wanted = nameParts(text);
  const named = await rowsOf<Candidate>(
    server,
    `select c.oid::int, n.nspname as schema, c.relname as table, c.relkind as kind,
       pg_table_is_visible(c.oid) as visible,
       has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable
     from ${RELATIONS} and c.relname = any($1) and ($2::text[] is null or n.nspname = any($2))
     order by c.relname = $3 desc, n.nspname`,
    [
      [wanted.table, wanted.table.toLowerCase()],
      wanted.schema === null ? null : [wanted.schema, wanted.schema.toLowerCase()],
      wanted.table,
    ],
  );
  const usable = wanted.schema === null ? named.filter(({ visible }) => visible) : named;
  const found = usable[0];
  if (!found)
    throw tableError({ kind: 'no-table', table: text, near: await nearTables(server, wanted.table) });
  const name = `${found.schema}.${found.table}`;
  if (!found.readable)
    throw tableError({ kind: 'no-right', table: name, right: 'select', user: server.user });
  return { ...found, ...(await keysOf(server, found.oid)) };
}

async function keysOf(server: TableServer, oid: number): Promise<Pick<FoundTable, 'primaryKey' | 'unique'>> {
  const keys = await rowsOf<{ primary: boolean; columns: string[] }>(
    server,
    `select i.indisprimary as primary, array_agg(a.attname::text order by k.place) as columns
     from pg_index i, unnest(i.indkey::int2[]) with ordinality k (attnum, place), pg_attribute a
     where i.indrelid = $1 and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
       and k.place <= i.indnkeyatts and a.attrelid = i.indrelid and a.attnum = k.attnum
     group by i.indexrelid, i.indisprimary order by i.indexrelid`,
    [oid],
  );
  return {
    primaryKey: keys.find(({ primary }) => primary)?.columns ?? [],
    unique: keys.filter(({ primary }) => !primary).map(({ columns }) => columns),
  };
}

const MOST = 5;

/** Names most like the wanted one. */
async function nearTables(server: TableServer, wanted: string): Promise<string[]> {
  const all = await tableNames(server);
  const plain = (text: string) => text.toLowerCase().replace(/^.*\./, '');
  return all
    .map((name) => ({ name, far: distance(plain(name), plain(wanted)) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Tables that may be read, by name; those of PostGIS itself are left out. */
export async function tableNames(server: TableServer): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    server,
    `select n.nspname || '.' || c.relname as name from ${RELATIONS}
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
       and not c.relispartition
     order by 1 limit 2000`,
  );
  return rows.map(({ name }) => name);
}

/** Insertions, deletions and replacements that make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
    }
    row = next;
  }
  return row[b.length]!;
}
