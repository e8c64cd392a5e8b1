/**
 * Finds the feature objects in a stream of GeoJSON bytes without holding more than one: a FeatureCollection, one
 * feature, or features one after the other (GeoJSONSeq, NDJSON). Only brackets and strings are looked at; what is
 * inside a feature is for `JSON.parse`. What stands around the features (`crs`, `name`) is kept as the shell.
 */
const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const KEY = '"features"';
/** The shell holds names and small members; more means that the file is something else. */
const SHELL_LIMIT = 16 << 20;

type FeatureBytes = {
  /** Offset in the file of the feature's first byte. */
  readonly byte: number;
  readonly bytes: Buffer;
};

export type GeoJsonScanner = {
  /** Features that end in this chunk. */
  push(chunk: Buffer): FeatureBytes[];
  /** Collections' JSON with their features left out; and where an open object began, when the file ends too early. */
  end(): {
    readonly shells: readonly string[];
    readonly openAt: number | null;
    readonly stray: number | null;
  };
};

export function createGeoJsonScanner(): GeoJsonScanner {
  let position = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Depth of the list of features; 0 = not in one. */
  let listDepth = 0;
  let stray: number | null = null;
  let openAt = 0;
  let pieces: Buffer[] = [];
  let shell = '';
  const shells: string[] = [];
  /** Tail of the text at depth 1, to recognise the key `features`. */
  let top: Buffer[] = [];
  let topAt = 0;

  function push(chunk: Buffer): FeatureBytes[] {
    const found: FeatureBytes[] = [];
    /** Where the current feature, or the text around features, begins in this chunk. */
    let start = 0;
    const size = chunk.length;
    for (let i = 0; i < size; i++) {
      const c = chunk[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (c === BACKSLASH) escaped = true;
        else if (c === QUOTE) inString = false;
        continue;
      }
      if (c === QUOTE) {
        inString = true;
        if (depth === 0) stray ??= position + i;
      } else if (c === OPEN || c === OPEN_LIST) {
        if (listDepth > 0 && depth === listDepth && c === OPEN) {
          start = i;
          openAt = position + i;
        } else if (depth === 0) {
          if (c === OPEN_LIST) stray ??= position + i;
          start = i;
          topAt = position + i;
          top = [];
        } else if (
          depth === 1 &&
          listDepth === 0 &&
          c === OPEN_LIST &&
          opensFeatures(take(chunk, start, i, top))
        ) {
          listDepth = 2;
          shell = `${take(chunk, start, i + 1, top).toString('utf8')}`;
          top = [];
        }
        depth++;
      } else if (c === CLOSE || c === CLOSE_LIST) {
        depth--;
        if (depth < 0) {
          stray ??= position + i;
          depth = 0;
        } else if (listDepth > 0 && depth === listDepth) {
          found.push({ byte: openAt, bytes: take(chunk, start, i + 1, pieces) });
          pieces = [];
        } else if (listDepth > 0 && depth === 1) {
          listDepth = 0;
          start = i;
          top = [Buffer.from(shell)];
        } else if (depth === 0) {
          const whole = take(chunk, start, i + 1, top);
          top = [];
          if (shell) shells.push(whole.toString('utf8'));
          else found.push({ byte: topAt, bytes: whole });
          shell = '';
        }
      } else if (depth === 0 && c > 0x20 && c !== 0x2c) stray ??= position + i;
    }
    hold(chunk, start);
    position += size;
    return found;
  }

  function hold(chunk: Buffer, start: number): void {
    if (listDepth > 0 && depth > listDepth) pieces.push(chunk.subarray(start));
    else if (listDepth === 0 && depth > 0) top.push(chunk.subarray(start));
  }

  const opensFeatures = (text: Buffer): boolean => {
    const tail = text.subarray(Math.max(0, text.length - 64)).toString('latin1');
    return (
      text.length < SHELL_LIMIT &&
      tail.trimEnd().endsWith(':') &&
      tail.trimEnd().slice(0, -1).trimEnd().endsWith(KEY)
    );
  };

  return {
    push,
    end: () => ({ shells, openAt: depth > 0 ? (pieces.length > 0 ? openAt : topAt) : null, stray }),
  };
}

/** These bytes of the chunk, after those held of the chunks before. */
const take = (chunk: Buffer, from: number, to: number, held: readonly Buffer[]): Buffer =>
  held.length === 0 ? chunk.subarray(from, to) : Buffer.concat([...held, chunk.subarray(from, to)]);
