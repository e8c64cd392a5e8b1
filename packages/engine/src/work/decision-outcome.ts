/** What became of each decision in the run just planned: kept, used, or dropped and why. Nothing is dropped in silence. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommuneUnit } from '@thuadat/core/run';
import { readIssueFile } from '@thuadat/run/issue-file';
import { openRunFolder, type RunFolder, readAssignmentCells } from '@thuadat/run/run-folder';
import { fingerprintOf } from '@thuadat/store/review/fingerprint';
import type { StandingDecision } from '@thuadat/store/review/reviewed';

/** `kept`: the case came back unchanged. `used`: the run did what was decided. The others no longer hold. */
export type DecisionFate =
  | 'kept'
  | 'used'
  | 'waiting'
  | 'source-absent'
  | 'record-changed'
  | 'finding-changed'
  | 'no-longer-raised';

export type DecisionOutcome = Pick<
  StandingDecision,
  'decision' | 'code' | 'verdict' | 'who' | 'at' | 'reason' | 'subject'
> & {
  readonly fate: DecisionFate;
};

type RunTraces = {
  readonly fingerprints: ReadonlySet<string>;
  /** `<code> <source> <layer> <record>` of every issue. */
  readonly places: ReadonlySet<string>;
  readonly withdrawn: ReadonlySet<string>;
};

const placeOf = (at: { source: string; layer: string; record: number }) =>
  `${at.source}\u001f${at.layer}\u001f${at.record}`;

async function findingsOf({ path, manifest }: RunFolder): Promise<RunTraces> {
  const fingerprints = new Set<string>();
  const places = new Set<string>();
  const withdrawn = new Set<string>();
  for (const { unit } of manifest.communes) {
    for await (const each of readIssueFile(path, unit)) {
      const issue = each as unknown as Parameters<typeof fingerprintOf>[0];
      fingerprints.add(fingerprintOf(issue));
      places.add(`${issue.code}\u001f${placeOf(issue.at)}`);
      if (issue.code === 'decision.withdrawn') withdrawn.add(placeOf(issue.at));
    }
  }
  return { fingerprints, places, withdrawn };
}

/** Records that the run placed by decision, in the communes that were chosen. */
async function placedByDecision(
  { path, manifest }: RunFolder,
  standing: readonly StandingDecision[],
): Promise<ReadonlySet<string>> {
  const communes = new Set(standing.flatMap(({ records }) => records.flatMap((each) => each.commune ?? [])));
  const placed = new Set<string>();
  for (const { unit } of manifest.communes) {
    if (!communes.has(unit)) continue;
    for await (const cells of readAssignmentCells(path, unit as CommuneUnit)) {
      if (cells.resolved_by !== 'decision') continue;
      const source = manifest.sources[cells.source as number]!;
      const layer = source.layers[cells.layer as number]!.name;
      placed.add(placeOf({ source: source.name, layer, record: Number(cells.record) }));
    }
  }
  return placed;
}

function fateOf(
  decision: StandingDecision,
  sources: ReadonlySet<string>,
  found: RunTraces,
  placed: ReadonlySet<string>,
): DecisionFate {
  const { records, fingerprint, code, place: at } = decision;
  // A case about a whole commune is of no source.
  if (at.source !== '' && !sources.has(at.source)) return 'source-absent';
  const done = records.some((each) => (each.commune === null ? found.withdrawn : placed).has(placeOf(each)));
  if (done) return 'used';
  if (found.fingerprints.has(fingerprint)) {
    if (decision.state === 'waiting') return 'waiting';
    return records.length > 0 ? 'record-changed' : 'kept';
  }
  return found.places.has(`${code}\u001f${placeOf(at)}`) ? 'finding-changed' : 'no-longer-raised';
}

/** In the order in which they were decided; also written to `decisions.json` beside the run's other files. */
export async function reportDecisions(
  path: string,
  standing: readonly StandingDecision[],
): Promise<readonly DecisionOutcome[]> {
  if (standing.length === 0) return [];
  const folder = await openRunFolder(path);
  const found = await findingsOf(folder);
  const placed = await placedByDecision(folder, standing);
  const sources = new Set(folder.manifest.sources.map(({ name }) => name));
  const outcomes = standing.map((each): DecisionOutcome => {
    const { decision, code, verdict, who, at, reason, subject } = each;
    return { decision, code, verdict, who, at, reason, subject, fate: fateOf(each, sources, found, placed) };
  });
  await writeFile(join(path, 'decisions.json'), `${JSON.stringify(outcomes, null, 1)}\n`);
  return outcomes;
}
