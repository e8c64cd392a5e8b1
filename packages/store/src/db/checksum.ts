/** What a database holds as one hash a table, whatever the order of rows on disk: equal on both engines for equal content. */
import type { Database } from './database.ts';

export type TableChecksum = { readonly rows: number; readonly hash: string };

/** Tables that `revert` restores exactly; of the registry what is in force. */
const CONTENT: Readonly<Record<string, string>> = {
  source: 'source',
  assignment: 'assignment',
  issue: 'issue',
  sheet_move: 'sheet_move',
  boundary: 'boundary',
  digital_address: 'digital_address',
  registry: '(select * from registry where valid_to is null)',
};
/** Tables that keep history: they only grow. */
const HISTORY: Readonly<Record<string, string>> = {
  run: 'run',
  run_unit: 'run_unit',
  registry_history: 'registry',
  audit: 'audit',
};

export async function checksum(
  db: Database,
  scope: 'content' | 'all' = 'content',
): Promise<Record<string, TableChecksum>> {
  const sums: Record<string, TableChecksum> = {};
  for (const [name, from] of Object.entries(scope === 'all' ? { ...CONTENT, ...HISTORY } : CONTENT)) {
    const [row] = await db.query<TableChecksum>(
      `select count(*)::int as rows, md5(coalesce(string_agg(h, '' order by h collate "C"), '')) as hash
       from (select md5(t::text) as h from ${from} t) each`,
    );
    sums[name] = row!;
  }
  return sums;
}
