/**
 * Pass 2 of `plan`: one unit of work by itself. Reads the unit's spill, gives sheets and identifiers, checks, and writes
 * the unit's two COPY files. Needs nothing but its context and the spill, so units may settle in any order, anywhere.
 */

import { type AssignContext, type AssignedParcel, assignParcel } from '@thuadat/core/assign/assign-parcel';
import { oldZones } from '@thuadat/core/assign/identity';
import type { ParcelId } from '@thuadat/core/code';
import { parcelIdBits } from '@thuadat/core/identifier/geohash';
import type { Issue, IssueCode } from '@thuadat/core/issue/index';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { CommuneSummary, StatusCounts } from '@thuadat/core/run';
import type { Assignment } from '@thuadat/core/stages';
import { createHashedFile } from '@thuadat/run/hashed-file-writer';
import { assignmentFile, issueFile } from '@thuadat/run/run-folder';
import { reprojectedFrom } from '../source/reproject.ts';
import { finish, unfinished } from '../work/work-folder.ts';
import { checkUnit } from './check.ts';
import { methodIssues } from './method.ts';
import { createAssignmentFile, issueLine } from './outcome-row.ts';
import type { SettleContext, SettledUnit, UnitJob } from './settle-job.ts';

/** `ids`: the unit's identifiers as 60-bit numbers, for the search for clashes between units. */
export function settleUnit(
  context: SettleContext,
  job: UnitJob,
): { readonly settled: SettledUnit; readonly ids: BigUint64Array } {
  const entries: AssignedParcel[] = [];
  const assigning = assignContext(context);
  for (const { draft, resolved } of job.records) entries.push(assignParcel(assigning, draft, resolved));
  checkUnit(context, job.unit, entries);
  return write(context, job, entries, methodIssues(context, job, entries));
}

function assignContext(context: SettleContext): AssignContext {
  const { profile, sources, method, geos, sheets, openSheets, issuedTo } = context;
  return {
    profile,
    method,
    geos,
    sheets,
    openSheets,
    issuedTo: (draft) => issuedTo(sources[draft.source]!.epoch, draft),
    zoneOf: oldZones(profile),
    crsEvidence: ({ source, layer }) => context.crsEvidence[source]![layer]!,
    reprojectedFrom: ({ source, layer }) => reprojectedFrom(sources[source]!.layers[layer]!),
    sourceName: ({ source }) => sources[source]!.name,
    layerName: ({ source, layer }) => sources[source]!.layers[layer]!.name,
    subject: (draft) => subjectOf(draft, sources[draft.source]!.name),
  };
}

const noCounts = (): StatusCounts => ({ read: 0, assigned: 0, ambiguous: 0, rejected: 0 });

function tally<K>(map: Map<K, StatusCounts>, key: K, status: Assignment['status']): void {
  const counts = map.get(key) ?? noCounts();
  map.set(key, counts);
  counts.read++;
  counts[status]++;
}

function write(
  context: SettleContext,
  job: UnitJob,
  entries: readonly AssignedParcel[],
  unitIssues: readonly Issue[],
): { readonly settled: SettledUnit; readonly ids: BigUint64Array } {
  const row = { runId: context.runId, unit: job.unit, sources: context.sources };
  const files = [
    assignmentFile(context.runFolder, job.unit),
    issueFile(context.runFolder, job.unit),
  ] as const;
  const assignments = createAssignmentFile(unfinished(files[0]), row);
  const issues = createHashedFile(unfinished(files[1]));
  const bySource = new Map<number, StatusCounts>();
  const byOldCommune = new Map<string, StatusCounts>();
  const whole = new Map([[job.unit, noCounts()]]);
  const identifiers = { minted: 0, carried: 0, registry: 0, pending: 0 };
  const issueCounts: Partial<Record<IssueCode, number>> = {};
  const ids: bigint[] = [];
  const sheets = { kept: new Set<string>(), renumbered: new Set<string>() };
  let blocking = job.waiting;
  let seq = 0;
  const writeIssue = (each: Issue, ordinal: number) => {
    const severity = context.severities[each.code] ?? each.severity;
    const final = severity === each.severity ? each : { ...each, severity };
    issues.write(issueLine(row, final, ordinal, ++seq));
    issueCounts[each.code] = (issueCounts[each.code] ?? 0) + 1;
    if (severity === 'blocking') blocking++;
    return final;
  };
  for (const each of unitIssues) writeIssue(each, 0);
  for (const entry of entries) {
    const { draft, status, id } = entry;
    const final = entry.issues.map((each) => writeIssue(each, draft.ordinal));
    assignments.write({ ...entry, issues: final }, entry.area);
    tally(whole, job.unit, status);
    tally(bySource, draft.source, status);
    tally(byOldCommune, draft.commune ?? '', status);
    if (status !== 'assigned') continue;
    identifiers[id.state]++;
    if (id.parcelId !== null) ids.push(parcelIdBits(id.parcelId as ParcelId));
    const kept = entry.newKey?.sheet === draft.sheet;
    sheets[kept ? 'kept' : 'renumbered'].add(
      `${draft.commune} ${draft.sheet} ${draft.scale} ${draft.series}`,
    );
  }
  const sorted = Object.fromEntries(Object.entries(issueCounts).sort(([a], [b]) => (a < b ? -1 : 1)));
  const hashes = { assignmentSha256: assignments.close(), issueSha256: issues.close() };
  for (const path of files) finish(unfinished(path), path);
  const summary: CommuneSummary = {
    unit: job.unit,
    name: job.name,
    counts: whole.get(job.unit)!,
    identifiers,
    sheets: { kept: sheets.kept.size, renumbered: sheets.renumbered.size },
    issues: sorted,
    blocking,
    ...hashes,
  };
  const settled = { summary, bySource: [...bySource], byOldCommune: [...byOldCommune] };
  return { settled, ids: BigUint64Array.from(ids) };
}
