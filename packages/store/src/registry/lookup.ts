/**
 * Every name a code has had: a commune code old or new, a parcel key old or new, an identifier. Certificates keep the
 * old names for life, so both directions and closed names are answered, each with its dates and acts.
 */
import {
  type CommuneCode,
  type IsoDate,
  parseCommuneCode,
  parseParcelNumber,
  parseScale,
  parseSheetNumber,
} from '@thuadat/core/code';
import type { Crosswalk, Unit, UnitEvent } from '@thuadat/core/unit/event';
import type { Database } from '../db/database.ts';

export type LookupOptions = {
  readonly crosswalk: Crosswalk;
  /** The day on which "now" is. */
  readonly asOf: IsoDate;
};

export type Act = { readonly date: string; readonly kind: string; readonly act: string };

/** One unit that bore the code, what became of it and what it was made of. */
export type CommuneName = {
  readonly unit: Unit;
  readonly became: { readonly kind: string; readonly units: readonly Unit[]; readonly acts: readonly Act[] };
  readonly madeOf: readonly { readonly unit: Unit; readonly relation: 'whole' | 'part' }[];
};

export type KeyName = {
  readonly province: string | null;
  readonly commune: string;
  readonly communeName: string | null;
  readonly sheet: string | null;
  readonly scale: string | null;
  readonly parcel: string | null;
};

/** A parcel with its names; `standing` says what they are worth today. */
export type ParcelName = {
  readonly standing: 'in force' | 'closed' | 'under review';
  readonly runId: string;
  readonly ordinal: number;
  readonly status: string;
  readonly reason: string | null;
  readonly old: KeyName & { readonly epoch: string; readonly series: string | null };
  readonly new: KeyName | null;
  readonly parcelId: string | null;
  readonly idState: string;
  readonly lonLat: readonly [number, number] | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly closedBy: string | null;
  readonly acts: readonly Act[];
  readonly digitalAddresses: readonly {
    readonly code: string;
    readonly from: string;
    readonly to: string | null;
  }[];
};

export type Lookup = {
  readonly query: string;
  readonly kind: 'commune' | 'parcel' | 'identifier' | 'digitalAddress' | 'unknown';
  readonly communes: readonly CommuneName[];
  readonly parcels: readonly ParcelName[];
  /** True when there are more parcels than are listed. */
  readonly more: boolean;
};

const LIMIT = 50;

/** A key is written commune/sheet/parcel or commune/sheet/scale/parcel, with `/`, `,`, `;` or spaces between. */
export async function lookup(db: Database, text: string, options: LookupOptions): Promise<Lookup> {
  const query = text.trim();
  const parts = keyParts(query);
  const none: Lookup = { query, kind: 'unknown', communes: [], parcels: [], more: false };
  if (parts.length === 1 && /^[0-9b-hjkmnp-z]{12}$/i.test(query)) {
    return {
      ...none,
      kind: 'identifier',
      ...(await parcels(db, { parcelId: query.toLowerCase() }, options)),
    };
  }
  if (parts.length === 1 && /^\d{10}$/.test(query))
    return { ...none, kind: 'digitalAddress', ...(await parcels(db, { digitalAddress: query }, options)) };
  const commune = parseCommuneCode(parts[0] ?? '');
  if (!commune.ok) return none;
  const communes = communeNames(commune.value, options);
  if (parts.length === 1) return { ...none, kind: communes.length ? 'commune' : 'unknown', communes };
  const sheet = parseSheetNumber(parts[1]!);
  // A third part that is no scale is a parcel with its sub-number, `12/1`.
  const slashed = parts.length === 4 && !parseScale(parts[2]!).ok;
  const scale = parts.length === 4 && !slashed ? parseScale(parts[2]!) : null;
  const parcel = parseParcelNumber(slashed ? parts.slice(2).join('/') : parts.at(-1)!, { slash: true });
  if (parts.length < 3 || parts.length > 4 || !sheet.ok || !parcel.ok || scale?.ok === false) return none;
  const key = {
    commune: commune.value,
    sheet: sheet.value,
    scale: scale?.value ?? null,
    parcel: parcel.value,
  };
  return { ...none, kind: 'parcel', communes, ...(await parcels(db, key, options)) };
}

/** A scale may be written 500, 1:500 or 1/500; the last only between a sheet and a parcel, for sheet 1 has a parcel 500 too. */
function keyParts(query: string): string[] {
  const parts = query.replace(/(?<!\d)1\s*:\s*(?=\d)/, '').split(/[\s/,;]+/);
  return parts.length === 5 && parts[2] === '1' ? [...parts.slice(0, 2), ...parts.slice(3)] : parts;
}

function communeNames(code: CommuneCode, { crosswalk, asOf }: LookupOptions): CommuneName[] {
  return crosswalk.history(code).map((unit) => {
    const last = unit.to === null || unit.to > asOf ? asOf : dayBefore(unit.to);
    const became = crosswalk.resolve(code, last, asOf > last ? asOf : last);
    const before = dayBefore(unit.from);
    return {
      unit,
      became: {
        kind: became.kind,
        units: became.kind === 'split' ? became.candidates : 'unit' in became ? [became.unit] : [],
        acts: 'via' in became ? acts(became.via) : [],
      },
      madeOf: crosswalk.predecessors(code, unit.from, before).filter((each) => each.unit !== unit),
    };
  });
}

const dayBefore = (date: IsoDate): IsoDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as IsoDate;

function acts(via: readonly UnitEvent[]): Act[] {
  const seen = new Map(via.map(({ date, kind, act }) => [`${date}${kind}${act}`, { date, kind, act }]));
  return [...seen.values()];
}

type Wanted =
  | { readonly parcelId: string }
  | { readonly digitalAddress: string }
  | {
      readonly commune: string;
      readonly sheet: string;
      readonly scale: string | null;
      readonly parcel: string;
    };

type NameRow = {
  standing: ParcelName['standing'];
  run_id: string;
  ordinal: number;
  status: string;
  reason: string | null;
  old_province: string | null;
  old_commune: string;
  old_epoch: IsoDate;
  old_sheet: string | null;
  old_scale: string | null;
  old_series: string | null;
  old_parcel: string | null;
  new_commune: string | null;
  new_sheet: string | null;
  new_parcel: string | null;
  parcel_id: string | null;
  id_state: string;
  lon: number | null;
  lat: number | null;
  valid_from: IsoDate | null;
  valid_to: string | null;
  closed_by: string | null;
  as_of: IsoDate;
  new_province: string;
  digital: { code: string; from: string; to: string | null }[] | null;
};

const SHARED = `t.run_id, t.ordinal, t.old_province, t.old_commune, t.old_epoch, t.old_sheet, t.old_scale, t.old_series,
  t.old_parcel, t.new_commune, t.new_sheet, t.new_parcel, t.parcel_id, t.id_state, t.lon, t.lat`;

/** Registry rows, and rows under review that are in no registry row; each branch goes through an index. */
function nameSql(inRegistry: readonly string[], underReview = inRegistry): string {
  const registry = inRegistry.map(
    (
      condition,
    ) => `select ${SHARED}, 'assigned' as status, null as reason, t.valid_from, t.valid_to, t.closed_by,
      case when t.valid_to is null then 'in force' else 'closed' end as standing, t.seq from registry t where ${condition}`,
  );
  const review = underReview.map(
    (
      condition,
    ) => `select ${SHARED}, t.status, t.reason, null, null, null, 'under review', 0 from assignment t
      join run_unit u on u.run_id = t.run_id and u.unit = t.unit and (u.state = 'staged' or (u.state = 'applied' and t.status <> 'assigned'))
      where ${condition}`,
  );
  return `select n.*, r.manifest ->> 'asOf' as as_of, r.manifest ->> 'province' as new_province,
      (select json_agg(json_build_object('code', d.code, 'from', d.valid_from, 'to', d.valid_to) order by d.valid_from)
       from digital_address d where d.parcel_id = n.parcel_id) as digital
    from (${[...registry, ...review].join(' union ')}) n join run r on r.id = n.run_id
    order by case n.standing when 'in force' then 0 when 'under review' then 1 else 2 end, n.valid_from, n.seq, n.run_id, n.ordinal
    limit ${LIMIT + 1}`;
}

const byKey = (era: 'old' | 'new') =>
  `t.${era}_commune = $1 and t.${era}_sheet = $2 and t.${era}_parcel = $3 and ($4::text is null or t.old_scale = $4)`;
// The registry has one index on identifiers in force and one on those closed.
const BY_IDENTIFIER = nameSql(
  ['t.parcel_id = $1 and t.valid_to is null', 't.parcel_id = $1 and t.valid_to is not null'],
  ['t.parcel_id = $1'],
);
const BY_ADDRESS = nameSql(
  [
    't.parcel_id in (select d.parcel_id from digital_address d where d.code = $1) and t.valid_to is null',
    't.parcel_id in (select d.parcel_id from digital_address d where d.code = $1) and t.valid_to is not null',
  ],
  [],
);
const BY_KEY = nameSql([byKey('old'), byKey('new')]);

function namesOf(db: Database, wanted: Wanted): Promise<NameRow[]> {
  if ('parcelId' in wanted) return db.query<NameRow>(BY_IDENTIFIER, [wanted.parcelId], 'kept');
  if ('digitalAddress' in wanted) return db.query<NameRow>(BY_ADDRESS, [wanted.digitalAddress], 'kept');
  return db.query<NameRow>(BY_KEY, [wanted.commune, wanted.sheet, wanted.parcel, wanted.scale], 'kept');
}

async function parcels(
  db: Database,
  wanted: Wanted,
  options: LookupOptions,
): Promise<Pick<Lookup, 'parcels' | 'more'>> {
  const rows = await namesOf(db, wanted);
  return { parcels: rows.slice(0, LIMIT).map((row) => parcelName(row, options)), more: rows.length > LIMIT };
}

function parcelName(row: NameRow, { crosswalk }: LookupOptions): ParcelName {
  const name = (code: string, date: IsoDate) => crosswalk.unitAt(code as CommuneCode, date)?.name ?? null;
  const resolved =
    row.old_epoch <= row.as_of && crosswalk.resolve(row.old_commune as CommuneCode, row.old_epoch, row.as_of);
  const via = resolved && 'via' in resolved ? resolved.via : [];
  return {
    standing: row.standing,
    runId: row.run_id,
    ordinal: row.ordinal,
    status: row.status,
    reason: row.reason,
    old: {
      province: row.old_province,
      commune: row.old_commune,
      communeName: name(row.old_commune, row.old_epoch),
      epoch: row.old_epoch,
      sheet: row.old_sheet,
      scale: row.old_scale,
      series: row.old_series,
      parcel: row.old_parcel,
    },
    new: row.new_commune === null ? null : newName(row, row.new_commune, name(row.new_commune, row.as_of)),
    parcelId: row.parcel_id,
    idState: row.id_state,
    lonLat: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
    validFrom: row.valid_from,
    validTo: row.valid_to,
    closedBy: row.closed_by,
    // Of a split only the branch that this parcel took.
    acts: acts(
      via.filter((event) => event.to === row.new_commune || via.some((next) => next.from === event.to)),
    ),
    digitalAddresses: row.digital ?? [],
  };
}

const newName = (row: NameRow, commune: string, communeName: string | null): KeyName => ({
  province: row.new_province,
  commune,
  communeName,
  sheet: row.new_sheet,
  scale: row.old_scale,
  parcel: row.new_parcel,
});
