/** Stage `assign`: a resolved record → its new sheet, key and identifier. What is not certain gets none, and an issue says why. */
import type { SheetNumber } from '../code.ts';
import { inZone } from '../geodesy/vn2000.ts';
import { area as areaOf } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { decodePolygonal } from '../geometry/wkb.ts';
import { type Issue, issue } from '../issue/index.ts';
import type { Assignment, Identified, ParcelDraft, Resolved } from '../stages.ts';
import { type IdentityContext, type Issued, nameParcel } from './identity.ts';
import { sheetKeyText } from './sheet/key.ts';

export type AssignContext = IdentityContext & {
  /** New number of each sheet by {@link sheetKeyText}. */
  readonly sheets: ReadonlyMap<string, SheetNumber>;
  /** Why a sheet has no new number yet. */
  readonly openSheets: ReadonlyMap<string, Issue>;
  /** The identifier that an earlier run issued for the parcel. */
  readonly issuedTo: (draft: ParcelDraft) => Issued | null;
};

/** An outcome in the making, with what is computed of its geometry once. */
export type AssignedParcel = Omit<Assignment, 'issues'> & {
  /** As it came. */
  readonly polygon: Polygonal | null;
  /** The zone of the old province, in which lengths and areas are measured, and the polygon in it. */
  readonly zone: number;
  readonly metric: Polygonal | null;
  /** Square metres of that zone; null without a polygon, or when it is no place there. */
  readonly area: number | null;
  readonly issues: Issue[];
};

const NO_ID: Identified = { parcelId: null, state: 'pending', lon: null, lat: null };
const NOBODY: AssignedParcel['candidates'] = [];

type Outcome = Pick<AssignedParcel, 'status' | 'reason'> &
  Partial<Pick<AssignedParcel, 'resolvedBy' | 'share' | 'candidates' | 'newKey' | 'id'>>;

type Placed = Pick<AssignedParcel, 'draft' | 'polygon' | 'zone' | 'metric'>;

function placed(draft: ParcelDraft, zone: number): Placed {
  const polygon = draft.geometry === null ? null : decodePolygonal(draft.geometry);
  return { draft, polygon, zone, metric: polygon && inZone(polygon, draft.zone, zone) };
}

/** Written out, not spread: a million of these are made, and they should all have one shape. */
const entryOf = (
  { draft, polygon, zone, metric }: Placed,
  issues: Issue[],
  { status, reason, resolvedBy, share, candidates, newKey, id }: Outcome,
): AssignedParcel => ({
  draft,
  polygon,
  zone,
  metric,
  area: metric === null ? null : measured(metric),
  issues,
  status,
  reason,
  resolvedBy: resolvedBy ?? null,
  share: share ?? null,
  candidates: candidates ?? NOBODY,
  newKey: newKey ?? null,
  id: id ?? NO_ID,
});

/** Sheet, key and identifier of one record; what is not certain gets none. */
export function assignParcel(context: AssignContext, draft: ParcelDraft, resolved: Resolved): AssignedParcel {
  const parcel = placed(draft, context.zoneOf(draft));
  const issues = [...draft.issues];
  if (resolved.status !== 'resolved') {
    // A row of totals bears its note already.
    if (!issues.some(({ code }) => code === 'row.total')) issues.push(resolved.issue);
    const { status, issue: decided } = resolved;
    const candidates = status === 'ambiguous' ? resolved.candidates : NOBODY;
    return entryOf(parcel, issues, { status, reason: decided.code, candidates });
  }
  const { by: resolvedBy, share } = resolved;
  const { commune, sheet, parcel: number, scale, series } = draft;
  if (commune === null || sheet === null || number === null) {
    const fault = draft.issues.find(({ code, severity }) => code.startsWith('key.') && severity === 'error');
    const reason = fault?.code ?? 'key.missing';
    return entryOf(parcel, issues, { status: 'rejected', reason, resolvedBy, share });
  }
  const key = sheetKeyText({ newCommune: resolved.commune, oldCommune: commune, sheet, scale, series });
  const newSheet = context.sheets.get(key);
  if (newSheet === undefined) {
    const fault = context.openSheets.get(key);
    const reason = fault?.code ?? 'sheet.not-in-table';
    const at = { source: context.sourceName(draft), layer: context.layerName(draft), record: draft.record };
    issues.push(issue(reason, context.subject(draft), at, fault?.found ?? sheet, fault?.expected ?? ''));
    return entryOf(parcel, issues, { status: 'ambiguous', reason, resolvedBy, share });
  }
  const newKey = { commune: resolved.commune, sheet: newSheet, scale, parcel: number };
  // An identifier is issued to a parcel whose new key is certain; later checks may take it back.
  const { id, issues: found } = nameParcel(context, draft, parcel.polygon, context.issuedTo(draft));
  issues.push(...found);
  return entryOf(parcel, issues, { status: 'assigned', reason: null, resolvedBy, share, newKey, id });
}

function measured(polygon: Polygonal): number | null {
  const area = areaOf(polygon);
  return Number.isFinite(area) ? area : null;
}
