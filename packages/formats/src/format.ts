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

export type Layer = {
  readonly name: string;
  /** Column names verbatim, in file order; duplicates stay. */
  readonly fields: readonly string[];
  /** Number of records when the file says it cheaply; null = unknown until read. */
  readonly count: number | null;
  readonly crs: Detected<DeclaredCrs>;
  /** Streams all records once. May be called again. Faults of a record throw {@link RecordFault}s only when unreadable for good. */
  records(): AsyncIterable<SourceRecord>;
};

export type OpenSource = {
  readonly format: string;
  readonly layers: readonly Layer[];
  readonly encoding: Detected<string>;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Overrides the detected text encoding. */
  readonly encoding?: string;
};

export type Format = {
  readonly id: string;
  readonly label: string;
  readonly extensions: readonly string[];
  open(path: string, options: OpenOptions): Promise<OpenSource>;
};

/** Unusable input: the message names file, layer, record, what was found, what was expected and what to do next. */
export class FormatError extends Error {
  override name = 'FormatError';
}
