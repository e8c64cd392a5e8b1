-- Every identifier ever issued, and every name a parcel has had. Append-only: a row is closed once, by date, and never
-- changed otherwise or deleted (enforced below). An identifier that was closed belongs to its parcel for ever: it may
-- come back in force for the same old key only (checked by apply).

create table registry (
  seq          bigint primary key,      -- given by apply in record order: the same runs give the same numbers
  parcel_id    text collate "C",        -- null: parcel moved, identifier pending
  id_state     text not null,           -- minted | carried | registry | pending
  run_id       text collate "C" not null,  -- its provenance is run.provenance
  ordinal      bigint not null,
  old_province text collate "C" not null,
  old_commune  text collate "C" not null,
  old_epoch    date not null,
  old_sheet    text collate "C" not null,
  old_scale    text collate "C",
  old_series   text collate "C",
  old_parcel   text collate "C" not null,
  new_commune  text collate "C" not null,
  new_sheet    text collate "C" not null,
  new_scale    text collate "C",
  new_parcel   text collate "C" not null,
  zone         int not null,            -- EPSG code in which the point was computed
  lon          double precision,        -- representative point, WGS84
  lat          double precision,
  valid_from   date not null,
  valid_to     date,                    -- exclusive; null = in force
  closed_by    text,                    -- what closed it: 'revert <run id>'
  check ((valid_to is null) = (closed_by is null))
);
create index registry_parcel_id on registry (parcel_id) where parcel_id is not null;
create unique index registry_parcel_id_open on registry (parcel_id) where valid_to is null;
create index registry_old_key on registry (old_commune, old_sheet, old_parcel);
create index registry_new_key on registry (new_commune, new_sheet, new_parcel);
create index registry_run on registry (run_id, new_commune);

create table audit (
  seq        bigint primary key,
  at         timestamptz not null,
  who        text not null,
  what       text not null,             -- run.stage | unit.stage | unit.apply | unit.revert | run.revert | digital-address.import …
  run_id     text,
  unit       text,
  detail     json not null,
  previous   text not null,             -- hash of the row before; 64 zeros for the first
  hash       text not null              -- SHA-256 of the row's canonical JSON with previous
);

create table digital_address (
  parcel_id   text collate "C" not null,
  code        text collate "C" not null,  -- maDiaChiSo, verbatim
  valid_from  date not null,
  valid_to    date,                     -- exclusive; null = in force
  imported_by text not null,
  primary key (parcel_id, valid_from)
);
create index digital_address_code on digital_address (code);

create function registry_is_append_only() returns trigger language plpgsql as $$
declare
  closed registry := old;
begin
  if tg_op = 'DELETE' then
    raise exception 'registry row % may not be deleted: the registry is append-only', old.seq;
  end if;
  closed.valid_to := new.valid_to;
  closed.closed_by := new.closed_by;
  if closed is distinct from new or old.valid_to is not null or new.valid_to is null or new.valid_to < new.valid_from then
    raise exception 'registry row % may only be closed, once: the registry is append-only', old.seq;
  end if;
  return new;
end $$;

create trigger registry_append_only before update or delete on registry
  for each row execute function registry_is_append_only();

create function table_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% may not be changed by %: it is append-only', tg_table_name, lower(tg_op);
end $$;

create trigger registry_kept before truncate on registry
  for each statement execute function table_is_append_only();
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function table_is_append_only();
