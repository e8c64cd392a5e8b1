/**
 * What a person may decide about each kind of issue, and what follows from it. The table is typed by the issue codes, so
 * an issue nobody can decide about fails the type check.
 *
 * `accept`: looked at, it stays as computed. `reject`: the record is taken out at the next plan. `choose`: one of the
 * candidates is right, which the next plan takes up. `survey`: only a survey can tell; the case is decided, a block stays.
 */
import { ISSUES, type IssueCode, type Severity } from '../issue/index.ts';

export const VERDICTS = ['accept', 'reject', 'choose', 'survey'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type ReviewRule = {
  readonly verdicts: readonly Verdict[];
  /** Among what is chosen: new communes, or the records that bear one key. */
  readonly choice: 'commune' | 'record' | null;
  /** `accept` lifts the block: the parcel is assigned already and no law of the registry is broken by it. */
  readonly lifts: boolean;
};

const LOOK: ReviewRule = { verdicts: ['accept', 'reject', 'survey'], choice: null, lifts: false };
const PLACE: ReviewRule = { ...LOOK, lifts: true };
const COMMUNE: ReviewRule = { verdicts: ['choose', 'reject', 'survey'], choice: 'commune', lifts: false };
const RECORD: ReviewRule = { verdicts: ['choose', 'reject', 'survey'], choice: 'record', lifts: false };
/** A fault of the record that only the source can mend: nothing here would make it right. */
const RECORD_FAULT: ReviewRule = { verdicts: ['reject', 'survey'], choice: null, lifts: false };
/** About a file, a table or a setting, not a parcel: taken note of; the next plan does away with it. */
const NOTED: ReviewRule = { verdicts: ['accept'], choice: null, lifts: false };

const SPECIAL: Partial<Record<IssueCode, ReviewRule>> = {
  'commune.split': COMMUNE,
  'commune.straddles': COMMUNE,
  'duplicate.key-before': RECORD,
  'duplicate.key-after': RECORD,
  'duplicate.geometry': {
    verdicts: ['choose', 'accept', 'reject', 'survey'],
    choice: 'record',
    lifts: false,
  },
  'identifier.clash': RECORD_FAULT,
  // About a commune: two people may let two methods stand beside each other, which breaks no law of the registry.
  'identifier.method-mixed': { ...NOTED, lifts: true },
  'identifier.method-carried': NOTED,
  'identifier.registry-conflict': RECORD_FAULT,
  'decision.not-candidate': RECORD_FAULT,
  'place.outside-province': PLACE,
};

const PREFIXES: readonly (readonly [string, ReviewRule])[] = [
  ['georeference.', NOTED],
  ['epoch.', NOTED],
  ['sheet.', NOTED],
  ['column.', NOTED],
  ['layer.', NOTED],
  ['encoding.', NOTED],
];

export const REVIEW_RULES = Object.fromEntries(
  (Object.keys(ISSUES) as IssueCode[]).map((code) => [
    code,
    SPECIAL[code] ?? PREFIXES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? LOOK,
  ]),
) as Readonly<Record<IssueCode, ReviewRule>>;

/** What becomes of the record, or lifts a block, needs a second person; a look that changes nothing does not. */
export const needsSecondPerson = (code: IssueCode, severity: Severity, verdict: Verdict): boolean =>
  verdict === 'choose' ||
  verdict === 'reject' ||
  (severity === 'blocking' && verdict === 'accept' && REVIEW_RULES[code].lifts);

/** Cases of these severities are queued; notes for the record are not. */
export const REVIEWED: readonly Severity[] = ['blocking', 'error', 'warning'];
/** One in so many accepted cases is shown to a second reviewer, chosen by the case itself, not by chance. */
export const SECOND_LOOK = 20;
/** Seconds a case stays with the one who opened it; the screen renews it while it is open. */
export const LEASE_SECONDS = 120;
