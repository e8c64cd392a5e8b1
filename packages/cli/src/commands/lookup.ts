/** `thuadat lookup`: every name a code, key or identifier has had, with dates. Certificates keep old names for life. */
import { loadCrosswalk } from '@thuadat/admin-units/index';
import {
  type CommuneName,
  type KeyName,
  type Lookup,
  lookup,
  type ParcelName,
} from '@thuadat/store/registry/lookup';
import type { Command } from 'commander';
import { EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { databaseOption, jsonOption } from '../terminal/options.ts';
import { bold, dim, json, out } from '../terminal/print.ts';
import { clock, withDatabase } from './session.ts';

type LookupFlags = { readonly database?: string; readonly date?: string; readonly json?: boolean };

export function declareLookup(program: Command): void {
  program
    .command('lookup')
    .description(
      say(
        'tra một mã xã, khóa thửa (xã/tờ/thửa) hoặc mã định danh: mọi tên đã từng có',
        'look up a commune code, a parcel key (commune/sheet/parcel) or an identifier: all names it has had',
      ),
    )
    .argument('<code...>', say('02647 · 02647/12/345 · w7czvunjbvrf', '02647 · 02647/12/345 · w7czvunjbvrf'))
    .addOption(databaseOption())
    .option('--date <yyyy-mm-dd>', say('ngày tra cứu thay cho hôm nay', 'date instead of today'))
    .addOption(jsonOption())
    .action(async (parts: string[], flags: LookupFlags) => {
      const asOf = clock(flags.date).date;
      const found = await withDatabase(flags.database, (db) =>
        lookup(db, parts.join('/'), { crosswalk: loadCrosswalk(), asOf }),
      );
      if (flags.json) json(found);
      else print(found);
      process.exitCode = found.communes.length + found.parcels.length > 0 ? EXIT.ok : EXIT.open;
    });
}

function print(found: Lookup): void {
  found.communes.forEach(printCommune);
  found.parcels.forEach(printParcel);
  if (found.more) out(dim(say('  … còn nữa: hãy tra cụ thể hơn', '  … there are more: be more specific')));
  if (found.communes.length + found.parcels.length === 0) {
    out(
      say(
        `Không tìm thấy “${found.query}”. Cần một mã xã 5 chữ số, khóa xã/tờ/thửa hoặc mã định danh 12 ký tự.`,
        `Nothing found for "${found.query}". A 5-digit commune code, a key commune/sheet/parcel or a 12-character identifier was expected.`,
      ),
    );
  }
}

function printCommune({ unit, became, madeOf }: CommuneName): void {
  out(`${bold(`${unit.code} ${unit.name}`)} ${dim(`${unit.from} – ${unit.to ?? say('nay', 'now')}`)}`);
  const acts = became.acts.map(({ act, date }) => `${act}, ${date}`).join('; ');
  const heirs = became.units.map((heir) => `${heir.code} ${heir.name}`).join(', ');
  if (heirs && became.acts.length > 0) out(`  → ${heirs} ${dim(`(${became.kind}; ${acts})`)}`);
  for (const { unit: before, relation } of madeOf) {
    out(
      `  ← ${before.code} ${before.name} ${dim(relation === 'part' ? say('một phần', 'part') : say('toàn bộ', 'whole'))}`,
    );
  }
}

function keyText(key: KeyName): string {
  const sheet = `${say('tờ', 'sheet')} ${key.sheet ?? '?'}${key.scale ? ` (1/${key.scale})` : ''}`;
  return `${key.commune} ${key.communeName ?? ''} · ${sheet} · ${say('thửa', 'parcel')} ${key.parcel ?? '?'}`;
}

function printParcel(parcel: ParcelName): void {
  out(
    `${bold(parcel.parcelId ?? say('chưa có mã định danh', 'no identifier yet'))} ${dim(`${parcel.standing} · ${parcel.runId}`)}`,
  );
  out(`  ${say('cũ', 'old')}: ${keyText(parcel.old)} ${dim(parcel.old.epoch)}`);
  if (parcel.new)
    out(
      `  ${say('mới', 'new')}: ${keyText(parcel.new)} ${dim(`${parcel.validFrom ?? ''} – ${parcel.validTo ?? say('nay', 'now')}`)}`,
    );
}
