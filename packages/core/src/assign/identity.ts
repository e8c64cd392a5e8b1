/** Which identifier a parcel gets: the registered one, else the carried one when it holds, else a new one, else none yet. */
import type { ParcelId } from '../code.ts';
import { accuracyText, type ForeignSystem, systemText } from '../geodesy/foreign.ts';
import { projection } from '../geodesy/vn2000.ts';
import { zoneOf } from '../geodesy/zone.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { type CarriedCheck, CELL_REACH, checkCarried } from '../identifier/carried.ts';
import { identifyOrRefuse, type ParcelIdentity } from '../identifier/identify.ts';
import type { GeosPoints } from '../identifier/method/geos.ts';
import { type IdentifierMethod, isExact } from '../identifier/method.ts';
import { LEAST_DISTANCE } from '../identifier/point.ts';
import { type Issue, type IssueCode, issue } from '../issue/index.ts';
import { phrase, word } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { decimal, metres } from '../message/quantity.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { Identified, ParcelDraft } from '../stages.ts';
import { type CrsEvidence, isCrsProved } from './crs-evidence.ts';
import { placeOutside } from './placement.ts';

/** An identifier an earlier run issued for the same parcel. */
export type Issued = { readonly parcelId: ParcelId; readonly lon: number; readonly lat: number };

export type IdentityContext = {
  readonly profile: ProvinceProfile;
  /** By which new identifiers are made. */
  readonly method: IdentifierMethod;
  readonly geos: GeosPoints | null;
  /** Zone of the old province, in which the point is found, by old province code. */
  readonly zoneOf: (draft: ParcelDraft) => number;
  /** What speaks for the system in which the draft's coordinates are read. */
  readonly crsEvidence: (draft: ParcelDraft) => CrsEvidence;
  /** The system from which the draft's coordinates were reprojected; null where they are as they came. */
  readonly reprojectedFrom: (draft: ParcelDraft) => ForeignSystem | null;
  readonly sourceName: (draft: ParcelDraft) => string;
  readonly layerName: (draft: ParcelDraft) => string;
  readonly subject: (draft: ParcelDraft) => MessageValue;
};

export type IdentityOutcome = { readonly id: Identified; readonly issues: readonly Issue[] };

/** By old province: the zone in which a parcel's point is found. Of a draft without one the province's own zone. */
export function oldZones(
  profile: Pick<ProvinceProfile, 'predecessors' | 'exportZone'>,
): (draft: Pick<ParcelDraft, 'province'>) => number {
  const zones = new Map<string | null, number>(profile.predecessors.map(({ code, zone }) => [code, zone]));
  return ({ province }) => zones.get(province) ?? profile.exportZone;
}

const PENDING: Identified = { parcelId: null, state: 'pending', lon: null, lat: null };

export function nameParcel(
  context: IdentityContext,
  draft: ParcelDraft,
  polygon: Polygonal | null,
  issued: Issued | null,
): IdentityOutcome {
  const zone = context.zoneOf(draft);
  const away = polygon === null ? null : placeOutside(context.profile.extent, polygon, draft.zone);
  const made =
    polygon === null || away ? null : identifyOrRefuse(polygon, zone, draft.zone, context.method, context);
  const minted = made?.ok ? made : null;
  const raise = (
    code: IssueCode,
    found: MessageValue,
    expected: MessageValue,
    lonLat?: readonly [number, number],
  ): Issue => {
    const at = { source: context.sourceName(draft), layer: context.layerName(draft), record: draft.record };
    return issue(code, context.subject(draft), lonLat ? { ...at, lonLat } : at, found, expected);
  };
  const carried =
    draft.carriedId === null
      ? null
      : checkCarried(draft.carriedId, polygon, zone, {
          prefixes: context.profile.idPrefixes,
          crs: draft.zone,
        });
  if (issued) return registered(issued, carried, minted, raise);
  if (carried) return fromSource(draft, carried, minted, context.profile, raise);
  if (away) {
    const [west, south, east, north] = context.profile.extent;
    const found = phrase('place.degrees', { lat: decimal(away[1], 6), lon: decimal(away[0], 6) });
    const expected = phrase('place.extent', { west, south, east, north });
    return { id: PENDING, issues: [raise('identifier.pending-place', found, expected, away)] };
  }
  if (minted && !isCrsProved(context.crsEvidence(draft), draft.zone, zone))
    return { id: PENDING, issues: [unproved(context, draft, zone, raise)] };
  if (minted && polygon !== null) {
    const { parcelId, lon, lat } = minted;
    const outside = isExact(context.method) ? null : outsideBy(context, draft, polygon, minted);
    const issues = outside === null ? [] : [raise('identifier.point-outside', parcelId, outside, [lon, lat])];
    const from = context.reprojectedFrom(draft);
    if (from && from.accuracy > CELL_REACH)
      issues.push(raise('identifier.reprojected', systemText(from), accuracyText(from)));
    return { id: { parcelId, state: 'minted', lon, lat }, issues };
  }
  if (made === null || made.ok) return { id: PENDING, issues: [raise('identifier.pending-empty', '', '')] };
  const place = made.at === null ? null : projection(zone).toLonLat(made.at[0], made.at[1]);
  const found =
    made.at === null ? '' : phrase('place.point', { east: decimal(made.at[0]), north: decimal(made.at[1]) });
  const expected = made.reason === 'thin' ? metres(LEAST_DISTANCE) : `EPSG:${zone}`;
  const usable = place?.every(Number.isFinite) ? place : undefined;
  return { id: PENDING, issues: [raise(`identifier.pending-${made.reason}`, found, expected, usable)] };
}

/** No identifier is made of coordinates that may as well be in another system: it would be kilometres away and look right. */
function unproved(context: IdentityContext, draft: ParcelDraft, zone: number, raise: Raise): Issue {
  const code =
    context.crsEvidence(draft) === 'guessed' ? 'identifier.pending-undeclared' : 'identifier.pending-zone';
  return raise(code, crsText(draft.zone), crsText(zone));
}

/** `EPSG:9208 (VN-2000 / TM-3 104-45)`. */
const crsText = (epsg: number): string => systemText({ epsg, name: zoneOf(epsg)?.name ?? '' });

/**
 * How far outside its parcel a followed method (mean, centroid, box, another datum) puts the code, null when it lies in it. A new code is held
 * to what a carried one is held to: else the next plan would find fault with what this one issued in silence.
 */
function outsideBy(
  { profile }: Pick<IdentityContext, 'profile'>,
  draft: ParcelDraft,
  polygon: Polygonal,
  { parcelId, distance, zone }: ParcelIdentity,
): MessageValue | null {
  const check = checkCarried(parcelId, polygon, zone, { prefixes: profile.idPrefixes, crs: draft.zone });
  if (distance > 0 && check.verdict === 'good') return null;
  // Latitude and longitude exchanged end where the zone has no coordinates.
  const away = Math.max(check.distance ?? Number.NaN, -distance);
  return metres(away);
}

type Raise = (
  code: IssueCode,
  found: MessageValue,
  expected: MessageValue,
  lonLat?: readonly [number, number],
) => Issue;

/** An identifier once issued is stored, never recomputed. */
function registered(
  issued: Issued,
  carried: CarriedCheck | null,
  minted: ParcelIdentity | null,
  raise: Raise,
): IdentityOutcome {
  const id: Identified = { parcelId: issued.parcelId, state: 'registry', lon: issued.lon, lat: issued.lat };
  const issues: Issue[] = [];
  if (carried?.parcelId && carried.parcelId !== issued.parcelId) {
    issues.push(raise('identifier.registry-conflict', carried.parcelId, issued.parcelId));
  } else if (minted && minted.parcelId !== issued.parcelId) {
    issues.push(raise('identifier.registry-differs', issued.parcelId, minted.parcelId));
  }
  return { id, issues };
}

/** A carried code that cannot be this parcel's is neither used nor replaced: the identifier waits for a person. */
function fromSource(
  draft: ParcelDraft,
  carried: CarriedCheck,
  minted: ParcelIdentity | null,
  profile: ProvinceProfile,
  raise: Raise,
): IdentityOutcome {
  const text = draft.carriedId ?? '';
  const { parcelId, lon, lat, distance, verdict } = carried;
  const place: readonly [number, number] | undefined = lon !== null && lat !== null ? [lon, lat] : undefined;
  if (verdict === 'unreadable') {
    return {
      id: PENDING,
      issues: [raise('identifier.carried-invalid', text, word('code.parcel-id'))],
    };
  }
  if (verdict === 'elsewhere') {
    return {
      id: PENDING,
      issues: [raise('identifier.carried-elsewhere', text, profile.idPrefixes, place)],
    };
  }
  if (verdict === 'outside') {
    const away = distance === null ? '?' : metres(distance);
    return { id: PENDING, issues: [raise('identifier.carried-outside', text, away, place)] };
  }
  const issues: Issue[] = [];
  if (carried.fix) issues.push(raise('identifier.carried-repaired', text, parcelId ?? ''));
  if (verdict === 'unchecked') issues.push(raise('identifier.carried-unchecked', text, ''));
  else if (minted && minted.parcelId !== parcelId) {
    issues.push(raise('identifier.carried-differs', text, minted.parcelId));
  }
  return { id: { parcelId, state: 'carried', lon, lat }, issues };
}
