/** The run folder: what a plan writes, `apply` commits and people look into. */

export { readIssueFile, type StoredIssue } from './issue-file.ts';
export { openRunFolder, type RunFolder, readAssignmentCells } from './run-folder.ts';
