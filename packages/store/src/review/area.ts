/** A box or lasso as text, `lon,lat;lon,lat;…`, to the polygon the database compares with. */
import { refused } from '../messages.ts';

const POINT = /^-?\d{1,3}(?:\.\d{1,9})?,-?\d{1,2}(?:\.\d{1,9})?$/;
const MOST = 200;

/** Well-known text of the closed ring; refuses anything but 3 to 200 points. */
export function areaWkt(area: string): string {
  const points = area.split(';').filter(Boolean);
  if (points.length < 3 || points.length > MOST || !points.every((point) => POINT.test(point))) {
    throw refused('area.points', { found: points.length, most: MOST }, { kind: 'usage' });
  }
  const ring = [...points, points[0]!].map((point) => point.replace(',', ' ')).join(',');
  return `POLYGON((${ring}))`;
}
