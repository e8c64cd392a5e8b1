import { execFileSync } from 'node:child_process';
import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { lacks } from '../machine.test-data.ts';
import { VN2000_TO_WGS84 } from './datum.ts';
import { arcTangent, cosine, hyperbolicSine, inverseHyperbolicTangent, sine } from './elementary.ts';
import { projectInPlace, projection, reprojectInPlace, zoneParameters } from './vn2000.ts';
import { ZONES, zoneOf } from './zone.ts';

/** Corners of a box around Lào Cai and around Cà Mau, WGS84, stepped through. */
function* grid(): Generator<[number, number]> {
  for (let lon = 103.4; lon < 105.2; lon += 0.11)
    for (let lat = 21.2; lat < 22.95; lat += 0.13) yield [lon, lat];
  for (let lon = 104.4; lon < 106; lon += 0.11) for (let lat = 8.3; lat < 9.8; lat += 0.13) yield [lon, lat];
}

/** Whether PROJ's programs are on the machine; the tests say so when not. */
function proj(command: string, args: string[], input = ''): string | null {
  try {
    return execFileSync(command, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}
const projFound = proj('projinfo', ['EPSG:9208']) !== null;
const withoutProj = lacks('PROJ (cs2cs and projinfo, Debian proj-bin)', projFound);

const LON_LAT = ['+proj=longlat', '+datum=WGS84'];
const proj4Zone = (epsg: number) => {
  const zone = zoneOf(epsg)!;
  const towgs84 = zone.kind === 'wgs84-utm' ? '0,0,0' : VN2000_TO_WGS84.towgs84;
  return `+proj=tmerc +lat_0=0 +lon_0=${zone.centralMeridian} +k=${zone.k0} +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${towgs84} +units=m +no_defs`;
};

describe('VN-2000 to WGS84', () => {
  test('the check value of EPSG:6960 comes out to its last digit', () => {
    const [lon, lat] = projection(9208).toLonLat(500000, 2480000);
    expect(lat.toFixed(9)).toBe('22.418488185');
    expect(lon.toFixed(9)).toBe('104.751903347');
  });

  test('a shift with the signs of the Decision in position-vector convention is another place', () => {
    const wrong = proj4Zone(9208).replace(
      VN2000_TO_WGS84.towgs84,
      '-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278',
    );
    const [lon, lat] = projection(9208).toLonLat(500000, 2480000);
    const [wrongLon, wrongLat] = proj4(wrong, 'EPSG:4326', [500000, 2480000]);
    const metres = Math.hypot((lon - wrongLon!) * 102900, (lat - wrongLat!) * 110700);
    expect(metres).toBeGreaterThan(0.4);
    expect(metres).toBeLessThan(1);
  });

  test.each(ZONES.filter((zone) => zone.falseEasting > 0).map((zone) => zone.epsg))(
    'EPSG:%i agrees with proj4 to 1e-9 degree on a grid over both provinces, both ways',
    (epsg) => {
      const referee = proj4(proj4Zone(epsg), 'EPSG:4326');
      const ours = projection(epsg);
      for (const [lon, lat] of grid()) {
        const [x, y] = ours.fromLonLat(lon, lat);
        const [px, py] = referee.inverse([lon, lat]);
        expect(Math.abs(x - px!)).toBeLessThan(1e-4);
        expect(Math.abs(y - py!)).toBeLessThan(1e-4);
        const [olon, olat] = ours.toLonLat(x, y);
        const [plon, plat] = referee.forward([x, y]);
        expect(Math.abs(olon - plon!)).toBeLessThan(1e-9);
        expect(Math.abs(olat - plat!)).toBeLessThan(1e-9);
      }
    },
  );

  test.skipIf(withoutProj)(
    'every plane zone agrees with cs2cs to 1e-11 degree and its meridian with projinfo',
    () => {
      for (const zone of ZONES.filter((each) => each.falseEasting > 0)) {
        const definition = proj('projinfo', [`EPSG:${zone.epsg}`, '-o', 'PROJ', '-q'])!;
        const meridian = /\+lon_0=([\d.]+)/.exec(definition)?.[1];
        const utm = /\+zone=(\d+)/.exec(definition)?.[1];
        expect(Number(meridian ?? Number(utm) * 6 - 183), `EPSG:${zone.epsg}`).toBe(zone.centralMeridian);
        const points = [...grid()].map(([lon, lat]) => projection(zone.epsg).fromLonLat(lon, lat));
        const input = points.map(([x, y]) => `${x} ${y}`).join('\n');
        // By PROJ's own definition string: given two codes, PROJ changes to another operation (EPSG:5194, 0.8 m off) for points
        // beyond the "Vietnam - onshore" area of EPSG:6960, of which the grid has some.
        const output = proj(
          'cs2cs',
          ['-f', '%.14f', ...definition.trim().split(' '), '+to', ...LON_LAT],
          input,
        )!;
        const lines = output.trim().split('\n');
        expect(lines).toHaveLength(points.length);
        for (const [i, line] of lines.entries()) {
          const [lon, lat] = line.split(/\s+/).map(Number);
          const [ourLon, ourLat] = projection(zone.epsg).toLonLat(...points[i]!);
          expect(Math.abs(ourLon - lon!)).toBeLessThan(1e-11);
          expect(Math.abs(ourLat - lat!)).toBeLessThan(1e-11);
        }
      }
    },
  );

  test.skipIf(withoutProj)('WGS84 to a zone agrees with cs2cs to a micrometre', () => {
    for (const epsg of [9207, 9208, 5897]) {
      const points = [...grid()];
      const input = points.map(([lon, lat]) => `${lon} ${lat}`).join('\n');
      const definition = proj('projinfo', [`EPSG:${epsg}`, '-o', 'PROJ', '-q'])!.trim();
      const output = proj('cs2cs', ['-f', '%.9f', ...LON_LAT, '+to', ...definition.split(' ')], input)!;
      for (const [i, line] of output.trim().split('\n').entries()) {
        const [x, y] = line.split(/\s+/).map(Number);
        const [ourX, ourY] = projection(epsg).fromLonLat(...points[i]!);
        expect(Math.abs(ourX - x!)).toBeLessThan(1e-6);
        expect(Math.abs(ourY - y!)).toBeLessThan(1e-6);
      }
    }
  });

  test('a WGS84 UTM zone has no shift and closes to a nanometre', () => {
    for (const [lon, lat] of grid()) {
      const utm = projection(32648);
      const [x, y] = utm.fromLonLat(lon, lat);
      const [lon2, lat2] = utm.toLonLat(x, y);
      expect(Math.abs(lon2 - lon)).toBeLessThan(1e-13);
      expect(Math.abs(lat2 - lat)).toBeLessThan(1e-13);
    }
  });

  test('coordinates outside the projection give NaN, not a place', () => {
    for (const [x, y] of [
      [1e9, 0],
      [0, 1e8],
      [Number.NaN, 5],
      [Number.POSITIVE_INFINITY, 5],
    ] as const) {
      const [lon, lat] = projection(9208).toLonLat(x, y);
      expect(lon).toBeNaN();
      expect(lat).toBeNaN();
    }
    expect(projection(9208).fromLonLat(-75, 20)[0]).toBeNaN();
  });

  test('swapped axes, degrees under a metric label and a wrong meridian still give numbers to diagnose with', () => {
    for (const [x, y] of [
      [2480000, 500000],
      [104.75, 22.4],
      [22.4, 104.75],
    ] as const) {
      const [lon, lat] = projection(9208).toLonLat(x, y);
      expect(Number.isFinite(lon) && Number.isFinite(lat)).toBe(true);
    }
  });

  test('in bulk the numbers are the same to the last bit', () => {
    const coords = Float64Array.of(419735.653, 2486912.786, 512416.116, 2400346.75);
    const bulk = projectInPlace(coords.slice(), 9208);
    expect([bulk[0], bulk[1]]).toEqual(projection(9208).toLonLat(coords[0]!, coords[1]!));
    expect([bulk[2], bulk[3]]).toEqual(projection(9208).toLonLat(coords[2]!, coords[3]!));
    expect(reprojectInPlace(coords.slice(), 9208, 9208)).toEqual(coords);
  });

  test('to another zone or to degrees and back closes to a nanometre', () => {
    for (const [from, to] of [
      [9207, 5897],
      [9208, 4326],
      [5897, 32648],
      [9208, 3405],
    ] as const) {
      for (const place of grid()) {
        const [x, y] = projection(from).fromLonLat(...place);
        const there = reprojectInPlace(Float64Array.of(x, y), from, to);
        const back = reprojectInPlace(there, to, from);
        expect(Math.hypot(back[0]! - x, back[1]! - y)).toBeLessThan(1e-8);
      }
    }
  });

  test('without the correction, there and back would be up to 2 mm off, as in PROJ', () => {
    const [lon, lat] = projection(9208).toLonLat(419735.653, 2486912.786);
    const [x, y] = projection(9208).fromLonLat(lon, lat);
    const off = Math.hypot(x - 419735.653, y - 2486912.786);
    expect(off).toBeGreaterThan(1e-5);
    expect(off).toBeLessThan(2e-3);
  });

  test('an unknown code is refused with the list of known ones', () => {
    expect(() => projection(3857)).toThrow(/EPSG:3857 found; a VN-2000 zone/);
    expect(zoneParameters(4326)).toBeNull();
    expect(zoneParameters(9207)).toEqual({ centralMeridian: 104.5, k0: 0.9999, falseEasting: 500000 });
  });
});

describe('elementary functions from + − × ÷ √', () => {
  const close = (ours: number, theirs: number) =>
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Number.EPSILON * Math.max(4 * Math.abs(theirs), 2));
  test('agree with the engine within a few last places over their range', () => {
    for (let x = -1.9; x < 1.9; x += 0.00317) {
      close(sine(x), Math.sin(x));
      close(cosine(x), Math.cos(x));
      close(arcTangent(x * x * x * 30), Math.atan(x * x * x * 30));
      close(hyperbolicSine(x * 0.31), Math.sinh(x * 0.31));
      close(inverseHyperbolicTangent(x * 0.045), Math.atanh(x * 0.045));
    }
  });
});
