-- Runs and their outcome. One row of `assignment` for every record that was read: nothing is lost.
-- Codes and keys compare by bytes (collate "C"): the same order on every server, and cheaper indexes.
-- Keys begin with run_id, so that the big tables can be partitioned by run later without another schema.

create table run (
  id            text collate "C" primary key,
  manifest      json not null,
  state         text not null default 'staged' check (state in ('staged', 'applying', 'applied', 'reverting', 'reverted')),
  planned_at    timestamptz not null,
  planned_by    text not null,
  provenance    json                    -- of the identifiers minted by this run: issuer, algorithm, precision, datum operation
);

create table source (
  run_id   text collate "C" not null references run,
  source   int not null,
  name     text not null,
  sha256   text not null,
  info     json not null,
  primary key (run_id, source)
);
create index source_sha256 on source (sha256);

-- Checkpoint of apply and revert: one row a unit of work, written in the unit's own transaction.
create table run_unit (
  run_id      text collate "C" not null references run,
  unit        text collate "C" not null, -- new commune code, or .unresolved
  name        text not null,
  state       text not null check (state in ('staged', 'applied', 'reverted')),
  summary     json not null,
  changed_at  timestamptz not null,
  primary key (run_id, unit)
);

-- No foreign keys here: rows come and go only with their run_unit row, and a check a row would cost a third of the load.
create table assignment (
  run_id        text collate "C" not null,
  unit          text collate "C" not null,
  ordinal       bigint not null,        -- position of the record in the run's sources
  status        text not null check (status in ('assigned', 'ambiguous', 'rejected')),
  reason        text,                   -- issue code that decided, null when assigned
  source        int not null,
  layer         int not null,
  record        bigint not null,
  old_province  text collate "C",
  old_commune   text collate "C",
  old_epoch     date,
  old_sheet     text collate "C",
  old_scale     text collate "C",
  old_series    text collate "C",
  old_parcel    text collate "C",
  resolved_by   text,                   -- code | geometry | decision
  share         double precision,
  candidates    json not null,          -- [{commune, share}]
  new_commune   text collate "C",
  new_sheet     text collate "C",
  new_parcel    text collate "C",
  parcel_id     text collate "C",
  id_state      text not null,          -- minted | carried | registry | pending
  lon           double precision,
  lat           double precision,
  area_m2       double precision,       -- of the geometry, in its own zone
  area_legal_m2 double precision,
  land_use      text,
  address       text,
  digital_address text,
  zone          int not null,
  severity      text,                   -- worst open issue: blocking | error | warning | null
  raw           json not null,          -- [[column, text], …] verbatim, in file order
  geom          geometry,               -- verbatim coordinates; SRID = zone
  primary key (run_id, ordinal)
);
create index assignment_unit on assignment (run_id, unit, ordinal);
create index assignment_new_key on assignment (new_commune, new_sheet, new_parcel);
create index assignment_old_key on assignment (old_commune, old_sheet, old_parcel);
create index assignment_parcel_id on assignment (parcel_id) where parcel_id is not null;
create index assignment_geom on assignment using gist (geom);

create table issue (
  run_id    text collate "C" not null,
  unit      text collate "C" not null,
  ordinal   bigint not null,            -- 0 = not about one record
  seq       int not null,               -- order within the unit
  code      text collate "C" not null,
  severity  text not null,
  subject   text not null,
  at        json not null,
  found     text not null,
  expected  text not null,
  lon       double precision,
  lat       double precision,
  shape     json,
  others    json not null,
  primary key (run_id, unit, seq)
);
create index issue_code on issue (run_id, code, severity);
create index issue_ordinal on issue (run_id, ordinal);

create table sheet_move (
  run_id       text collate "C" not null,
  new_commune  text collate "C" not null,
  old_province text collate "C" not null,
  old_commune  text collate "C" not null,
  sheet        text collate "C" not null,
  scale        text collate "C" not null default '',
  series       text collate "C" not null default '',
  new_sheet    text collate "C" not null,
  parcels      int not null,
  kept         boolean not null,
  primary key (run_id, new_commune, old_commune, sheet, scale, series)
);

create table boundary (
  run_id  text collate "C" not null,
  kind    text collate "C" not null check (kind in ('old', 'new')),
  code    text collate "C" not null,
  name    text not null,
  geom    geometry(Geometry, 4326) not null,
  primary key (run_id, kind, code)
);

create table decision (
  id          bigint generated always as identity primary key,
  run_id      text collate "C",
  source_name text not null,
  old_commune text collate "C" not null,
  sheet       text collate "C" not null,
  scale       text collate "C" not null default '',
  parcel      text collate "C" not null,
  new_commune text collate "C" not null,
  reason      text not null,
  decided_by  text not null,
  decided_at  timestamptz not null
);
