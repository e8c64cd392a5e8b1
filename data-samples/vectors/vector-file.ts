/** The three vector files as rows: read, and written under UPDATE=1. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

export type ParcelVector = {
  id: string;
  zone: string;
  parcelId: string;
  x: string;
  y: string;
  distance: string;
  lon: string;
  lat: string;
  issue: string;
  twin: string;
  note: string;
  wkt: string;
};

/** Empty columns of the method mean what the config file means by leaving them out. */
export type MethodVector = {
  parcel: string;
  point: string;
  precision: string;
  origin: string;
  vertices: string;
  part: string;
  plane: string;
  datum: string;
  axes: string;
  parcelId: string;
  x: string;
  y: string;
  distance: string;
  issue: string;
};

export type PointVector = { zone: string; x: string; y: string; lon: string; lat: string; geohash: string };

export const PARCEL_FILE = new URL('parcel-id.csv', import.meta.url);
export const METHOD_FILE = new URL('parcel-id-by-method.csv', import.meta.url);
export const POINT_FILE = new URL('geodesy.csv', import.meta.url);

export const PARCEL_BANNER = `# Test vectors of the parcel identifier (ma dinh danh thua dat), algorithm thuadat-2.
# Circular 19/2026/TT-BNNMT, Appendix I; specification: packages/core/IDENTIFIER.md. Shapes are made up.
# Numbers are the shortest decimals that read back as the same IEEE 754 doubles: compare for equality, to the last bit.
#
# id        number of the vector
# zone      EPSG code of the VN-2000 3-degree zone the coordinates are in
# parcelId  the identifier; empty when the parcel gets none
# x, y      representative point in the zone, metres east and north
# distance  metres from that point to the nearest boundary
# lon, lat  the point in WGS84, degrees
# issue     why the parcel gets no identifier: identifier.pending-*
# twin      rows with the same twin are one parcel written down in different ways: one identifier
# note      what is nasty about it
# wkt       the parcel, x y order
`;

export const METHOD_BANNER = `# Test vectors of the methods that codes in circulation may have been made by (identifier.method of the config file).
# Made by the libraries themselves: polylabel 2.1.0, GEOS 3.13 (geos-wasm). They describe those, and no identifier is issued so
# unless the config file asks for it; packages/core/IDENTIFIER.md, 10. Numbers are rounded to 1e-6 m.
#
# parcel    id of the parcel in parcel-id.csv, which has its zone and boundary
# point to axes: the method; an empty column is the default of the config file
#   point pole|polylabel|centroid|vertex-mean|box-centre|point-on-surface|inscribed-circle; precision in metres (plane degrees: degrees)
#   origin raw|local; vertices given|canonical; part roomiest|largest|first; plane zone|degrees|web-mercator|EPSG code
#   datum EPSG:6960|position-vector|three-parameters|none|reversed|proj-default; axes lat-lon|lon-lat
# parcelId  the code by that method; empty when its search does not end
# x, y      the point in the parcel's zone, metres east and north; by some methods outside the parcel
# distance  metres from that point to the nearest boundary, as IDENTIFIER.md names it for ours
# issue     why there is no code
`;

export const POINT_BANNER = `# Test vectors of VN-2000 to WGS84 (EPSG:6960, Decision 05/2007/QD-BTNMT) and of the 12-character GeoHash.
# Numbers are the shortest decimals that read back as the same IEEE 754 doubles.
#
# zone      EPSG code of the plane
# x, y      metres east and north
# lon, lat  WGS84 degrees
# geohash   of lat, lon
`;

const rows = (url: URL): unknown =>
  parse(readFileSync(url, 'utf8'), { columns: true, comment: '#', comment_no_infix: true });

export const readParcelVectors = (): ParcelVector[] => rows(PARCEL_FILE) as ParcelVector[];
export const readMethodVectors = (): MethodVector[] => rows(METHOD_FILE) as MethodVector[];
export const readPointVectors = (): PointVector[] => rows(POINT_FILE) as PointVector[];

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function vectorText(banner: string, all: readonly Record<string, string>[]): string {
  const columns = Object.keys(all[0]!);
  const lines = all.map((row) => columns.map((column) => cell(row[column]!)).join(','));
  return `${banner}${[columns.join(','), ...lines].join('\n')}\n`;
}
