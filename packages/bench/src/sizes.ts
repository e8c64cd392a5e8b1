/** What the tables and indexes weigh a parcel, measured, and what that makes of the country's 100 million. */
import type { Database } from '@thuadat/store/db/database';

export type TableSize = {
  readonly name: string;
  readonly rows: number;
  /** Bytes of the table itself with what it stores out of line. */
  readonly bytes: number;
  readonly indexes: readonly { readonly name: string; readonly bytes: number }[];
};

const COUNTRY = 100_000_000;

/** Partitions count with their parents; largest first. */
export async function tableSizes(db: Database): Promise<TableSize[]> {
  const tables = await db.query<{ name: string; bytes: number }>(
    `select p.relname as name, sum(pg_table_size(t.relid))::float8 as bytes
     from pg_class p cross join lateral (
       select p.oid as relid where p.relkind = 'r'
       union all select relid from pg_partition_tree(p.oid) where isleaf and p.relkind = 'p') t
     where p.relnamespace = current_schema()::regnamespace and p.relkind in ('r', 'p') and not p.relispartition
       and p.relname <> 'spatial_ref_sys'
     group by p.relname order by bytes desc, name`,
  );
  const indexes = await db.query<{ table: string; name: string; bytes: number }>(
    `select c.relname as table, x.relname as name, sum(pg_relation_size(t.relid))::float8 as bytes
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
     cross join lateral (
       select x.oid as relid where x.relkind = 'i'
       union all select relid from pg_partition_tree(x.oid) where isleaf and x.relkind = 'I') t
     where c.relnamespace = current_schema()::regnamespace and not c.relispartition and c.relname <> 'spatial_ref_sys'
     group by c.relname, x.relname order by bytes desc, name`,
  );
  const sizes: TableSize[] = [];
  for (const { name, bytes } of tables) {
    const [row] = await db.query<{ rows: number }>(`select count(*)::float8 as rows from "${name}"`);
    const own = indexes.filter((each) => each.table === name);
    sizes.push({
      name,
      bytes,
      rows: row!.rows,
      indexes: own.map((each) => ({ name: each.name, bytes: each.bytes })),
    });
  }
  return sizes;
}

/** A Markdown table: bytes a parcel as measured, and GB at 100 million parcels. */
export function sizeTable(sizes: readonly TableSize[], parcels: number): string {
  const gb = (bytes: number) => ((bytes / parcels) * COUNTRY) / 1e9;
  const row = (name: string, rows: string, bytes: number) =>
    `| ${name} | ${rows} | ${(bytes / parcels).toFixed(1)} | ${gb(bytes).toFixed(1)} |`;
  const lines = sizes.flatMap(({ name, rows, bytes, indexes }) => [
    row(name, String(rows), bytes),
    ...indexes.map((index) => row(`&nbsp;&nbsp;${index.name}`, '', index.bytes)),
  ]);
  const whole = sizes.reduce(
    (sum, { bytes, indexes }) => sum + bytes + indexes.reduce((all, index) => all + index.bytes, 0),
    0,
  );
  return [
    `| table, index | rows | bytes a parcel | GB at 100 million |`,
    '| --- | ---: | ---: | ---: |',
    ...lines,
    row('**all**', '', whole),
  ].join('\n');
}
