/** Texts that no decoding brought back whole. */
import { textDamage } from '../text/damage.ts';
import { type CheckContext, type CheckIssue, type CheckParcel, checkIssue, type Rule } from './rule.ts';

function damages(context: CheckContext, parcel: CheckParcel): CheckIssue[] {
  const found: CheckIssue[] = [];
  for (let i = 0; i < parcel.texts.length; i++) {
    const text = parcel.texts[i];
    if (!text) continue;
    const damage = textDamage(text);
    if (!damage) continue;
    const field = parcel.fields[i] ?? String(i + 1);
    found.push(
      checkIssue(context, 'text.damaged', parcel, `${field}: ${text.slice(0, 120)}`, damage.likely ?? '?', {
        field,
      }),
    );
  }
  return found;
}

export const textRule: Rule = {
  id: 'text.damaged',
  codes: ['text.damaged'],
  stage: 'parcel',
  run: (context) => context.parcels.flatMap((parcel) => damages(context, parcel)),
};
