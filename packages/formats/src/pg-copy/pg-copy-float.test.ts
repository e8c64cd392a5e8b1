import { expect, it } from 'vitest';
import { float4Text, float8Text } from './pg-copy-float.ts';

/** As PostgreSQL 15 shows them; thousands more are compared on a server in postgis/test/types.test.ts. */
const FLOAT8: readonly (readonly [number, string])[] = [
  [0, '0'],
  [-0, '-0'],
  [419735.653, '419735.653'],
  [-0.5, '-0.5'],
  [100000, '100000'],
  [999999999999999, '999999999999999'],
  [1e15, '1e+15'],
  [123456789012345680, '1.2345678901234568e+17'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [2 ** 53 + 4, '9.007199254740996e+15'],
  // 1e23 lies halfway between two doubles: JavaScript writes it all the same.
  [1e23, '9.999999999999999e+22'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
];

const FLOAT4: readonly (readonly [number, string])[] = [
  [Math.fround(0.1), '0.1'],
  // Halfway between two decimals of eight digits: the even one.
  [281157.125, '281157.12'],
  [2945432.25, '2.9454322e+06'],
  [16777216, '1.6777216e+07'],
  [-250005.125, '-250005.12'],
  [123456, '123456'],
  [Math.fround(1e-7), '1e-07'],
  [Math.fround(3.4028235e38), '3.4028235e+38'],
  [2 ** -149, '1e-45'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
];

it('writes double precision as PostgreSQL does', () => {
  expect(FLOAT8.map(([value]) => float8Text(value))).toEqual(FLOAT8.map(([, text]) => text));
});

it('writes real as PostgreSQL does', () => {
  expect(FLOAT4.map(([value]) => float4Text(value))).toEqual(FLOAT4.map(([, text]) => text));
});
