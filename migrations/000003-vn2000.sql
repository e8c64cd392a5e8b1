-- VN-2000 zones that the server's PostGIS may not know, so that ST_Transform works by hand. The toolkit itself projects
-- in TypeScript. Datum shift EPSG:6960 (Decision 05/2007/QĐ-BTNMT): the Decision's rotations are coordinate-frame, a
-- towgs84 string is position-vector, so their signs are reversed here; with the Decision's signs points lie 0.5-0.8 m off.
-- Rows that are there stay: they belong to the extension.

do $$
begin
  insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
  select srid, 'EPSG', srid,
    format('PROJCS["VN-2000 / TM-3 %s",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563],TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278],AUTHORITY["EPSG","6756"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4756"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%s],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","%s"]]',
      meridian, meridian, srid),
    format('+proj=tmerc +lat_0=0 +lon_0=%s +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs',
      meridian)
  from (values
    (5896, '102'), (5897, '105'), (5898, '108'), (5899, '107.75'),
    (9205, '103'), (9206, '104'), (9207, '104.5'), (9208, '104.75'), (9209, '105.5'), (9210, '105.75'), (9211, '106'),
    (9212, '106.25'), (9213, '106.5'), (9214, '107'), (9215, '107.25'), (9216, '107.5'), (9217, '108.25'), (9218, '108.5')
  ) as zone (srid, meridian)
  on conflict (srid) do nothing;
exception when insufficient_privilege then
  raise warning 'VN-2000 zones were not added to spatial_ref_sys: %. ST_Transform by hand may not know them.', sqlerrm;
end $$;
