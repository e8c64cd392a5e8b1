/**
 * Digital addresses come back from the national platform by parcel identifier. One parcel in force has one code at a time and one code one
 * parcel; each has dates, and old ones are kept.
 */
import type { ApplyOptions } from '../apply/apply-options.ts';
import type { Database } from '../db/database.ts';
import { appendAudit } from './audit.ts';

export type DigitalAddressRow = {
  readonly parcelId: string;
  /** Field `maDiaChiSo`: ten digits (Decision 1178/QĐ-BTTTT of 2021, as reported). */
  readonly maDiaChiSo: string;
  /** Default: the day of the import. */
  readonly validFrom?: string | null;
  /** Exclusive. Default: until another code of the parcel begins. */
  readonly validTo?: string | null;
};

/** `code`: another parcel has the code, in the list or in force. `parcel`: the list gives the parcel several codes for one day. */
export type AddressConflict = {
  readonly kind: 'code' | 'parcel';
  readonly parcelId: string;
  readonly code: string;
  /** Identifier that has the code, or the other code. */
  readonly other: string;
};

export type AddressReplacement = {
  readonly parcelId: string;
  readonly before: string;
  readonly after: string;
  readonly from: string;
};

export type DigitalAddressResult = {
  readonly read: number;
  readonly imported: number;
  readonly unchanged: number;
  /** Of the imported: parcels that had another code. The first hundred are named, here and in the audit. */
  readonly replacedCount: number;
  readonly replaced: readonly AddressReplacement[];
  /** Rows that contradict each other or what is in force: none of them is stored. The first hundred are named. */
  readonly conflictCount: number;
  readonly conflicts: readonly AddressConflict[];
  /** Identifiers that no parcel has ever had here, at most 100; nothing is stored for them. */
  readonly unknownCount: number;
  readonly unknown: readonly string[];
};

type ImportOptions = Pick<ApplyOptions, 'by' | 'now'> & { readonly source: string };

const BATCH = 1000;
const NAMED = 100;

/** One transaction for the whole list: what it says of one parcel is judged beside all that it says of the others. */
export async function importDigitalAddresses(
  db: Database,
  rows: AsyncIterable<DigitalAddressRow> | Iterable<DigitalAddressRow>,
  options: ImportOptions,
): Promise<DigitalAddressResult> {
  return db.transaction(async (tx) => {
    const read = await fillList(tx, rows, options.now.date);
    const unknown = await tx.query<{ parcel_id: string }>(UNKNOWN);
    const contradicting = await tx.query<AddressConflict>(CONTRADICTING);
    const taken = await tx.query<AddressConflict>(TAKEN);
    const conflicts = [...contradicting, ...taken];
    const same = await tx.query(UNCHANGED);
    const replaced = await tx.query<AddressReplacement>(REPLACED);
    await tx.script(END_BEFORE);
    const stored = await tx.query(STORE, [options.source]);
    await tx.script('drop table address_list');
    const result: DigitalAddressResult = {
      ...{ read, imported: stored.length, unchanged: same.length },
      ...{ replacedCount: replaced.length, replaced: replaced.slice(0, NAMED) },
      ...{ conflictCount: conflicts.length, conflicts: conflicts.slice(0, NAMED) },
      ...{ unknownCount: unknown.length, unknown: unknown.slice(0, NAMED).map((row) => row.parcel_id) },
    };
    const { unknown: _, ...told } = result;
    await appendAudit(tx, {
      ...{
        at: options.now.instant,
        who: options.by,
        what: 'digital-address.import',
        runId: null,
        unit: null,
      },
      detail: { source: options.source, ...told },
    });
    return result;
  });
}

/** The list as a table, a row a code and day; the same row twice is one. Returns the rows given. */
async function fillList(
  tx: Database,
  rows: AsyncIterable<DigitalAddressRow> | Iterable<DigitalAddressRow>,
  today: string,
): Promise<number> {
  await tx.script(
    `create temporary table address_list (
       parcel_id text collate "C" not null, code text collate "C" not null, valid_from date not null, valid_to date)`,
  );
  let read = 0;
  let batch: DigitalAddressRow[] = [];
  const flush = async () => {
    await tx.query(
      'insert into address_list select * from unnest($1::text[], $2::text[], $3::date[], $4::date[])',
      [
        batch.map(({ parcelId }) => parcelId.trim().toLowerCase()),
        batch.map(({ maDiaChiSo }) => maDiaChiSo),
        batch.map(({ validFrom }) => validFrom ?? today),
        batch.map(({ validTo }) => validTo ?? null),
      ],
    );
    batch = [];
  };
  for await (const row of rows) {
    read++;
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await tx.script(
    `create temporary table address_once as select distinct * from address_list;
     drop table address_list; alter table address_once rename to address_list;
     create index on address_list (parcel_id); create index on address_list (code); analyze address_list`,
  );
  return read;
}

/** Takes rows out of the list and returns their parcels. */
const removed = (condition: string): string =>
  `with gone as (delete from address_list l where ${condition} returning l.parcel_id) select parcel_id from gone order by parcel_id`;

const UNKNOWN = removed('not exists (select from registry r where r.parcel_id = l.parcel_id)');

/** Both sides go: the list does not say which of them is meant. */
const CONTRADICTING = `with twin as materialized (
    select 'code' as kind, l.parcel_id, l.code, m.parcel_id as other, l.ctid as place
      from address_list l join address_list m on m.code = l.code and m.parcel_id <> l.parcel_id
      where (l.valid_to is null or l.valid_to > m.valid_from) and (m.valid_to is null or m.valid_to > l.valid_from)
        -- The other parcel gives the code up in the same list.
        and not exists (select from address_list n where n.parcel_id = m.parcel_id and n.valid_from > m.valid_from and n.valid_from <= l.valid_from)
        and not exists (select from address_list n where n.parcel_id = l.parcel_id and n.valid_from > l.valid_from and n.valid_from <= m.valid_from)
    union all
    select 'parcel', l.parcel_id, l.code, m.code, l.ctid
      from address_list l join address_list m on m.parcel_id = l.parcel_id and m.valid_from = l.valid_from and m.code <> l.code
  ), out as (delete from address_list where ctid in (select place from twin))
  select kind, parcel_id as "parcelId", code, other from (select distinct on (place) * from twin order by place, other) t
  order by code, parcel_id, other`;

/** Held by another parcel in force, which the list gives no other code by then. */
const TAKEN = `with held as materialized (
    select l.parcel_id, l.code, d.parcel_id as other, l.ctid as place
      from address_list l join digital_address d on d.code = l.code and d.parcel_id <> l.parcel_id
      where (d.valid_to is null or d.valid_to > l.valid_from)
        and (d.valid_from >= l.valid_from or exists (select from registry r where r.parcel_id = d.parcel_id and r.valid_to is null))
        and not exists (select from address_list n where n.parcel_id = d.parcel_id and n.code <> d.code and n.valid_from <= l.valid_from)
  ), out as (delete from address_list where ctid in (select place from held))
  select 'code' as kind, parcel_id as "parcelId", code, other from (select distinct on (place) * from held order by place, other) t
  order by code, parcel_id, other`;

const UNCHANGED = removed(
  `exists (select from digital_address d where d.parcel_id = l.parcel_id and d.code = l.code and d.valid_from <= l.valid_from
     and (d.valid_to is null or d.valid_to > l.valid_from) and (l.valid_to is null or d.valid_to = l.valid_to))`,
);

const REPLACED = `select l.parcel_id as "parcelId", d.code as before, l.code as after, l.valid_from as "from"
  from address_list l join digital_address d on d.parcel_id = l.parcel_id and d.code <> l.code
    and d.valid_from <= l.valid_from and (d.valid_to is null or d.valid_to > l.valid_from)
  order by l.parcel_id, l.valid_from`;

/** A code ends where the parcel's next one begins, and where it goes on to another parcel. */
const END_BEFORE = `update digital_address d set valid_to = l.valid_from
    from (select parcel_id, min(valid_from) as valid_from from address_list group by parcel_id) l
    where d.parcel_id = l.parcel_id and d.valid_from < l.valid_from and (d.valid_to is null or d.valid_to > l.valid_from);
  update digital_address d set valid_to = l.valid_from
    from (select code, parcel_id, min(valid_from) as valid_from from address_list group by code, parcel_id) l
    where d.code = l.code and d.parcel_id <> l.parcel_id and d.valid_from < l.valid_from
      and (d.valid_to is null or d.valid_to > l.valid_from)`;

/** Until the day given, or the parcel's next code, in the list or already stored. */
const STORE = `insert into digital_address
  select l.parcel_id, l.code, l.valid_from, least(l.valid_to,
      (select min(d.valid_from) from digital_address d where d.parcel_id = l.parcel_id and d.valid_from > l.valid_from),
      (select min(n.valid_from) from address_list n where n.parcel_id = l.parcel_id and n.valid_from > l.valid_from)), $1
  from address_list l
  on conflict (parcel_id, valid_from) do update
    set code = excluded.code, valid_to = excluded.valid_to, imported_by = excluded.imported_by
  returning parcel_id`;
