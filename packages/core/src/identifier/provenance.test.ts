import { describe, expect, it } from 'vitest';
import { EXACT_METHOD, type IdentifierMethod } from './method.ts';
import { describeMethod, describeRules, methodText, normalMethod } from './method-text.ts';
import { algorithmOf, identifierProvenance } from './provenance.ts';

const POLYLABEL: IdentifierMethod = { point: 'polylabel', precision: 0.01 };

describe('a method in words', () => {
  it.each<[IdentifierMethod, string]>([
    [EXACT_METHOD, ''],
    [{ point: 'pole', part: 'roomiest', plane: 'zone', datum: 'EPSG:6960', axes: 'lat-lon' }, ''],
    [{ point: 'pole', datum: 'proj-default' }, 'pole datum proj-default'],
    [POLYLABEL, 'polylabel 0.01 m raw'],
    [{ ...POLYLABEL, origin: 'raw', vertices: 'given' }, 'polylabel 0.01 m raw'],
    [
      { ...POLYLABEL, precision: 1, origin: 'local', vertices: 'canonical', part: 'first', plane: 9207 },
      'polylabel 1 m local canonical part first EPSG:9207',
    ],
    [{ ...POLYLABEL, precision: 1e-6, plane: 'degrees' }, 'polylabel 0.000001 ° raw degrees'],
    [{ point: 'centroid', plane: 'degrees', axes: 'lon-lat' }, 'centroid degrees lon-lat'],
  ])('%j is "%s"', (method, text) => {
    expect(methodText(method)).toBe(text);
    expect(normalMethod(normalMethod(method))).toEqual(normalMethod(method));
    expect(methodText(normalMethod(method))).toBe(text);
  });

  it('reads in both languages', () => {
    expect(describeMethod(EXACT_METHOD, 'vi')).toBe('điểm cực chính xác');
    expect(describeMethod(POLYLABEL, 'vi')).toBe('polylabel 0,01 m, tọa độ nguyên gốc');
    expect(describeMethod({ ...POLYLABEL, datum: 'none' }, 'en')).toBe(
      'polylabel 0.01 m, raw coordinates, no datum shift',
    );
    const inDegrees: IdentifierMethod = { ...POLYLABEL, precision: 1e-7, plane: 'degrees' };
    expect(describeMethod(inDegrees, 'en')).toBe(
      'polylabel 1e-7° (≈ 0.01 m), raw coordinates, in degrees of WGS84',
    );
    expect(describeMethod({ ...inDegrees, precision: 0.00001 }, 'vi')).toBe(
      'polylabel 0,00001° (≈ 1 m), tọa độ nguyên gốc, tính theo độ WGS84',
    );
    expect(describeRules({ version: 'thuadat-2', method: EXACT_METHOD }, 'vi')).toBe(
      'điểm cực chính xác (thuadat-2)',
    );
    expect(describeRules({ version: 'thuadat-1', method: null }, 'en')).toBe('thuadat-1');
  });
});

describe('provenance', () => {
  it('says of the exact pole that no search was cut short', () => {
    expect(identifierProvenance(EXACT_METHOD, 'thuadat 0.1.0')).toMatchObject({
      ...{ issuer: 'thuadat 0.1.0', version: 'thuadat-2', algorithm: 'thuadat-2', method: EXACT_METHOD },
      ...{ point: 'pole', precision: null, grid: 0.0001, datumOperation: 'EPSG:6960' },
    });
  });

  it('names a followed method with all it takes to make the code again', () => {
    const made = identifierProvenance({ ...POLYLABEL, datum: 'position-vector' }, 'x');
    expect(made.algorithm).toBe('thuadat-2 polylabel 0.01 m raw datum position-vector');
    expect(made).toMatchObject({ point: 'polylabel', precision: 0.01, grid: null });
    expect(made.datumOperation).toBe('position-vector');
    expect(structuredClone(made)).toEqual(made);
  });

  it('is the same algorithm however the method is spelt', () => {
    expect(algorithmOf({ ...POLYLABEL, part: 'roomiest' })).toBe(algorithmOf(POLYLABEL));
    expect(algorithmOf({ ...POLYLABEL, precision: 0.1 })).not.toBe(algorithmOf(POLYLABEL));
  });
});
