import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import type { CommuneCode } from '../code.ts';
import { projectInPlace } from '../geodesy/vn2000.ts';
import { boundaryIndex } from '../geometry/overlay.ts';
import { ringPolygon } from '../geometry/random.test-data.ts';
import { contextOf, gridCommune, ORIGIN } from './commune.test-data.ts';
import { checkCommune, RULES } from './commune.ts';

it('checks 20,000 sound parcels with a boundary of 20,000 vertices, without a false alarm', () => {
  const side = 141;
  const parcels = gridCommune(side);
  const [w, h] = [side * 12 + 30, side * 20 + 30];
  const outline = Array.from({ length: 20_000 }, (_, i) => {
    const angle = (i / 20_000) * 2 * Math.PI;
    return [
      ORIGIN[0] + w / 2 - 10 + w * 0.75 * Math.cos(angle),
      ORIGIN[1] + h / 2 - 10 + h * 0.75 * Math.sin(angle),
    ] as const;
  });
  const polygonal = ringPolygon(outline);
  projectInPlace(polygonal.coords, 9208);
  const boundary = boundaryIndex([{ code: '02647' as CommuneCode, polygonal }]);
  const context = contextOf(parcels, { boundary });
  expect(checkCommune(context)).toEqual([]);
  const start = performance.now();
  checkCommune(context);
  const seconds = (performance.now() - start) / 1000;
  if (process.env.SPEED) {
    console.log(`${Math.round(parcels.length / seconds)} parcels/s`);
    for (const rule of RULES) {
      const t = performance.now();
      checkCommune(context, [rule]);
      console.log(rule.id, (performance.now() - t).toFixed(1), 'ms with measuring');
    }
  }
  // A tenth of what an idle core does: the machine may be busy.
  expect(parcels.length / seconds).toBeGreaterThan(3000);
});
