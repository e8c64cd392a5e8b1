-- A parcel whose place is wrong by kilometres drew the outline of its whole sheet across the map. Points farther from the
-- sheet's middle than three times what three quarters of its parcels need are left out of the outline, not of the counts:
-- the farthest corner of a square sheet is one and a half times as far, the end of a strip one and a third.
create or replace function outline_sheets(of_run text, of_unit text) returns void language sql as $$
  with placed as (
    select new_sheet, lon, lat, severity in ('blocking', 'error') as faulty
    from assignment where run_id = of_run and unit = of_unit and new_sheet is not null and lon is not null
  ), middle as (
    select new_sheet, count(*) as parcels, count(*) filter (where faulty) as faulty,
      percentile_disc(0.5) within group (order by lon) as lon, percentile_disc(0.5) within group (order by lat) as lat
    from placed group by new_sheet
  ), spread as (
    select new_sheet, p.lon, p.lat, greatest(abs(p.lon - m.lon), abs(p.lat - m.lat)) as off
    from placed p join middle m using (new_sheet)
  ), reach as (
    select new_sheet, 3 * percentile_disc(0.75) within group (order by off) as off from spread group by new_sheet
  ), outline as (
    -- About 15 m around the points: a polygon even of a single parcel.
    select new_sheet, st_buffer(st_convexhull(st_collect(st_makepoint(s.lon, s.lat))), 0.00015, 2) as geom
    from spread s join reach r using (new_sheet) where s.off <= r.off group by new_sheet
  )
  insert into sheet_outline
  select of_run, of_unit, new_sheet, parcels, faulty, st_setsrid(geom, 4326) from middle join outline using (new_sheet)
  on conflict do nothing
$$;
delete from sheet_outline;
select outline_sheets(run_id, unit) from run_unit where state <> 'reverted';
