/** What is in force, in PostgreSQL with PostGIS or in an embedded PGlite: apply a run, take it back, look a name up. */

export { type ApplyResult, applyRun } from './apply/apply.ts';
export type { ApplyOptions, Now } from './apply/apply-options.ts';
export { revertRun } from './apply/revert.ts';
export type { Database } from './db/database.ts';
export { migrate } from './db/migrate.ts';
export { openDatabase } from './db/open.ts';
export { lookup } from './registry/lookup.ts';
