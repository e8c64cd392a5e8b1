/**
 * A unit of work of `plan`: a part to scatter, a commune to settle. It needs nothing but the work folder, leaves its result
 * there under its own name when it is whole, and gives the same bytes whoever does it, when, and how often. So units run
 * on threads, processes or machines alike, and a killed plan goes on with those that left no result.
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { CommuneUnit } from '@thuadat/core/run';
import { openPlan, type Part } from './context.ts';
import { createScatterer, type Scatterer } from './scatter.ts';
import { settleUnit } from './settle.ts';
import { openSettler, type Settler } from './settle-context.ts';
import {
  againFile,
  finish,
  partFile,
  settledFile,
  settledIdsFile,
  unfinished,
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

export const isDone = (work: string, { kind, name }: UnitOfWork): boolean =>
  existsSync(RESULT[kind](work, name as CommuneUnit));

export type UnitRunner = {
  run(unit: Pick<UnitOfWork, 'kind' | 'name'>, onAdvance?: (records: number) => void): Promise<void>;
  close(): Promise<void>;
};

/** Runs units of one plan; what they have in common is opened once. */
export function openUnitRunner(work: string): UnitRunner {
  const { context, crosswalk } = openPlan(work);
  const parts = new Map<string, Part>(context.parts.map((part) => [part.name, part]));
  let scatterer: Scatterer | null = null;
  let settler: { readonly kind: UnitOfWork['kind']; readonly settler: Settler } | null = null;
  return {
    async run({ kind, name }, onAdvance = () => {}) {
      if (kind === 'scatter') {
        scatterer ??= createScatterer(work, context, crosswalk);
        await scatterer.scatter(parts.get(name)!, onAdvance);
        return;
      }
      if (settler?.kind !== kind) settler = { kind, settler: openSettler(work, context) };
      settle(work, settler.settler, name as CommuneUnit, RESULT[kind]);
      onAdvance(settler.settler.records(name as CommuneUnit));
    },
    close: async () => scatterer?.close(),
  };
}

function settle(
  work: string,
  settler: Settler,
  unit: CommuneUnit,
  resultFile: (work: string, unit: CommuneUnit) => string,
): void {
  const { settled, ids } = settleUnit(settler.context, settler.job(unit));
  settler.clear();
  const path = settledIdsFile(work, unit);
  writeFileSync(unfinished(path), Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength));
  finish(unfinished(path), path);
  writeWhole(resultFile(work, unit), JSON.stringify(settled));
}
