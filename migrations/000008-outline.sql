-- A parcel whose place is wrong by kilometres drew the outline of its whole sheet across the map. Points farther from the
-- sheet's middle than three times what its parcels are on the average are left out of the outline, not of the counts: the
-- side of a square sheet is one and a half times as far, the end of a strip twice.
create or replace function outline_sheets(of_run text, of_unit text) returns void language sql as $$
  with placed as (
    select new_sheet, lon, lat, severity in ('blocking', 'error') as faulty,
      avg(lon) over sheet as middle_lon, avg(lat) over sheet as middle_lat
    from assignment where run_id = of_run and unit = of_unit and new_sheet is not null and lon is not null
    window sheet as (partition by new_sheet)
  ), spread as (
    select *, greatest(abs(lon - middle_lon), abs(lat - middle_lat)) as off from placed
  ), measured as (
    select *, 3 * avg(off) over (partition by new_sheet) as reach from spread
  )
  insert into sheet_outline
  select of_run, of_unit, new_sheet, count(*), count(*) filter (where faulty),
         -- About 15 m around the points: a polygon even of a single parcel.
         st_setsrid(st_buffer(st_convexhull(st_collect(st_makepoint(lon, lat)) filter (where off <= reach)), 0.00015, 2), 4326)
  from measured group by new_sheet
  on conflict do nothing
$$;
delete from sheet_outline;
select outline_sheets(run_id, unit) from run_unit where state <> 'reverted';
