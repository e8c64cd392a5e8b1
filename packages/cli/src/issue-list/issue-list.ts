/** The issues of a run wherever it lies: in its folder, applied or not, or in a database. Read unit by unit, in order. */
import { existsSync } from 'node:fs';
import type { Issue } from '@thuadat/core/issue';
import type { CommuneUnit, RunManifest } from '@thuadat/core/run';
import type { Database } from '@thuadat/store/database';
import { readRun, readUnitIssues, type StoredIssue } from '@thuadat/store/export-rows';
import { readIssueFile } from '@thuadat/store/issue-file';
import { openRunFolder } from '@thuadat/store/run-folder';
import { findRunId } from '../commands/run-id.ts';
import { withDatabase } from '../commands/session.ts';
import { CommandError } from '../exit.ts';
import { say } from '../language.ts';
import { databaseTarget, findRun } from '../workspace.ts';

export type IssueList = {
  readonly manifest: RunManifest;
  /** What commands call the run: its folder, or its id in the database. */
  readonly name: string;
  /** Units in the order in which they are read; the rest of the run is not in the database yet. */
  readonly units: readonly CommuneUnit[];
  issuesOf(unit: CommuneUnit): AsyncIterable<StoredIssue>;
};

type Place = { readonly runs: string; readonly database: string | undefined };

/** The folder when there is one, since no other process can hold it; else the database. */
export async function withIssueList<T>(
  name: string,
  { runs, database }: Place,
  work: (list: IssueList) => Promise<T>,
): Promise<T> {
  let missing: CommandError;
  try {
    const path = findRun(name, runs);
    const { manifest } = await openRunFolder(path);
    const units = manifest.communes.map(({ unit }) => unit);
    return await work({ manifest, name, units, issuesOf: (unit) => readIssueFile(path, unit) });
  } catch (fault) {
    if (!(fault instanceof CommandError) || !isThere(databaseTarget(database))) throw fault;
    missing = fault;
  }
  return withDatabase(database, async (db) => {
    const id = await findRunId(db, name).catch(() => {
      throw missing;
    });
    return work(await storedList(db, id));
  });
}

/** Looking for a run must not make a database. */
const isThere = (place: string): boolean => /^postgres(ql)?:/.test(place) || existsSync(place);

async function storedList(db: Database, id: string): Promise<IssueList> {
  const run = await readRun(db, id);
  if (!run || run.state === 'reverted') {
    throw new CommandError(
      say(
        `Lượt chạy ${id} đã được hoàn tác; cơ sở dữ liệu không còn giữ các vấn đề của nó.`,
        `Run ${id} was reverted; the database no longer holds its issues.`,
      ),
    );
  }
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
