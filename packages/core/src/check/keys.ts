/** Keys that name more than one parcel, before and after, and identifiers that do. */
import { phrase } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { groups } from './copies.ts';
import {
  type CheckIssue,
  type CheckParcel,
  type CommuneRule,
  checkIssue,
  type MeasuredContext,
} from './rule.ts';

/** Others named in one issue; a key shared by thousands (an empty template) must not fill the report. */
const NAMED = 20;

type Code = 'duplicate.key-before' | 'duplicate.key-after' | 'identifier.clash';

/** One issue for each record of the group, naming the others. */
function accuse(
  context: MeasuredContext,
  code: Code,
  group: readonly CheckParcel[],
  found: (parcel: CheckParcel) => MessageValue,
): CheckIssue[] {
  // The first few are named to all, so that a group of thousands is not gone through for each of them.
  const first = group.slice(0, NAMED + 1);
  return group.map((parcel) => {
    const others = first.filter((other) => other !== parcel).slice(0, NAMED);
    const list = others.slice(0, 3).map((other) => [other.subject]);
    const more = group.length - 1 - list.length;
    const expected = more > 0 ? phrase('value.and-more', { list, more }) : list;
    return checkIssue(context, code, parcel, found(parcel), expected, {
      others: others.map((other) => other.ordinal),
    });
  });
}

const withoutCopies = (context: MeasuredContext): readonly CheckParcel[] =>
  context.copies.size === 0
    ? context.parcels
    : context.parcels.filter((parcel) => !context.copies.has(parcel.ordinal));

export const keyBeforeRule: CommuneRule = {
  id: 'duplicate.key-before',
  codes: ['duplicate.key-before'],
  stage: 'commune',
  run: (context) =>
    context.sameKey
      .map((group) => group.filter(({ ordinal }) => !context.copies.has(ordinal)))
      .filter((group) => group.length > 1)
      .flatMap((group) => accuse(context, 'duplicate.key-before', group, () => group.length)),
};

/** Only where different old keys meet in one new key: else the fault was there before and is said by the rule above. */
export const keyAfterRule: CommuneRule = {
  id: 'duplicate.key-after',
  codes: ['duplicate.key-after'],
  stage: 'commune',
  run: (context) =>
    groups(withoutCopies(context), (parcel) => parcel.newKey)
      .filter((group) => group.some((parcel) => parcel.oldKey !== group[0]!.oldKey))
      .flatMap((group) => accuse(context, 'duplicate.key-after', group, () => group.length)),
};

/** Inside the commune; between communes it is compared over the whole run. */
export const identifierRule: CommuneRule = {
  id: 'identifier.clash',
  codes: ['identifier.clash'],
  stage: 'commune',
  run: (context) =>
    groups(withoutCopies(context), (parcel) => parcel.parcelId).flatMap((group) =>
      accuse(context, 'identifier.clash', group, (parcel) => parcel.parcelId!),
    ),
};
