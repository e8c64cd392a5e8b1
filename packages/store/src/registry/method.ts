/** By which methods the identifiers of a province were made: codes of two never come into force beside each other unspoken. */

import type { RunFolder } from '@thuadat/run/run-folder';
import type { Database } from '../db/database.ts';
import { refused } from '../messages.ts';

/**
 * Algorithms of codes that runs have issued in the province, sorted. Codes of a reverted run count: they stay their
 * parcels' own and come back with them.
 */
export async function methodsIssued(db: Database, province: string, besides = ''): Promise<string[]> {
  const rows = await db.query<{ algorithm: string }>(
    `select distinct coalesce(provenance ->> 'algorithm', provenance ->> 'version', '?') collate "C" as algorithm
     from run where manifest ->> 'province' = $1 and id <> $2
       and exists (select 1 from registry where run_id = run.id and id_state = 'minted' and parcel_id is not null)
     order by 1`,
    [province, besides],
  );
  return rows.map(({ algorithm }) => algorithm);
}

/**
 * Another run may have come into force since the plan was made, with codes of another method. What the plan has spoken of
 * is its own issue, and blocks commune by commune.
 */
export async function refuseMixedMethods(db: Database, { manifest }: RunFolder): Promise<void> {
  const { id, province, identifier, methodsBefore } = manifest;
  const spoken = [identifier.algorithm, ...methodsBefore];
  const strange = (await methodsIssued(db, province, id)).filter((each) => !spoken.includes(each));
  if (strange.length === 0) return;
  throw refused('run.method-mixed', { run: id, algorithm: identifier.algorithm, others: strange });
}
