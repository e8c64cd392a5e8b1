-- One partition a run of the two big tables, so that 34 provinces live in one database: a run is loaded into indexes of
-- its own size, found through them, and taken back by dropping its partitions. The key is run_id: it begins with the
-- province, never changes, and stands first in the keys already.
--
-- The registry stays whole. "An identifier in force stands once in the country" is a unique index on parcel_id alone,
-- and a partitioned table can only hold it when parcel_id is the partition key, which would spread every old or new key
-- over all partitions and gain nothing: its rows are 170 bytes, never dropped, and its inserts go commune by commune to
-- neighbouring index pages (packages/store/docs/one-hundred-million.md has the figures).

-- Partitions are named after their run; PostgreSQL cuts names at 63 bytes, so a long one goes by its hash.
create function run_partition(parent text, run_id text) returns text language sql immutable as $$
  select case when octet_length(parent || '_' || run_id) <= 63 then parent || '_' || run_id
    else parent || '_' || md5(run_id) end
$$;

-- Created apart and then attached: CREATE TABLE ... PARTITION OF would lock readers of the whole table out.
create function open_run_partitions(run_id text) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  foreach parent in array array['assignment', 'issue'] loop
    part := run_partition(parent, run_id);
    if to_regclass(format('%I', part)) is null then
      execute format('create table %I (like %I including all)', part, parent);
      execute format('alter table %I attach partition %I for values in (%L)', parent, part, run_id);
    end if;
  end loop;
end $$;

create function drop_run_partitions(run_id text) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  foreach parent in array array['assignment', 'issue'] loop
    part := run_partition(parent, run_id);
    if to_regclass(format('%I', part)) is not null then
      execute format('alter table %I detach partition %I', parent, part);
      execute format('drop table %I', part);
    end if;
  end loop;
end $$;

alter table assignment rename to assignment_whole;
alter table issue rename to issue_whole;
drop index assignment_unit, assignment_new_key, assignment_old_key, assignment_parcel_id, assignment_geom,
  issue_code, issue_ordinal;
alter table assignment_whole drop constraint assignment_pkey;
alter table issue_whole drop constraint issue_pkey;

create table assignment (like assignment_whole including defaults including constraints, primary key (run_id, ordinal))
  partition by list (run_id);
-- Inside a partition run_id says nothing: without it a fifth less to write and to keep. A primary key must hold it.
create index assignment_unit on assignment (unit, ordinal);
create index assignment_new_key on assignment (new_commune, new_sheet, new_parcel);
create index assignment_old_key on assignment (old_commune, old_sheet, old_parcel);
create index assignment_parcel_id on assignment (parcel_id) where parcel_id is not null;
create index assignment_geom on assignment using gist (geom);

create table issue (like issue_whole including defaults including constraints, primary key (run_id, unit, seq))
  partition by list (run_id);
create index issue_code on issue (code, severity);
create index issue_ordinal on issue (ordinal);

select open_run_partitions(id) from run where state <> 'reverted';
insert into assignment select * from assignment_whole;
insert into issue select * from issue_whole;
drop table assignment_whole, issue_whole;

-- A run has its partitions while it is in the database, whoever brings it in.
create function run_has_partitions() returns trigger language plpgsql as $$
begin
  if new.state <> 'reverted' then
    perform open_run_partitions(new.id);
  end if;
  return new;
end $$;
create trigger run_partitions after insert or update of state on run
  for each row execute function run_has_partitions();

-- Rows of one run in one commune are found by the new key: one index less to write for each parcel.
drop index registry_run;
