/**
 * One record of a spill in bytes: a fixed head, the lengths of its texts, the texts as UTF-16 in two runs (what was parsed,
 * what the source says), the geometry as it came. One native call writes a run and one reads it; UTF-16 because whatever
 * a source holds must come back, lone surrogates too. Numbers are little-endian.
 *
 *   u32 bytes of the record   u32 place in its part   f64 record   f64 legal area (NaN = none)   u32 zone
 *   u32 bytes of geometry (2³² − 1 = none)   u32 texts   u32 UTF-16 units of the first run
 *   u32 length of each text (2³² − 1 = null)   first run   second run   geometry
 */

import type { CommuneUnit } from '@thuadat/core/run';
import type { ParcelDraft, Resolved } from '@thuadat/core/stages';

export type SpillRecord = { readonly draft: ParcelDraft; readonly resolved: Resolved };

const HEAD = 40;
const NONE = 0xffffffff;

/** Text columns of a draft, in this order, behind the three that are JSON. */
const TEXTS = [
  'province',
  'commune',
  'communeName',
  'sheet',
  'scale',
  'series',
  'parcel',
  'landUse',
  'address',
  'carriedId',
  'digitalAddress',
] as const satisfies readonly (keyof ParcelDraft)[];
/** Resolved, fixes and issues. */
const JSONS = 3;
const FIXED = JSONS + TEXTS.length;

/** Most records were resolved by their code alone: the unit tells the rest. */
const BY_CODE = '';
const NOTHING: readonly never[] = [];

const texts: (string | null)[] = [];

/** Gathers the record's texts in scratch memory; returns how many UTF-16 units they hold. */
function gather({ draft, resolved }: SpillRecord): number {
  const plain = resolved.status === 'resolved' && resolved.by === 'code' && resolved.share === null;
  texts.length = FIXED + draft.values.length;
  texts[0] = plain ? BY_CODE : JSON.stringify(resolved);
  texts[1] = draft.fixes.length === 0 ? '' : JSON.stringify(draft.fixes);
  texts[2] = draft.issues.length === 0 ? '' : JSON.stringify(draft.issues);
  for (let i = 0; i < TEXTS.length; i++) texts[JSONS + i] = draft[TEXTS[i]!];
  for (let i = 0; i < draft.values.length; i++) texts[FIXED + i] = draft.values[i]!;
  let units = 0;
  for (let i = 0; i < FIXED; i++) units += texts[i]?.length ?? 0;
  parsed = units;
  for (let i = FIXED; i < texts.length; i++) units += texts[i]?.length ?? 0;
  return units;
}

let place = 0;
let parsed = 0;
let measured = 0;

/** Bytes the record takes; {@link putRecord} of the same record must follow. `index` is its place in its part. */
export function measureRecord(record: SpillRecord, index: number): number {
  place = index;
  measured = gather(record);
  return HEAD + 4 * texts.length + 2 * measured + (record.draft.geometry?.length ?? 0);
}

/** Writes the record that was measured last; returns where it ends. */
export function putRecord(into: Buffer, at: number, { draft }: SpillRecord): number {
  const { geometry } = draft;
  let lengths = at + HEAD;
  const body = lengths + 4 * texts.length;
  const end = body + 2 * measured + (geometry?.length ?? 0);
  into.writeUInt32LE(end - at, at);
  into.writeUInt32LE(place, at + 4);
  into.writeDoubleLE(draft.record, at + 8);
  into.writeDoubleLE(draft.areaLegal ?? Number.NaN, at + 16);
  into.writeUInt32LE(draft.zone, at + 24);
  into.writeUInt32LE(geometry === null ? NONE : geometry.length, at + 28);
  into.writeUInt32LE(texts.length, at + 32);
  into.writeUInt32LE(parsed, at + 36);
  let whole = '';
  for (let i = 0; i < texts.length; i++, lengths += 4) {
    const text = texts[i]!;
    into.writeUInt32LE(text === null ? NONE : text.length, lengths);
    if (text !== null) whole += text;
  }
  into.write(whole, body, 'utf16le');
  if (geometry !== null) into.set(geometry, body + 2 * measured);
  return end;
}

/** What all records of a part share; `base` is the ordinal of its first record. */
export type SpillPart = { readonly source: number; readonly layer: number; readonly base: number };

/**
 * A draft over the bytes of its chunk. What the drafts of a commune hold is most of what settling it takes, so what the
 * source says, for which only the text check and the row ask, stays bytes: `values` reads it each time.
 */
class SpilledDraft implements ParcelDraft {
  readonly ordinal: number;
  readonly source: number;
  readonly layer: number;
  readonly record: number;
  readonly geometry: Uint8Array | null;
  readonly zone: number;
  readonly province: ParcelDraft['province'];
  readonly commune: ParcelDraft['commune'];
  readonly communeName: string | null;
  readonly sheet: ParcelDraft['sheet'];
  readonly scale: ParcelDraft['scale'];
  readonly series: string | null;
  readonly parcel: ParcelDraft['parcel'];
  readonly areaLegal: number | null;
  readonly landUse: string | null;
  readonly address: string | null;
  readonly carriedId: string | null;
  readonly digitalAddress: string | null;
  readonly fixes: ParcelDraft['fixes'];
  readonly issues: ParcelDraft['issues'];
  readonly #from: Buffer;
  readonly #at: number;

  constructor(from: Buffer, at: number, part: SpillPart, fixes: string, issues: string, texts: Texts) {
    const area = from.readDoubleLE(at + 16);
    const bytes = from.readUInt32LE(at + 28);
    const end = at + from.readUInt32LE(at);
    this.ordinal = part.base + from.readUInt32LE(at + 4);
    this.source = part.source;
    this.layer = part.layer;
    this.record = from.readDoubleLE(at + 8);
    this.geometry = bytes === NONE ? null : from.subarray(end - bytes, end);
    this.zone = from.readUInt32LE(at + 24);
    this.province = texts.next() as ParcelDraft['province'];
    this.commune = texts.next() as ParcelDraft['commune'];
    this.communeName = texts.next();
    this.sheet = texts.next() as ParcelDraft['sheet'];
    this.scale = texts.next() as ParcelDraft['scale'];
    this.series = texts.next();
    this.parcel = texts.next() as ParcelDraft['parcel'];
    this.landUse = texts.next();
    this.address = texts.next();
    this.carriedId = texts.next();
    this.digitalAddress = texts.next();
    this.areaLegal = Number.isNaN(area) ? null : area;
    this.fixes = fixes === '' ? NOTHING : JSON.parse(fixes);
    this.issues = issues === '' ? NOTHING : JSON.parse(issues);
    this.#from = from;
    this.#at = at;
  }

  get values(): readonly (string | null)[] {
    const from = this.#from;
    const at = this.#at;
    const count = from.readUInt32LE(at + 32);
    const start = at + HEAD + 4 * count + 2 * from.readUInt32LE(at + 36);
    const end = at + from.readUInt32LE(at) - (this.geometry?.length ?? 0);
    const texts = new Texts(from, at + HEAD + 4 * FIXED, start, end);
    const values = new Array<string | null>(count - FIXED);
    for (let i = 0; i < values.length; i++) values[i] = texts.next();
    return values;
  }
}

/** Cuts one run into its texts. */
class Texts {
  readonly #from: Buffer;
  readonly #whole: string;
  #lengths: number;
  #start = 0;

  constructor(from: Buffer, lengths: number, start: number, end: number) {
    this.#from = from;
    this.#whole = from.toString('utf16le', start, end);
    this.#lengths = lengths;
  }

  next(): string | null {
    const length = this.#from.readUInt32LE(this.#lengths);
    this.#lengths += 4;
    if (length === NONE) return null;
    const start = this.#start;
    this.#start = start + length;
    return this.#whole.slice(start, this.#start);
  }
}

/** Reads the record at `at`. Its geometry is a view of `from`, and its values are read from there when asked for. */
export function takeRecord(from: Buffer, at: number, part: SpillPart, unit: CommuneUnit): SpillRecord {
  const body = at + HEAD + 4 * from.readUInt32LE(at + 32);
  const texts = new Texts(from, at + HEAD, body, body + 2 * from.readUInt32LE(at + 36));
  const resolved = texts.next()!;
  const fixes = texts.next()!;
  const issues = texts.next()!;
  return {
    draft: new SpilledDraft(from, at, part, fixes, issues, texts),
    resolved:
      resolved === BY_CODE
        ? {
            status: 'resolved',
            commune: unit as Exclude<CommuneUnit, '.unresolved'>,
            by: 'code',
            share: null,
          }
        : JSON.parse(resolved),
  };
}
