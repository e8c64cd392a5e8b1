/** What an export says of itself, and the sums that must agree before it is handed out. */
import { refusal } from '@thuadat/core/message/message';
import type { CommuneSummary, StatusCounts } from '@thuadat/core/run';
import type { StoredRun } from '@thuadat/store/registry/export-rows';
import type { EXPORT_KIND, ExportedFile } from './folder.ts';
import { EXPORT_MESSAGES } from './messages.ts';

/** `blocked`: under review with blocking issues. `staged`: under review. `waiting`: not in the database yet. */
type UnitState = 'applied' | 'blocked' | 'staged' | 'unresolved' | 'waiting';

export type ExportUnit = {
  readonly unit: string;
  readonly name: string;
  readonly state: UnitState;
  readonly counts: StatusCounts;
};

/** `read` is the sum of all others. */
export type ExportCounts = {
  readonly read: number;
  /** In force, in the parcel layer. */
  readonly exported: number;
  /** Assigned in communes that are not in force. */
  readonly notInForce: number;
  readonly ambiguous: number;
  readonly rejected: number;
  /** Records of communes that the database does not hold yet. */
  readonly waiting: number;
};

export type ExportManifest = {
  readonly kind: typeof EXPORT_KIND;
  readonly run: string;
  readonly tool: string;
  readonly province: string;
  readonly profile: string;
  readonly asOf: string;
  readonly date: string;
  readonly format: string;
  readonly singleZone: number | null;
  readonly sourceColumns: boolean;
  /** Whether names and papers of people stand in the files; then the database's audit tells who asked for them. */
  readonly personal: boolean;
  /** Hash of the log the run was planned with, and of the one names and acts come from. */
  readonly crosswalk: { readonly run: string; readonly names: string };
  /** Of the identifiers that the run minted. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly counts: ExportCounts;
  /** Parcels in the layer without geometry: theirs is no polygon. */
  readonly withoutPolygon: number;
  readonly units: readonly ExportUnit[];
  readonly files: readonly ExportedFile[];
};

/** What the writers counted. */
export type WriterCounts = {
  /** By file name. */
  readonly rows: Map<string, number>;
  /** By unit. */
  readonly parcels: Map<string, number>;
  readonly open: Map<string, { readonly ambiguous: number; readonly rejected: number }>;
  withoutPolygon: number;
};

/** Units of the run, or the chosen ones, sorted by code. */
export function unitsOf(run: StoredRun, chosen: readonly string[] | undefined): ExportUnit[] {
  const { communes, id } = run.manifest;
  const unknown = chosen?.find((unit) => communes.every((each) => each.unit !== unit));
  if (unknown !== undefined) {
    throw refusal(EXPORT_MESSAGES, 'usage', 'export.no-commune', {
      run: id,
      commune: unknown,
      communes: communes.map((each) => each.unit),
    });
  }
  return communes
    .filter(({ unit }) => !chosen || chosen.includes(unit))
    .map((summary) => ({
      unit: summary.unit,
      name: summary.name,
      state: stateOf(summary, run.units.get(summary.unit)),
      counts: summary.counts,
    }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

function stateOf(summary: CommuneSummary, state: string | undefined): UnitState {
  if (state === 'applied') return 'applied';
  if (state !== 'staged') return 'waiting';
  if (summary.unit === '.unresolved') return 'unresolved';
  return summary.blocking > 0 ? 'blocked' : 'staged';
}

/** Throws when a file does not hold what the run promised: an export that lost records is no export. */
export function tally(units: readonly ExportUnit[], told: WriterCounts, runId: string): ExportCounts {
  const sums = { read: 0, exported: 0, notInForce: 0, ambiguous: 0, rejected: 0, waiting: 0 };
  for (const { unit, state, counts } of units) {
    sums.read += counts.read;
    if (state === 'waiting') {
      sums.waiting += counts.read;
      continue;
    }
    const open = told.open.get(unit) ?? { ambiguous: 0, rejected: 0 };
    const parcels = told.parcels.get(unit) ?? 0;
    const assigned = state === 'applied' ? parcels : counts.assigned;
    const found = [assigned, open.ambiguous, open.rejected].join(' + ');
    const expected = [counts.assigned, counts.ambiguous, counts.rejected].join(' + ');
    if (found !== expected || counts.assigned + counts.ambiguous + counts.rejected !== counts.read) {
      throw new Error(
        `Run ${runId}, unit ${unit}: ${found} records found, ${expected} = ${counts.read} expected (assigned + ambiguous + rejected). Nothing was exported; check the database with "thuadat status".`,
      );
    }
    sums[state === 'applied' ? 'exported' : 'notInForce'] += counts.assigned;
    sums.ambiguous += open.ambiguous;
    sums.rejected += open.rejected;
  }
  return sums;
}
