/**
 * Tells of which date a source's commune codes are, before anything is resolved with them. Nearly all new codes are also
 * the code of some old commune, so the set of codes proves little: what decides are codes that exist on one side only,
 * district and old-province codes (both gone since the two-tier reform), filled old-commune columns and names. Streams:
 * memory grows with the number of distinct codes, not of records. Names are evidence here, never a join.
 */
import type { CommuneCode, IsoDate } from '../code.ts';
import { type Issue, issue } from '../issue/index.ts';
import { phrase, word } from '../issue/value.ts';
import { day } from '../message/quantity.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { Crosswalk } from '../unit/event.ts';
import { type CodeReading, dateOfCodes, previousDay, readCode } from './epoch-code.ts';
import {
  describeSigns,
  type EpochFacts,
  EVIDENCE,
  type EvidenceKind,
  readSigns,
  type Sign,
} from './epoch-evidence.ts';

export { previousDay } from './epoch-code.ts';
export { type EpochFacts, EVIDENCE, type EvidenceKind } from './epoch-evidence.ts';

export type Epoch = 'before' | 'after' | 'mixed' | 'undetermined';

/** A record named as an example. */
export type EpochExample = { readonly layer: string; readonly record: number; readonly text: string };

export type Evidence = {
  readonly kind: EvidenceKind;
  readonly points: 'before' | 'after' | 'neither';
  readonly records: number;
  readonly examples: readonly EpochExample[];
};

export type EpochVerdict = {
  readonly epoch: Epoch;
  /** Date at which the codes are to be read; null when mixed or undetermined. */
  readonly asOf: IsoDate | null;
  /** Records by what they show; `contradictory` ones show both. */
  readonly votes: {
    readonly before: number;
    readonly after: number;
    readonly contradictory: number;
    readonly silent: number;
  };
  readonly evidence: readonly Evidence[];
  /** Records that show before, after or both: what to look at in a mixed source. */
  readonly examples: {
    readonly before: readonly EpochExample[];
    readonly after: readonly EpochExample[];
    readonly contradictory: readonly EpochExample[];
  };
  /** Codes not valid at `asOf` (or the day before the reform) with the times at which they were. */
  readonly dead: readonly CodeReading[];
};

/** `records`: how many records show these facts, when they were counted together. */
export type EpochDetector = { add(facts: EpochFacts, records?: number): void; verdict(): EpochVerdict };

/** Examples kept of each kind: the first in the order of the file. */
const EXAMPLES = 5;
type Vote = 'before' | 'after' | 'contradictory' | 'silent';
type Tally = { records: number; examples: EpochExample[] };
/** Per distinct code: how it reads, and what its records showed. */
type CodeTally = CodeReading & {
  records: number;
  withDistrict: number;
  readonly first: EpochExample;
  readonly names: Map<string, EvidenceKind | null>;
};

export function createEpochDetector(crosswalk: Crosswalk, profile: ProvinceProfile): EpochDetector {
  const codes = new Map<CommuneCode, CodeTally>();
  const evidence = new Map<EvidenceKind, Tally>();
  const votes = new Map<Vote, Tally>();
  const oldProvinces = new Set<string>(profile.predecessors.map((p) => p.code));

  function tally<K>(map: Map<K, Tally>, key: K, facts: EpochFacts, records: number, text: string): void {
    const entry = map.get(key) ?? { records: 0, examples: [] };
    entry.records += records;
    if (entry.examples.length < EXAMPLES)
      entry.examples.push({ layer: facts.layer, record: facts.record, text });
    map.set(key, entry);
  }

  return {
    add(facts, records = 1) {
      const { commune } = facts;
      const signs: Sign[] = [];
      if (commune === null) signs.push({ kind: 'code.missing', text: '' });
      else {
        let code = codes.get(commune);
        if (!code) {
          const reading = readCode(crosswalk, profile, commune);
          const first = { layer: facts.layer, record: facts.record, text: commune };
          code = { ...reading, records: 0, withDistrict: 0, first, names: new Map() };
          codes.set(commune, code);
        }
        code.records += records;
        if (facts.district !== null) code.withDistrict += records;
        signs.push(...readSigns(facts, code, oldProvinces, profile));
      }
      for (const sign of signs) tally(evidence, sign.kind, facts, records, sign.text);
      const before = signs.some((sign) => EVIDENCE[sign.kind].points === 'before');
      const after = signs.some((sign) => EVIDENCE[sign.kind].points === 'after');
      const vote = before && after ? 'contradictory' : before ? 'before' : after ? 'after' : 'silent';
      tally(votes, vote, facts, records, describeSigns(commune, signs));
    },
    verdict: () => conclude([...codes.values()], evidence, votes, crosswalk, profile),
  };
}

function conclude(
  codes: readonly CodeTally[],
  evidence: Map<EvidenceKind, Tally>,
  votes: ReadonlyMap<Vote, Tally>,
  crosswalk: Crosswalk,
  profile: ProvinceProfile,
): EpochVerdict {
  const gap = districtGap(codes);
  const all = new Map(evidence);
  if (gap) all.set('district.gap', gap);
  const count = (vote: Vote) => votes.get(vote)?.records ?? 0;
  const shown = (vote: Vote) => [...(votes.get(vote)?.examples ?? [])];
  const counts = {
    before: count('before'),
    after: count('after'),
    contradictory: count('contradictory'),
    silent: count('silent'),
  };
  const dayBefore = previousDay(profile.effective);
  const dated = dateOfCodes(codes, crosswalk, profile.effective);
  let epoch: Epoch = 'undetermined';
  if (counts.contradictory > 0 || (counts.before > 0 && counts.after > 0)) epoch = 'mixed';
  else if (counts.after > 0) epoch = 'after';
  // Two doubts only a person can settle: whole communes that lost their district code beside others that have it (half
  // of a migration looks like this), and names that a code had before an earlier change, when it led elsewhere.
  else if (counts.before > 0 && !gap && !all.has('name.older') && dated !== null) epoch = 'before';
  const asOf = epoch === 'before' ? dated : epoch === 'after' ? profile.effective : null;
  return {
    epoch,
    asOf,
    votes: counts,
    evidence: (Object.keys(EVIDENCE) as EvidenceKind[]).flatMap((kind) => {
      const entry = all.get(kind);
      return entry
        ? [{ kind, points: EVIDENCE[kind].points, records: entry.records, examples: [...entry.examples] }]
        : [];
    }),
    examples: { before: shown('before'), after: shown('after'), contradictory: shown('contradictory') },
    dead: codes
      .filter((code) => code.known.length > 0 && !crosswalk.unitAt(code.code, asOf ?? dayBefore))
      .map(({ records, withDistrict, first, names, ...reading }) => reading)
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

/** Communes whose code lives on and whose records all lack the district code, while other communes have it. */
function districtGap(codes: readonly CodeTally[]): Tally | null {
  if (!codes.some((code) => code.withDistrict > 0)) return null;
  const without = codes.filter((code) => code.reads === 'both' && code.withDistrict === 0);
  if (without.length === 0) return null;
  return {
    records: without.reduce((sum, code) => sum + code.records, 0),
    examples: without.slice(0, EXAMPLES).map((code) => code.first),
  };
}

/** One line for people: `code.only-before 812, district.own 2040 …` in their language. */
export const describeVerdict = (verdict: EpochVerdict, language: 'vi' | 'en'): string =>
  verdict.evidence.map((item) => `${EVIDENCE[item.kind][language]}: ${item.records}`).join('; ');

/** What may stand beside codes of both sides in a source that says nothing of its date, for or against. */
const SILENT: ReadonlySet<EvidenceKind> = new Set(['code.both', 'code.missing', 'name.neither']);

/**
 * All codes mean something before the reform and after it, and nothing else speaks: files delivered together with it may tell. Where
 * something does not fit (an unknown code, a missing district code) only a person can.
 */
export const provesNothing = ({ epoch, evidence, dead }: EpochVerdict): boolean =>
  epoch === 'undetermined' &&
  dead.length === 0 &&
  evidence.some(({ kind }) => kind === 'code.both') &&
  evidence.every(({ kind }) => SILENT.has(kind));

/** Why a source may not be planned as it stands; null when its codes are of before the reform. */
export function epochIssue(verdict: EpochVerdict, source: string, effective: IsoDate): Issue | null {
  if (verdict.epoch === 'before') return null;
  const { before, after, contradictory } = verdict.examples;
  const [example] = [...contradictory, ...after, ...before];
  const at = { source, layer: example?.layer ?? '', record: example?.record ?? 0, field: 'commune' };
  const found = verdict.evidence.map(({ kind, records }) => [
    phrase('value.counted', { what: word(kind), count: records }),
  ]);
  return issue(`epoch.${verdict.epoch}`, source, at, found, day(previousDay(effective)));
}
