/**
 * Rows of a run: binary COPY into one growing buffer beside COPY text of strings, as it was before. The kernel may exist
 * because both the writer and the server do half the work on it, and a geometry takes half the bytes.
 */
import { encodePolygonal, ewkbHex } from '@thuadat/core/geometry/wkb';
import type { Assignment } from '@thuadat/core/stages';
import { type RowContext, writeAssignment } from '@thuadat/engine/settle/outcome-row';
import { CopyRows } from '@thuadat/run/copy-binary';
import { copyLine } from '@thuadat/run/copy-text';

const FIELDS = ['tinhId', 'xaId', 'soHieuToBanDo', 'soThuTuThua', 'dienTich', 'loaiDat', 'TENCHU', 'diaChi'];
const CONTEXT: RowContext = {
  runId: 'lao-cai-2f51a71459bf',
  unit: '02647' as RowContext['unit'],
  sources: [{ epoch: '2025-06-30', layers: [{ fields: FIELDS }] }],
};
const ROWS = 20_000;
/** In turns, the best of each: another program's load hits both. */
const TURNS = 5;

export type RowsResult = Readonly<Record<'text' | 'binary', { microseconds: number; bytes: number }>>;

export function benchRows(say: (line: string) => void): RowsResult {
  const outcomes = Array.from({ length: ROWS }, (_, n) => outcomeOf(n));
  const best = { text: Number.POSITIVE_INFINITY, binary: Number.POSITIVE_INFINITY };
  const bytes = { text: 0, binary: 0 };
  const ways = { text: asText, binary: asBinary };
  for (let turn = 0; turn < TURNS; turn++) {
    for (const name of ['text', 'binary'] as const) {
      const started = performance.now();
      bytes[name] = ways[name](outcomes);
      best[name] = Math.min(best[name], ((performance.now() - started) * 1000) / ROWS);
    }
  }
  say(
    `rows of a run: COPY text ${best.text.toFixed(1)} µs and ${Math.round(bytes.text / ROWS)} bytes a parcel, binary ${best.binary.toFixed(1)} µs and ${Math.round(bytes.binary / ROWS)} bytes (${(best.text / best.binary).toFixed(1)} ×)`,
  );
  return {
    text: { microseconds: best.text, bytes: bytes.text / ROWS },
    binary: { microseconds: best.binary, bytes: bytes.binary / ROWS },
  };
}

function asBinary(outcomes: readonly Assignment[]): number {
  const rows = new CopyRows();
  let bytes = 0;
  for (const outcome of outcomes) {
    writeAssignment(rows, CONTEXT, outcome, 412.35, []);
    if (rows.length < 1 << 20) continue;
    bytes += rows.length;
    rows.clear();
  }
  return bytes + rows.length;
}

function asText(outcomes: readonly Assignment[]): number {
  let bytes = 0;
  let lines: string[] = [];
  for (const outcome of outcomes) {
    lines.push(textLine(outcome));
    if (lines.length < 1000) continue;
    bytes += Buffer.from(lines.join('')).length;
    lines = [];
  }
  return bytes + Buffer.from(lines.join('')).length;
}

const textLine = ({ draft, newKey, id, ...outcome }: Assignment): string =>
  copyLine([
    ...[
      CONTEXT.runId,
      CONTEXT.unit,
      draft.ordinal,
      outcome.status,
      outcome.reason,
      draft.source,
      draft.layer,
    ],
    ...[draft.record, draft.province, draft.commune, '2025-06-30', draft.sheet, draft.scale, draft.series],
    ...[draft.parcel, outcome.resolvedBy, outcome.share, JSON.stringify(outcome.candidates)],
    ...[newKey!.commune, newKey!.sheet, newKey!.parcel, id.parcelId, id.state, id.lon, id.lat, 412.35],
    ...[draft.areaLegal, draft.landUse, draft.address, draft.digitalAddress, draft.zone, null],
    JSON.stringify(draft.values.map((value, i) => [FIELDS[i], value])),
    ewkbHex(draft.geometry!, draft.zone),
  ]);

/** A lot of twelve corners, as a cadastral map draws them. */
function outcomeOf(n: number): Assignment {
  const [x, y] = [400_000 + (n % 141) * 30, 2_480_000 + Math.floor(n / 141) * 30];
  const corners = Array.from({ length: 12 }, (_, i) => [
    x + 14 * Math.cos((i * Math.PI) / 6) + (n % 7) / 100,
    y + 14 * Math.sin((i * Math.PI) / 6),
  ]);
  const ring = [...corners, corners[0]!].flat();
  const sheet = String(1 + (n % 40));
  const parcel = String(1 + n);
  const draft = {
    ...{ ordinal: n + 1, source: 0, layer: 0, record: n + 1, zone: 9208, province: '10', commune: '02641' },
    ...{ communeName: null, sheet, scale: '500', series: null, parcel, areaLegal: 400, landUse: 'ONT' },
    ...{
      address: 'Tổ dân phố số 5, phường Lào Cai',
      carriedId: null,
      digitalAddress: null,
      fixes: [],
      issues: [],
    },
    values: [
      '10',
      '02641',
      sheet,
      parcel,
      '412,4',
      'ONT',
      `Nguyễn Văn Tả ${n % 100}`,
      'Tổ dân phố số 5, phường Lào Cai',
    ],
    geometry: encodePolygonal({
      coords: Float64Array.from(ring),
      ringEnds: Uint32Array.of(13),
      polygonEnds: Uint32Array.of(1),
    }),
  };
  return {
    ...{
      draft,
      status: 'assigned',
      reason: null,
      resolvedBy: 'code',
      share: null,
      candidates: [],
      issues: [],
    },
    newKey: { commune: '02647', sheet: `1${sheet}`, scale: '500', parcel },
    id: { parcelId: 'w7czvunjbvrf', state: 'minted', lon: 103.971905437, lat: 22.479042898 },
  } as unknown as Assignment;
}
