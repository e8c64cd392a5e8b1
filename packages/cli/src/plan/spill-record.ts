/**
 * One record of a spill in bytes: a fixed head, the lengths of its texts, the texts as UTF-16 in one run, the geometry as
 * it came. One native call writes all texts and one reads them; UTF-16 because whatever a source holds must come back,
 * lone surrogates too. Numbers are little-endian.
 *
 *   u32 bytes of the record   u32 place in its part   f64 record   f64 legal area (NaN = none)   u32 zone
 *   u32 bytes of geometry (2³² − 1 = none)   u32 texts   u32 length of each text (2³² − 1 = null)   texts   geometry
 */
import type { ParcelDraft, Resolved } from '@thuadat/core/record';
import type { CommuneUnit } from '@thuadat/core/run';

export type SpillRecord = { readonly draft: ParcelDraft; readonly resolved: Resolved };

const HEAD = 36;
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
  for (let i = 0; i < texts.length; i++) units += texts[i]?.length ?? 0;
  return units;
}

let place = 0;
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

/** Reads the record at `at`. Its geometry is a view of `from`. */
export function takeRecord(from: Buffer, at: number, part: SpillPart, unit: CommuneUnit): SpillRecord {
  const end = at + from.readUInt32LE(at);
  const area = from.readDoubleLE(at + 16);
  const bytes = from.readUInt32LE(at + 28);
  const count = from.readUInt32LE(at + 32);
  const body = at + HEAD + 4 * count;
  const geometryAt = bytes === NONE ? end : end - bytes;
  const whole = from.toString('utf16le', body, geometryAt);
  let lengths = at + HEAD;
  let start = 0;
  const next = (): string | null => {
    const length = from.readUInt32LE(lengths);
    lengths += 4;
    if (length === NONE) return null;
    start += length;
    return whole.slice(start - length, start);
  };
  const resolved = next()!;
  const fixes = next()!;
  const issues = next()!;
  const draft: Record<string, unknown> = {
    ordinal: part.base + from.readUInt32LE(at + 4),
    source: part.source,
    layer: part.layer,
    record: from.readDoubleLE(at + 8),
    values: NOTHING,
    geometry: bytes === NONE ? null : from.subarray(geometryAt, end),
    zone: from.readUInt32LE(at + 24),
    province: next(),
    commune: next(),
    communeName: next(),
    sheet: next(),
    scale: next(),
    series: next(),
    parcel: next(),
    areaLegal: Number.isNaN(area) ? null : area,
    landUse: next(),
    address: next(),
    carriedId: next(),
    digitalAddress: next(),
    fixes: fixes === '' ? NOTHING : JSON.parse(fixes),
    issues: issues === '' ? NOTHING : JSON.parse(issues),
  };
  const values = new Array<string | null>(count - FIXED);
  for (let i = 0; i < values.length; i++) values[i] = next();
  draft.values = values;
  return {
    draft: draft as ParcelDraft,
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
