/** Puts a made-up run of two new communes at Lào Cai into a database, planted faults included. */

import type { Status } from '@thuadat/api/map';
import type { CommuneCode, IsoDate, ProvinceCode } from '@thuadat/core/code';
import { projection } from '@thuadat/core/geodesy/vn2000';
import { encodePolygonal, hexOf } from '@thuadat/core/geometry/wkb';
import { encodeGeohash } from '@thuadat/core/identifier/geohash';
import { EXACT_METHOD } from '@thuadat/core/identifier/method';
import { identifierProvenance } from '@thuadat/core/identifier/provenance';
import { type Issue, type IssueCode, issue } from '@thuadat/core/issue/index';
import { phrase, textsOf, word } from '@thuadat/core/issue/value';
import type { MessageValue } from '@thuadat/core/message/message';
import { decimal } from '@thuadat/core/message/quantity';
import type { CommuneSummary, RunManifest, StatusCounts } from '@thuadat/core/run';
import { copyLine } from '@thuadat/run/copy-text';
import { ASSIGNMENT_COLUMNS, ISSUE_COLUMNS } from '@thuadat/run/run-folder';
import type { Database } from '@thuadat/store/db/database';
import { areaOf, cut, divide, middleOf, type Point, type Ring, seeded } from './town.ts';

export const RUN = 'lao-cai-5d0c7e41a9f2';
const ZONE = 9208;
const CENTRE: Point = [420_000, 2_486_000];

type OldCommune = { readonly code: string; readonly name: string; readonly ring: Ring };
type NewCommune = {
  readonly code: string;
  readonly name: string;
  readonly old: readonly OldCommune[];
  readonly ring: Ring;
};

type Parcel = {
  ordinal: number;
  unit: string;
  status: Status;
  reason: IssueCode | null;
  old: { code: string; sheet: string; parcel: string };
  newCommune: string | null;
  newSheet: string | null;
  candidates: { commune: string; share: number | null }[];
  ring: Ring;
  hole: boolean;
  holder: string;
  landUse: string;
  issues: Issue[];
};

export type Seed = { readonly parcels: readonly Parcel[]; readonly issues: number };

const HOLDERS = [
  'Nguyễn Thị Hường',
  'Trần Văn Đạt',
  'Lê Quốc Khánh',
  'Phạm Thị Tuyết',
  'Giàng A Sử',
  'Lò Văn Ước',
  'Hoàng Thị Quỳnh',
  'Vàng Seo Phìn',
];
const LAND = ['ODT', 'ODT', 'ODT', 'CLN', 'BHK', 'LUC'];
export const INJECTION = '<img src=x onerror="window.injected=1"><script>window.injected=1</script>';

/** An irregular outline of the town, cut into two new communes of two and three old ones. */
function communes(size: number): NewCommune[] {
  const outline: Ring = [
    [-1.25, -0.55],
    [-0.7, -0.95],
    [0.35, -1.0],
    [1.15, -0.7],
    [1.35, 0.1],
    [1.0, 0.8],
    [0.1, 1.0],
    [-0.85, 0.85],
    [-1.3, 0.25],
  ].map(([x, y]) => [CENTRE[0] + x! * size, CENTRE[1] + y! * size]);
  const [west, east] = cut(outline, CENTRE, 1.35, 0);
  const [cocLeu, rest] = cut(west, middleOf(west), 0.2, 0);
  const [bacCuong, south] = cut(east, middleOf(east), -0.35, 0);
  const [namCuong, pomHan] = cut(south, middleOf(south), 1.2, 0);
  return [
    {
      code: '02647',
      name: 'Phường Lào Cai',
      ring: west,
      old: [
        { code: '02644', name: 'Phường Cốc Lếu', ring: cocLeu },
        { code: '02647', name: 'Phường Kim Tân', ring: rest },
      ],
    },
    {
      code: '02671',
      name: 'Phường Cam Đường',
      ring: east,
      old: [
        { code: '02668', name: 'Phường Bắc Cường', ring: bacCuong },
        { code: '02671', name: 'Phường Nam Cường', ring: namCuong },
        { code: '02653', name: 'Phường Pom Hán', ring: pomHan },
      ],
    },
  ];
}

/** Parcels of one old commune: streets of three widths, lots that grow away from the centre. */
function lots(commune: OldCommune, seed: number, size: number): Ring[] {
  const random = seeded(seed);
  const far = ([x, y]: Point) => Math.hypot(x - CENTRE[0], y - CENTRE[1]) / size;
  const blocks = divide(
    commune.ring,
    (at) => 3600 + 9000 * far(at) ** 2,
    (area) => (area > 300_000 ? 9 : area > 60_000 ? 6 : 3.5),
    random,
  );
  return blocks.flatMap((block) =>
    divide(
      block,
      (at) => 160 + 900 * far(at) ** 2 + 120 * random(),
      () => 0,
      random,
    ),
  );
}

/** Sheets of 1:500 cover 250 m squares, numbered from the north-west. */
const sheetOf = ([x, y]: Point): string => {
  const column = Math.floor((x - (CENTRE[0] - 2500)) / 250);
  const row = Math.floor((CENTRE[1] + 2500 - y) / 250);
  return `${row}.${column}`;
};

function makeParcels(list: readonly NewCommune[], size: number): Parcel[] {
  const random = seeded(7);
  const parcels: Parcel[] = [];
  list.forEach((commune) => {
    let shift = 0;
    commune.old.forEach((old, index) => {
      const rings = lots(old, index + Number(commune.code), size);
      const squares = [...new Set(rings.map((ring) => sheetOf(middleOf(ring))))].sort();
      const taken = new Map<string, number>();
      for (const ring of rings) {
        const sheet = squares.indexOf(sheetOf(middleOf(ring))) + 1;
        const number = (taken.get(String(sheet)) ?? 0) + 1;
        taken.set(String(sheet), number);
        parcels.push({
          ordinal: parcels.length + 1,
          unit: commune.code,
          status: 'assigned',
          reason: null,
          old: { code: old.code, sheet: String(sheet), parcel: String(number) },
          newCommune: commune.code,
          newSheet: String(sheet + shift),
          candidates: [],
          ring,
          hole: false,
          holder: HOLDERS[Math.floor(random() * HOLDERS.length)]!,
          landUse: LAND[Math.floor(random() * LAND.length)]!,
          issues: [],
        });
      }
      shift += squares.length;
    });
  });
  return parcels;
}

const lonLat = (point: Point): [number, number] => projection(ZONE).toLonLat(point[0], point[1]);
const closed = (ring: Ring): Ring => [...ring, ring[0]!];

function raise(
  parcel: Parcel,
  code: IssueCode,
  found: MessageValue,
  expected: MessageValue,
  more: { at?: Point; shape?: Ring; others?: number[] } = {},
): void {
  const at = { source: 'laocai_thuadat_2025.gpkg', layer: 'thua_dat', record: parcel.ordinal };
  const { code: commune, ...old } = parcel.old;
  const subject = phrase('subject.parcel', { ...old, commune, source: at.source, record: `${at.record}` });
  parcel.issues.push(
    issue(code, subject, more.at ? { ...at, lonLat: lonLat(more.at) } : at, found, expected, {
      ...(more.shape ? { shape: { type: 'Polygon', coordinates: [closed(more.shape).map(lonLat)] } } : {}),
      ...(more.others ? { others: more.others } : {}),
    }),
  );
}

/** Faults where a person would meet them, by fixed strides through the list. */
function plant(parcels: Parcel[]): void {
  for (const [at, parcel] of parcels.entries()) {
    const next = parcels[at + 1];
    if (at % 149 === 60 && parcel.ring.length >= 4) {
      const [a, b, c, d] = parcel.ring as [Point, Point, Point, Point];
      parcel.ring = [a, c, b, d];
      raise(
        parcel,
        'geometry.self-crossing',
        phrase('place.plane', {
          east: decimal(middleOf(parcel.ring)[0]),
          north: decimal(middleOf(parcel.ring)[1]),
        }),
        '',
        { at: middleOf(parcel.ring) },
      );
    } else if (at % 211 === 90 && next) {
      const [x, y] = middleOf(parcel.ring);
      const shape = parcel.ring.map(([px, py]): Point => [x + (px - x) * 0.5, y + (py - y) * 0.5]);
      raise(parcel, 'identifier.clash', identifierOf(parcel), '', {
        at: [x, y],
        shape,
        others: [next.ordinal],
      });
    } else if (at % 83 === 40) {
      raise(parcel, 'key.repaired', `0${parcel.old.parcel}`, parcel.old.parcel);
    } else if (at % 307 === 100) {
      Object.assign(parcel, { status: 'rejected', reason: 'key.missing', newSheet: null, newCommune: null });
      raise(parcel, 'key.missing', '', word('role.sheet'));
    }
  }
  // A strip along the border that a split left in doubt.
  const border = parcels.filter(
    ({ ring }) => Math.abs(middleOf(ring)[0] - CENTRE[0] - 60) < 130 && middleOf(ring)[1] < CENTRE[1] - 150,
  );
  for (const parcel of border) {
    Object.assign(parcel, {
      status: 'ambiguous',
      reason: 'commune.split',
      newSheet: null,
      newCommune: null,
      issues: [],
    });
    parcel.candidates = [
      { commune: '02647', share: 0.55 },
      { commune: '02671', share: 0.45 },
    ];
    raise(parcel, 'commune.split', parcel.old.code, ['02647', '02671']);
  }
}

/** The middle of a convex lot stands in for its pole; the map only shows what it is given. */
const identifierOf = (parcel: Parcel): string => {
  const [lon, lat] = lonLat(middleOf(parcel.ring));
  return encodeGeohash(lat, lon);
};

const flat = (ring: Ring): Float64Array => Float64Array.from(closed(ring).flat());
const wkbHex = (ring: Ring): string =>
  hexOf(
    encodePolygonal({
      coords: flat(ring),
      ringEnds: Uint32Array.of(ring.length + 1),
      polygonEnds: Uint32Array.of(1),
    }),
  );
/** EWKB of a Polygon: the type carries the SRID flag, the SRID follows. */
const geometryText = (ring: Ring): string => {
  const plain = wkbHex(ring);
  const srid = Buffer.alloc(4);
  srid.writeUInt32LE(ZONE);
  return `0103000020${srid.toString('hex')}${plain.slice(10)}`;
};

const worst = (parcel: Parcel): string | null =>
  ['blocking', 'error', 'warning'].find((severity) =>
    parcel.issues.some((each) => each.severity === severity),
  ) ?? null;

function assignmentLine(parcel: Parcel): string {
  const [lon, lat] = lonLat(middleOf(parcel.ring));
  const identified =
    parcel.status === 'assigned' && !parcel.issues.some((each) => each.code === 'geometry.self-crossing');
  const area = Math.round(areaOf(parcel.ring) * 10) / 10;
  const raw = [
    ['tinhId', '10'],
    ['xaId', parcel.old.code],
    ['soHieuToBanDo', parcel.reason === 'key.missing' ? null : parcel.old.sheet],
    ['soThuTuThua', parcel.old.parcel],
    ['dienTich', area.toFixed(1).replace('.', ',')],
    ['loaiDat', parcel.landUse],
    ['TENCHU', parcel.ordinal === 5 ? INJECTION : parcel.holder],
    ['diaChi', parcel.ordinal === 5 ? INJECTION : 'Tổ 12'],
  ];
  const row: Record<(typeof ASSIGNMENT_COLUMNS)[number], string | number | null> = {
    run_id: RUN,
    unit: parcel.unit,
    ordinal: parcel.ordinal,
    status: parcel.status,
    reason: parcel.reason,
    source: 0,
    layer: 0,
    record: parcel.ordinal,
    old_province: '10',
    old_commune: parcel.old.code,
    old_epoch: '2025-06-30',
    old_sheet: parcel.reason === 'key.missing' ? null : parcel.old.sheet,
    old_scale: '500',
    old_series: null,
    old_parcel: parcel.old.parcel,
    resolved_by: parcel.status === 'assigned' ? 'code' : null,
    share: null,
    candidates: JSON.stringify(parcel.candidates),
    new_commune: parcel.newCommune,
    new_sheet: parcel.newSheet,
    new_parcel: parcel.status === 'assigned' ? parcel.old.parcel : null,
    parcel_id: identified ? identifierOf(parcel) : null,
    id_state: identified ? (parcel.ordinal % 40 === 0 ? 'carried' : 'minted') : 'pending',
    lon,
    lat,
    area_m2: area,
    area_legal_m2: Math.round(area),
    land_use: parcel.landUse,
    address: parcel.ordinal === 5 ? INJECTION : 'Tổ 12',
    digital_address: null,
    zone: ZONE,
    severity: worst(parcel),
    raw: JSON.stringify(raw),
    geom: geometryText(parcel.ring),
  };
  return copyLine(ASSIGNMENT_COLUMNS.map((column) => row[column]));
}

function issueLines(parcels: readonly Parcel[]): string[] {
  const next = new Map<string, number>();
  return parcels.flatMap((parcel) =>
    parcel.issues.map((each) => {
      const seq = (next.get(parcel.unit) ?? 0) + 1;
      next.set(parcel.unit, seq);
      const row: Record<(typeof ISSUE_COLUMNS)[number], string | number | null> = {
        run_id: RUN,
        unit: parcel.unit,
        ordinal: parcel.ordinal,
        seq,
        code: each.code,
        severity: each.severity,
        ...textsOf(each),
        at: JSON.stringify(each.at),
        lon: each.at.lonLat?.[0] ?? null,
        lat: each.at.lonLat?.[1] ?? null,
        shape: each.shape ? JSON.stringify(each.shape) : null,
        others: JSON.stringify(each.others ?? []),
      };
      return copyLine(ISSUE_COLUMNS.map((column) => row[column]));
    }),
  );
}

const countsOf = (parcels: readonly Parcel[]): StatusCounts => ({
  read: parcels.length,
  assigned: parcels.filter((each) => each.status === 'assigned').length,
  ambiguous: parcels.filter((each) => each.status === 'ambiguous').length,
  rejected: parcels.filter((each) => each.status === 'rejected').length,
});

function issueCounts(parcels: readonly Parcel[]): Partial<Record<IssueCode, number>> {
  const counts: Partial<Record<IssueCode, number>> = {};
  for (const { code } of parcels.flatMap((each) => each.issues)) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function summaryOf(commune: NewCommune, parcels: readonly Parcel[]): CommuneSummary {
  const own = parcels.filter((each) => each.unit === commune.code);
  return {
    unit: commune.code as CommuneCode,
    name: commune.name,
    counts: countsOf(own),
    identifiers: { minted: 0, carried: 0, registry: 0, pending: 0 },
    sheets: { kept: 0, renumbered: 0 },
    issues: issueCounts(own),
    blocking: own.flatMap((each) => each.issues).filter((each) => each.severity === 'blocking').length,
    assignmentSha256: '',
    issueSha256: '',
  };
}

function manifestOf(list: readonly NewCommune[], parcels: readonly Parcel[]): RunManifest {
  const byOldCommune = Object.fromEntries(
    list
      .flatMap((commune) => commune.old)
      .map(({ code }) => [code, countsOf(parcels.filter((each) => each.old.code === code))]),
  );
  return {
    version: 2,
    id: RUN,
    tool: 'thuadat 0.1.0',
    province: '15' as ProvinceCode,
    profile: 'lao-cai',
    asOf: '2025-07-01' as IsoDate,
    crosswalk: '',
    config: '',
    identifier: identifierProvenance(EXACT_METHOD, 'thuadat 0.1.0'),
    methodsBefore: [],
    sources: [
      {
        name: 'laocai_thuadat_2025.gpkg',
        sha256: '0'.repeat(64),
        bytes: 1,
        format: 'gpkg',
        encoding: 'UTF-8',
        epoch: '2025-06-30' as IsoDate,
        layers: [{ name: 'thua_dat', fields: [], roles: {}, crs: ZONE, records: parcels.length }],
      },
    ],
    counts: countsOf(parcels),
    bySource: [countsOf(parcels)],
    byOldCommune,
    communes: list.map((commune) => summaryOf(commune, parcels)),
    issues: [],
    notices: [
      issue(
        'sheet.keeper-missing',
        'Phường Cam Đường',
        { source: '', layer: '', record: 0 },
        '02671',
        '02668',
      ),
    ],
  };
}

async function* chunks(lines: readonly string[]): AsyncIterable<Uint8Array> {
  for (let at = 0; at < lines.length; at += 500) yield Buffer.from(lines.slice(at, at + 500).join(''));
}

/** `size` is half the town's height in metres: 700 gives about 4,000 parcels. */
export async function seedMap(db: Database, size = 700): Promise<Seed> {
  const list = communes(size);
  const parcels = makeParcels(list, size);
  plant(parcels);
  await db.query(
    'insert into run (id, manifest, state, planned_at, planned_by) values ($1, $2, $3, $4, $5)',
    [RUN, JSON.stringify(manifestOf(list, parcels)), 'staged', '2026-03-31T02:00:00Z', 'Sở NN&MT Lào Cai'],
  );
  for (const commune of list) {
    await db.query(
      'insert into run_unit (run_id, unit, name, state, summary, changed_at) values ($1, $2, $3, $4, $5, $6)',
      [
        RUN,
        commune.code,
        commune.name,
        'staged',
        JSON.stringify(summaryOf(commune, parcels)),
        '2026-03-31T02:00:00Z',
      ],
    );
    await insertBoundary(db, 'new', commune);
    for (const old of commune.old) await insertBoundary(db, 'old', old);
  }
  await db.copyIn('assignment', ASSIGNMENT_COLUMNS, chunks(parcels.map(assignmentLine)));
  await db.script(
    `insert into unit_extent
     select run_id, unit, zone, min(lon), min(lat), max(lon), max(lat) from assignment group by run_id, unit, zone`,
  );
  const issues = issueLines(parcels);
  await db.copyIn('issue', ISSUE_COLUMNS, chunks(issues));
  return { parcels, issues: issues.length };
}

const insertBoundary = (
  db: Database,
  kind: 'old' | 'new',
  unit: { code: string; name: string; ring: Ring },
) =>
  db.query(
    'insert into boundary (run_id, kind, code, name, geom) values ($1, $2, $3, $4, ST_SetSRID(ST_GeomFromGeoJSON($5), 4326))',
    [
      RUN,
      kind,
      unit.code,
      unit.name,
      JSON.stringify({ type: 'Polygon', coordinates: [closed(unit.ring).map(lonLat)] }),
    ],
  );
