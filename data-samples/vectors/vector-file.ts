/** The two vector files as rows: read, and written under UPDATE=1. */
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

export type PointVector = { zone: string; x: string; y: string; lon: string; lat: string; geohash: string };

export const PARCEL_FILE = new URL('parcel-id.csv', import.meta.url);
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
export const readPointVectors = (): PointVector[] => rows(POINT_FILE) as PointVector[];

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function vectorText(banner: string, all: readonly Record<string, string>[]): string {
  const columns = Object.keys(all[0]!);
  const lines = all.map((row) => columns.map((column) => cell(row[column]!)).join(','));
  return `${banner}${[columns.join(','), ...lines].join('\n')}\n`;
}
