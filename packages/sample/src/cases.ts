/** The golden cases of `data-samples/cases`, by topic. */
import type { SampleCase } from './case.ts';
import { codeCases } from './cases-codes.ts';
import { geometryCases } from './cases-geometry.ts';
import { placeCases } from './cases-place.ts';
import { splitCases } from './cases-split.ts';
import { textCases } from './cases-text.ts';

export const allCases = (): SampleCase[] => [
  ...codeCases(),
  ...geometryCases(),
  ...placeCases(),
  ...splitCases(),
  ...textCases(),
];
