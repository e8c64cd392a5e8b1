/**
 * The generator: a stream of records with the faults planted in them. One sheet is in memory at a time, so any number of
 * parcels can be drawn; the same options give the same records.
 */
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { type CommuneCode, parseIsoDate, sure } from '@thuadat/core/code';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { encodePolygonal } from '@thuadat/core/geometry/wkb';
import { identify } from '@thuadat/core/identifier/identify';
import type { ColumnRole } from '@thuadat/core/stages';
import { drawCommune, isUrban, type Sheet } from './commune.ts';
import { areaOf, type Draft, type Fault, newDraft, type PolygonRings } from './draft.ts';
import { type Point, place } from './frame.ts';
import { type AddressBook, drawAddress, drawHolder, openAddressBook } from './people.ts';
import { type DirtRates, plant } from './plant.ts';
import { OLD_EPOCH, sampleProfile } from './province.ts';
import { type Random, random } from './random.ts';
import { pieceShares } from './straddle.ts';
import { drawTerritories, heirAt, type Territory } from './territory.ts';

export type GenerateOptions = {
  /** `lao-cai` or `ca-mau`. */
  readonly province: string;
  /** Parcels in the province, before planted copies. */
  readonly parcels: number;
  readonly seed: number;
  /** New commune codes: only their old communes get parcels. All when absent. */
  readonly communes?: readonly string[];
  /** Parcels of single old communes as a multiple of the usual. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Faults by kind, as shares of the parcels. None when absent. */
  readonly dirt?: DirtRates;
  /** Dirt for single new communes instead of `dirt`. */
  readonly dirtIn?: Readonly<Record<string, DirtRates>>;
  /** Share of split communes, or which, whose dividing line runs through parcels instead of along a street. */
  readonly straddle?: number | readonly string[];
};

/** Roles a sample record has a text for; a dialect names the columns. */
export type SampleRole = Extract<
  ColumnRole,
  | 'province'
  | 'district'
  | 'commune'
  | 'communeName'
  | 'sheet'
  | 'scale'
  | 'parcel'
  | 'area'
  | 'areaLegal'
  | 'landUse'
  | 'holder'
  | 'address'
  | 'parcelId'
>;

export type SampleRecord = {
  /** Old province: one source file each. */
  readonly province: string;
  readonly zone: number;
  readonly oldCommune: string;
  /** The new commune that is right for this parcel; for a straddling one, that with the larger share. */
  readonly newCommune: string;
  readonly values: Readonly<Record<SampleRole, string | null>>;
  readonly polygonal: Polygonal;
  /** Little-endian ISO WKB in the zone. */
  readonly geometry: Uint8Array;
  readonly faults: readonly Fault[];
};

/** Rates that give every kind of fault in a file of a few ten thousand parcels and leave most of it sound. */
export const SOME_DIRT: DirtRates = {
  'duplicate-copy': 0.0006,
  'duplicate-key': 0.0003,
  'same-place': 0.0002,
  overlap: 0.0012,
  sliver: 0.0006,
  'bow-tie': 0.0008,
  'zero-area': 0.0002,
  'multi-part': 0.001,
  'outside-commune': 0.0004,
  'area-off': 0.0015,
  'missing-sheet': 0.0003,
  'missing-parcel': 0.0005,
  'lost-zeros': 0.004,
  'float-code': 0.002,
  'dead-code': 0.001,
  'unknown-code': 0.0001,
  'decomposed-text': 0.004,
  carried: 0.01,
  'carried-wrong': 0.0004,
  'carried-clash': 0.0003,
};

/** The territories of the province: the generator's own, for the boundary layers. */
export const territoriesOf = (options: GenerateOptions): Territory[] =>
  drawTerritories(sampleProfile(options.province), { seed: options.seed, straddle: options.straddle ?? 0 });

/** Draws the records: old province by old province, commune by commune, sheet by sheet, by parcel number. */
export function* generate(options: GenerateOptions): Generator<SampleRecord> {
  const territories = territoriesOf(options);
  const wanted = options.communes && new Set(options.communes);
  const chosen = territories.filter(({ old }) => !wanted || old.heirs.some((heir) => wanted.has(heir.code)));
  if (chosen.length === 0)
    throw new Error(`No commune of ${options.province} is among ${options.communes?.join(', ')}.`);
  const counts = shareOut(chosen, options);
  for (const [i, territory] of chosen.entries()) {
    const yard = openYard(territory, territories, options);
    for (const sheet of drawCommune(territory, options.seed, counts[i]!)) yield* recordsOf(yard, sheet);
  }
}

/** Parcels per commune: wards hold more; the counts add up to `total`. */
function shareOut(
  territories: readonly Territory[],
  { parcels, weights: multiples }: GenerateOptions,
): number[] {
  const weights = territories.map(
    ({ old }) => (isUrban(old.unit.name) ? 1.7 : 1) * (multiples?.[old.unit.code] ?? 1),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  let given = 0;
  return weights.map((weight) => {
    running += weight;
    const upTo = Math.round((parcels * running) / all);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}

/** What all sheets of a commune have in common. */
type Yard = {
  readonly territory: Territory;
  readonly seed: number;
  readonly book: AddressBook;
  readonly dirt: DirtRates;
  readonly deadCode: string | null;
  readonly elsewhere: Point;
};

function openYard(territory: Territory, all: readonly Territory[], options: GenerateOptions): Yard {
  const { old } = territory;
  const r = random(`${options.seed}/${old.unit.code}/yard`);
  return {
    territory,
    seed: options.seed,
    book: openAddressBook(old, isUrban(old.unit.name), r),
    dirt: options.dirtIn?.[old.heirs[0]!.code] ?? options.dirt ?? {},
    deadCode: deadCodeOf(old.unit.code),
    elsewhere: emptyPlace(territory, all, r),
  };
}

/** A code that led to this commune and was no longer in use on the last day of the old codes. */
function deadCodeOf(code: CommuneCode): string | null {
  const crosswalk = loadCrosswalk();
  const before = crosswalk.predecessors(code, OLD_EPOCH, sure(parseIsoDate('2019-06-01')));
  const dead = before.find(
    ({ unit, relation }) => relation === 'whole' && crosswalk.unitAt(unit.code, OLD_EPOCH) === null,
  );
  return dead?.unit.code ?? null;
}

/** Near the border of another new commune of the same zone, where the spiral of sheets never reaches. */
function emptyPlace(territory: Territory, all: readonly Territory[], r: Random): Point {
  const heirs = new Set(territory.old.heirs.map((heir) => heir.code));
  const others = all.filter(
    ({ old }) => old.province === territory.old.province && !old.heirs.some((heir) => heirs.has(heir.code)),
  );
  const other = r.pick(others);
  const corner = other.plane[16 * r.whole(0, 3)]!;
  const [cx, cy] = other.frame.centre;
  return [corner[0] + (cx - corner[0]) * 0.06, corner[1] + (cy - corner[1]) * 0.06];
}

function* recordsOf(yard: Yard, sheet: Sheet): Generator<SampleRecord> {
  const { code } = yard.territory.old.unit;
  const r = random(`${yard.seed}/${code}/records ${sheet.number}`);
  const drafts = sheet.parcels.map((parcel, i) => newDraft(parcel, code, sheet.number, i + 1));
  plant({ r, drafts, taken: new Set(), deadCode: yard.deadCode, elsewhere: yard.elsewhere }, yard.dirt);
  for (const draft of drafts) {
    if (draft.dropped) continue;
    const record = recordOf(yard, sheet, draft, r);
    for (let copy = 0; copy < draft.copies; copy++) yield record;
  }
}

function recordOf(yard: Yard, sheet: Sheet, draft: Draft, r: Random): SampleRecord {
  const { old } = yard.territory;
  const polygonal = polygonalOf(draft.polygons);
  const area = areaOf(draft.polygons);
  const built = /O[DN]T/.test(draft.use);
  const text = (value: string): string => (draft.decomposed ? value.normalize('NFD') : value);
  const [newCommune, straddle] = heirOf(yard.territory, draft);
  return {
    province: old.unit.province,
    zone: old.zone,
    oldCommune: old.unit.code,
    newCommune,
    values: {
      province: old.unit.province,
      district: old.unit.district,
      commune: draft.commune,
      communeName: text(old.unit.name),
      sheet: draft.sheet || null,
      scale: sheet.scale,
      parcel: draft.number || null,
      area: area.toFixed(1),
      areaLegal: (area * draft.legal).toFixed(1),
      landUse: draft.use,
      holder: text(drawHolder(old, draft.use, r)),
      address: text(drawAddress(yard.book, built, r)),
      parcelId: carriedId(draft, yard),
    },
    polygonal,
    geometry: encodePolygonal(polygonal),
    faults: straddle ? [...draft.faults, straddle] : draft.faults,
  };
}

/** The right new commune, and the shares when the dividing line runs through the parcel. */
function heirOf(territory: Territory, draft: Draft): [string, Fault | null] {
  const { from, to, middle } = draft.parcel;
  if (!territory.cuts.some((cut) => from - 3 < cut && cut < to + 3))
    return [heirAt(territory, middle[0]).code, null];
  const shares = pieceShares(territory, draft);
  const largest = shares.indexOf(Math.max(...shares));
  const heir = territory.old.heirs[largest]!.code;
  if (shares[largest]! > 0.999) return [heir, null];
  const known = Object.fromEntries(territory.old.heirs.map(({ code }, i) => [code, shares[i]!]));
  return [heir, { kind: 'straddle', known }];
}

function carriedId(draft: Draft, yard: Yard): string | null {
  if (draft.clashWith) return identifierOf(draft.clashWith, yard);
  if (draft.carried === 'none') return null;
  if (draft.carried === 'right') return identifierOf(draft, yard);
  const [x, y] = place(yard.territory.frame, 2345, -2345);
  const ring = [x, y, x + 9, y, x + 9, y + 14, x, y + 14, x, y];
  return identify(polygonalOf([[ring]]), yard.territory.old.zone)?.parcelId ?? null;
}

const identifierOf = (draft: Draft, yard: Yard): string | null =>
  identify(polygonalOf(draft.polygons), yard.territory.old.zone)?.parcelId ?? null;

/** Rings of polygons as the flat arrays of the toolkit. */
export function polygonalOf(polygons: readonly PolygonRings[]): Polygonal {
  let vertices = 0;
  let rings = 0;
  for (const polygon of polygons)
    for (const ring of polygon) {
      vertices += ring.length / 2;
      rings++;
    }
  const coords = new Float64Array(vertices * 2);
  const ringEnds = new Uint32Array(rings);
  const polygonEnds = new Uint32Array(polygons.length);
  let at = 0;
  let ringAt = 0;
  polygons.forEach((polygon, i) => {
    for (const ring of polygon) {
      coords.set(ring, at);
      at += ring.length;
      ringEnds[ringAt++] = at / 2;
    }
    polygonEnds[i] = ringAt;
  });
  return { coords, ringEnds, polygonEnds };
}
