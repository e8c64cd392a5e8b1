import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import { encodePolygonal } from '@thuadat/core/geometry/wkb';
import type { SourceRecord } from '@thuadat/core/stages';
import type { Layer } from '@thuadat/formats/format';
import { describe, expect, it } from 'vitest';
import { type Evidence, gatherEvidence, judge } from './evidence.ts';
import {
  epochFacts,
  layerParser,
  type PreparedLayer,
  type PreparedSource,
  provinceAt,
} from './prepare-source.ts';

const profile = findProfile('lao-cai')!;
const crosswalk = loadCrosswalk();
const FIELDS = ['MAXA', 'TENXA', 'SHBANDO', 'SHTHUA'];
const layer: Layer = {
  name: 'thua',
  fields: FIELDS,
  count: null,
  crs: { value: { epsg: 9208, text: '' }, sure: 'declared', why: { code: 'crs.prj', values: {} } },
  async *records() {},
};
const prepared: PreparedLayer = {
  index: 0,
  layer,
  settings: {},
  roles: { commune: 'MAXA', communeName: 'TENXA', sheet: 'SHBANDO', parcel: 'SHTHUA' },
  problems: [],
  foreign: null,
  texts: [],
  encodings: ['ascii', 'utf-8', 'ascii', 'ascii'],
  subNumbers: {},
};
const source: PreparedSource = {
  file: { path: 'a.shp', name: 'a.shp', matched: 'a.shp', sha256: '', bytes: 0 },
  open: {
    format: 'shapefile',
    layers: [layer],
    encoding: { value: 'utf-8', sure: 'declared', why: { code: 'crs.prj', values: {} } },
    close: async () => {},
  },
  layers: [prepared],
};

const square = (x: number, y: number): Uint8Array =>
  encodePolygonal({
    coords: Float64Array.of(x, y, x + 9, y, x + 9, y + 9, x, y + 9, x, y),
    ringEnds: Uint32Array.of(5),
    polygonEnds: Uint32Array.of(1),
  });

/** Old communes of Yên Bái, some codes that nobody knows, one parcel far away. */
const CODES = ['04252', '04255', '04258', '99999', ''];
const records: SourceRecord[] = Array.from({ length: 9000 }, (_, i) => ({
  record: i + 1,
  values: [CODES[(i * 7) % 5]!, i % 11 === 0 ? `Xã ${i % 3}` : null, '1', String(i)],
  geometry: i % 13 === 0 ? null : square(470_000 + (i % 90) * 10, i === 4224 ? 9e6 : 2_400_000 + i),
}));

/** As parts of a layer would gather it. */
function gathered(cuts: readonly number[]): Evidence[] {
  const parse = layerParser(source, prepared, profile, provinceAt(crosswalk, profile.effective));
  return cuts.map((from, i) => {
    const gatherer = gatherEvidence(prepared, profile, i === 0);
    for (const record of records.slice(from, cuts[i + 1])) gatherer.add(record, () => parse(record, 1, 0, 0));
    return JSON.parse(JSON.stringify(gatherer.result()));
  });
}

describe('evidence of a source', () => {
  it('is the same for a layer read in parts as for one read at once, down to the records named', () => {
    const whole = judge(source, [gathered([0])], { crosswalk, profile });
    for (const cuts of [
      [0, 2016, 6016],
      [0, 32, 64, 8992],
    ]) {
      const parts = judge(source, [gathered(cuts)], { crosswalk, profile });
      expect(parts.epoch).toEqual(whole.epoch);
      expect(parts.records).toEqual([9000]);
    }
    const votes = whole.epoch.votes;
    expect(votes.before + votes.after + votes.contradictory + votes.silent).toBe(9000);
    const unknown = whole.epoch.evidence.find(({ kind }) => kind === 'code.unknown');
    expect(unknown).toMatchObject({ records: 1800 });
    expect(unknown!.examples.map(({ record }) => record)).toEqual([5, 10, 15, 20, 25]);
  });

  it('counts records that say the same under one key, and tells apart those that do not', () => {
    const { key, facts } = epochFacts(prepared);
    const at = (values: (string | null)[]) => ({ record: 1, values, geometry: null });
    expect(key(at(['04252', 'A', '1', '2']))).toBe(key(at(['04252', 'A', '9', '3'])));
    expect(key(at(['04252', 'A', '1', '2']))).not.toBe(key(at(['04252', 'B', '1', '2'])));
    expect(facts(at(['04252', null, '1', '2']))).toMatchObject({ commune: '04252', communeName: null });
  });

  it('stays small however many records there are', () => {
    const [evidence] = gathered([0]);
    expect(evidence!.shown.length).toBeLessThan(30);
    expect(evidence!.places.length).toBeLessThan(2000 + 9000 / 32 + 1);
  });
});
