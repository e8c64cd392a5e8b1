/** What people decided in review, as this plan takes it up: by record, and only while the record is what they saw. */
import type { CommuneCode } from '@thuadat/core/code';
import { type IssueAt, issue } from '@thuadat/core/issue/index';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { ParcelDraft, Resolved } from '@thuadat/core/stages';
import { recordHash } from '@thuadat/store/review/fingerprint';
import type { ReviewedRecord, StandingDecision } from '@thuadat/store/review/reviewed';

export type ReviewState = {
  readonly records: readonly ReviewedRecord[];
  readonly standing: readonly StandingDecision[];
};

export const NO_REVIEW: ReviewState = { records: [], standing: [] };

/** What is decided on one record. */
export type RecordReview = Pick<ReviewedRecord, 'commune' | 'decision' | 'who' | 'reason' | 'hash'>;

/** Decisions on the records of one layer by record number; null = none, which costs nothing. */
export function reviewsOf(
  records: readonly ReviewedRecord[],
  source: string,
  layer: string,
): ReadonlyMap<number, RecordReview> | null {
  const own = records.filter((each) => each.source === source && each.layer === layer);
  return own.length === 0 ? null : new Map(own.map((each) => [each.record, each]));
}

/** The content of a record as the database keeps it: the very text of `raw` and of the geometry. */
export function hashOfRecord(
  fields: readonly string[],
  { values, geometry }: Pick<ParcelDraft, 'values' | 'geometry'>,
): string {
  const raw = JSON.stringify(values.map((value, at) => [fields[at] ?? null, value]));
  return recordHash(raw, geometry === null ? '' : Buffer.from(geometry).toString('hex'));
}

/**
 * A withdrawn record is rejected, with who and why. A chosen commune is taken only while it is one of those the codes and
 * boundaries leave open; where the code has become certain meanwhile, the code stands.
 */
export function byReview(
  draft: ParcelDraft,
  { commune, who, reason }: RecordReview,
  resolve: () => Resolved,
  at: IssueAt,
): Resolved {
  const subject = subjectOf(draft, at.source);
  if (commune === null) {
    return { status: 'rejected', issue: issue('decision.withdrawn', subject, at, who, reason) };
  }
  const resolved = resolve();
  if (resolved.status !== 'ambiguous') return resolved;
  const candidate = resolved.candidates.find((each) => each.commune === commune);
  if (candidate) {
    return {
      status: 'resolved',
      commune: commune as CommuneCode,
      by: 'decision',
      share: candidate.share,
    };
  }
  const expected = resolved.candidates.map((each) => each.commune);
  return { ...resolved, issue: issue('decision.not-candidate', subject, at, commune, expected) };
}
