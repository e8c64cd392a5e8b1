/** What the map draws of a case: the fault itself, the record, and the others it is about. */
import type { CaseDetail } from '@thuadat/api/review';

type FocusKind = 'issue' | 'parcel' | 'other' | 'point' | 'number';

const feature = (kind: FocusKind, geometry: GeoJSON.Geometry, more: GeoJSON.GeoJsonProperties = {}) =>
  ({ type: 'Feature', geometry, properties: { kind, ...more } }) as const satisfies GeoJSON.Feature;

export function focusOf(detail: CaseDetail): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = detail.parcels.flatMap((parcel, at) =>
    parcel.shape ? [feature(at === 0 ? 'parcel' : 'other', parcel.shape as GeoJSON.Geometry)] : [],
  );
  // Only where one of them is to be chosen: the answers bear the same numbers.
  if (detail.choices.some(({ ordinal }) => ordinal !== null)) {
    detail.parcels.forEach(({ shape }, at) => {
      const middle = shape && middleOf(shape.coordinates);
      if (middle)
        features.push(feature('number', { type: 'Point', coordinates: middle }, { label: String(at + 1) }));
    });
  }
  if (detail.shape) features.push(feature('issue', detail.shape as GeoJSON.Geometry));
  else if (detail.lonLat && !isAbout(detail)) {
    features.push(feature('issue', { type: 'Point', coordinates: [...detail.lonLat] }));
  }
  return { type: 'FeatureCollection', features };
}

/** Whole records are meant, so that a ring in the middle of one would say something else. */
const isAbout = ({ code }: CaseDetail): boolean => /^(duplicate|commune|area|key|text|encoding)\./.test(code);

/** Of the box around it. */
function middleOf(coordinates: unknown): [number, number] | null {
  const numbers = [coordinates].flat(9).map(Number);
  const [lons, lats] = [0, 1].map((axis) => numbers.filter((_, at) => at % 2 === axis));
  if (!lons?.length || !lats?.length) return null;
  const middle = (values: readonly number[]) =>
    (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return [middle(lons), middle(lats)];
}
