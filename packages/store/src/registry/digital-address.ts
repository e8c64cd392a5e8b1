/** Digital addresses come back from the national platform by parcel identifier; each has dates, old ones are kept. */
import type { ApplyOptions } from '../apply/apply-options.ts';
import type { Database } from '../db/database.ts';
import { appendAudit } from './audit.ts';

export type DigitalAddressRow = {
  readonly parcelId: string;
  /** Field `maDiaChiSo`, verbatim. */
  readonly maDiaChiSo: string;
  /** Default: the day of the import. */
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
};

export type DigitalAddressResult = {
  readonly read: number;
  readonly imported: number;
  readonly unchanged: number;
  /** Identifiers that no parcel has ever had here, at most 100; nothing is stored for them. */
  readonly unknown: readonly string[];
  readonly unknownCount: number;
};

const BATCH = 1000;

/** One transaction for the whole list: a list is taken or it is not. */
export async function importDigitalAddresses(
  db: Database,
  rows: AsyncIterable<DigitalAddressRow> | Iterable<DigitalAddressRow>,
  options: Pick<ApplyOptions, 'by' | 'now'> & { readonly source: string },
): Promise<DigitalAddressResult> {
  return db.transaction(async (tx) => {
    const result = { read: 0, imported: 0, unchanged: 0, unknown: [] as string[], unknownCount: 0 };
    let batch: DigitalAddressRow[] = [];
    const flush = async () => {
      await importBatch(tx, batch, options, result);
      batch = [];
    };
    for await (const row of rows) {
      batch.push(row);
      if (batch.length === BATCH) await flush();
    }
    await flush();
    const { unknown, ...detail } = result;
    await appendAudit(tx, {
      at: options.now.instant,
      who: options.by,
      what: 'digital-address.import',
      runId: null,
      unit: null,
      detail: { source: options.source, ...detail },
    });
    return { ...detail, unknown };
  });
}

async function importBatch(
  tx: Database,
  batch: readonly DigitalAddressRow[],
  options: Pick<ApplyOptions, 'now'> & { readonly source: string },
  result: { read: number; imported: number; unchanged: number; unknown: string[]; unknownCount: number },
): Promise<void> {
  result.read += batch.length;
  const ids = batch.map((row) => row.parcelId.trim().toLowerCase());
  const found = await tx.query<{ parcel_id: string }>(
    `select parcel_id from registry where parcel_id = any($1::text[]) and valid_to is null
     union select parcel_id from registry where parcel_id = any($1::text[]) and valid_to is not null`,
    [ids],
  );
  const known = new Set(found.map((row) => row.parcel_id));
  for (const [index, row] of batch.entries()) {
    const id = ids[index]!;
    if (!known.has(id)) {
      result.unknownCount++;
      if (result.unknown.length < 100) result.unknown.push(row.parcelId);
      continue;
    }
    const changed = await importOne(tx, id, row, options);
    result[changed ? 'imported' : 'unchanged']++;
  }
}

/** The code before it ends on the day the new one begins; the same code again is no change. */
async function importOne(
  tx: Database,
  id: string,
  row: DigitalAddressRow,
  { now, source }: Pick<ApplyOptions, 'now'> & { readonly source: string },
): Promise<boolean> {
  const from = row.validFrom ?? now.date;
  const to = row.validTo ?? null;
  const [current] = await tx.query<{ code: string; from: string; to: string | null }>(
    `select code, valid_from as "from", valid_to as "to" from digital_address
     where parcel_id = $1 and valid_from <= $2 order by valid_from desc limit 1`,
    [id, from],
  );
  const stands = current && (current.to === null || current.to > from);
  if (stands && current.code === row.maDiaChiSo && current.to === to) return false;
  if (stands && current.from < from) {
    await tx.query('update digital_address set valid_to = $3 where parcel_id = $1 and valid_from = $2', [
      id,
      current.from,
      from,
    ]);
  }
  await tx.query(
    `insert into digital_address values ($1, $2, $3, $4, $5)
     on conflict (parcel_id, valid_from) do update
       set code = excluded.code, valid_to = excluded.valid_to, imported_by = excluded.imported_by`,
    [id, row.maDiaChiSo, from, to, source],
  );
  return true;
}
