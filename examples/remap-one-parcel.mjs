// Which commune is a parcel in now, and what is its identifier?
import { findProfile, loadCrosswalk } from '@thuadat/admin-units';
import { createRemapper } from '@thuadat/core';

const remapper = createRemapper({
  profile: findProfile('lao-cai'),
  crosswalk: loadCrosswalk(),
  epoch: '2025-06-30', // the day at which the old codes are read
  fields: ['MA_XA', 'SO_TO', 'SO_THUA'],
});
const corners = [
  [415020, 2486010],
  [415045, 2486010],
  [415045, 2486032],
  [415020, 2486032],
  [415020, 2486010],
];
const { commune, id, issues } = remapper.remap({
  values: ['02647', '12', '345'],
  geometry: { type: 'Polygon', coordinates: [corners] }, // metres in the zone of the old province
});
console.log(commune, id.parcelId, id.lat, id.lon, issues.length);
