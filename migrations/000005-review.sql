-- Review: who may do what, what is to be decided, and every decision. Decisions are rows that are only ever added; an
-- undo is a row too. `review_case` is their index: one row for each issue a person should look at, so that queues and
-- progress are read without going through the decisions of years.

-- Never written to before this version: decisions were a file.
drop table decision;

create table account (
  id          int generated always as identity primary key,
  name        text collate "C" not null unique check (name = lower(name)),  -- what is typed to sign in
  display     text not null,            -- as it stands in records and on paper
  role        text not null check (role in ('viewer', 'reviewer', 'approver', 'administrator')),
  units       json,                     -- commune codes and '.unresolved'; null = all
  password    text,                     -- scrypt, with its parameters and salt; null = cannot sign in
  created_at  timestamptz not null,
  disabled_at timestamptz
);

create table review_session (
  token_hash  text collate "C" primary key,   -- SHA-256 of the cookie: the table alone opens nothing
  account     int not null references account,
  csrf        text not null,
  created_at  timestamptz not null,
  seen_at     timestamptz not null,
  expires_at  timestamptz not null
);
create index review_session_account on review_session (account);

create table decision (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  account      int not null references account,
  who          text not null,           -- display name at that moment
  kind         text not null check (kind in
                 ('accept', 'reject', 'choose', 'survey', 'comment', 'undo', 'approve', 'refuse', 'confirm')),
  run_id       text collate "C" not null,   -- where the case was seen; it may come back in a later run
  unit         text collate "C" not null,
  seq          int not null,
  fingerprint  text collate "C" not null,
  code         text collate "C" not null,
  subject      text not null,           -- what the case is about, in words and as {source, layer, record}:
  place        json not null,           -- the run it was seen in may be gone when it is asked for
  choice       text,                    -- new commune code, or `<source>|<layer>|<record>` that is kept
  reason       text not null default '',
  about        bigint references decision,  -- which decision an undo, approval, refusal or confirmation is about
  batch        text collate "C",        -- made as one, undone as one
  records      json not null,           -- [{source, layer, record, hash, commune}]: what the next plan does; commune null = withdrawn
  before       json not null,           -- the case before and after: {state, verdict, choice, decision}
  after        json not null,
  check ((kind in ('undo', 'approve', 'refuse', 'confirm')) = (about is not null)),
  check ((kind = 'choose') = (choice is not null))
);
create index decision_fingerprint on decision (fingerprint, id);
create index decision_batch on decision (batch) where batch is not null;
create index decision_run on decision (run_id, id);
create index decision_about on decision (about) where about is not null;
create trigger decision_append_only before update or delete or truncate on decision
  for each statement execute function table_is_append_only();

create table review_case (
  run_id       text collate "C" not null,
  unit         text collate "C" not null,
  seq          int not null,            -- of the issue in its unit
  rank         int not null,            -- 0 blocking, 1 error, 2 warning: the queue's first order
  code         text collate "C" not null,
  ordinal      bigint not null,         -- 0 = not about one record
  fingerprint  text collate "C" not null,
  status       text,                    -- of the record: assigned | ambiguous | rejected
  sheet        text collate "C",        -- the new one, else the old one
  lon          double precision,
  lat          double precision,
  words        text not null,           -- what the search reads: keys, identifier, attributes, folded
  state        text not null default 'open' check (state in ('open', 'waiting', 'again', 'decided')),
  verdict      text check (verdict in ('accept', 'reject', 'choose', 'survey')),
  choice       text,
  decision     bigint references decision,  -- the one in force
  decided_by   int references account,
  decided_at   timestamptz,
  comments     int not null default 0,
  version      int not null default 0,  -- grows with every change: a decision made on an older one is refused
  lease_by     int references account,
  lease_until  timestamptz,
  opened_at    timestamptz not null,
  primary key (run_id, unit, seq)
);
create index review_case_queue on review_case (run_id, rank, unit, code, seq);
create index review_case_fingerprint on review_case (fingerprint);
create index review_case_ordinal on review_case (run_id, ordinal);

-- The map between commune and parcel: around where the parcels of a new sheet lie, and how many of them have a blocking
-- issue or an error. Made when a unit is staged; here for the units that are.
create table sheet_outline (
  run_id   text collate "C" not null,
  unit     text collate "C" not null,
  sheet    text collate "C" not null,
  parcels  int not null,
  faulty   int not null,
  geom     geometry(Polygon, 4326) not null,
  primary key (run_id, unit, sheet)
);
create index sheet_outline_geom on sheet_outline using gist (geom);

create function outline_sheets(of_run text, of_unit text) returns void language sql as $$
  insert into sheet_outline
  select run_id, unit, new_sheet, count(*), count(*) filter (where severity in ('blocking', 'error')),
         -- About 15 m around the points: a polygon even of a single parcel.
         st_setsrid(st_buffer(st_convexhull(st_collect(st_makepoint(lon, lat))), 0.00015, 2), 4326)
  from assignment where run_id = of_run and unit = of_unit and new_sheet is not null and lon is not null
  group by run_id, unit, new_sheet
  on conflict do nothing
$$;
select outline_sheets(run_id, unit) from run_unit where state <> 'reverted';
