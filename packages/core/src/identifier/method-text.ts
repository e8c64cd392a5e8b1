/** A method in words: one line that is the same for methods that are the same, and a phrase for people. */
import {
  type DatumRule,
  type IdentifierMethod,
  isExact,
  type PartRule,
  type PointRule,
  partOf,
  usualPart,
} from './method.ts';

/** Everything that matters said, nothing else: two methods are the same when these are. */
export function normalMethod(method: IdentifierMethod): IdentifierMethod {
  const { point, precision, origin = 'raw', vertices = 'given', plane, datum, axes } = method;
  const part = partOf(method);
  return {
    point,
    ...(point === 'polylabel' && precision !== undefined ? { precision } : {}),
    ...(point === 'polylabel' ? { origin } : {}),
    ...(point === 'pole' ? {} : { vertices }),
    ...(part === usualPart(point) ? {} : { part }),
    ...(plane === undefined || plane === 'zone' ? {} : { plane }),
    ...(datum === undefined || datum === 'EPSG:6960' ? {} : { datum }),
    ...(axes === undefined || axes === 'lat-lon' ? {} : { axes }),
  };
}

/** Of the precision: the library counts in whatever its coordinates are. */
const unitOf = (plane: IdentifierMethod['plane']): string => (plane === 'degrees' ? '°' : 'm');

/** Metres a degree of latitude, roundly: few know by heart how far a ten-millionth of a degree is. */
const METRES_A_DEGREE = 111_000;

/** `0.01 m`; `1e-7° (≈ 0.01 m)`. */
function precisionText(precision: number, plane: IdentifierMethod['plane']): string {
  if (plane !== 'degrees') return `${precision} m`;
  return `${precision}° (≈ ${Number((precision * METRES_A_DEGREE).toPrecision(1))} m)`;
}

/** In the terms of the config file: `polylabel 0.01 m raw`; empty for ours. */
export function methodText(method: IdentifierMethod): string {
  const { point, precision, origin, vertices, part, plane, datum, axes } = normalMethod(method);
  const words = [
    precision === undefined ? null : `${precision} ${unitOf(plane)}`,
    origin,
    vertices === 'canonical' ? vertices : null,
    part && `part ${part}`,
    plane === undefined ? null : typeof plane === 'number' ? `EPSG:${plane}` : plane,
    datum && `datum ${datum}`,
    axes,
  ].filter((word) => word);
  return isExact(method) ? '' : [point, ...words].join(' ');
}

type Words = readonly [vi: string, en: string];

const POINT: Readonly<Record<PointRule, Words>> = {
  pole: ['điểm cực chính xác', 'exact pole'],
  polylabel: ['polylabel {precision}', 'polylabel {precision}'],
  centroid: ['trọng tâm diện tích', 'centroid of the area'],
  'vertex-mean': ['trung bình các đỉnh', 'mean of the vertices'],
  'box-centre': ['tâm hình chữ nhật bao', 'centre of the box'],
  'point-on-surface': ['điểm trên bề mặt (GEOS)', 'point on surface (GEOS)'],
  'inscribed-circle': [
    'tâm đường tròn nội tiếp lớn nhất (GEOS, 1/1000)',
    'centre of the largest inscribed circle (GEOS, 1/1000)',
  ],
};
const ORIGIN: Readonly<Record<NonNullable<IdentifierMethod['origin']>, Words>> = {
  raw: ['tọa độ nguyên gốc', 'raw coordinates'],
  local: ['gốc tọa độ cục bộ', 'local origin'],
};
const CANONICAL: Words = ['đỉnh ở dạng chuẩn', 'vertices in canonical form'];
const PART: Readonly<Record<PartRule, Words>> = {
  roomiest: ['phần rộng nhất', 'roomiest part'],
  largest: ['phần có diện tích lớn nhất', 'largest part'],
  first: ['phần đầu tiên', 'first part'],
  whole: ['mọi phần gộp lại', 'all parts together'],
};
const PLANE = {
  zone: ['múi của tỉnh cũ', 'zone of the old province'],
  degrees: ['tính theo độ WGS84', 'in degrees of WGS84'],
  'web-mercator': ['tính trong Web Mercator', 'in Web Mercator'],
} as const satisfies Record<string, Words>;
const DATUM: Readonly<Record<DatumRule, Words>> = {
  'EPSG:6960': ['bảy tham số EPSG:6960', 'seven parameters EPSG:6960'],
  'position-vector': ['bảy tham số, dấu góc xoay ngược', 'seven parameters, rotations of the other sign'],
  'three-parameters': ['ba tham số dịch chuyển', 'three parameters'],
  none: ['không chuyển sang WGS84', 'no datum shift'],
  reversed: ['chuyển ngược chiều', 'datum shift reversed'],
  'proj-default': ['phép chuyển mặc định của PROJ', 'datum shift PROJ takes by default'],
};
const LON_FIRST: Words = ['đổi chỗ kinh độ và vĩ độ', 'longitude and latitude exchanged'];

const inZone = (epsg: number): Words => [`tính trong EPSG:${epsg}`, `in EPSG:${epsg}`];

/** `polylabel 0,01 m, tọa độ nguyên gốc`. */
export function describeMethod(method: IdentifierMethod, language: 'vi' | 'en'): string {
  const { point, precision, origin, vertices, part, plane, datum, axes } = normalMethod(method);
  const words = [
    POINT[point],
    origin && ORIGIN[origin],
    vertices === 'canonical' ? CANONICAL : undefined,
    part && PART[part],
    plane === undefined ? undefined : typeof plane === 'number' ? inZone(plane) : PLANE[plane],
    datum && DATUM[datum],
    axes && LON_FIRST,
  ].filter((word) => word !== undefined);
  const text = words.map((word) => word[language === 'vi' ? 0 : 1]).join(', ');
  const figure = precision === undefined ? '' : precisionText(precision, plane);
  return text.replace('{precision}', language === 'vi' ? figure.replaceAll('.', ',') : figure);
}

/** Of a code's provenance what people are shown; the method is null for codes of a version that kept none. */
export type IdentifierRules = { readonly version: string; readonly method: IdentifierMethod | null };

/** `điểm cực chính xác (thuadat-2)`. */
export const describeRules = ({ version, method }: IdentifierRules, language: 'vi' | 'en'): string =>
  method === null ? version : `${describeMethod(method, language)} (${version})`;
