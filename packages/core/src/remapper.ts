/**
 * One record at a time through `parse`, `resolve` and `assign`, for programs that have no source and no database: a desk that asks for a
 * parcel's new commune and identifier. Whole provinces are planned by the engine, which also checks parcels against each other.
 */
import { type AssignContext, assignParcel } from './assign/assign-parcel.ts';
import { nameParcel, oldZones } from './assign/identity.ts';
import { oldSheetText, type SheetMove, sheetKeyText } from './assign/sheet/key.ts';
import type { SheetPlan } from './assign/sheet/plan.ts';
import type { CommuneCode, IsoDate } from './code.ts';
import { type Boundary, boundaryIndex } from './geometry/overlay.ts';
import { decodePolygonal, type GeoJsonGeometry, wkbFromGeoJson } from './geometry/wkb.ts';
import type { GeosPoints } from './identifier/method/geos.ts';
import { EXACT_METHOD, type IdentifierMethod } from './identifier/method.ts';
import { type Issue, issue } from './issue/index.ts';
import { createDraftParser } from './parse/draft.ts';
import { detectRoles } from './parse/roles.ts';
import { subjectOf } from './parse/subject.ts';
import type { ProvinceProfile } from './profile.ts';
import type { Decision } from './resolve/decision.ts';
import { createResolver, polygonInWgs84 } from './resolve/index.ts';
import type { ColumnRole, Identified, ParcelDraft, ParcelKey, Resolved } from './stages.ts';
import type { TextEncoding } from './text/decode.ts';
import type { Crosswalk } from './unit/event.ts';

export type RemapperOptions = {
  readonly profile: ProvinceProfile;
  readonly crosswalk: Crosswalk;
  /** Day at which the records' commune codes are read, such as the last one before the reform; it is never guessed. */
  readonly epoch: IsoDate;
  /** Day of the new codes; the profile's first day of the new units unless told. */
  readonly asOf?: IsoDate;
  /** Names of the columns, aligned with each record's values. */
  readonly fields: readonly string[];
  /** Which column plays which role where its name does not tell. */
  readonly roles?: Readonly<Partial<Record<ColumnRole, string | null>>>;
  readonly encoding?: TextEncoding;
  /** EPSG code of the geometries: a zone of VN-2000, or 4326. Without it each is in the zone of the parcel's old province. */
  readonly crs?: number;
  /** Boundaries of the new communes in WGS84: without them the parcels of a split commune stay ambiguous. */
  readonly boundaries?: readonly Boundary[];
  readonly decisions?: readonly Decision[];
  /** New numbers of the map sheets, by `planSheets`: without them a parcel has a new commune and an identifier, but no new key. */
  readonly sheets?: SheetPlan;
  readonly method?: IdentifierMethod;
  /** GEOS, opened, for the two methods that are its own. */
  readonly geos?: GeosPoints;
  /** What the records are called in issues. */
  readonly sourceName?: string;
};

/** A record as it came: texts by column, and its boundary as WKB or GeoJSON in `crs`. */
export type RemapRecord = {
  readonly values: readonly (string | null)[];
  readonly geometry: Uint8Array | GeoJsonGeometry | null;
  /** 1-based, for issues. */
  readonly record?: number;
};

/** `resolved`: the commune is certain, the sheet's new number was not asked for. */
export type RemapStatus = 'assigned' | 'resolved' | 'ambiguous' | 'rejected';

export type Remapped = {
  readonly draft: ParcelDraft;
  readonly status: RemapStatus;
  /** New commune; null unless certain. */
  readonly commune: CommuneCode | null;
  readonly candidates: Extract<Resolved, { status: 'ambiguous' }>['candidates'];
  /** New key; null unless commune, sheet and parcel number are certain. */
  readonly key: ParcelKey | null;
  readonly id: Identified;
  /** All that was found on the way; what is not certain is always named here. */
  readonly issues: readonly Issue[];
};

export type Remapper = { remap(record: RemapRecord): Remapped };

const NO_ID: Identified = { parcelId: null, state: 'pending', lon: null, lat: null };

/** Built once for many records of one source. Throws when no column is that of the commune, the sheet or the parcel number. */
export function createRemapper(options: RemapperOptions): Remapper {
  const { profile, crosswalk, epoch, fields, sourceName = 'records', crs = null } = options;
  const asOf = options.asOf ?? profile.effective;
  const { roles } = detectRoles(fields, options.roles);
  const missing = (['commune', 'sheet', 'parcel'] as const).filter((role) => roles[role] === undefined);
  if (missing.length > 0) {
    throw new Error(
      `No column found for ${missing.join(', ')} among ${fields.join(', ')}. Name it under \`roles\`, such as { ${missing[0]}: 'MA_XA' }.`,
    );
  }
  const parse = createDraftParser({
    sourceName,
    layerName: sourceName,
    fields,
    roles,
    encoding: options.encoding ?? 'unicode',
    crs,
    profile,
    provinceOf: (commune) => crosswalk.unitAt(commune, epoch)?.province ?? null,
  });
  const at = ({ record }: ParcelDraft) => ({ source: sourceName, layer: sourceName, record });
  const resolve = createResolver({
    crosswalk,
    profile,
    asOf,
    boundaries: options.boundaries ? boundaryIndex(options.boundaries).shares : null,
    decisions: options.decisions ?? [],
    at,
  });
  const context = assignContext(options, sourceName);
  const sharers = sharersOf(options.sheets?.moves ?? []);
  let count = 0;
  return {
    remap({ values, geometry, record = ++count }) {
      const wkb = geometry === null || geometry instanceof Uint8Array ? geometry : wkbFromGeoJson(geometry);
      const draft = parse({ record, values, geometry: wkb }, record, 0, 0);
      const resolved = resolve(draft, epoch, () => polygonInWgs84(draft));
      if (!options.sheets) return placed(context, draft, resolved);
      return withSharers(assigned(context, draft, resolved), sharers, at(draft), context.subject(draft));
    },
  };
}

function assignContext(options: RemapperOptions, sourceName: string): AssignContext {
  const { profile, sheets } = options;
  return {
    profile,
    method: options.method ?? EXACT_METHOD,
    geos: options.geos ?? null,
    zoneOf: oldZones(profile),
    // Who asks record by record states the system, or leaves it to the law.
    crsEvidence: () => 'proved',
    reprojectedFrom: () => null,
    sourceName: () => sourceName,
    layerName: () => sourceName,
    subject: (draft) => subjectOf(draft, sourceName),
    sheets: new Map(sheets?.moves.map((move) => [sheetKeyText(move), move.newSheet])),
    openSheets: sheets?.open ?? new Map(),
    issuedTo: () => null,
  };
}

const communeOf = (resolved: Resolved): CommuneCode | null =>
  resolved.status === 'resolved' ? resolved.commune : null;

function assigned(context: AssignContext, draft: ParcelDraft, resolved: Resolved): Remapped {
  const { status, candidates, newKey, id, issues } = assignParcel(context, draft, resolved);
  return { draft, status, commune: communeOf(resolved), candidates, key: newKey, id, issues };
}

/** Sheets by the new number that more than one of them has, by `commune/sheet`. */
function sharersOf(moves: readonly SheetMove[]): ReadonlyMap<string, readonly SheetMove[]> {
  const holders = new Map<string, SheetMove[]>();
  for (const move of moves) {
    const name = `${move.newCommune}/${move.newSheet}`;
    holders.set(name, [...(holders.get(name) ?? []), move]);
  }
  return new Map([...holders].filter(([, sheets]) => sheets.length > 1));
}

/** A parcel by itself cannot be compared with others: where its sheet's number is also another's, that is said of each. */
function withSharers(
  remapped: Remapped,
  sharers: ReturnType<typeof sharersOf>,
  at: Issue['at'],
  subject: Issue['subject'],
): Remapped {
  const { key, draft } = remapped;
  const sheets = key && sharers.get(`${key.commune}/${key.sheet}`);
  if (!sheets) return remapped;
  const { commune, sheet, scale, series } = draft;
  const own = sheetKeyText({ newCommune: key.commune, oldCommune: commune!, sheet: sheet!, scale, series });
  const others = sheets.filter((move) => sheetKeyText(move) !== own).map(oldSheetText);
  const shared = issue('sheet.shared', subject, at, key.sheet, others);
  return { ...remapped, issues: [...remapped.issues, shared] };
}

/** Without a sheet plan: commune and identifier. */
function placed(context: AssignContext, draft: ParcelDraft, resolved: Resolved): Remapped {
  if (resolved.status !== 'resolved') {
    const { status, issue } = resolved;
    const candidates = status === 'ambiguous' ? resolved.candidates : [];
    const issues = [...draft.issues, issue];
    return { draft, status, commune: null, candidates, key: null, id: NO_ID, issues };
  }
  const polygon = draft.geometry === null ? null : decodePolygonal(draft.geometry);
  const { id, issues } = nameParcel(context, draft, polygon, null);
  return {
    draft,
    status: 'resolved',
    commune: resolved.commune,
    candidates: [],
    key: null,
    id,
    issues: [...draft.issues, ...issues],
  };
}
