-- A run's rows are brought in before anybody sees them: copied by two connections into tables without indexes, which are
-- then indexed in one go and attached. Keeping six indexes up row by row, GiST above all, costs three times as much.

-- Units whose rows are in the run's tables: what an apply that was killed need not copy again.
create table unit_load (
  run_id  text collate "C" not null,
  unit    text collate "C" not null,
  primary key (run_id, unit)
);
insert into unit_load select run_id, unit from run_unit where state <> 'reverted';

create function run_is_shown(run_id text) returns boolean language sql stable as $$
  select count(*) = 2 from pg_inherits
  where inhrelid in (to_regclass(format('%I', run_partition('assignment', run_id))),
                     to_regclass(format('%I', run_partition('issue', run_id))))
$$;

-- The check lets ATTACH PARTITION trust the rows instead of reading all of them again.
create function open_run_tables(run_id text) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  foreach parent in array array['assignment', 'issue'] loop
    part := run_partition(parent, run_id);
    if to_regclass(format('%I', part)) is null then
      execute format('create table %I (like %I including defaults including constraints, constraint of_run check (run_id = %L))',
        part, parent, run_id);
    end if;
  end loop;
end $$;

-- Statements that give the run's tables the indexes of their parents, as far as they lack them; the dearest first.
create function missing_run_indexes(of_run text) returns table (statement text) language sql stable as $$
  select case
      when i.indisprimary then format('alter table %I add primary key %s', part, substring(def from '\(.*$'))
      else format('create index on %I %s', part, def) end
  from unnest(array['assignment', 'issue']) as parent
  cross join lateral run_partition(parent, of_run) as part
  join pg_index i on i.indrelid = parent::regclass
  join pg_class c on c.oid = i.indexrelid
  join pg_am m on m.oid = c.relam
  cross join lateral substring(pg_get_indexdef(i.indexrelid) from ' (USING .*)$') as def
  where not exists (
    select 1 from pg_index own where own.indrelid = to_regclass(format('%I', part))
      and substring(pg_get_indexdef(own.indexrelid) from ' (USING .*)$') = def and own.indisprimary = i.indisprimary)
  order by parent, m.amname desc, i.indnatts desc, c.relname
$$;

create function show_run(run_id text) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  foreach parent in array array['assignment', 'issue'] loop
    part := run_partition(parent, run_id);
    if not exists (select 1 from pg_inherits where inhrelid = to_regclass(format('%I', part))) then
      execute format('alter table %I attach partition %I for values in (%L)', parent, part, run_id);
      execute format('alter table %I drop constraint of_run', part);
    end if;
  end loop;
end $$;

-- Tables of a run that was never shown are attached to nothing.
create or replace function drop_run_partitions(run_id text) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  foreach parent in array array['assignment', 'issue'] loop
    part := run_partition(parent, run_id);
    if exists (select 1 from pg_inherits where inhrelid = to_regclass(format('%I', part))) then
      execute format('alter table %I detach partition %I', parent, part);
    end if;
    execute format('drop table if exists %I', part);
  end loop;
end $$;

-- An identifier in force is found by its unique index, one that was closed by this: one index less to write for each parcel.
create index registry_parcel_id_closed on registry (parcel_id) where valid_to is not null;
drop index registry_parcel_id;
