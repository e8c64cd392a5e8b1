/** Turns outcomes and issues into rows of COPY text, in the column order of the run folder. */

import { ewkbHex } from '@thuadat/core/geometry/wkb';
import type { Issue, Severity } from '@thuadat/core/issue';
import type { Assignment } from '@thuadat/core/record';
import type { CommuneUnit } from '@thuadat/core/run';
import { copyLine } from '@thuadat/store/copy-text';

/** What a row needs besides the outcome itself. */
export type RowContext = {
  readonly runId: string;
  readonly unit: CommuneUnit;
  /** Column names of each source's layers. */
  readonly sources: readonly {
    readonly epoch: string;
    readonly layers: readonly { readonly fields: readonly string[] }[];
  }[];
};

/** Area of the geometry in square metres, when it has one. */
export function assignmentLine(context: RowContext, outcome: Assignment, area: number | null): string {
  const { draft, newKey, id } = outcome;
  const source = context.sources[draft.source]!;
  const fields = source.layers[draft.layer]!.fields;
  return copyLine([
    context.runId,
    context.unit,
    draft.ordinal,
    outcome.status,
    outcome.reason,
    draft.source,
    draft.layer,
    draft.record,
    draft.province,
    draft.commune,
    source.epoch,
    draft.sheet,
    draft.scale,
    draft.series,
    draft.parcel,
    outcome.resolvedBy,
    outcome.share,
    JSON.stringify(outcome.candidates),
    newKey?.commune ?? null,
    newKey?.sheet ?? null,
    newKey?.parcel ?? null,
    id.parcelId,
    id.state,
    id.lon,
    id.lat,
    area === null ? null : Math.round(area * 100) / 100,
    draft.areaLegal,
    draft.landUse,
    draft.address,
    draft.digitalAddress,
    draft.zone,
    worstOf(outcome.issues),
    JSON.stringify(draft.values.map((value, i) => [fields[i], value])),
    draft.geometry === null ? null : ewkbHex(draft.geometry, draft.zone),
  ]);
}

const ORDER: readonly Severity[] = ['blocking', 'error', 'warning'];

/** `info` is no open matter. */
function worstOf(issues: readonly Issue[]): Severity | null {
  return ORDER.find((severity) => issues.some((issue) => issue.severity === severity)) ?? null;
}

/** `ordinal` 0 = not about one record; `seq` is the issue's place in its unit, from 1. */
export function issueLine(context: RowContext, issue: Issue, ordinal: number, seq: number): string {
  return copyLine([
    context.runId,
    context.unit,
    ordinal,
    seq,
    issue.code,
    issue.severity,
    issue.subject,
    JSON.stringify(issue.at),
    issue.found,
    issue.expected,
    issue.at.lonLat?.[0] ?? null,
    issue.at.lonLat?.[1] ?? null,
    issue.shape ? JSON.stringify(issue.shape) : null,
    JSON.stringify(issue.others ?? []),
  ]);
}
