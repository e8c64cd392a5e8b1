/** Runs all rules over one commune's records. Pure and deterministic: order of rules here, order of issues by record. */
import { areaRule } from './area.ts';
import { addBody, newBodies } from './bodies.ts';
import { copiesOf, copyRule, sameKeyGroups } from './copies.ts';
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
  const sameKey = sameKeyGroups(context.parcels);
  const copies = copiesOf(sameKey);
  const bodies = newBodies();
  // What each rule finds: rules of one record take turns on it, so that what is measured need not be kept.
  const found = rules.map((): CheckIssue[] => []);
  for (const parcel of context.parcels) {
    const measured = measure(parcel, context.workZone);
    addBody(bodies, measured, copies, context.workZone);
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i]!;
      if (rule.stage === 'parcel') rule.look(context, measured, found[i]!);
    }
  }
  const whole = { ...context, bodies, sameKey, copies };
  return rules
    .flatMap((rule, i) => (rule.stage === 'parcel' ? found[i]! : rule.run(whole)))
    .sort((a, b) => a.ordinal - b.ordinal);
}
