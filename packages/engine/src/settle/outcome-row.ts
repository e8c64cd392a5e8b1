/** Turns outcomes into rows of binary COPY and issues into COPY text, in the column order of the run folder. */

import { ewkbHex } from '@thuadat/core/geometry/wkb';
import type { Issue, Severity } from '@thuadat/core/issue/index';
import { textsOf } from '@thuadat/core/issue/value';
import type { CommuneUnit } from '@thuadat/core/run';
import type { Assignment, ParcelDraft } from '@thuadat/core/stages';
import { geometryTail, isReceivable } from '@thuadat/run/assignment-file';
import { COPY_HEADER, COPY_TRAILER, CopyRows } from '@thuadat/run/copy-binary';
import { copyLine } from '@thuadat/run/copy-text';
import { createHashedSink } from '@thuadat/run/hashed-file-writer';
import { ASSIGNMENT_COLUMNS } from '@thuadat/run/run-folder';

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

/** A unit's `assignment.pgcopy` while it is written. */
export type AssignmentWriter = {
  /** `area`: of the geometry in square metres, when it has one. */
  write(outcome: Assignment, area: number | null): void;
  /** SHA-256 in hex. */
  close(): string;
};

const CHUNK = 1 << 20;

export function createAssignmentFile(path: string, context: RowContext): AssignmentWriter {
  const sink = createHashedSink(path);
  const late: string[] = [];
  const rows = new CopyRows();
  rows.raw(COPY_HEADER);
  const flush = () => {
    sink.write(rows.bytes.subarray(0, rows.length));
    rows.clear();
  };
  return {
    write(outcome, area) {
      writeAssignment(rows, context, outcome, area, late);
      if (rows.length >= CHUNK) flush();
    },
    close() {
      rows.raw(COPY_TRAILER);
      rows.raw(geometryTail(late));
      flush();
      return sink.close();
    },
  };
}

/** One row, in the order of ASSIGNMENT_COLUMNS; `late` takes a geometry that binary COPY would refuse. */
function writeAssignment(
  into: CopyRows,
  context: RowContext,
  outcome: Assignment,
  area: number | null,
  late: string[],
): void {
  const { draft, newKey, id } = outcome;
  const source = context.sources[draft.source]!;
  into.row(ASSIGNMENT_COLUMNS.length);
  into.text(context.runId);
  into.text(context.unit);
  into.int8(draft.ordinal);
  into.text(outcome.status);
  into.text(outcome.reason);
  into.int4(draft.source);
  into.int4(draft.layer);
  into.int8(draft.record);
  into.text(draft.province);
  into.text(draft.commune);
  into.date(source.epoch);
  into.text(draft.sheet);
  into.text(draft.scale);
  into.text(draft.series);
  into.text(draft.parcel);
  into.text(outcome.resolvedBy);
  into.float8(outcome.share);
  into.text(outcome.candidates.length === 0 ? '[]' : JSON.stringify(outcome.candidates));
  into.text(newKey?.commune ?? null);
  into.text(newKey?.sheet ?? null);
  into.text(newKey?.parcel ?? null);
  into.text(id.parcelId);
  into.text(id.state);
  into.float8(id.lon);
  into.float8(id.lat);
  into.float8(area === null ? null : Math.round(area * 100) / 100);
  into.float8(draft.areaLegal);
  into.text(draft.landUse);
  into.text(draft.address);
  into.text(draft.digitalAddress);
  into.int4(draft.zone);
  into.text(worstOf(outcome.issues));
  writeRaw(into, source.layers[draft.layer]!.fields, draft.values);
  writeGeometry(into, draft, late);
}

/** `["NAME",` of every field, encoded once a layer. */
const OPENINGS = new WeakMap<readonly string[], readonly Uint8Array[]>();

/** `[[column, text], …]`: the very bytes of JSON.stringify. */
function writeRaw(into: CopyRows, fields: readonly string[], values: readonly (string | null)[]): void {
  let openings = OPENINGS.get(fields);
  if (!openings) {
    openings = fields.map((name, i) => Buffer.from(`${i === 0 ? '' : ','}[${JSON.stringify(name)},`));
    OPENINGS.set(fields, openings);
  }
  const from = into.open();
  into.byte(0x5b);
  for (let i = 0; i < values.length; i++) {
    into.raw(openings[i] ?? NAMELESS[Math.min(i, 1)]!);
    const value = values[i]!;
    if (value === null) into.raw(NULL);
    else into.jsonString(value);
    into.byte(0x5d);
  }
  into.byte(0x5d);
  into.close(from);
}

const NULL = Buffer.from('null');
/** A value beyond the layer's fields, first or later. */
const NAMELESS = [Buffer.from('[null,'), Buffer.from(',[null,')];

const EWKB_SRID = 0x20000000;

/** EWKB: the type carries a flag, the zone follows it. */
function writeGeometry(into: CopyRows, { geometry, zone, ordinal }: ParcelDraft, late: string[]): void {
  if (geometry === null) {
    into.null();
    return;
  }
  if (!isReceivable(geometry)) {
    late.push(`${ordinal}\t${ewkbHex(geometry, zone)}\n`);
    into.null();
    return;
  }
  const from = into.open();
  HEAD.set(geometry.subarray(0, 5));
  HEAD_VIEW.setUint32(1, (HEAD_VIEW.getUint32(1, true) | EWKB_SRID) >>> 0, true);
  HEAD_VIEW.setInt32(5, zone, true);
  into.raw(HEAD);
  into.raw(geometry.subarray(5));
  into.close(from);
}

const HEAD = new Uint8Array(9);
const HEAD_VIEW = new DataView(HEAD.buffer);

const ORDER: readonly Severity[] = ['blocking', 'error', 'warning'];

/** `info` is no open matter. */
function worstOf(issues: readonly Issue[]): Severity | null {
  return ORDER.find((severity) => issues.some((issue) => issue.severity === severity)) ?? null;
}

/** `ordinal` 0 = not about one record; `seq` is the issue's place in its unit, from 1. */
export function issueLine(context: RowContext, issue: Issue, ordinal: number, seq: number): string {
  const texts = textsOf(issue);
  return copyLine([
    context.runId,
    context.unit,
    ordinal,
    seq,
    issue.code,
    issue.severity,
    texts.subject,
    JSON.stringify(issue.at),
    texts.found,
    texts.expected,
    issue.at.lonLat?.[0] ?? null,
    issue.at.lonLat?.[1] ?? null,
    issue.shape ? JSON.stringify(issue.shape) : null,
    JSON.stringify(issue.others ?? []),
  ]);
}
