import { describe, expect, it } from 'vitest';
import { parseProvinceCode, sure } from '../code.ts';
import { inZone } from '../geodesy/vn2000.ts';
import { encodePolygonal, polygonalFromGeoJson } from '../geometry/wkb.ts';
import { EXACT_METHOD } from '../identifier/method.ts';
import type { ParcelDraft, Resolved } from '../stages.ts';
import { type AssignContext, assignParcel } from './assign-parcel.ts';

const context: AssignContext = {
  profile: {
    extent: [103.48, 8.3, 106, 22.9],
    idPrefixes: ['w'],
  } as unknown as AssignContext['profile'],
  method: EXACT_METHOD,
  geos: null,
  zoneOf: ({ province }) => (province === '95' ? 5897 : 9208),
  crsEvidence: () => 'proved',
  reprojectedFrom: () => null,
  sourceName: () => 'a',
  layerName: () => 'a',
  subject: () => 'thửa 1',
  sheets: new Map(),
  openSheets: new Map(),
  issuedTo: () => null,
};
const nowhere: Resolved = { status: 'ambiguous', candidates: [], issue: {} as never };

/** A rectangle of 30 × 20 m drawn in `zone`, and delivered in `crs`. */
function delivered(province: string, zone: number, crs: number, x: number, y: number) {
  const ring = [
    [x, y],
    [x + 30, y],
    [x + 30, y + 20],
    [x, y + 20],
    [x, y],
  ] as [number, number][];
  const drawn = polygonalFromGeoJson({ type: 'Polygon', coordinates: [ring] })!;
  const geometry = encodePolygonal(inZone(drawn, zone, crs));
  const draft = { province: sure(parseProvinceCode(province)), geometry, zone: crs, issues: [] };
  return assignParcel(context, draft as unknown as ParcelDraft, nowhere);
}

describe('the area of a parcel', () => {
  it.each([
    ['WGS84 degrees', '10', 9208, 4326, 390080, 2437720],
    ['VN-2000 degrees', '95', 5897, 4756, 564000, 1013800],
    ['a 6° map', '10', 9208, 3405, 390080, 2437720],
    ['the zone of the other old province', '95', 5897, 9207, 564000, 1013800],
    ['its own zone', '95', 5897, 5897, 564000, 1013800],
  ] as const)('is that of the map of its old province, delivered in %s', (_, province, zone, crs, x, y) => {
    const { area, zone: measuredIn } = delivered(province, zone, crs, x, y);
    expect(area).toBeCloseTo(600, 4);
    expect(measuredIn).toBe(zone);
  });

  it('is none where the coordinates are no place', () => {
    expect(delivered('10', 9208, 9208, 9e9, 9e9).area).toBeCloseTo(600, 0);
    const far = polygonalFromGeoJson({
      type: 'Polygon',
      coordinates: [
        [
          [900, 0],
          [901, 0],
          [901, 1],
          [900, 0],
        ],
      ],
    })!;
    const draft = {
      province: sure(parseProvinceCode('10')),
      geometry: encodePolygonal(far),
      zone: 4326,
      issues: [],
    };
    expect(assignParcel(context, draft as unknown as ParcelDraft, nowhere).area).toBeNull();
  });
});
