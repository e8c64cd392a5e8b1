/** A box or lasso as text, `lon,lat;lon,lat;…`, to the polygon the database compares with. */
const POINT = /^-?\d{1,3}(?:\.\d{1,9})?,-?\d{1,2}(?:\.\d{1,9})?$/;
const MOST = 200;

/** Well-known text of the closed ring; throws a sentence on anything but 3 to 200 points. */
export function areaWkt(area: string): string {
  const points = area.split(';').filter(Boolean);
  if (points.length < 3 || points.length > MOST || !points.every((point) => POINT.test(point))) {
    throw new RangeError(
      `area: ${points.length} points found, 3 to ${MOST} as "lon,lat;lon,lat;…" expected. Draw the area again.`,
    );
  }
  const ring = [...points, points[0]!].map((point) => point.replace(',', ' ')).join(',');
  return `POLYGON((${ring}))`;
}
