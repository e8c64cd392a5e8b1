-- Optional, by hand, once, on the coordinator of a Citus cluster (11 or later) after the numbered migrations:
--
--   psql -v ON_ERROR_STOP=1 -1 -f migrations/optional/citus.sql postgres://…
--
-- Spreads the big tables over the nodes by run_id, which never changes: a run, and so a province, lives on one node, and
-- whatever is asked of one run stays there. The registry, the audit and the checkpoints stay on the coordinator: that an
-- identifier in force stands once in the country is a unique index on parcel_id alone, and Citus holds such an index
-- only on a table distributed by parcel_id, where it may not be null and every look-up by a key would ask all nodes.
-- Without Citus nothing is changed and the toolkit works as it is.

do $$
declare
  part record;
begin
  if not exists (select from pg_extension where extname = 'citus') then
    raise exception 'Citus is not installed in this database, so there is nothing to distribute over. On every node install Citus 11 or later and run "create extension citus", add the nodes with citus_add_node, then run this file again. On a single server this file is not needed.';
  end if;
  if to_regclass('schema_migration') is null or not exists (select from schema_migration where number = 4) then
    raise exception 'This database has no migration 000004-partitions. Let thuadat open it once (thuadat status -d …), then run this file again.';
  end if;
  if exists (select from pg_dist_partition where logicalrelid = 'assignment'::regclass) then
    raise exception 'The table assignment is distributed already; nothing was changed.';
  end if;
  -- Rows that are there move with their table. Few shards: every run is a partition, and each partition has them all.
  perform create_distributed_table('assignment'::regclass, 'run_id', shard_count => 8);
  for part in select name from (values ('issue'), ('sheet_move'), ('boundary')) as other (name) loop
    perform create_distributed_table(part.name::regclass, 'run_id', colocate_with => 'assignment');
  end loop;
end $$;
