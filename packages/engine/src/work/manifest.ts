/** Adds up what the units settled to; throws when the counts do not add up, because then a record was lost. */
import type { IsoDate } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import { identifierProvenance } from '@thuadat/core/identifier/provenance';
import { ISSUES, type Issue, type IssueCode } from '@thuadat/core/issue/index';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { RunManifest, SourceInfo, StatusCounts } from '@thuadat/core/run';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { methodsBefore } from '../settle/method.ts';
import type { RegistryState } from '../settle/registry.ts';
import type { SettledUnit } from '../settle/settle-job.ts';

type ManifestInput = {
  readonly profile: ProvinceProfile;
  readonly crosswalk: Crosswalk;
  readonly config: Config;
  readonly registry: RegistryState;
};
type Run = {
  readonly id: string;
  /** Hash of the config. */
  readonly config: string;
  readonly asOf: IsoDate;
  readonly infos: readonly SourceInfo[];
  readonly records: number;
  readonly notices: readonly Issue[];
  /** Those of the notices that each record of the sheet bears itself: they are counted there. */
  readonly openSheets: ReadonlySet<Issue>;
};

export function buildManifest(
  { profile, crosswalk, config, registry }: ManifestInput,
  run: Run,
  units: readonly SettledUnit[],
  tool: string,
): RunManifest {
  const counts = noCounts();
  const bySource = run.infos.map(noCounts);
  const byOldCommune = new Map<string, StatusCounts>();
  const issues = new Map<IssueCode, number>();
  for (const unit of units) {
    add(counts, unit.summary.counts);
    for (const [source, own] of unit.bySource) add(bySource[source]!, own);
    for (const [commune, own] of unit.byOldCommune) {
      const known = byOldCommune.get(commune) ?? noCounts();
      byOldCommune.set(commune, add(known, own));
    }
    for (const [code, n] of Object.entries(unit.summary.issues) as [IssueCode, number][]) {
      issues.set(code, (issues.get(code) ?? 0) + n);
    }
  }
  for (const notice of run.notices) {
    if (!run.openSheets.has(notice)) issues.set(notice.code, (issues.get(notice.code) ?? 0) + 1);
  }
  requireConservation(counts, run.records);
  return {
    version: 2,
    id: run.id,
    tool,
    province: profile.code,
    profile: profile.id,
    asOf: run.asOf,
    crosswalk: crosswalk.hash,
    config: run.config,
    identifier: identifierProvenance(config.identifier.method, tool),
    methodsBefore: methodsBefore(config, registry),
    sources: run.infos,
    counts,
    bySource,
    byOldCommune: Object.fromEntries([...byOldCommune].sort(([a], [b]) => (a < b ? -1 : 1))),
    communes: units.map(({ summary }) => summary),
    issues: [...issues]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, n]) => ({
        code,
        severity: config.rules.severities[code] ?? ISSUES[code].severity,
        count: n,
      })),
    notices: run.notices,
  };
}

const noCounts = (): StatusCounts => ({ read: 0, assigned: 0, ambiguous: 0, rejected: 0 });

function add(into: StatusCounts, own: StatusCounts): StatusCounts {
  into.read += own.read;
  into.assigned += own.assigned;
  into.ambiguous += own.ambiguous;
  into.rejected += own.rejected;
  return into;
}

/** Law: never lose. */
function requireConservation(counts: StatusCounts, read: number): void {
  const sum = counts.assigned + counts.ambiguous + counts.rejected;
  if (sum === read && counts.read === read) return;
  throw new Error(
    `${read} records were read, but ${counts.assigned} assigned + ${counts.ambiguous} ambiguous + ${counts.rejected} rejected = ${sum}. ` +
      'A record was lost or doubled: this is a fault of the program. Nothing was written.',
  );
}
