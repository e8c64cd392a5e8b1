/** Walks through the issues of a run in their order, and groups them. */
import type { RunManifest } from '@thuadat/core/run';
import type { StoredIssue } from '@thuadat/run/issue-file';
import { type IssueFilter, matches, meansUnit, SEVERITIES } from './filter.ts';
import { type IssueList, runNotices } from './issue-list.ts';

/** The run's own first, then commune by commune. */
export async function* walkIssues(list: IssueList, filter: IssueFilter): AsyncIterable<StoredIssue> {
  for (const issue of filter.units === null ? runNotices(list.manifest) : [])
    if (matches(issue, filter)) yield issue;
  for (const unit of list.units) {
    if (!meansUnit(unit, filter)) continue;
    for await (const issue of list.issuesOf(unit)) if (matches(issue, filter)) yield issue;
  }
}

export type IssueGroup = {
  readonly severity: string;
  readonly code: string;
  readonly count: number;
  /** The first ones, in the order of the list. */
  readonly samples: readonly StoredIssue[];
};

export type GroupedIssues = {
  readonly total: number;
  /** Gravest first, then the most frequent. */
  readonly groups: readonly IssueGroup[];
  /** Communes with issues, most first; `.unresolved` among them. */
  readonly communes: readonly { readonly unit: string; readonly name: string; readonly count: number }[];
};

type Counts = { readonly groups: Map<string, number>; readonly units: Map<string, number> };

/** How many of each group are shown, by how many groups there are: all of it should fit a screen or two. */
export type Samples = (groups: number) => number;

export async function groupIssues(
  list: IssueList,
  filter: IssueFilter,
  samples: Samples,
): Promise<GroupedIssues> {
  const counts = filter.sources === null ? countsOf(list, filter) : await countAll(list, filter);
  const taken = await firstOf(list, filter, counts.groups, samples(counts.groups.size));
  const place = (severity: string) => SEVERITIES.indexOf(severity as (typeof SEVERITIES)[number]);
  const names = new Map<string, string>(list.manifest.communes.map(({ unit, name }) => [unit, name]));
  const groups = [...counts.groups].map(([key, count]): IssueGroup => {
    const [severity, code] = key.split(' ') as [string, string];
    return { severity, code, count, samples: taken.get(key) ?? [] };
  });
  return {
    total: groups.reduce((sum, { count }) => sum + count, 0),
    groups: groups.sort(
      (a, b) => place(a.severity) - place(b.severity) || b.count - a.count || (a.code < b.code ? -1 : 1),
    ),
    communes: [...counts.units]
      .map(([unit, count]) => ({ unit, name: names.get(unit) ?? '', count }))
      .sort((a, b) => b.count - a.count || (a.unit < b.unit ? -1 : 1)),
  };
}

const keyOf = ({ severity, code }: { severity: string; code: string }): string => `${severity} ${code}`;

/** The manifest has counted by commune and rule; nothing needs to be read. */
function countsOf({ manifest, units }: IssueList, filter: IssueFilter): Counts {
  const counts: Counts = { groups: new Map(), units: new Map() };
  const severity = severityIn(manifest);
  const there = new Set(units);
  if (filter.units === null)
    for (const notice of manifest.notices) if (matches(notice, filter)) add(counts, keyOf(notice), '', 1);
  for (const { unit, issues } of manifest.communes) {
    if (!meansUnit(unit, filter) || !there.has(unit)) continue;
    for (const [code, count] of Object.entries(issues)) {
      const group = { code, severity: severity(code), at: {} };
      if (count > 0 && matches(group, filter)) add(counts, keyOf(group), unit, count);
    }
  }
  return counts;
}

function severityIn({ issues }: RunManifest): (code: string) => string {
  const known = new Map<string, string>(issues.map(({ code, severity }) => [code, severity]));
  return (code) => known.get(code) ?? 'info';
}

async function countAll(list: IssueList, filter: IssueFilter): Promise<Counts> {
  const counts: Counts = { groups: new Map(), units: new Map() };
  for await (const issue of walkIssues(list, filter)) add(counts, keyOf(issue), issue.unit, 1);
  return counts;
}

function add({ groups, units }: Counts, key: string, unit: string, by: number): void {
  groups.set(key, (groups.get(key) ?? 0) + by);
  if (unit !== '') units.set(unit, (units.get(unit) ?? 0) + by);
}

/** Reads no further than the last group that still wants a sample. */
async function firstOf(
  list: IssueList,
  filter: IssueFilter,
  counts: ReadonlyMap<string, number>,
  wanted: number,
): Promise<Map<string, StoredIssue[]>> {
  const taken = new Map<string, StoredIssue[]>();
  let missing = [...counts.values()].reduce((sum, count) => sum + Math.min(count, wanted), 0);
  if (missing === 0) return taken;
  for await (const issue of walkIssues({ ...list, units: holding(list, filter, counts) }, filter)) {
    const own = taken.get(keyOf(issue)) ?? [];
    taken.set(keyOf(issue), own);
    if (own.length === wanted) continue;
    own.push(issue);
    if (--missing === 0) break;
  }
  return taken;
}

/** Communes in which a wanted rule was broken at all. */
function holding(
  { manifest, units }: IssueList,
  filter: IssueFilter,
  counts: ReadonlyMap<string, number>,
): IssueList['units'] {
  const codes = new Set([...counts.keys()].map((key) => key.split(' ')[1]!));
  const own = new Set<string>();
  for (const { unit, issues } of manifest.communes)
    if (meansUnit(unit, filter) && Object.keys(issues).some((code) => codes.has(code))) own.add(unit);
  return units.filter((unit) => own.has(unit));
}
