import { describe, expect, it } from 'vitest';
import { parseIsoDate, parseProvinceCode, sure } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import { encodePolygonal } from '../geometry/wkb.ts';
import { detectRoles } from '../parse/roles.ts';
import type { ProvinceProfile } from '../profile.ts';
import { createLayerInspector, type LayerInspectorOptions, summariseSource } from './index.ts';

const profile: ProvinceProfile = {
  id: 'lao-cai',
  code: sure(parseProvinceCode('15')),
  name: 'Tỉnh Lào Cai',
  effective: sure(parseIsoDate('2025-07-01')),
  act: '1673/NQ-UBTVQH15',
  predecessors: [{ code: sure(parseProvinceCode('10')), name: 'Tỉnh Lào Cai', zone: 9208 }],
  extent: [103.48, 21.27, 105.15, 22.9],
  idPrefixes: ['w7'],
  sheetStrategy: 'continue',
  exportZone: 9208,
};

const FIELDS = ['MAXA', 'SOTO', 'SOTHUA', 'DIENTICH', 'DIACHI'];

function squareAt(epsg: number, index: number): Uint8Array {
  const [x, y] = projection(epsg).fromLonLat(103.97 + index * 0.001, 22.45);
  const coords = new Float64Array([x, y, x + 10, y, x + 10, y + 10, x, y + 10, x, y]);
  return encodePolygonal({ coords, ringEnds: new Uint32Array([5]), polygonEnds: new Uint32Array([1]) });
}

function inspect(epsg: number | null, fields: readonly string[], more: Partial<LayerInspectorOptions> = {}) {
  const inspector = createLayerInspector({
    sourceName: 'thua.shp',
    layer: {
      name: 'thua',
      fields,
      crs: { value: { epsg, text: '' }, sure: 'declared', why: { code: 'crs.prj', values: {} } },
    },
    detected: detectRoles(fields),
    encodings: fields.map(() => 'tcvn3' as const),
    profile,
    provinceOf: () => sure(parseProvinceCode('10')),
    ...more,
  });
  for (let i = 0; i < 50; i++) {
    const values = ['2647', '3', String(i), `${i},5`, 'x· B¶n LÇu'];
    inspector.add({ record: i + 1, values, geometry: squareAt(9208, i) });
  }
  return inspector.result();
}
const source = {
  name: 'thua.shp',
  format: 'shapefile',
  encoding: { value: 'tcvn3', sure: 'detected', why: { code: 'crs.prj', values: {} } },
} as const;

describe('inspect', () => {
  it('tells roles, encoding, coordinates, decimal sign and faults of a layer', () => {
    const layer = inspect(9208, FIELDS);
    expect(layer).toMatchObject({
      records: 50,
      withGeometry: 50,
      decimal: ',',
      communes: [{ code: '02647', records: 50 }],
      georeference: { ok: true, cause: 'none' },
    });
    expect(layer.columns.map((column) => column.role)).toEqual([
      'commune',
      'sheet',
      'parcel',
      'area',
      'address',
    ]);
    expect(layer.columns[4]).toMatchObject({
      filled: 50,
      sample: 'x· B¶n LÇu',
      encoding: { encoding: 'tcvn3' },
    });
    const counts = Object.fromEntries(layer.issues.map((tally) => [tally.code, tally.count]));
    // parcel 0 is no number; every commune code lost its zero; the address is said once
    expect(counts).toEqual({ 'key.repaired': 50, 'key.unparsable': 1, 'encoding.converted': 1 });
    expect(layer.issues.find((tally) => tally.code === 'key.repaired')!.samples).toHaveLength(5);
    expect(summariseSource(source, [layer], null)).toMatchObject({ records: 50, ready: true });
    expect(structuredClone(layer)).toEqual(layer);
  });

  it('is not ready when the coordinates lie elsewhere or a key column is in doubt', () => {
    const wrong = inspect(9216, FIELDS);
    expect(wrong.georeference).toMatchObject({ ok: false, cause: 'wrong-zone' });
    expect(wrong.issues[0]).toMatchObject({ code: 'georeference.wrong-zone', count: 1 });
    expect(summariseSource(source, [wrong], null).ready).toBe(false);
    const doubtful = inspect(9208, ['MAXA', 'SOTO', 'TOBANDO', 'DIENTICH', 'DIACHI']);
    expect(doubtful.issues.map((tally) => tally.code)).toContain('column.ambiguous');
    expect(summariseSource(source, [doubtful], null).ready).toBe(false);
  });

  it('works without a province, and says when the zone was taken from the old province', () => {
    expect(inspect(9208, FIELDS, { profile: null }).georeference).toBeNull();
    expect(inspect(null, FIELDS).georeference).toMatchObject({
      ok: true,
      cause: 'undeclared',
      sure: 'guessed',
    });
  });
});
