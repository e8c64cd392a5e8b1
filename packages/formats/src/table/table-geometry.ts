/** Geometry of a table: a column of WKT or hex WKB, or two columns with a point's coordinates. */
import { wkbFromWkt } from '@thuadat/core/geometry/wkb';
import { crsOfEpsg, unknownCrs } from '../crs.ts';
import { type DeclaredCrs, type Detected, formatError, type OpenOptions } from '../format.ts';
import { tell } from '../messages.ts';
import { flattenWkb, sridOfWkb } from '../wkb-flat.ts';

export type TableGeometry =
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | null;

const WKT =
  /^\s*(?:SRID\s*=\s*\d+\s*;\s*)?(?:(?:MULTI|CURVE)?(?:POINT|LINESTRING|POLYGON)|MULTI(?:CURVE|SURFACE)|CIRCULARSTRING|COMPOUNDCURVE|POLYHEDRALSURFACE|TIN|TRIANGLE|GEOMETRYCOLLECTION)(?:ZM|Z|M)?\b/i;
const HEX = /^\s*(?:\\x|0x)?0[01][0-9a-f]{16,}\s*$/i;
const COLUMN_NAMES =
  /^(?:_?wkt|wkt_?geom|wkb|wkb_?geometry|ewkb|ewkt|geom|geometry|the_?geom|shape|hinhhoc)$/i;
const X_NAMES = /^(?:x|lon|lng|long|longitude|easting|point_?x|kinhdo)$/i;
const Y_NAMES = /^(?:y|lat|latitude|northing|point_?y|vido)$/i;

/** Whether a cell holds WKT or hex WKB. */
export const isGeometryText = (text: string): boolean => WKT.test(text) || HEX.test(text);

/** `first` holds the first rows: a column counts as geometry by its content, or by its name when it has no content yet. */
export function findTableGeometry(
  fields: readonly string[],
  first: readonly (readonly (string | null)[])[],
  options: OpenOptions,
  file: string,
): TableGeometry {
  if (options.geometryColumn !== undefined) return { kind: 'column', column: given(options.geometryColumn) };
  if (options.xColumn !== undefined && options.yColumn !== undefined) {
    return { kind: 'point', x: given(options.xColumn), y: given(options.yColumn) };
  }
  const samples = (column: number) =>
    first.map((row) => row[column] ?? null).filter((value) => value !== null);
  const isGeometry = (column: number) => samples(column).some(isGeometryText);
  const named = fields.findIndex(
    (name, i) => COLUMN_NAMES.test(name.trim()) && (isGeometry(i) || samples(i).length === 0),
  );
  if (named >= 0) return { kind: 'column', column: named };
  const column = fields.findIndex(
    (_, i) => samples(i).length > 0 && samples(i).every((text) => WKT.test(text)),
  );
  if (column >= 0) return { kind: 'column', column };
  const [x, y] = [X_NAMES, Y_NAMES].map((names) => fields.findIndex((name) => names.test(name.trim())));
  return x! >= 0 && y! >= 0 ? { kind: 'point', x: x!, y: y! } : null;

  function given(name: string): number {
    const index = fields.indexOf(name);
    if (index >= 0) return index;
    throw formatError({ file }, 'table.no-column', { column: name, fields });
  }
}

/**
 * The row's geometry. A geometry column's text leaves the values when it was read (it would double the record), and
 * stays there when it could not be read, so that it is not lost.
 */
export function takeGeometry(values: (string | null)[], geometry: TableGeometry): Uint8Array | null {
  if (geometry === null) return null;
  if (geometry.kind === 'point') return pointOf(values[geometry.x] ?? null, values[geometry.y] ?? null);
  const text = values[geometry.column];
  if (text == null) return null;
  const wkb = readGeometryText(text);
  if (wkb) values[geometry.column] = null;
  return wkb;
}

function readGeometryText(text: string): Uint8Array | null {
  try {
    if (!HEX.test(text)) return flattenWkb(wkbFromWkt(text));
    return flattenWkb(Buffer.from(text.trim().replace(/^(?:\\x|0x)/i, ''), 'hex'));
  } catch {
    return null;
  }
}

function pointOf(x: string | null, y: string | null): Uint8Array | null {
  const [px, py] = [numberOf(x), numberOf(y)];
  return px === null || py === null ? null : wkbFromWkt(`POINT (${px} ${py})`);
}

function numberOf(text: string | null): number | null {
  const plain = text?.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2');
  return plain !== undefined && /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** From the SRID of the first geometry, when it carries one. */
export function tableCrs(
  geometry: TableGeometry,
  first: readonly (readonly (string | null)[])[],
): Detected<DeclaredCrs> {
  if (geometry?.kind !== 'column') return unknownCrs(tell('crs.no-table', {}));
  for (const row of first) {
    const text = row[geometry.column];
    if (text == null) continue;
    const hex = HEX.test(text) ? Buffer.from(text.trim().replace(/^(?:\\x|0x)/i, ''), 'hex') : null;
    const srid = hex ? sridOfWkb(hex) : Number(/^\s*SRID\s*=\s*(\d+)/i.exec(text)?.[1] ?? 0);
    return srid
      ? crsOfEpsg(srid, `SRID=${srid}`, tell('crs.first-srid', { srid: String(srid) }))
      : unknownCrs(tell('crs.no-srid', {}));
  }
  return unknownCrs(tell('crs.no-geometry', {}));
}
