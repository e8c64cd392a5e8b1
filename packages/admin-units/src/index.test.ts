import { expect, test } from 'vitest';
import { loadCrosswalk } from './index.ts';

test('loads', () => {
  const c = loadCrosswalk();
  expect(c.units.length).toBeGreaterThan(500);
  console.log(
    c.resolve('02641' as never, '2019-06-01' as never, '2025-07-01' as never),
    c.resolve('32191' as never, '2025-06-30' as never, '2025-07-01' as never),
  );
});
