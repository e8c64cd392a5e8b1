import { execFileSync } from 'node:child_process';
import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { VN2000_TO_WGS84 } from '../../geodesy/datum.ts';
import { projection } from '../../geodesy/vn2000.ts';
import { zoneParameters } from '../../geodesy/zone.ts';
import { lacks } from '../../machine.test-data.ts';
import type { DatumRule } from '../method.ts';
import { EPSG_5194, fromLonLatBy, toLonLatBy } from './datum-rule.ts';

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

const { dX, dY, dZ, rX, rY, rZ, scale } = VN2000_TO_WGS84;
const metres = (a: readonly number[], b: readonly number[]) =>
  Math.hypot((a[0]! - b[0]!) * 110_000, (a[1]! - b[1]!) * 110_700);

describe('datum rules', () => {
  test.each([
    ['three-parameters', [dX, dY, dZ, 0, 0, 0, 0], 0.2, 0.5],
    ['position-vector', [dX, dY, dZ, rX, rY, rZ, scale], 0.4, 1],
    ['none', [0, 0, 0, 0, 0, 0, 0], 215, 235],
    ['reversed', null, 430, 475],
  ] as const)('%s is that string in proj4, and so far off', (rule, towgs84, from, to) => {
    for (const [epsg, x, y] of [
      [9208, 419735.653, 2486912.786],
      [9207, 571431.319, 1015121.764],
    ] as const) {
      const place = toLonLatBy(rule, epsg)(x, y);
      const right = projection(epsg).toLonLat(x, y);
      expect(metres(place, right)).toBeGreaterThan(from);
      expect(metres(place, right)).toBeLessThan(to);
      expect(metres(fromLonLatBy(rule, epsg)(...place), [x, y])).toBeLessThan(1);
      const [backX, backY] = fromLonLatBy(rule, epsg)(...place);
      expect(Math.hypot(backX - x, backY - y)).toBeLessThan(1e-5);
      if (towgs84 === null) continue;
      const { centralMeridian, k0 } = zoneParameters(epsg)!;
      const definition = `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=${k0} +x_0=500000 +ellps=WGS84 +towgs84=${towgs84.join(',')} +units=m`;
      expect(metres(proj4(definition, 'EPSG:4326', [x, y]), place)).toBeLessThan(1e-4);
    }
  });

  test('EPSG:6960 is ours to the last bit', () => {
    expect(toLonLatBy('EPSG:6960', 9208)(419735.653, 2486912.786)).toEqual(
      projection(9208).toLonLat(419735.653, 2486912.786),
    );
    expect(() => toLonLatBy('none', 32648)).toThrow(/VN-2000 plane expected/);
  });
});

describe('what PROJ takes by default', () => {
  test('in the north of Cà Mau lies 0.8 m beside the Decision, elsewhere upon it', () => {
    const at = (rule: DatumRule, y: number) => toLonLatBy(rule, 5897)(550_000, y);
    expect(metres(at('proj-default', 1_040_000), at('EPSG:6960', 1_040_000))).toBeCloseTo(0.82, 1);
    expect(at('proj-default', 1_020_000)).toEqual(at('EPSG:6960', 1_020_000));
  });

  test.skipIf(withoutProj)('has the parameters that projinfo prints', () => {
    const printed = proj('projinfo', ['-k', 'operation', 'EPSG:5194', '-o', 'PROJ'])!;
    const { dX, dY, dZ, rX, rY, rZ, scale } = EPSG_5194;
    expect(printed.replace(/\s+/g, ' ')).toContain(
      `+x=${dX} +y=${dY} +z=${dZ} +rx=${rX} +ry=${rY} +rz=${rZ} +s=${scale} +convention=coordinate_frame`,
    );
  });

  test.skipIf(withoutProj)('is what cs2cs does, also beside the edge of the area', () => {
    for (const epsg of [9207, 5897, 9208, 3405]) {
      const points: [number, number][] = [];
      const plane = projection(epsg);
      for (const [lon, lat] of EDGES) {
        const [x, y] = plane.fromLonLat(lon, lat);
        for (const step of [-900, -60, 60, 900]) points.push([x + step, y + step], [x + step, y - step]);
      }
      const input = points.map(([x, y]) => `${x} ${y}`).join('\n');
      const output = proj('cs2cs', ['-f', '%.12f', `EPSG:${epsg}`, 'EPSG:4326'], input)!;
      const ours = toLonLatBy('proj-default', epsg);
      for (const [i, line] of output.trim().split('\n').entries()) {
        const [lat, lon] = line.split(/\s+/).map(Number);
        expect(metres(ours(...points[i]!), [lon!, lat!]), `EPSG:${epsg} ${points[i]}`).toBeLessThan(1e-4);
      }
    }
  });
});

/** Along the edge of EPSG:5194's area and in it, degrees. */
const EDGES: readonly (readonly [number, number])[] = [
  [104.24, 9.6],
  [104.6, 9.35],
  [105.0, 9.35],
  [105.4, 9.35],
  [105.7, 9.35],
  [105.2, 9.8],
  [106.0, 9.35],
  [105.5, 10.5],
];
