/**
 * Stage `resolve`: draft → new commune. Whole communes by code, split ones by a person's decision or by the share of the
 * parcel's area inside each candidate's boundary; whatever is not certain is ambiguous, with the candidates.
 */
import type { CommuneCode, IsoDate } from '../code.ts';
import { projectInPlace } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { decodePolygonal } from '../geometry/wkb.ts';
import { type Issue, type IssueAt, type IssueCode, issue } from '../issue/index.ts';
import { phrase } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { day, decimal } from '../message/quantity.ts';
import { subjectOf } from '../parse/subject.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { Candidate, ParcelDraft, Resolved } from '../stages.ts';
import type { Crosswalk, Unit } from '../unit/event.ts';
import { type Decision, type DecisionRow, decisionIndex, roundedShare } from './decision.ts';

/** When the boundaries of candidates may decide. */
export type ShareRule = {
  readonly from: IsoDate;
  /** Least share of the parcel's area in the chosen commune. */
  readonly minShare: number;
  /** Most share in any other candidate: where two boundaries overlap, a parcel lies wholly in both. */
  readonly maxOther: number;
  readonly reason: string;
};

/**
 * No act fixes a threshold. 1655/NQ-UBTVQH15 says "một phần" and leaves the line to the boundary files; boundary layers
 * in circulation are off by metres and overlap (up to 7 km² in Lào Cai), so a parcel that a boundary cuts by more than
 * 5 % is for people to decide.
 */
export const SHARE_RULES: readonly ShareRule[] = [
  {
    from: '2025-07-01' as IsoDate,
    minShare: 0.95,
    maxOther: 0.05,
    reason:
      'toolkit rule: 1655/NQ-UBTVQH15 leaves the line of a split to the boundary files, no act names a threshold',
  },
];

/** The rule in force on a date; the earliest one before that. */
export const shareRuleAt = (date: IsoDate, rules: readonly ShareRule[] = SHARE_RULES): ShareRule =>
  [...rules].reverse().find((rule) => rule.from <= date) ?? rules[0]!;

/** Shares of a parcel (WGS84) in the candidates' boundaries; a candidate without boundary has share null. */
export type SharesOf = (parcel: Polygonal, candidates: readonly CommuneCode[]) => readonly Candidate[];

export type ResolverOptions = {
  readonly crosswalk: Crosswalk;
  readonly profile: ProvinceProfile;
  readonly asOf: IsoDate;
  readonly boundaries: SharesOf | null;
  readonly decisions: readonly Decision[];
  readonly rules?: readonly ShareRule[];
  /** Names of source and layer of a draft, for issues and for decisions that name a source. */
  readonly at: (draft: ParcelDraft) => IssueAt;
  /** Told of each decision that settled a parcel: those never told of fit nothing in the sources. */
  readonly onDecision?: (decision: Decision) => void;
};

/** `polygonWgs84` is asked only where boundaries have to decide: few parcels are of a split commune. */
export type Resolver = (draft: ParcelDraft, epoch: IsoDate, polygonWgs84: () => Polygonal | null) => Resolved;

/** The boundary of a draft in WGS84; null without one. */
export function polygonInWgs84(draft: ParcelDraft): Polygonal | null {
  const polygon = draft.geometry === null ? null : decodePolygonal(draft.geometry);
  if (polygon !== null) projectInPlace(polygon.coords, draft.zone);
  return polygon;
}

export function createResolver(options: ResolverOptions): Resolver {
  const { crosswalk, profile, asOf } = options;
  const rule = shareRuleAt(asOf, options.rules);
  const decided = decisionIndex(options.decisions);
  const ownProvinces = new Set<string>([profile.code, ...profile.predecessors.map((p) => p.code)]);
  const byCode = createCodeAnswers();

  return (draft, epoch, polygonWgs84) => {
    const { commune } = draft;
    const unit = commune === null ? null : crosswalk.unitAt(commune, epoch);
    const raise = (code: IssueCode, found: MessageValue, expected: MessageValue): Issue => {
      const at = options.at(draft);
      return issue(code, subjectOf(draft, at.source), { ...at, field: 'commune' }, found, expected);
    };
    const reject = (code: IssueCode, found: MessageValue, expected: MessageValue): Resolved => ({
      status: 'rejected',
      issue: raise(code, found, expected),
    });
    const total = draft.issues.find(({ code }) => code === 'row.total');
    if (total) return { status: 'rejected', issue: total };
    if (commune === null) return reject('commune.missing', '', day(epoch));
    if (unit === null) return rejectUnknown(crosswalk.history(commune), commune, epoch, reject);
    if (!ownProvinces.has(unit.province))
      return reject('commune.other-province', nameUnit(unit), profile.name);
    if (draft.province !== null && draft.province !== unit.province)
      return reject('commune.province-conflict', draft.province, unit.province);

    const resolution = crosswalk.resolve(commune, epoch, asOf);
    switch (resolution.kind) {
      case 'exact':
      case 'merged':
        return resolution.unit.province === profile.code
          ? byCode(resolution.unit.code)
          : reject('commune.other-province', nameUnit(resolution.unit), profile.name);
      case 'retired':
        return reject('commune.retired', nameUnit(resolution.lastUnit), day(asOf));
      case 'unknown':
        return rejectUnknown(resolution.known, commune, epoch, reject);
      case 'split':
        return settleSplit(draft, commune, unit, resolution.candidates, polygonWgs84, raise);
    }
  };

  function settleSplit(
    draft: ParcelDraft,
    commune: CommuneCode,
    unit: Unit,
    units: readonly Unit[],
    polygonWgs84: () => Polygonal | null,
    raise: (code: IssueCode, found: MessageValue, expected: MessageValue) => Issue,
  ): Resolved {
    const names = units.map(nameUnit);
    const unmeasured = units.map((candidate) => ({ commune: candidate.code, share: null }));
    const decision = decided.find({ ...draft, source: options.at(draft).source, commune });
    if (decision) {
      options.onDecision?.(decision);
      if (units.some((candidate) => candidate.code === decision.newCommune))
        return { status: 'resolved', commune: decision.newCommune, by: 'decision', share: null };
      const found = decision.newCommune;
      return {
        status: 'ambiguous',
        candidates: unmeasured,
        issue: raise('decision.not-candidate', found, names),
      };
    }
    const polygon = options.boundaries ? polygonWgs84() : null;
    if (!options.boundaries || !polygon)
      return {
        status: 'ambiguous',
        candidates: unmeasured,
        issue: raise('commune.split', nameUnit(unit), names),
      };

    const shares = options.boundaries(
      polygon,
      unmeasured.map((candidate) => candidate.commune),
    );
    const candidates = unmeasured.map(
      ({ commune: code }) => shares.find((share) => share.commune === code) ?? { commune: code, share: null },
    );
    const settled = decideByShare(candidates, rule);
    if (settled)
      return { status: 'resolved', commune: settled.commune, by: 'geometry', share: settled.share };
    const found = candidates.map(({ commune: code, share }) =>
      share === null ? `${code} ?` : phrase('value.share-of', { commune: code, share: shareOf(share) }),
    );
    const expected = phrase('value.least-share', { share: shareOf(rule.minShare) });
    return { status: 'ambiguous', candidates, issue: raise('commune.straddles', found, expected) };
  }
}

/** One object a commune: a whole commune's parcels share their answer. */
function createCodeAnswers(): (commune: CommuneCode) => Resolved {
  const answers = new Map<CommuneCode, Resolved>();
  return (commune) => {
    const known = answers.get(commune);
    if (known) return known;
    const resolved: Resolved = { status: 'resolved', commune, by: 'code', share: null };
    answers.set(commune, resolved);
    return resolved;
  };
}

/** The candidate that holds the parcel by the rule; null when none does, or when one of them has no boundary. */
export function decideByShare(candidates: readonly Candidate[], rule: ShareRule): Candidate | null {
  const best = candidates.find((c) => c.share !== null && c.share >= rule.minShare);
  if (!best) return null;
  const clear = candidates.every((c) => c === best || (c.share !== null && c.share <= rule.maxOther));
  return clear ? best : null;
}

const shareOf = (share: number) => decimal(roundedShare(share), 1);

const nameUnit = (unit: Unit): string => `${unit.code} ${unit.name}`;

function rejectUnknown(
  known: readonly Unit[],
  commune: CommuneCode,
  epoch: IsoDate,
  reject: (code: IssueCode, found: MessageValue, expected: MessageValue) => Resolved,
): Resolved {
  if (known.length === 0) return reject('commune.unknown', commune, day(epoch));
  const note = known.map(({ name, from, to }) => [
    phrase('value.lived', { name, from: day(from), to: to === null ? '…' : day(to) }),
  ]);
  return reject('commune.other-epoch', phrase('value.noted', { value: commune, note }), day(epoch));
}

/** The row `review` writes for a parcel that resolve left ambiguous. */
export function decisionRow(
  draft: ParcelDraft,
  source: string,
  unit: Unit,
  candidates: readonly Candidate[],
): DecisionRow | null {
  if (draft.sheet === null) return null;
  const { sheet, scale, series, parcel } = draft;
  return {
    source,
    oldCommune: unit.code,
    oldName: unit.name,
    sheet,
    scale,
    series,
    parcel,
    candidates,
    decided: null,
  };
}
