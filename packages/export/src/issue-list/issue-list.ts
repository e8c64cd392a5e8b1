/** The issues of a run wherever it lies: in its folder, applied or not, or in a database. Read unit by unit, in order. */
import type { Issue } from '@thuadat/core/issue/index';
import { refusal } from '@thuadat/core/message/message';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import type { StoredIssue } from '@thuadat/run/issue-file';
import { readIssueFile } from '@thuadat/run/issue-file';
import { openRunFolder } from '@thuadat/run/run-folder';
import type { Database } from '@thuadat/store/db/database';
import { readRun, readUnitIssues } from '@thuadat/store/registry/export-rows';
import { EXPORT_MESSAGES } from '../messages.ts';

export type IssueList = {
  readonly manifest: RunManifest;
  /** What commands call the run: its folder, or its id in the database. */
  readonly name: string;
  /** Units in the order in which they are read; the rest of the run is not in the database yet. */
  readonly units: readonly CommuneUnit[];
  issuesOf(unit: CommuneUnit): AsyncIterable<StoredIssue>;
};

/** Of a run's folder, applied or not. */
export async function folderIssues(path: string, name = path): Promise<IssueList> {
  const { manifest } = await openRunFolder(path);
  const units = manifest.communes.map(({ unit }) => unit);
  return { manifest, name, units, issuesOf: (unit) => readIssueFile(path, unit) };
}

/** Of a run in the database, by its whole id. */
export async function storedIssues(db: Database, id: string): Promise<IssueList> {
  const run = await readRun(db, id);
  if (!run || run.state === 'reverted')
    throw refusal(EXPORT_MESSAGES, 'usage', 'issues.reverted', { run: id });
  const units = run.manifest.communes
    .map(({ unit }) => unit)
    .filter((unit) => ['applied', 'staged'].includes(run.units.get(unit) ?? ''));
  return { manifest: run.manifest, name: id, units, issuesOf: (unit) => readUnitIssues(db, id, unit) };
}

/** Issues about no single record and no commune: of the sheet plan and its reference table. They come first. */
export const runNotices = ({ notices }: RunManifest): StoredIssue[] =>
  notices.map((notice: Issue, i) => ({
    ...notice,
    ...{ unit: '', ordinal: 0, seq: i + 1, shape: notice.shape ?? null },
    lon: notice.at.lonLat?.[0] ?? null,
    lat: notice.at.lonLat?.[1] ?? null,
  }));
