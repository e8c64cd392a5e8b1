/**
 * One interface, one file a format. A format opens a file, says what it found (never repairs silently), and streams
 * records; memory does not grow with the file. Parsers are loaded lazily.
 */
import type { SourceRecord } from '@thuadat/core/record';

/** What was detected, and how sure it is; reported by `inspect`, pinned by `plan`. */
export type Detected<T> = {
  readonly value: T;
  readonly sure: 'declared' | 'detected' | 'guessed' | 'unknown';
  readonly why: string;
};

/** Coordinate system as the file declares it, not yet tested against the coordinates. */
export type DeclaredCrs = { readonly epsg: number | null; readonly text: string };

/** Part of a layer in the format's own terms: feature ids or record positions; `to` is exclusive. */
export type RecordRange = { readonly from: number; readonly to: number };

export type Layer = {
  readonly name: string;
  /** Column names verbatim, in file order; duplicates stay. */
  readonly fields: readonly string[];
  /** Number of records when known at opening; null = unknown until read. */
  readonly count: number | null;
  readonly crs: Detected<DeclaredCrs>;
  /** Whatever of the layer is not read as it stands (deleted rows, curves), for `inspect` to report. */
  readonly notes?: readonly string[];
  /** Streams all records once. May be called again. Throws a {@link FormatError} when the file cannot be read on. */
  records(range?: RecordRange): AsyncIterable<SourceRecord>;
  /**
   * The same, many at a time: for callers to whom a turn of the event loop a record is too dear. Geometries may be cut from
   * one large buffer: they stay as they are, but keeping one keeps all of it, so copy what is kept for long.
   */
  recordBatches?(range?: RecordRange): AsyncIterable<readonly SourceRecord[]>;
  /**
   * Cuts the layer into ranges of about that many records without reading it; in order they give the whole, with the same
   * record numbers. Absent where a format can only be read from its start.
   */
  ranges?(records: number): readonly RecordRange[];
};

export type OpenSource = {
  readonly format: string;
  readonly layers: readonly Layer[];
  /**
   * `utf-8`: values are Unicode text (a value whose own bytes are not UTF-8 comes as Latin-1 text). Any other name: the
   * values are the file's bytes as Latin-1 text, for `core/text` to decode.
   */
  readonly encoding: Detected<string>;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Overrides the detected text encoding. */
  readonly encoding?: string;
  /** Columns of a table that hold its geometry, when their names do not tell: WKT or hex WKB, or a point's x and y. */
  readonly geometryColumn?: string;
  readonly xColumn?: string;
  readonly yColumn?: string;
};

export type Format = {
  readonly id: string;
  readonly label: string;
  readonly extensions: readonly string[];
  open(path: string, options: OpenOptions): Promise<OpenSource>;
};

/** What is wrong, where, and what a person does about it. */
export type Fault = {
  readonly file: string;
  readonly layer?: string;
  /** 1-based. */
  readonly record?: number;
  readonly byte?: number;
  readonly field?: string;
  readonly found: string;
  readonly expected: string;
  readonly next: string;
};

/** Unusable input, or a target that cannot be written. */
export class FormatError extends Error {
  override name = 'FormatError';
  constructor(
    message: string,
    readonly fault: Fault | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The fault as one sentence: subject, found, expected, next step. */
export function formatError(fault: Fault, cause?: unknown): FormatError {
  const where = [
    fault.file,
    fault.layer === undefined ? null : `layer "${fault.layer}"`,
    fault.record === undefined ? null : `record ${fault.record}`,
    fault.byte === undefined ? null : `byte ${fault.byte}`,
    fault.field === undefined ? null : `field "${fault.field}"`,
  ].filter((part) => part !== null);
  const message = `${where.join(', ')}: ${fault.found}; expected ${fault.expected}. ${fault.next}`;
  return new FormatError(message, fault, cause === undefined ? undefined : { cause });
}

/** At most 60 characters of what was found, for a message. */
export const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
