/** Opens what settling needs from the work folder, once a process. */

import { type SheetMove, sheetKeyText } from '@thuadat/core/assign/sheet/key';
import type { SheetNumber } from '@thuadat/core/code';
import type { PointRule } from '@thuadat/core/identifier/method';
import { openGeos } from '@thuadat/core/identifier/method/geos';
import type { Issue } from '@thuadat/core/issue/index';
import type { CommuneUnit } from '@thuadat/core/run';
import { boundariesFile } from '@thuadat/run/run-folder';
import type { ScatteredPart } from '../scatter/scatter-part.ts';
import { readSpill, type SpilledUnit } from '../scatter/spill.ts';
import type { SpillRecord } from '../scatter/spill-record.ts';
import type { Part, PlanContext } from '../work/context.ts';
import {
  clashesFile,
  partFile,
  readWhole,
  runInWork,
  settleFile,
  sheetsInWork,
  spillFile,
} from '../work/work-folder.ts';
import { createIssuedLookup, NONE_ISSUED } from './issued.ts';
import type { SettleContext, UnitJob } from './settle-job.ts';

/** `settle.json`. */
export type SettleNotes = {
  readonly runId: string;
  readonly units: Readonly<
    Record<string, { readonly name: string; readonly waiting: number; readonly records: number }>
  >;
  /** Ordinal of each part's first record. */
  readonly bases: Readonly<Record<string, number>>;
  readonly openSheets: readonly (readonly [string, Issue])[];
  /** Whether earlier runs issued identifiers for these communes. */
  readonly issued: boolean;
  /** Algorithms other than this plan's by which earlier runs made identifiers of the province. */
  readonly methodsBefore: readonly string[];
  /** By source and layer. */
  readonly crsEvidence: SettleContext['crsEvidence'];
};

export type Settler = {
  readonly context: SettleContext;
  job(unit: CommuneUnit): UnitJob;
  records(unit: CommuneUnit): number;
  /** After a unit: lets go of what only that unit needed. */
  clear(): void;
};

/** Rules that need the library: it takes time and memory to open. */
const OF_GEOS: readonly PointRule[] = ['point-on-surface', 'inscribed-circle'];

/** Only who settles again may know of clashes: the first time finds them. */
export async function openSettler(
  work: string,
  plan: PlanContext,
  kind: 'settle' | 'again',
): Promise<Settler> {
  const notes = readWhole<SettleNotes>(settleFile(work))!;
  const moves = readWhole<SheetMove[]>(sheetsInWork(work))!;
  const issued = notes.issued ? createIssuedLookup(work) : NONE_ISSUED;
  const { method } = plan.config.identifier;
  const spills = spillsByUnit(work, plan.parts);
  const context: SettleContext = {
    runId: notes.runId,
    profile: plan.profile,
    sources: plan.sources.map(({ file, layers }, i) => ({ name: file.name, epoch: plan.epochs[i]!, layers })),
    sheets: new Map<string, SheetNumber>(moves.map((move) => [sheetKeyText(move), move.newSheet])),
    openSheets: new Map(notes.openSheets),
    clashes: new Set(kind === 'again' ? readWhole<string[]>(clashesFile(work)) : []),
    runFolder: runInWork(work),
    boundaries: plan.boundaries ? boundariesFile(runInWork(work)) : null,
    issuedTo: issued.to,
    method,
    geos: OF_GEOS.includes(method.point) ? await openGeos() : null,
    methodsBefore: notes.methodsBefore,
    crsEvidence: notes.crsEvidence,
    severities: plan.config.rules.severities,
    thresholds: plan.config.rules.check,
  };
  return {
    context,
    records: (unit) => notes.units[unit]!.records,
    job: (unit) => {
      const { name, waiting } = notes.units[unit]!;
      return { unit, name, waiting, records: recordsOf(work, notes, spills.get(unit) ?? []) };
    },
    clear: issued.clear,
  };
}

type Spilled = { readonly part: Part; readonly spilled: SpilledUnit };

function spillsByUnit(work: string, parts: readonly Part[]): Map<CommuneUnit, Spilled[]> {
  const all = new Map<CommuneUnit, Spilled[]>();
  for (const part of parts) {
    for (const spilled of readWhole<ScatteredPart>(partFile(work, part.name))!.units) {
      const own = all.get(spilled.unit) ?? [];
      own.push({ part, spilled });
      all.set(spilled.unit, own);
    }
  }
  return all;
}

function* recordsOf(
  work: string,
  { bases }: SettleNotes,
  spills: readonly Spilled[],
): Generator<SpillRecord> {
  for (const { part, spilled } of spills) {
    const { name, source, layer } = part;
    yield* readSpill(spillFile(work, name), spilled, { source, layer, base: bases[name]! });
  }
}
