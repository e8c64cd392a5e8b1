/** What a decision means for records: which are withdrawn or placed at the next plan, and which cases it settles at once. */
import type { IssueCode } from '@thuadat/core/issue/index';
import { type Actor, seesUnit } from '@thuadat/core/review/account';
import { REVIEW_RULES, type Verdict } from '@thuadat/core/review/rule';
import type { RunManifest } from '@thuadat/core/run';
import type { Candidate } from '@thuadat/core/stages';
import type { Database } from '../db/database.ts';
import { ForbiddenError } from './decision-refusal.ts';
import { type HeldCase, holdCases } from './decision-row.ts';
import { recordHash } from './fingerprint.ts';
import type { ReviewedRecord } from './reviewed.ts';

type Affected = Pick<ReviewedRecord, 'source' | 'layer' | 'record' | 'hash' | 'commune'>;

/** The case and, where one of several records is chosen, the same finding on each of the others. */
export async function groupOf(tx: Database, actor: Actor, held: HeldCase): Promise<readonly HeldCase[]> {
  if (REVIEW_RULES[held.code as IssueCode].choice !== 'record') return [held];
  const ordinals = await ordinalsOf(tx, held);
  const keys = await tx.query<{ unit: string; seq: number }>(
    'select unit, seq from review_case where run_id = $1 and ordinal = any($2::bigint[]) and code = $3',
    [held.run_id, ordinals, held.code],
  );
  const foreign = keys.find(({ unit }) => !seesUnit(actor, unit));
  if (foreign) {
    throw new ForbiddenError('commune.foreign', { unit: foreign.unit });
  }
  return holdCases(tx, held.run_id, actor.id, keys);
}

/** The record and those its issue names. */
async function ordinalsOf(tx: Database, held: HeldCase): Promise<number[]> {
  const [row] = await tx.query<{ others: number[] }>(
    'select others from issue where run_id = $1 and unit = $2 and seq = $3',
    [held.run_id, held.unit, held.seq],
  );
  return [held.ordinal, ...(row?.others ?? [])].filter((ordinal) => ordinal > 0);
}

export const recordName = (source: string, layer: string, record: number): string =>
  `${source}|${layer}|${record}`;

export async function recordsOf(
  tx: Database,
  held: HeldCase,
  group: readonly HeldCase[],
  verdict: Verdict,
  choice: string | null,
): Promise<Affected[]> {
  if (verdict === 'reject') return affected(tx, held.run_id, [held.ordinal], null);
  if (verdict !== 'choose' || choice === null) return [];
  if (REVIEW_RULES[held.code as IssueCode].choice === 'commune') {
    await refuseForeignCommune(tx, held, choice);
    return affected(tx, held.run_id, [held.ordinal], choice);
  }
  const ordinals = [...new Set([...(await ordinalsOf(tx, held)), ...group.map(({ ordinal }) => ordinal)])];
  const all = await affected(tx, held.run_id, ordinals, null);
  const others = all.filter(({ source, layer, record }) => recordName(source, layer, record) !== choice);
  if (others.length === all.length) {
    throw new ForbiddenError('choice.record', { choice });
  }
  return others;
}

async function refuseForeignCommune(tx: Database, held: HeldCase, choice: string): Promise<void> {
  const [row] = await tx.query<{ candidates: Candidate[] }>(
    'select candidates from assignment where run_id = $1 and ordinal = $2',
    [held.run_id, held.ordinal],
  );
  const candidates: readonly string[] = (row?.candidates ?? []).map(({ commune }) => commune);
  if (candidates.includes(choice)) return;
  throw new ForbiddenError('choice.commune', { choice, expected: candidates.join(', ') });
}

type ContentRow = { source: number; layer: number; record: number; raw: string; wkb: Uint8Array | null };

async function affected(
  tx: Database,
  runId: string,
  ordinals: readonly number[],
  commune: string | null,
): Promise<Affected[]> {
  const [run] = await tx.query<{ manifest: RunManifest }>('select manifest from run where id = $1', [runId]);
  const rows = await tx.query<ContentRow>(
    `select source, layer, record::float8 as record, raw::text as raw, ST_AsBinary(geom, 'NDR') as wkb from assignment
     where run_id = $1 and ordinal = any($2::bigint[]) order by ordinal`,
    [runId, [...ordinals]],
  );
  return rows.map(({ source, layer, record, raw, wkb }) => {
    const info = run!.manifest.sources[source]!;
    const hash = recordHash(raw, wkb === null ? '' : Buffer.from(wkb).toString('hex'));
    return { source: info.name, layer: info.layers[layer]!.name, record, hash, commune };
  });
}
