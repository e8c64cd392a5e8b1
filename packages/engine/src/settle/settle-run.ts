/** Pass 2 of `plan` over all units: the sheet plan, the communes, clashes between them, the manifest. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SheetCount } from '@thuadat/core/assign/sheet/key';
import { sheetKeyText } from '@thuadat/core/assign/sheet/key';
import { planSheets, type SheetPlan } from '@thuadat/core/assign/sheet/plan';
import type { CommuneCode, IsoDate, ParcelId } from '@thuadat/core/code';
import { parcelIdOfBits } from '@thuadat/core/identifier/geohash';
import type { CommuneUnit } from '@thuadat/core/run';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { assignmentFile, issueFile } from '@thuadat/run/run-folder';
import type { ScatteredPart } from '../scatter/scatter-part.ts';
import { sourceIssues } from '../source/evidence.ts';
import { leftOutIssues } from '../source/prepare-source.ts';
import { readTable } from '../source/reference.ts';
import { type PlanContext, TOOL } from '../work/context.ts';
import { crashPoint } from '../work/crash-point.ts';
import { describe } from '../work/inputs.ts';
import { buildManifest } from '../work/manifest.ts';
import {
  dispatchMissing,
  type PlanInWork,
  type PlanOptions,
  type ScatteredPlan,
} from '../work/plan-in-work.ts';
import type { UnitOfWork } from '../work/unit-of-work.ts';
import {
  againFile,
  clashesFile,
  partFile,
  readWhole,
  runInWork,
  settledFile,
  settledIdsFile,
  settleFile,
  sheetsInWork,
  writeWhole,
} from '../work/work-folder.ts';
import { clashesBetween } from './clashes.ts';
import { takeIssued } from './issued.ts';
import { methodsBefore } from './method.ts';
import type { SettleNotes } from './settle-context.ts';
import type { SettledUnit } from './settle-job.ts';

export type PlannedSheets = SheetPlan & Pick<Totals, 'units' | 'waiting' | 'bases'>;

type Totals = {
  readonly units: ReadonlyMap<CommuneUnit, number>;
  readonly inventory: readonly SheetCount[];
  readonly waiting: ReadonlyMap<CommuneCode, number>;
  readonly bases: Readonly<Record<string, number>>;
};

/** Adds up what the parts left, in their order. */
function totals(work: string, { parts }: PlanContext): Totals {
  const units = new Map<CommuneUnit, number>();
  const inventory = new Map<string, SheetCount & { parcels: number }>();
  const waiting = new Map<CommuneCode, number>();
  const bases: Record<string, number> = {};
  let base = 1;
  for (const { name } of parts) {
    const part = readWhole<ScatteredPart>(partFile(work, name))!;
    bases[name] = base;
    base += part.records;
    for (const { unit, records } of part.units) units.set(unit, (units.get(unit) ?? 0) + records);
    for (const [commune, n] of part.waiting) waiting.set(commune, (waiting.get(commune) ?? 0) + n);
    for (const sheet of part.inventory) {
      const key = sheetKeyText(sheet);
      const known = inventory.get(key);
      if (known) known.parcels += sheet.parcels;
      else inventory.set(key, { ...sheet });
    }
  }
  return { units, inventory: [...inventory.values()], waiting, bases };
}

/** The sheet plan; what is wrong with a reference table goes before its own issues. */
export async function planSheetsOf(
  options: PlanOptions,
  work: string,
  context: PlanContext,
): Promise<PlannedSheets> {
  const { strategy, table, ...order } = options.config.sheetPlan;
  const { inventory, ...told } = totals(work, context);
  const graded =
    table === undefined
      ? null
      : await readTable(table, {
          ...{ ...options, ...context, crosswalk: options.crosswalk, inventory },
          subNumbers: options.config.rules.subNumbers ?? {},
        });
  const plan = planSheets(inventory, {
    strategy: strategy ?? (graded ? 'table' : options.profile.sheetStrategy),
    ...order,
    ...(graded ? { table: graded.table } : {}),
    inForce: options.registry.sheets,
  });
  return { ...plan, ...told, issues: [...(graded?.issues ?? []), ...plan.issues] };
}

type Settling = PlanInWork & ScatteredPlan & { readonly id: string; readonly sheets: PlannedSheets };

/** Leaves the whole run in the work folder. */
export async function settleRun(run: Settling): Promise<void> {
  const { options, work, id, sheets, asOf, surveys, sources } = run;
  const run1 = runInWork(work);
  storeNotes(run);
  const names = [...sheets.units.keys()].sort();
  const unitsOf = (kind: UnitOfWork['kind'], units: readonly CommuneUnit[]): UnitOfWork[] =>
    units.map((name) => ({ kind, name, size: sheets.units.get(name)! }));
  await dispatchMissing(run, 'settle', unitsOf('settle', names));
  const ids = names.map((unit) => readIds(work, unit));
  const clashes = clashesBetween(ids);
  if (clashes.size > 0) {
    // Rare: units whose parcels share a cell are settled again, knowing of it.
    writeWhole(clashesFile(work), JSON.stringify([...clashes]));
    crashPoint('clashes stored');
    await dispatchMissing(
      run,
      'again',
      unitsOf(
        'again',
        names.filter((_, i) => holdsAny(ids[i]!, clashes)),
      ),
    );
  }
  const settled = names.map(
    (unit) =>
      readWhole<SettledUnit>(againFile(work, unit)) ?? readWhole<SettledUnit>(settledFile(work, unit))!,
  );
  const records = surveys.map((survey) => survey.records);
  const manifest = buildManifest(
    options,
    {
      id,
      config: run.configHash,
      asOf,
      infos: sources.map((source, i) => describe(source, run.context.epochs[i]!, records[i]!)),
      records: records.flat().reduce((sum, n) => sum + n, 0),
      notices: [
        ...run.notices,
        ...sources.flatMap((source, i) => [
          ...leftOutIssues(source, options.config),
          ...sourceIssues(source, surveys[i]!, options.profile),
        ]),
        ...sheets.issues,
      ],
      openSheets: new Set(sheets.open.values()),
    },
    settled,
    TOOL,
  );
  writeWhole(join(run1, 'run.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  writeWhole(join(run1, 'planned.json'), `${JSON.stringify({ at: options.at, by: options.by })}\n`);
  removeStrays(run1, names);
  crashPoint('run whole');
}

function storeNotes({ options, work, id, sheets, context, surveys }: Settling): void {
  const { crosswalk, registry } = options;
  if (registry.issued !== null) takeIssued(registry.issued, work);
  const units = [...sheets.units].map(([unit, records]) => {
    const waiting = unit === '.unresolved' ? 0 : (sheets.waiting.get(unit) ?? 0);
    return [unit, { name: nameOf(crosswalk, unit, context.asOf), waiting, records }] as const;
  });
  const notes: SettleNotes = {
    runId: id,
    units: Object.fromEntries(units),
    bases: sheets.bases,
    openSheets: [...sheets.open],
    issued: registry.issued !== null,
    methodsBefore: methodsBefore(options.config, registry),
    crsEvidence: surveys.map(({ georeference }) => georeference.map(({ evidence }) => evidence)),
  };
  writeWhole(sheetsInWork(work), `${JSON.stringify(sheets.moves)}\n`);
  writeWhole(settleFile(work), JSON.stringify(notes));
  crashPoint('notes stored');
}

/** Official data: in Vietnamese whatever the language of the screen. */
const nameOf = (crosswalk: Crosswalk, unit: CommuneUnit, asOf: IsoDate): string =>
  unit === '.unresolved' ? 'Chưa xác định xã' : (crosswalk.unitAt(unit, asOf)?.name ?? unit);

function readIds(work: string, unit: CommuneUnit): BigUint64Array {
  const bytes = readFileSync(settledIdsFile(work, unit));
  const ids = new BigUint64Array(bytes.length / 8);
  new Uint8Array(ids.buffer).set(bytes);
  return ids;
}

const holdsAny = (ids: BigUint64Array, clashes: ReadonlySet<ParcelId>): boolean =>
  [...ids].some((bits) => clashes.has(parcelIdOfBits(bits)));

/** What processes that were killed left unfinished. */
function removeStrays(run: string, units: readonly CommuneUnit[]): void {
  const own = new Set(units.flatMap((unit) => [assignmentFile(run, unit), issueFile(run, unit)]));
  for (const name of readdirSync(join(run, 'units'))) {
    const path = join(run, 'units', name);
    if (!own.has(path)) rmSync(path, { force: true });
  }
  for (const name of readdirSync(run)) if (name.endsWith('.part')) rmSync(join(run, name), { force: true });
}
