/** `thuadat calibrate` as a user starts it: on the generator's parcels, coded by one method, by two, and hardly at all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calibration } from '@thuadat/core/calibrate/calibrate';
import { type GeoJsonGeometry, polygonalFromGeoJson } from '@thuadat/core/geometry/wkb';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import { identifyByMethod } from '@thuadat/core/identifier/method/emulate';
import { type GeosPoints, openGeos } from '@thuadat/core/identifier/method/geos';
import { parseConfig } from '@thuadat/engine/config/parse-config';
import { writeProvince } from '@thuadat/sample/province-files';
import { answer, buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-calibrate-'));
const here = { cwd: base };
const ZONE = 9208;
const POLYLABEL: IdentifierMethod = { point: 'polylabel', precision: 0.05, origin: 'raw', vertices: 'given' };
const CIRCLE: IdentifierMethod = { point: 'inscribed-circle', vertices: 'given' };

type Feature = { readonly properties: Record<string, unknown>; readonly geometry: GeoJsonGeometry };
type Collection = { readonly features: readonly Feature[] };
let drawn: Collection;
let geos: GeosPoints;

/** The drawn parcels with the code that a method gives; null leaves it empty. */
function write(name: string, methodOf: (index: number) => IdentifierMethod | null): string {
  const features = drawn.features.map((feature, i) => {
    const method = methodOf(i);
    const polygon = polygonalFromGeoJson(feature.geometry);
    const made = method && polygon && identifyByMethod(polygon, ZONE, method, ZONE, { geos });
    return { ...feature, properties: { ...feature.properties, maThuaDat: made?.ok ? made.parcelId : null } };
  });
  writeFileSync(join(base, name), JSON.stringify({ ...drawn, features }));
  return name;
}
const args = (name: string) => ['calibrate', '-p', 'lao-cai', name];

beforeAll(async () => {
  buildProgram();
  geos = await openGeos();
  const options = { province: 'lao-cai', communes: ['02647', '02671'], parcels: 150, seed: 5 };
  const { sources } = await writeProvince(options, join(base, 'source'), 'geojson');
  const collections = sources.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Collection);
  drawn = { ...collections[0]!, features: collections.flatMap(({ features }) => features) };
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('calibrate', () => {
  it.each([
    [POLYLABEL, /polylabel 0\.05 m, raw coordinates/],
    [CIRCLE, /largest inscribed circle/],
  ] as const)('names the method and prints what the config file takes: %j', (method, named) => {
    const file = write('one.geojson', () => method);
    const { exit, out } = thuadat(args(file), here);
    expect(exit).toBe(EXIT.ok);
    expect(out).toMatch(named);
    const pasted = /"identifier": (\{.*\})/.exec(out)![1]!;
    const { config, problems } = parseConfig({ identifier: JSON.parse(pasted) });
    expect(problems).toEqual([]);
    expect(config!.identifier.method).toEqual(method);
  });

  it('prints the whole report as JSON', () => {
    const file = write('json.geojson', () => ({ point: 'pole' }));
    const report = answer<Calibration & { coded: number }>(args(file), EXIT.ok, here);
    expect(report.verdict).toMatchObject({ kind: 'proposed', method: { point: 'pole' } });
    expect(report.usable).toBe(report.coded);
    expect(report.hypotheses[0]).toMatchObject({ share: 1, reproduced: report.usable, examples: [] });
    expect(report.hypotheses.length).toBeGreaterThan(10);
  });

  it('refuses codes of two methods, and names both', () => {
    const file = write('two.geojson', (i) => (i % 2 === 0 ? POLYLABEL : { point: 'pole' }));
    const { exit, out } = thuadat(args(file), here);
    expect(exit).toBe(EXIT.refused);
    expect(out).toMatch(
      /several methods \(.*exact pole.*polylabel|several methods \(.*polylabel.*exact pole/,
    );
    expect(out).not.toContain('"identifier"');
  });

  it('refuses too few codes, in Vietnamese too', () => {
    const file = write('few.geojson', (i) => (i < 12 ? POLYLABEL : null));
    expect(thuadat(args(file), here).out).toMatch(/only 12 usable codes were found, at least 30/);
    const { exit, out } = thuadat(args(file), { ...here, env: { THUADAT_LANG: 'vi' } });
    expect(exit).toBe(EXIT.refused);
    expect(out).toMatch(/chỉ có 12 mã dùng được, cần ít nhất 30/);
  });

  it('refuses a source without a column of identifiers', () => {
    const features = drawn.features.map((feature) => ({
      ...feature,
      properties: Object.fromEntries(
        Object.entries(feature.properties).filter(([name]) => name !== 'maThuaDat'),
      ),
    }));
    writeFileSync(join(base, 'none.geojson'), JSON.stringify({ ...drawn, features }));
    const { exit, talk } = thuadat(args('none.geojson'), here);
    expect(exit).toBe(EXIT.refused);
    expect(talk).toMatch(/sources\[\]\.roles\.parcelId/);
  });
});
