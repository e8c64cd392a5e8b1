-- Where the rows of a unit lie, by the zone of their coordinates. Written in the pass that counts them when the unit is
-- staged, so that the map need not go through five million rows for a box; here for the units that are.
create table unit_extent (
  run_id  text collate "C" not null,
  unit    text collate "C" not null,
  zone    int not null,
  -- Box of the representative points in WGS84 degrees; null when no row has one.
  west    float8,
  south   float8,
  east    float8,
  north   float8,
  primary key (run_id, unit, zone)
);
insert into unit_extent
select run_id, unit, zone, min(lon), min(lat), max(lon), max(lat) from assignment group by run_id, unit, zone;
