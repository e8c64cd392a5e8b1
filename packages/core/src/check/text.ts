/** Texts that no decoding brought back whole. */
import { textDamage } from '../text/mojibake.ts';
import { type CheckContext, type CheckIssue, checkIssue, type Measured, type ParcelRule } from './rule.ts';

function damages(context: CheckContext, { parcel }: Measured, found: CheckIssue[]): void {
  const texts = parcel.texts();
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
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
}

export const textRule: ParcelRule = {
  id: 'text.damaged',
  codes: ['text.damaged'],
  stage: 'parcel',
  look: damages,
};
