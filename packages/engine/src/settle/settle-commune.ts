/**
 * Pass 2 of `plan`: one unit of work by itself. Reads the unit's spill, gives sheets and identifiers, checks, and writes
 * the unit's two COPY files. Needs nothing but its context and the spill, so units may settle in any order, anywhere.
 */

import { type IdentityContext, type Issued, nameParcel } from '@thuadat/core/assign/identity';
import { sheetKeyText } from '@thuadat/core/assign/sheet/key';
import type { CommuneCode, ParcelId, SheetNumber } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import { area as areaOf } from '@thuadat/core/geometry/measure';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import { parcelIdBits } from '@thuadat/core/identifier/geohash';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import type { GeosPoints } from '@thuadat/core/identifier/method/geos';
import { type Issue, type IssueCode, issue } from '@thuadat/core/issue/index';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { CommuneSummary, CommuneUnit, StatusCounts } from '@thuadat/core/run';
import type { Assignment, Identified, ParcelDraft, Resolved } from '@thuadat/core/stages';
import type { TextEncoding } from '@thuadat/core/text/decode';
import { createHashedFile } from '@thuadat/run/hashed-file-writer';
import { assignmentFile, issueFile } from '@thuadat/run/run-folder';
import type { SpillRecord } from '../scatter/spill-record.ts';
import { finish, unfinished } from '../work/work-folder.ts';
import { checkUnit, type Entry } from './check.ts';
import { methodIssues } from './method.ts';
import { createAssignmentFile, issueLine } from './outcome-row.ts';

/** What settling needs, opened once a thread: see `settle-context.ts`. */
export type SettleContext = {
  readonly runId: string;
  readonly profile: ProvinceProfile;
  readonly sources: readonly {
    readonly name: string;
    readonly epoch: string;
    readonly layers: readonly {
      readonly name: string;
      readonly fields: readonly string[];
      readonly encodings: readonly (TextEncoding | 'ascii')[];
    }[];
  }[];
  readonly sheets: ReadonlyMap<string, SheetNumber>;
  readonly openSheets: ReadonlyMap<string, Issue>;
  /** Identifiers borne by parcels of more than one unit. */
  readonly clashes: ReadonlySet<string>;
  readonly runFolder: string;
  /** Boundaries of the communes as newline-delimited GeoJSON, when the user gave any. */
  readonly boundaries: string | null;
  /** The identifier that an earlier run issued for a parcel of that epoch. */
  readonly issuedTo: (epoch: string, draft: ParcelDraft) => Issued | null;
  /** By which new identifiers are made. */
  readonly method: IdentifierMethod;
  /** Open when the method needs it. */
  readonly geos: GeosPoints | null;
  /** Algorithms other than this plan's by which earlier runs made identifiers of the province. */
  readonly methodsBefore: readonly string[];
  readonly severities: Readonly<Partial<Record<IssueCode, Issue['severity']>>>;
  readonly thresholds: Config['rules']['check'];
};

export type UnitJob = {
  readonly unit: CommuneUnit;
  readonly name: string;
  /** Ambiguous records elsewhere that may belong to it. */
  readonly waiting: number;
  /** The unit's records, in the order of the sources. */
  readonly records: Iterable<SpillRecord>;
};

export type SettledUnit = {
  readonly summary: CommuneSummary;
  readonly bySource: readonly (readonly [number, StatusCounts])[];
  readonly byOldCommune: readonly (readonly [string, StatusCounts])[];
};

/** `ids`: the unit's identifiers as 60-bit numbers, for the search for clashes between units. */
export function settleUnit(
  context: SettleContext,
  job: UnitJob,
): { readonly settled: SettledUnit; readonly ids: BigUint64Array } {
  const entries: Entry[] = [];
  const identity = identityContext(context);
  for (const { draft, resolved } of job.records) entries.push(assign(context, identity, draft, resolved));
  checkUnit(context, job.unit, entries);
  return write(context, job, entries, methodIssues(context, job, entries));
}

const NO_ID: Identified = { parcelId: null, state: 'pending', lon: null, lat: null };
const NOBODY: Entry['candidates'] = [];

type Outcome = Pick<Entry, 'status' | 'reason'> &
  Partial<Pick<Entry, 'resolvedBy' | 'share' | 'candidates' | 'newKey' | 'id'>>;

/** Written out, not spread: a million of these are made, and they should all have one shape. */
const entryOf = (
  draft: ParcelDraft,
  polygon: Polygonal | null,
  issues: Issue[],
  { status, reason, resolvedBy, share, candidates, newKey, id }: Outcome,
): Entry => ({
  draft,
  polygon,
  area: polygon === null ? null : measured(polygon),
  issues,
  status,
  reason,
  resolvedBy: resolvedBy ?? null,
  share: share ?? null,
  candidates: candidates ?? NOBODY,
  newKey: newKey ?? null,
  id: id ?? NO_ID,
});

/** Sheet, key and identifier of one record; what is not certain gets none. */
function assign(
  context: SettleContext,
  identity: IdentityContext,
  draft: ParcelDraft,
  resolved: Resolved,
): Entry {
  const polygon = draft.geometry === null ? null : decodePolygonal(draft.geometry);
  const issues = [...draft.issues];
  if (resolved.status !== 'resolved') {
    issues.push(resolved.issue);
    const { status, issue: decided } = resolved;
    const candidates = status === 'ambiguous' ? resolved.candidates : NOBODY;
    return entryOf(draft, polygon, issues, { status, reason: decided.code, candidates });
  }
  const { by: resolvedBy, share } = resolved;
  const { commune, sheet, parcel, scale, series } = draft;
  if (commune === null || sheet === null || parcel === null) {
    const fault = draft.issues.find(({ code }) => code === 'key.missing' || code === 'key.unparsable');
    const reason = fault?.code ?? 'key.missing';
    return entryOf(draft, polygon, issues, { status: 'rejected', reason, resolvedBy, share });
  }
  const key = sheetKeyText({ newCommune: resolved.commune, oldCommune: commune, sheet, scale, series });
  const newSheet = context.sheets.get(key);
  if (newSheet === undefined) {
    const fault = context.openSheets.get(key);
    const reason = fault?.code ?? 'sheet.not-in-table';
    issues.push(atRecord(context, draft, reason, fault?.found ?? sheet, fault?.expected ?? ''));
    return entryOf(draft, polygon, issues, { status: 'ambiguous', reason, resolvedBy, share });
  }
  const newKey = { commune: resolved.commune, sheet: newSheet, scale, parcel };
  // An identifier is issued to a parcel whose new key is certain; later checks may take it back.
  const issued = context.issuedTo(context.sources[draft.source]!.epoch, draft);
  const { id, issues: found } = nameParcel(identity, draft, polygon, issued);
  issues.push(...found);
  return entryOf(draft, polygon, issues, { status: 'assigned', reason: null, resolvedBy, share, newKey, id });
}

function identityContext({ profile, sources, method, geos }: SettleContext): IdentityContext {
  const zones = new Map<string | null, number>(profile.predecessors.map(({ code, zone }) => [code, zone]));
  return {
    profile,
    method,
    geos,
    zoneOf: ({ province }) => zones.get(province) ?? profile.exportZone,
    sourceName: ({ source }) => sources[source]!.name,
    layerName: ({ source, layer }) => sources[source]!.layers[layer]!.name,
    subject: (draft) => subjectOf(draft, sources[draft.source]!.name),
  };
}

function measured(polygon: Polygonal): number | null {
  const area = areaOf(polygon);
  return Number.isFinite(area) ? area : null;
}

/** An issue about one record of the unit. */
export function atRecord(
  context: SettleContext,
  draft: ParcelDraft,
  code: IssueCode,
  found: string,
  expected: string,
  more: Parameters<typeof issue>[5] = {},
): Issue {
  const source = context.sources[draft.source]!;
  const at = { source: source.name, layer: source.layers[draft.layer]!.name, record: draft.record };
  return issue(code, subjectOf(draft, source.name), at, found, expected, more);
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
  entries: readonly Entry[],
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

/** New commune of a unit; null for the records that reached none. */
export const communeOf = (unit: CommuneUnit): CommuneCode | null => (unit === '.unresolved' ? null : unit);
