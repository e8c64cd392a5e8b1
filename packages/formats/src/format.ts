/**
 * One interface, one folder a format. A format opens a file, says what it found (never repairs silently), and streams
 * records; memory does not grow with the file. Parsers are loaded lazily.
 */
import { formatMessage, type Message, RefusalError, refusal } from '@thuadat/core/message/message';
import type { SourceRecord } from '@thuadat/core/stages';
import { FORMAT_MESSAGES, type FormatCode, type FormatValues, tell } from './messages.ts';

/** What was detected, and how sure it is; reported by `inspect`, pinned by `plan`. */
export type Detected<T> = {
  readonly value: T;
  readonly sure: 'declared' | 'detected' | 'guessed' | 'unknown';
  readonly why: Message;
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
  /** Columns from this place on are Unicode whatever the file's encoding: they come from another file. */
  readonly unicodeFrom?: number;
  readonly crs: Detected<DeclaredCrs>;
  /** Whatever of the layer is not read as it stands (deleted rows, curves), for `inspect` to report. */
  readonly notes?: readonly Message[];
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
  /** Parts of the file that are not given as layers, because they hold no parcels. */
  readonly leftOut?: readonly string[];
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Overrides the detected text encoding. */
  readonly encoding?: string;
  /** Columns of a table that hold its geometry, when their names do not tell: WKT or hex WKB, or a point's x and y. */
  readonly geometryColumn?: string;
  readonly xColumn?: string;
  readonly yColumn?: string;
  /** Row of a table that holds the column names, from 1; else it is found by the names. */
  readonly headerRow?: number;
  /** Folder of the delivery in which the file lies: faults name it, since others in it may have the same name. */
  readonly folder?: string;
  /** The user names the layers: none is left out because it holds no parcels. */
  readonly allLayers?: boolean;
};

export type Format = {
  readonly id: string;
  readonly label: string;
  readonly extensions: readonly string[];
  open(path: string, options: OpenOptions): Promise<OpenSource>;
};

/** Where in a source or target. */
export type Place = {
  readonly file: string;
  readonly layer?: string;
  /** 1-based. */
  readonly record?: number;
  readonly byte?: number;
  readonly field?: string;
};

/** Unusable input, or a target that cannot be written: the place, what was found, what was expected, what to do next. */
export class FormatError extends RefusalError {
  override name = 'FormatError';
  readonly place: Place | null;
  constructor(reason: Message, place: Place | null = null, options?: ErrorOptions) {
    super('refused', reason, formatMessage(reason, 'en', FORMAT_MESSAGES), options);
    this.place = place;
  }
}

/** The fault of that code at that place. */
export function formatError<Code extends FormatCode>(
  place: Place,
  code: Code,
  values: FormatValues<Code>,
  cause?: unknown,
): FormatError {
  const reason = tell('fault.at', { place: placeWords(place), fault: tell(code, values) });
  return new FormatError(reason, place, cause === undefined ? undefined : { cause });
}

/** The same fault, its file named with the folder of the delivery. */
export function faultIn(folder: string, fault: FormatError): FormatError {
  const { place, reason } = fault;
  if (place === null) return fault;
  const file = `${folder}/${place.file}`;
  const [, ...rest] = placeWords(place);
  const named = { ...reason, values: { ...reason.values, place: [file, ...rest] } };
  return new FormatError(named, { ...place, file }, { cause: fault });
}

function placeWords({ file, layer, record, byte, field }: Place): readonly (string | Message)[] {
  return [
    file,
    ...(layer === undefined ? [] : [tell('place.layer', { layer })]),
    ...(record === undefined ? [] : [tell('place.record', { record })]),
    ...(byte === undefined ? [] : [tell('place.byte', { byte })]),
    ...(field === undefined ? [] : [tell('place.field', { field })]),
  ];
}

/** What a reader throws of bytes or text that are not what they should be; whoever knows the place makes it a fault. */
export const malformed = <Code extends FormatCode>(code: Code, values: FormatValues<Code>): RefusalError =>
  refusal(FORMAT_MESSAGES, 'refused', code, values);

/** True of what readers throw of damaged bytes: {@link malformed}, or a read beyond the end of a buffer. */
export const isDamage = (cause: unknown): boolean =>
  cause instanceof RangeError || (cause instanceof RefusalError && !(cause instanceof FormatError));

/** What was thrown, to stand in the fault of a file; what a library says is quoted. */
export function detailOf(cause: unknown): Message {
  if (cause instanceof RefusalError) return cause.reason;
  if (cause instanceof RangeError) return tell('damage.beyond', {});
  if (cause instanceof SyntaxError) return tell('json.unreadable', {});
  const text = cause instanceof Error ? cause.message : String(cause);
  return tell('damage.library', { text: excerpt(text) });
}

/** At most 60 characters of what was found, for a message. */
export const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
