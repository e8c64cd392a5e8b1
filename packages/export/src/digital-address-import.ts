/** Digital addresses as the platform gives them back: a table of identifier, `maDiaChiSo` and the day it begins. */
import { basename } from 'node:path';
import { parseIsoDate } from '@thuadat/core/code';
import { parseParcelId } from '@thuadat/core/identifier/geohash';
import type { Message } from '@thuadat/core/message/message';
import { foldVietnamese } from '@thuadat/core/text/search-key';
import { excerpt, formatError } from '@thuadat/formats/format';
import { tell } from '@thuadat/formats/messages';
import { openSource } from '@thuadat/formats/registry';
import type { ApplyOptions } from '@thuadat/store/apply/apply-options';
import type { Database } from '@thuadat/store/db/database';
import {
  type DigitalAddressResult,
  type DigitalAddressRow,
  importDigitalAddresses,
} from '@thuadat/store/registry/digital-address';

/** Column names in use, folded. */
const NAMES = {
  parcelId: ['parcelid', 'mathuadat', 'madinhdanhthuadat'],
  maDiaChiSo: ['madiachiso', 'digitaladdress'],
  validFrom: ['validfrom', 'hieuluctu', 'ngayhieuluc'],
} as const;

/** Rows of a CSV or XLSX table; throws at the first that cannot be taken, so that a list is taken whole or not at all. */
export async function* readDigitalAddresses(path: string): AsyncGenerator<DigitalAddressRow> {
  const file = basename(path);
  const source = await openSource(path);
  try {
    const layer = source.layers.find((each) => each.count !== 0) ?? source.layers[0]!;
    const folded = layer.fields.map((name) => foldVietnamese(name).replace(/[^a-z0-9]/g, ''));
    const place = (role: keyof typeof NAMES) =>
      folded.findIndex((name) => (NAMES[role] as readonly string[]).includes(name));
    const [id, code, from] = [place('parcelId'), place('maDiaChiSo'), place('validFrom')];
    if (id < 0 || code < 0) {
      throw formatError({ file }, 'addresses.columns', { fields: layer.fields });
    }
    for await (const { record, values } of layer.records()) {
      if (values.every((value) => value === null)) continue;
      yield takeRow(file, record, [values[id] ?? null, values[code] ?? null, values[from] ?? null]);
    }
  } finally {
    await source.close();
  }
}

function takeRow(
  file: string,
  record: number,
  [id, code, from]: readonly [string | null, string | null, string | null],
): DigitalAddressRow {
  const fault = (field: string, found: string | null, expected: Message) =>
    found === null
      ? formatError({ file, record, field }, 'addresses.no-value', { expected })
      : formatError({ file, record, field }, 'addresses.value', { found: excerpt(found), expected });
  const parcelId = parseParcelId(id ?? '');
  if (!parcelId.ok) throw fault('parcelId', id, parcelId.expected);
  const maDiaChiSo = code?.trim() ?? '';
  if (!/^\d{10}$/.test(maDiaChiSo)) throw fault('maDiaChiSo', code, tell('addresses.code', {}));
  const validFrom = from === null ? null : parseIsoDate(from.trim());
  if (validFrom && !validFrom.ok) throw fault('validFrom', from, validFrom.expected);
  return { parcelId: parcelId.value, maDiaChiSo, validFrom: validFrom?.value ?? null };
}

/** Brings a list into the store, in one transaction. */
export const importDigitalAddressFile = (
  db: Database,
  path: string,
  options: Pick<ApplyOptions, 'by' | 'now'>,
): Promise<DigitalAddressResult> =>
  importDigitalAddresses(db, readDigitalAddresses(path), { ...options, source: basename(path) });
