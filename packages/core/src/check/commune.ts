/** Runs all rules over one commune's records. Pure and deterministic: order of rules here, order of issues by record. */
import { areaRule } from './area.ts';
import { copiesOf, copyRule } from './copies.ts';
import { identifierRule, keyAfterRule, keyBeforeRule } from './keys.ts';
import { measure } from './measured.ts';
import { overlapRule } from './overlap.ts';
import { placeRule } from './place.ts';
import { presenceRule } from './presence.ts';
import type { CheckContext, CheckIssue, Rule } from './rule.ts';
import { sliverRule } from './sliver.ts';
import { textRule } from './text.ts';
import { validityRule } from './validity.ts';

export const RULES: readonly Rule[] = [
  copyRule,
  keyBeforeRule,
  keyAfterRule,
  identifierRule,
  presenceRule,
  validityRule,
  placeRule,
  areaRule,
  sliverRule,
  overlapRule,
  textRule,
];

/** Issues by ordinal, then in the order of the rules. `rules` may be a part of {@link RULES}. */
export function checkCommune(context: CheckContext, rules: readonly Rule[] = RULES): CheckIssue[] {
  const measured = {
    ...context,
    measured: context.parcels.map((parcel) => measure(parcel, context.workZone)),
    copies: copiesOf(context.parcels),
  };
  return rules.flatMap((rule) => rule.run(measured)).sort((a, b) => a.ordinal - b.ordinal);
}
