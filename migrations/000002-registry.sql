-- Every identifier ever issued, and every name a parcel has had. Append-only: rows are closed by date, never changed
-- otherwise or deleted (enforced below).

create table registry (
  seq          bigint generated always as identity primary key,
  parcel_id    text,                    -- null: parcel moved, identifier pending
  run_id       text not null,
  ordinal      bigint not null,
  old_province text not null,
  old_commune  text not null,
  old_epoch    date not null,
  old_sheet    text not null,
  old_scale    text,
  old_parcel   text not null,
  new_commune  text not null,
  new_sheet    text not null,
  new_scale    text,
  new_parcel   text not null,
  valid_from   date not null,
  valid_to     date,                    -- exclusive; null = in force
  closed_by    text,                    -- run or revert that closed it
  provenance   json not null            -- issuer, date, algorithm version, precision, CRS, datum operation, point
);
create index registry_parcel_id on registry (parcel_id);
create unique index registry_parcel_id_open on registry (parcel_id) where valid_to is null and closed_by is null;
create index registry_old_key on registry (old_commune, old_sheet, old_parcel);
create index registry_new_key on registry (new_commune, new_sheet, new_parcel);
create index registry_run on registry (run_id, new_commune);

create table audit (
  seq        bigint primary key,
  at         timestamptz not null,
  who        text not null,
  what       text not null,             -- plan.stage | unit.apply | unit.revert | decision | digital-address …
  run_id     text,
  unit       text,
  detail     json not null,
  previous   text not null,             -- hash of the row before; 64 zeros for the first
  hash       text not null              -- SHA-256 of the row's canonical JSON with previous
);

create table digital_address (
  parcel_id   text not null,
  code        text not null,
  valid_from  date not null,
  valid_to    date,
  imported_by text not null,
  primary key (parcel_id, code, valid_from)
);

create function registry_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'registry row % may not be deleted: the registry is append-only', old.seq;
  end if;
  if (new.parcel_id, new.run_id, new.ordinal, new.old_commune, new.old_sheet, new.old_parcel, new.new_commune, new.new_sheet, new.new_parcel, new.valid_from, new.provenance::text)
     is distinct from
     (old.parcel_id, old.run_id, old.ordinal, old.old_commune, old.old_sheet, old.old_parcel, old.new_commune, old.new_sheet, old.new_parcel, old.valid_from, old.provenance::text)
     or old.closed_by is not null then
    raise exception 'registry row % may only be closed, once: the registry is append-only', old.seq;
  end if;
  return new;
end $$;

create trigger registry_append_only before update or delete on registry
  for each row execute function registry_is_append_only();
