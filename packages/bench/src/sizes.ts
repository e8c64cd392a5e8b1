/** What the tables and indexes weigh a parcel, measured, and what that makes of the country's 100 million. */
import { openDatabase } from '@thuadat/store/db/open';
import { table, whole } from './report.ts';

const COUNTRY = 100_000_000;
/** Partitions count with their parents. */
const SIZES = `
  with relation as (
    select coalesce(i.indrelid, c.oid) as owner, c.relname as name, i.indexrelid is not null as is_index,
      (select sum(case when i.indexrelid is null then pg_table_size(leaf.oid) else pg_relation_size(leaf.oid) end)
       from (select c.oid union all select relid from pg_partition_tree(c.oid) where isleaf and relid <> c.oid) leaf) as bytes
    from pg_class c left join pg_index i on i.indexrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'i', 'I')
      and not c.relispartition and c.relname <> 'spatial_ref_sys')
  select r.name, r.is_index as "isIndex", r.bytes::float8 as bytes
  from relation r join pg_class t on t.oid = r.owner
  where t.relname <> 'spatial_ref_sys' and not t.relispartition
  order by sum(r.bytes) over (partition by r.owner) desc, r.owner, r.is_index, r.bytes desc, r.name`;

/** Bytes a parcel as measured, and GB at 100 million parcels; the heaviest table first, below it its indexes. */
export async function sizeTable(address: string, parcels: number): Promise<string> {
  const db = await openDatabase(address);
  try {
    const sizes = await db.query<{ name: string; isIndex: boolean; bytes: number }>(SIZES);
    const all = { name: '**all**', isIndex: false, bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) };
    const lines = [...sizes, all].map(({ name, isIndex, bytes }) => [
      isIndex ? `&nbsp;&nbsp;${name}` : name,
      (bytes / parcels).toFixed(1),
      whole(((bytes / parcels) * COUNTRY) / 1e9),
    ]);
    return table(['table, index', 'bytes a parcel', 'GB at 100 million'], lines);
  } finally {
    await db.close();
  }
}
