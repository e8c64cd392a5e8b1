/** What is wrong with a geometry's text or JSON: phrases that the fault of its file or request takes in. */
import type { MessageTable } from './message.ts';

export const GEOMETRY_MESSAGES = {
  'geojson.type-unknown': {
    vi: 'loại hình học “{type}”; cần một loại của GeoJSON',
    en: 'geometry type "{type}" found, a GeoJSON geometry type expected',
  },
  'geojson.no-array': {
    vi: 'tọa độ {value}; cần một mảng',
    en: 'coordinates: {value} found, an array expected',
  },
  'geojson.no-position': {
    vi: 'vị trí {value}; cần [x, y]',
    en: 'position {value} found, [x, y] expected',
  },
} as const satisfies MessageTable;
