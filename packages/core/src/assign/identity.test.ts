/** Whatever method is followed: no code where the exact one refuses, and a word beside a code that is not in its parcel. */
import { findProfile } from '@thuadat/admin-units/index';
import { beforeAll, describe, expect, it } from 'vitest';
import { polygonalFromGeoJson } from '../geometry/wkb.ts';
import { checkCarried } from '../identifier/carried.ts';
import { type GeosPoints, openGeos } from '../identifier/method/geos.ts';
import { EXACT_METHOD, type IdentifierMethod } from '../identifier/method.ts';
import { issueMessage } from '../issue/index.ts';
import { plainTextsOf } from '../issue/value.ts';
import type { ParcelDraft } from '../stages.ts';
import { type IdentityContext, type IdentityOutcome, nameParcel } from './identity.ts';

const ZONE = 9208;
const profile = findProfile('lao-cai')!;
let geos: GeosPoints;
beforeAll(async () => {
  geos = await openGeos();
});

type Ring = readonly (readonly [number, number])[];

function name(parts: readonly (readonly Ring[])[], method: IdentifierMethod): IdentityOutcome {
  const polygon = polygonalFromGeoJson({
    type: 'MultiPolygon',
    coordinates: parts.map((rings) =>
      rings.map((ring) => ring.map(([x, y]): [number, number] => [485_000 + x, 2_480_000 + y])),
    ),
  });
  const context: IdentityContext = {
    profile,
    method,
    geos,
    crsEvidence: () => 'proved',
    reprojectedFrom: () => null,
    zoneOf: () => ZONE,
    sourceName: () => 'a.geojson',
    layerName: () => 'a',
    subject: () => 'thửa 1',
  };
  const draft: Pick<ParcelDraft, 'record' | 'zone' | 'carriedId'> = {
    record: 1,
    zone: ZONE,
    carriedId: null,
  };
  return nameParcel(context, draft as ParcelDraft, polygon, null);
}

const box = (x: number, y: number, width: number, height: number): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

const METHODS: readonly IdentifierMethod[] = [
  { point: 'polylabel', precision: 1 },
  { point: 'polylabel', precision: 0.01, origin: 'local', vertices: 'canonical' },
  { point: 'polylabel', precision: 1e-7, plane: 'degrees' },
  { point: 'centroid', part: 'whole' },
  { point: 'vertex-mean' },
  { point: 'box-centre', part: 'first' },
  { point: 'point-on-surface' },
  { point: 'inscribed-circle' },
  { point: 'pole', datum: 'none' },
  { point: 'pole', part: 'largest', plane: 'web-mercator' },
];

const UNSOUND: Readonly<Record<string, readonly (readonly Ring[])[]>> = {
  crossing: [
    [
      [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
        [0, 0],
      ],
    ],
  ],
  open: [
    [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0.5],
      ],
    ],
  ],
  degenerate: [
    [
      [
        [0, 0],
        [10, 0],
        [20, 0],
        [0, 0],
      ],
    ],
  ],
  nesting: [[box(0, 0, 10, 10), box(20, 20, 2, 2)]],
  coordinates: [[box(9e6, 0, 10, 10)]],
  thin: [[box(0, 0, 300, 0.015)]],
};

describe('a followed method', () => {
  it.each(Object.entries(UNSOUND))(
    'gives no code where the exact one says %s, and says the same',
    (reason, parts) => {
      const exact = name(parts, EXACT_METHOD);
      expect(exact.issues.map(({ code }) => code)).toEqual([`identifier.pending-${reason}`]);
      for (const method of METHODS) expect(name(parts, method), JSON.stringify(method)).toEqual(exact);
    },
  );

  it('does not take a narrow first part for a thin parcel', () => {
    const parts = [[box(0, 0, 300, 0.015)], [box(0, 5, 20, 20)]];
    const { id, issues } = name(parts, { point: 'centroid', part: 'first' });
    expect([id.state, issues.length]).toEqual(['minted', 0]);
  });

  const U: Ring = [
    [0, 0],
    [30, 0],
    [30, 20],
    [25, 20],
    [25, 4],
    [5, 4],
    [5, 20],
    [0, 20],
    [0, 0],
  ];

  it.each<[string, IdentifierMethod, RegExp]>([
    ['the centroid of a U', { point: 'centroid' }, /^\d\.\d\d m$/],
    ['the middle of its box', { point: 'box-centre' }, /^6\.0\d m$/],
    ['the mean of its vertices', { point: 'vertex-mean' }, /^[67]\.\d\d m$/],
    ['the corner of the box', { point: 'polylabel', precision: 1, plane: 'degrees' }, /^0\.\d\d m$/],
    ['no datum shift', { point: 'pole', datum: 'none' }, /^2[12]\d\.\d\d m$/],
    ['latitude and longitude exchanged', { point: 'pole', axes: 'lon-lat' }, /./],
  ])('puts a word beside the code that is outside its parcel: %s', (_, method, away) => {
    const { id, issues } = name([[U]], method);
    expect(id.state).toBe('minted');
    expect(issues.map(({ code }) => code)).toEqual(['identifier.point-outside']);
    expect(plainTextsOf(issues[0]!)).toMatchObject({
      found: id.parcelId,
      expected: expect.stringMatching(away),
    });
    expect(issueMessage(issues[0]!, 'vi')).toContain('không nằm trong thửa');
  });

  it('says nothing of a code inside, which the check of carried codes lets through', () => {
    for (const method of [METHODS[0]!, METHODS[6]!, METHODS[7]!, METHODS[9]!]) {
      const { id, issues } = name([[U]], method);
      expect(issues, JSON.stringify(method)).toEqual([]);
      const polygon = polygonalFromGeoJson({
        type: 'Polygon',
        coordinates: [U.map(([x, y]): [number, number] => [485_000 + x, 2_480_000 + y])],
      });
      expect(checkCarried(id.parcelId!, polygon, ZONE).verdict).toBe('good');
    }
  });
});
