/** Cases about where coordinates are: zones, axes, degrees, communes. */
import { countFault, draw, EPOCH, refusedTruth, type SampleCase, truthOf } from './case.ts';
import type { GenerateOptions } from './generate.ts';

const LAO_CAI: GenerateOptions = { province: 'lao-cai', seed: 31, communes: ['04711'], parcels: 120 };

export const placeCases = (): SampleCase[] => [
  wrongZone(),
  wrongZoneNear(),
  swappedAxes(),
  degreesUnderZone(),
  outsideCommune(),
  twoZones(),
];

/** A Shapefile whose .prj says 104°45′ while its coordinates are in another zone. */
const inZone = (actual: number): SampleCase['files'] => [
  {
    name: 'parcels.shp',
    records: draw(LAO_CAI),
    options: { format: 'shp', dialect: 'famis', declared: 9208, actual },
    config: EPOCH,
  },
];

function wrongZone(): SampleCase {
  return {
    slug: 'wrong-zone',
    planted:
      'The .prj says VN-2000 with central meridian 104°45′ (EPSG:9208), as in the province; the coordinates are in the zone of 108°15′ (EPSG:9217).',
    answer:
      'Read as declared, the parcels lie hundreds of kilometres west of the province. The source is refused.',
    province: 'lao-cai',
    files: inZone(9217),
    truth: refusedTruth('georeference.wrong-zone', 'parcels.shp'),
  };
}

function wrongZoneNear(): SampleCase {
  return {
    slug: 'wrong-zone-inside',
    planted:
      'As in wrong-zone, but in the zone of 106°00′ (EPSG:9211), that of the provinces next door: read as declared, the parcels lie 130 km too far west and still inside the province.',
    answer:
      'The extent cannot tell, but the boundary layer does: read in their own zone the parcels fall into their communes. The source is refused and the zone is named.',
    province: 'lao-cai',
    files: inZone(9211),
    boundaries: LAO_CAI,
    truth: refusedTruth('georeference.wrong-zone', 'parcels.shp'),
  };
}

function swappedAxes(): SampleCase {
  return {
    slug: 'swapped-axes',
    planted: 'Northing stands where easting belongs: X is the northing in Vietnamese coordinate tables.',
    answer: 'The source is refused and the swap is named.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.geojson',
        records: draw(LAO_CAI),
        options: { format: 'geojson', dialect: 'vbdlis', declared: 9208, swapAxes: true },
        config: EPOCH,
      },
    ],
    truth: refusedTruth('georeference.swapped-axes', 'parcels.geojson'),
  };
}

function degreesUnderZone(): SampleCase {
  return {
    slug: 'wgs84-under-vn2000',
    planted: 'The .prj says VN-2000, zone 104°45′ (EPSG:9208); the coordinates are WGS84 degrees.',
    answer: 'The source is refused and the degrees are named.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.shp',
        records: draw(LAO_CAI),
        options: { format: 'shp', dialect: 'famis', declared: 9208, actual: 4326 },
        config: EPOCH,
      },
    ],
    truth: refusedTruth('georeference.degrees', 'parcels.shp'),
  };
}

function outsideCommune(): SampleCase {
  const country: GenerateOptions = { ...LAO_CAI, parcels: 200, dirt: { 'outside-commune': 0.04 } };
  const records = draw(country);
  const count = countFault(records, 'outside-commune');
  return {
    slug: 'outside-commune',
    planted: `${count} parcels lie kilometres away, in another new commune of the province.`,
    answer:
      'The code decides where a whole commune goes, so they are assigned; that they lie elsewhere is named.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.geojson',
        records,
        options: { format: 'geojson', dialect: 'vbdlis', declared: 9208 },
        config: EPOCH,
      },
    ],
    boundaries: country,
    truth: truthOf(records.length, {}, { 'place.outside-commune': count, 'place.across-boundary': 0 }),
  };
}

function twoZones(): SampleCase {
  const country: GenerateOptions = {
    province: 'ca-mau',
    seed: 31,
    communes: ['32110', '31985'],
    parcels: 200,
  };
  const records = draw(country);
  return {
    slug: 'ca-mau-two-zones',
    planted:
      'New Cà Mau holds two zones: the maps of old Cà Mau are in 104°30′ (EPSG:9207), those of old Bạc Liêu in 105°00′ (EPSG:5897). The table of Bạc Liêu declares nothing.',
    answer:
      'Each parcel is read in the zone of the old province it comes from; all lie inside their communes.',
    province: 'ca-mau',
    files: [
      {
        name: 'ca-mau-96.shp',
        records: records.filter(({ province }) => province === '96'),
        options: { format: 'shp', dialect: 'famis', declared: 9207 },
        config: EPOCH,
      },
      {
        name: 'bac-lieu-95.csv',
        records: records.filter(({ province }) => province === '95'),
        options: { format: 'csv', dialect: 'ilis', declared: null },
        config: EPOCH,
      },
    ],
    boundaries: country,
    truth: truthOf(records.length, {}, { 'place.outside-commune': 0, 'place.across-boundary': 0 }),
  };
}
