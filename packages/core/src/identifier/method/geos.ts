/**
 * The two points that programs take from GEOS: PostGIS, QGIS, Shapely and JTS all call it (or its Java twin). `geos-wasm` is GEOS 3.13
 * compiled to WebAssembly; it is loaded only by who needs it.
 */
import { boxOf } from '../../geometry/measure.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';
import { encodePolygonal } from '../../geometry/wkb.ts';

type XY = readonly [x: number, y: number];

/** Null when GEOS gives none. Rings have to be closed. */
export type GeosPoints = {
  /** `GEOSPointOnSurface`: the middle of the widest stretch of a line across the polygon. */
  pointOnSurface(p: Polygonal): XY | null;
  /** `GEOSMaximumInscribedCircle`; its tolerance is that of PostGIS unless told: a thousandth of the longer side of the box. */
  inscribedCircle(p: Polygonal, tolerance?: number): XY | null;
};

/** PostGIS `ST_MaximumInscribedCircle` (lwgeom_geos.c): `tolerance = size / 1000`, size the longer side of the box. */
const POSTGIS_STEPS = 1000;

function postgisTolerance(p: Polygonal): number {
  const [minX, minY, maxX, maxY] = boxOf(p);
  return Math.max(maxX - minX, maxY - minY) / POSTGIS_STEPS;
}

/** The calls of the library used here; geometries and buffers are addresses in its memory. */
type Geos = {
  readonly Module: {
    readonly HEAPU8: Uint8Array;
    readonly HEAPF64: Float64Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  GEOSGeomFromWKB_buf(wkb: number, size: number): number;
  GEOSMaximumInscribedCircle(geometry: number, tolerance: number): number;
  GEOSPointOnSurface(geometry: number): number;
  GEOSGeomGetStartPoint(line: number): number;
  GEOSGeomGetX(point: number, out: number): number;
  GEOSGeomGetY(point: number, out: number): number;
  GEOSGeom_destroy(geometry: number): void;
};

/** Once for a process: takes some 30 ms and 20 MB. */
export async function openGeos(): Promise<GeosPoints> {
  const { default: start } = await import('geos-wasm');
  // Border to the library: its declarations are those of a generator and leave out half of the calls.
  const geos = (await start({ errorHandler() {}, noticeHandler() {} })) as unknown as Geos;
  const { Module } = geos;

  const take = (p: Polygonal, find: (geometry: number) => number): XY | null => {
    const wkb = encodePolygonal(p);
    const address = Module._malloc(wkb.length + 16);
    const made: number[] = [];
    try {
      Module.HEAPU8.set(wkb, address);
      const geometry = geos.GEOSGeomFromWKB_buf(address, wkb.length);
      if (geometry === 0) return null;
      made.push(geometry);
      const point = find(geometry);
      if (point === 0) return null;
      made.push(point);
      const out = (address + 7) & ~7;
      if (!geos.GEOSGeomGetX(point, out) || !geos.GEOSGeomGetY(point, out + 8)) return null;
      return [Module.HEAPF64[out / 8]!, Module.HEAPF64[out / 8 + 1]!];
    } finally {
      for (const geometry of made) geos.GEOSGeom_destroy(geometry);
      Module._free(address);
    }
  };

  return {
    pointOnSurface: (p) => take(p, (geometry) => geos.GEOSPointOnSurface(geometry)),
    inscribedCircle(p, tolerance = postgisTolerance(p)) {
      return take(p, (geometry) => {
        const radius = geos.GEOSMaximumInscribedCircle(geometry, tolerance);
        if (radius === 0) return 0;
        // A line from the centre to the boundary.
        const centre = geos.GEOSGeomGetStartPoint(radius);
        geos.GEOSGeom_destroy(radius);
        return centre;
      });
    },
  };
}
