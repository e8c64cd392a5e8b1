/** One scale for whatever has a share of something done or sound: communes, sheets. */
import type { ExpressionSpecification } from 'maplibre-gl';
import { PALETTE, SHARE_STEPS } from '../palette.ts';

/** Below 0 = nothing to tell of it. */
export const shareColor = (
  share: ExpressionSpecification | number,
  colors: readonly string[] = PALETTE.share,
): ExpressionSpecification =>
  [
    'step',
    share,
    PALETTE.land,
    0,
    ...colors.flatMap((color, at) => (at < SHARE_STEPS.length ? [color, SHARE_STEPS[at]!] : [color])),
  ] as unknown as ExpressionSpecification;
