/** What the map draws of a case: the fault itself, the record, and the others it is about. */
import type { CaseDetail } from '@thuadat/api/review';
import { center } from '@turf/turf';

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
      if (!shape) return;
      const middle = center(shape as GeoJSON.Geometry).geometry;
      if (middle.coordinates.every(Number.isFinite))
        features.push(feature('number', middle, { label: String(at + 1) }));
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
