/** One case with everything it takes to decide it. */

import type { LonLatBox, ParcelView } from '@thuadat/api/map';
import type { CaseDetail, CaseParcel, CaseView, ChoiceView, DecisionView } from '@thuadat/api/review';
import { projectInPlace } from '@thuadat/core/geodesy/vn2000';
import { decodePolygonal, geoJsonFromPolygonal } from '@thuadat/core/geometry/wkb';
import { type Actor, may } from '@thuadat/core/review/account';
import { REVIEW_RULES } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';
import { type Gazetteer, readParcel } from '../view/parcel.ts';
import { casesByKey } from './case-list.ts';
import { recordName } from './consequence.ts';
import { scopeOf, splitCaseKey } from './scope.ts';

/** Records shown of a group: a key shared by thousands must not fill the screen. */
const SHOWN = 9;

type Head = {
  shape: CaseDetail['shape'];
  others: number[];
  fingerprint: string;
  decision: number | null;
  decided_by: number | null;
};

/** Null when there is no such case, or not for these eyes. */
export async function readCase(
  db: Database,
  actor: Actor,
  runId: string,
  key: string,
  gazetteer: Gazetteer,
): Promise<CaseDetail | null> {
  const place = splitCaseKey(key);
  const [view] = place ? await casesByKey(db, scopeOf(runId, actor), [place]) : [];
  if (!view || !place) return null;
  const [head] = await db.query<Head>(
    `select i.shape, i.others, c.fingerprint, c.decision::float8 as decision, c.decided_by from review_case c
     join issue i on i.run_id = c.run_id and i.unit = c.unit and i.seq = c.seq
     where c.run_id = $1 and c.unit = $2 and c.seq = $3`,
    [runId, place.unit, place.seq],
  );
  const ordinals = [view.ordinal, ...head!.others].filter((ordinal) => ordinal > 0).slice(0, SHOWN);
  const [parcels, history] = await Promise.all([
    readParcels(db, runId, ordinals, gazetteer),
    readHistory(db, head!.fingerprint),
  ]);
  const own = head!.decided_by === actor.id;
  return {
    ...view,
    shape: head!.shape,
    extent: extentOf(view, head!.shape, parcels),
    parcels,
    verdicts: REVIEW_RULES[view.code].verdicts.filter((verdict) => verdict !== 'reject' || view.ordinal > 0),
    choices: choicesOf(view, parcels),
    history,
    decision: head!.decision,
    mayApprove:
      view.state === 'waiting'
        ? !own && may(actor, 'approve')
        : view.state === 'again' && !own && may(actor, 'decide'),
    mayUndo: head!.decision !== null && (own ? may(actor, 'decide') : may(actor, 'approve')),
  };
}

async function readParcels(
  db: Database,
  runId: string,
  ordinals: readonly number[],
  gazetteer: Gazetteer,
): Promise<CaseParcel[]> {
  const shapes = new Map(
    (
      await db.query<{ ordinal: number; zone: number; wkb: Uint8Array | null }>(
        `select ordinal::float8 as ordinal, zone, ST_AsBinary(geom, 'NDR') as wkb from assignment
         where run_id = $1 and ordinal = any($2::bigint[])`,
        [runId, [...ordinals]],
      )
    ).map(({ ordinal, zone, wkb }) => [ordinal, wkb && shapeOf(wkb, zone)]),
  );
  const parcels: (ParcelView | null)[] = await Promise.all(
    ordinals.map((ordinal) => readParcel(db, runId, ordinal, gazetteer)),
  );
  return parcels.flatMap((parcel) =>
    parcel ? [{ ...parcel, shape: shapes.get(parcel.ordinal) ?? null }] : [],
  );
}

/** Dirty geometry too: what is drawn is what came. Null when it is no area, or has coordinates that are no numbers. */
function shapeOf(wkb: Uint8Array, zone: number): CaseParcel['shape'] {
  const polygon = decodePolygonal(wkb);
  if (!polygon) return null;
  projectInPlace(polygon.coords, zone);
  if (!polygon.coords.every(Number.isFinite)) return null;
  const shape = geoJsonFromPolygonal(polygon);
  return 'coordinates' in shape ? shape : null;
}

async function readHistory(db: Database, fingerprint: string): Promise<DecisionView[]> {
  return db.query<DecisionView>(
    `select id::float8 as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, who, kind, choice, reason,
            about::float8 as about, batch, run_id as run, before ->> 'state' as before, after ->> 'state' as after
     from decision where fingerprint = $1 order by id`,
    [fingerprint],
  );
}

function choicesOf(view: CaseView, parcels: readonly CaseParcel[]): ChoiceView[] {
  const { choice, verdicts } = REVIEW_RULES[view.code];
  if (!verdicts.includes('choose') || choice === null) return [];
  if (choice === 'commune') {
    return (parcels[0]?.candidates ?? []).map(({ commune, name, share }) => ({
      value: commune,
      label: name ?? commune,
      note: share === null ? '' : String(share),
      ordinal: null,
    }));
  }
  return parcels.map(({ source, ordinal }) => ({
    value: recordName(source.name, source.layer, source.record),
    label: `${source.name} #${source.record}`,
    note: source.layer,
    ordinal,
  }));
}

/** The fault where it has a shape, with the parcels it is about; at least its place. */
function extentOf(
  view: CaseView,
  shape: CaseDetail['shape'],
  parcels: readonly CaseParcel[],
): LonLatBox | null {
  const points: (readonly [number, number])[] = view.lonLat ? [view.lonLat] : [];
  collect(shape?.coordinates, points);
  for (const parcel of parcels) collect(parcel.shape?.coordinates, points);
  if (points.length === 0) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [least(lons), least(lats), greatest(lons), greatest(lats)];
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

function collect(coordinates: unknown, into: (readonly [number, number])[]): void {
  if (!Array.isArray(coordinates)) return;
  const [lon, lat] = coordinates;
  if (typeof lon === 'number' && typeof lat === 'number') into.push([lon, lat]);
  else for (const part of coordinates) collect(part, into);
}
