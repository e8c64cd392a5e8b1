/**
 * A unit of work of `plan`: a part to scatter, a commune to settle. It needs nothing but the work folder, leaves its result
 * there under its own name when it is whole, and gives the same bytes whoever does it, when, and how often. So units run
 * in processes or on machines alike, and a killed plan goes on with those that left no result.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { CommuneUnit } from '@thuadat/core/run';
import { assignmentFile, issueFile } from '@thuadat/run/run-folder';
import { createScatterer, type ScatteredPart, type Scatterer } from '../scatter/scatter-part.ts';
import { isSpillWhole } from '../scatter/spill.ts';
import { settleUnit } from '../settle/settle-commune.ts';
import { openSettler, type Settler } from '../settle/settle-context.ts';
import type { SettledUnit } from '../settle/settle-job.ts';
import { openPlan, type Part } from './context.ts';
import {
  againFile,
  partFile,
  readWhole,
  runInWork,
  settledFile,
  settledIdsFile,
  spillFile,
  writeWhole,
} from './work-folder.ts';

export type UnitOfWork = {
  /** `again`: settled once more, knowing of identifiers that two units share. */
  readonly kind: 'scatter' | 'settle' | 'again';
  /** Of the part, or of the commune. */
  readonly name: string;
  /** Records, as far as known: for the order of work and for progress. */
  readonly size: number;
};

const RESULT = { scatter: partFile, settle: settledFile, again: againFile } as const;

/** Whether the unit left its result: enough while those who do the work are alive. */
export const hasResult = (work: string, { kind, name }: Pick<UnitOfWork, 'kind' | 'name'>): boolean =>
  existsSync(RESULT[kind](work, name as CommuneUnit));

/** Whether the unit left its result, and the files that it speaks of are still what they were: after a kill. */
export function isDone(work: string, { kind, name }: UnitOfWork): boolean {
  const path = RESULT[kind](work, name as CommuneUnit);
  if (kind === 'scatter') {
    const part = readWhole<ScatteredPart>(path);
    return part !== null && isSpillWhole(spillFile(work, name), part.units);
  }
  const result = readWhole<UnitResult>(path);
  return result !== null && isUnitWhole(work, result);
}

/** A unit's summary, and the CRC-32 of its identifiers' file; null when it was settled again and left none. */
type UnitResult = SettledUnit & { readonly ids: number | null };

function isUnitWhole(work: string, { summary, ids }: UnitResult): boolean {
  const { unit, assignmentSha256, issueSha256 } = summary;
  const run = runInWork(work);
  try {
    return (
      (ids === null || crc32(readFileSync(settledIdsFile(work, unit))) === ids) &&
      sha256Of(assignmentFile(run, unit)) === assignmentSha256 &&
      sha256Of(issueFile(run, unit)) === issueSha256
    );
  } catch {
    return false;
  }
}

const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

export type UnitRunner = {
  run(unit: Pick<UnitOfWork, 'kind' | 'name'>, onAdvance?: (records: number) => void): Promise<void>;
  close(): Promise<void>;
};

/** Runs units of one plan; what they have in common is opened once. */
export function openUnitRunner(work: string): UnitRunner {
  const { context, crosswalk } = openPlan(work);
  const parts = new Map<string, Part>(context.parts.map((part) => [part.name, part]));
  let scatterer: Scatterer | null = null;
  let settler: { readonly kind: 'settle' | 'again'; readonly settler: Settler } | null = null;
  return {
    async run({ kind, name }, onAdvance = () => {}) {
      if (kind === 'scatter') {
        scatterer ??= createScatterer(work, context, crosswalk);
        await scatterer.scatter(parts.get(name)!, onAdvance);
        return;
      }
      if (settler?.kind !== kind) settler = { kind, settler: await openSettler(work, context, kind) };
      settle(work, settler.settler, name as CommuneUnit, kind);
      onAdvance(settler.settler.records(name as CommuneUnit));
    },
    close: async () => scatterer?.close(),
  };
}

/** What is settled again leaves the identifiers of the first time: the clashes were found among those. */
function settle(work: string, settler: Settler, unit: CommuneUnit, kind: 'settle' | 'again'): void {
  const { settled, ids } = settleUnit(settler.context, settler.job(unit));
  settler.clear();
  const bytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
  if (kind === 'settle') writeWhole(settledIdsFile(work, unit), bytes);
  const result: UnitResult = { ...settled, ids: kind === 'settle' ? crc32(bytes) : null };
  writeWhole(RESULT[kind](work, unit), JSON.stringify(result));
}
