/** Finds parcels by any key or identifier, and communes by name, in one run. Every path goes through an index. */
import type { SearchHit, Status } from '@thuadat/api/map';
import type { Database } from '../db/database.ts';
import { foldText, parseQuery } from './query.ts';
import type { RunExtent } from './run.ts';

type Place = { readonly code: string; readonly name: string };

const HIT = `
  select a.ordinal::float8 as ordinal, a.unit, u.name, a.status, a.old_commune, a.old_sheet, a.old_parcel,
         a.new_commune, a.new_sheet, a.new_parcel, a.parcel_id, a.lon, a.lat
  from assignment a left join run_unit u on u.run_id = a.run_id and u.unit = a.unit`;

type HitRow = {
  ordinal: number;
  unit: string;
  name: string | null;
  status: Status;
  old_commune: string | null;
  old_sheet: string | null;
  old_parcel: string | null;
  new_commune: string | null;
  new_sheet: string | null;
  new_parcel: string | null;
  parcel_id: string | null;
  lon: number | null;
  lat: number | null;
};

const keyText = (commune: string | null, sheet: string | null, parcel: string | null): string | null =>
  commune && sheet && parcel ? `${commune} ${sheet}/${parcel}` : null;

const hit = (row: HitRow): SearchHit => ({
  kind: 'parcel',
  ordinal: row.ordinal,
  unit: row.unit,
  name: row.name ?? row.unit,
  status: row.status,
  old: keyText(row.old_commune, row.old_sheet, row.old_parcel),
  new: keyText(row.new_commune, row.new_sheet, row.new_parcel),
  parcelId: row.parcel_id,
  lonLat: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
  extent: null,
});

/** `oldCommunes` are the run's old communes with the names they had; `scope`: communes of the asker, null = all. */
export async function search(
  db: Database,
  runId: string,
  text: string,
  oldCommunes: readonly Place[],
  extent: RunExtent,
  limit: number,
  scope: readonly string[] | null = null,
): Promise<SearchHit[]> {
  const query = parseQuery(text);
  if (!query) return [];
  if (query.kind === 'identifier') {
    const hits = await byIdentifier(db, runId, query.prefix, limit, scope);
    if (hits.length > 0) return hits;
  }
  const units = await db.query<Place>(
    `select unit as code, name from run_unit
     where run_id = $1 and ($2::text[] is null or unit = any($2::text[])) order by unit collate "C"`,
    [runId, scope && [...scope]],
  );
  const place = query.kind === 'identifier' ? query.prefix : query.place;
  const found = units.filter((unit) => matches(unit, place));
  if (query.kind === 'place' || query.kind === 'identifier') {
    return found.slice(0, limit).map((unit) => communeHit(unit, extent));
  }
  const parcel = query.kind === 'key' ? query.parcel : null;
  const now = await byKey(db, runId, 'new', found, query.sheet, parcel, limit, scope);
  const before = await byKey(
    db,
    runId,
    'old',
    oldCommunes.filter((commune) => matches(commune, place)),
    query.sheet,
    parcel,
    limit,
    scope,
  );
  const seen = new Set(now.map((each) => each.ordinal));
  return [...now, ...before.filter((each) => !seen.has(each.ordinal))].slice(0, limit);
}

const matches = (place: Place, text: string): boolean =>
  place.code.startsWith(text) || foldText(place.name).includes(text);

const communeHit = (unit: Place, extent: RunExtent): SearchHit => {
  const box = extent.units.get(unit.code) ?? null;
  return {
    kind: 'commune',
    ordinal: null,
    unit: unit.code,
    name: unit.name,
    status: null,
    old: null,
    new: null,
    parcelId: null,
    lonLat: box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
    extent: box,
  };
};

/** `z` is the last letter of the GeoHash alphabet, so a prefix is a range and the plain index serves it. */
async function byIdentifier(
  db: Database,
  runId: string,
  prefix: string,
  limit: number,
  scope: readonly string[] | null,
): Promise<SearchHit[]> {
  const rows = await db.query<HitRow>(
    `${HIT} where a.run_id = $1 and a.parcel_id between $2 and $3
       and ($5::text[] is null or a.unit = any($5::text[])) order by a.parcel_id, a.ordinal limit $4`,
    [runId, prefix, prefix.padEnd(12, 'z'), limit, scope && [...scope]],
  );
  return rows.map(hit);
}

async function byKey(
  db: Database,
  runId: string,
  era: 'old' | 'new',
  communes: readonly Place[],
  sheet: string,
  parcel: string | null,
  limit: number,
  scope: readonly string[] | null,
): Promise<SearchHit[]> {
  if (communes.length === 0) return [];
  const params: unknown[] = [runId, communes.map((commune) => commune.code), spellings(sheet)];
  const own = scope ? ` and a.unit = any($${params.push([...scope])}::text[])` : '';
  const number =
    parcel === null ? '' : ` and a.${era}_parcel = any($${params.push(spellings(parcel))}::text[])`;
  const rows = await db.query<HitRow>(
    `${HIT} where a.run_id = $1 and a.${era}_commune = any($2::text[]) and a.${era}_sheet = any($3::text[])${own}${number}
     order by a.${era}_commune, a.${era}_sheet, a.ordinal limit $${params.push(limit)}`,
    params,
  );
  return rows.map(hit);
}

/** Numbers are stored without leading zeros and with their letters as the field wrote them. */
const spellings = (text: string): string[] => {
  const plain = text.replace(/^(\p{L}*)0+(?=\d)/u, '$1');
  return [
    ...new Set([plain, plain.toUpperCase(), plain.replace('d', 'đ'), plain.toUpperCase().replace('D', 'Đ')]),
  ];
};

/** Codes of the old communes a run has read. */
export async function oldCommuneCodes(db: Database, runId: string): Promise<string[]> {
  const rows = await db.query<{ code: string }>(
    `select distinct code from run, json_object_keys(manifest -> 'byOldCommune') as code where id = $1 order by code`,
    [runId],
  );
  return [...new Set(rows.map((row) => /\d{5}/.exec(row.code)?.[0]).filter((code) => code !== undefined))];
}
