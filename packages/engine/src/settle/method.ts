/** What a plan has to say of the methods behind its identifiers: codes of two methods never mix in silence. */

import type { AssignedParcel } from '@thuadat/core/assign/assign-parcel';
import type { Config } from '@thuadat/core/config';
import { algorithmOf } from '@thuadat/core/identifier/provenance';
import { type Issue, issue } from '@thuadat/core/issue/index';
import type { RegistryState } from './registry.ts';
import type { SettleContext, UnitJob } from './settle-job.ts';

/** Algorithms other than the one in force by which earlier runs made identifiers of the province. */
export const methodsBefore = (
  { identifier }: Config,
  { methods }: Pick<RegistryState, 'methods'>,
): string[] => methods.filter((each) => each !== algorithmOf(identifier.method));

/** A few boundaries are corrected after their code was issued; more carried codes than this that differ are of another method. */
const CORRECTED_SHARE = 0.1;

/** Issues about the unit as a whole: they stand before the records', in the unit's files, and block its `apply`. */
export function methodIssues(
  { method, methodsBefore: before }: Pick<SettleContext, 'method' | 'methodsBefore'>,
  { unit, name }: Pick<UnitJob, 'unit' | 'name'>,
  entries: readonly Pick<AssignedParcel, 'status' | 'id' | 'issues'>[],
): Issue[] {
  const counts = countStates(entries);
  if (counts.minted === 0) return [];
  const at = { source: '', layer: '', record: 0 };
  const subject = `${name} (${unit})`;
  const issues: Issue[] = [];
  if (before.length > 0) {
    issues.push(issue('identifier.method-mixed', subject, at, algorithmOf(method), before));
  }
  const { carried, differ } = counts;
  if (differ > carried * CORRECTED_SHARE) {
    issues.push(issue('identifier.method-carried', subject, at, differ, carried));
  }
  return issues;
}

function countStates(entries: readonly Pick<AssignedParcel, 'status' | 'id' | 'issues'>[]) {
  const counts = { minted: 0, carried: 0, differ: 0 };
  for (const { status, id, issues } of entries) {
    if (status !== 'assigned') continue;
    if (id.state === 'minted') counts.minted++;
    if (id.state !== 'carried') continue;
    counts.carried++;
    if (issues.some(({ code }) => code === 'identifier.carried-differs')) counts.differ++;
  }
  return counts;
}
