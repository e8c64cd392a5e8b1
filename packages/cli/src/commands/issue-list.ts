/** Finds the issues of the run that was named: in its folder, else in the database. */
import { existsSync } from 'node:fs';
import { folderIssues, type IssueList, storedIssues } from '@thuadat/export/issue-list/issue-list';
import { databaseTarget, findRun } from '../workspace.ts';
import { findRunId } from './run-id.ts';
import { withDatabase } from './session.ts';

type Place = { readonly runs: string; readonly database: string | undefined };

/** The folder when there is one, since no other process can hold it; else the database. */
export async function withIssueList<T>(
  name: string,
  { runs, database }: Place,
  work: (list: IssueList) => Promise<T>,
): Promise<T> {
  let path: string;
  try {
    path = findRun(name, runs);
  } catch (missing) {
    if (!isThere(databaseTarget(database))) throw missing;
    return withDatabase(database, async (db) => {
      const id = await findRunId(db, name).catch(() => {
        throw missing;
      });
      return work(await storedIssues(db, id));
    });
  }
  return work(await folderIssues(path, name));
}

/** Looking for a run must not make a database. */
const isThere = (place: string): boolean => /^postgres(ql)?:/.test(place) || existsSync(place);
