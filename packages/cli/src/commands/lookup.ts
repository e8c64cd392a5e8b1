/** `thuadat lookup`: every name a code, key or identifier has had, with dates. Certificates keep old names for life. */
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { writeLookupList } from '@thuadat/export/lookup-list';
import {
  type CommuneName,
  type KeyName,
  type Lookup,
  type LookupOptions,
  lookup,
  type ParcelName,
} from '@thuadat/store/registry/lookup';
import type { Command } from 'commander';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { databaseOption, jsonOption } from '../terminal/options.ts';
import { bold, dim, green, json, out } from '../terminal/print.ts';
import { clock, stopSignal, withDatabase } from './session.ts';

type LookupFlags = {
  readonly file?: string;
  readonly out?: string;
  readonly database?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareLookup(program: Command): void {
  program
    .command('lookup')
    .description(
      say(
        'tra một mã xã, khóa thửa (xã/tờ/thửa) hoặc mã định danh: mọi tên đã từng có',
        'look up a commune code, a parcel key (commune/sheet/parcel) or an identifier: all names it has had',
      ),
    )
    .argument('[code...]', '02647 · 02647/12/345 · w7czvunjbvrf · 0123456789')
    .option(
      '--file <table>',
      say('tra cả danh sách CSV hoặc XLSX, ghi ra tệp --out', 'look up a whole CSV or XLSX list, into --out'),
    )
    .option('--out <table>', say('tệp kết quả: .xlsx hoặc .csv', 'table of answers: .xlsx or .csv'))
    .addOption(databaseOption())
    .option('--date <yyyy-mm-dd>', say('ngày tra cứu thay cho hôm nay', 'date instead of today'))
    .addOption(jsonOption())
    .action(async (parts: string[], flags: LookupFlags) => {
      const options = { crosswalk: loadCrosswalk(), asOf: clock(flags.date).date };
      process.exitCode =
        flags.file === undefined
          ? await lookupEach(queriesOf(parts), flags, options)
          : await lookupList(flags.file, flags, options);
    });
}

/** Several codes, or the parts of one key with blanks between. */
function queriesOf(parts: readonly string[]): readonly string[] {
  if (parts.length === 0)
    throw new CommandError(
      say(
        'Thiếu mã cần tra, ví dụ 02647/12/345, hoặc --file <danh sách>.',
        'A code to look up is missing, as 02647/12/345, or --file <list>.',
      ),
    );
  const whole = (part: string) => /[/,;]|^[0-9b-hjkmnp-z]{12}$|^\d{10}$/i.test(part);
  return parts.every(whole) ? parts : [parts.join('/')];
}

async function lookupEach(
  queries: readonly string[],
  flags: LookupFlags,
  options: LookupOptions,
): Promise<number> {
  const found = await withDatabase(flags.database, async (db) => {
    const answers: Lookup[] = [];
    for (const query of queries) answers.push(await lookup(db, query, options));
    return answers;
  });
  if (flags.json) json(found.length === 1 ? found[0] : found);
  else found.forEach(print);
  return found.every((each) => each.communes.length + each.parcels.length > 0) ? EXIT.ok : EXIT.open;
}

async function lookupList(file: string, flags: LookupFlags, options: LookupOptions): Promise<number> {
  const { out: to } = flags;
  if (to === undefined || !/\.(xlsx|csv)$/i.test(to))
    throw new CommandError(
      say('--file cần --out <tệp .xlsx hoặc .csv>.', '--file needs --out <file ending in .xlsx or .csv>.'),
    );
  const result = await withDatabase(flags.database, (db) =>
    writeLookupList(db, { ...options, signal: stopSignal() }, file, to),
  );
  if (flags.json) json({ path: to, ...result });
  else
    out(
      `${green('✓')} ${bold(to)}: ${say(`tra theo cột ${result.columns.join(', ')}: ${count(result.rows)} hàng, ${count(result.unanswered)} hàng không có câu trả lời`, `by column ${result.columns.join(', ')}: ${count(result.rows)} rows, ${count(result.unanswered)} without an answer`)}`,
    );
  return result.unanswered > 0 ? EXIT.open : EXIT.ok;
}

function print(found: Lookup): void {
  found.communes.forEach(printCommune);
  found.parcels.forEach(printParcel);
  if (found.more) out(dim(say('  … còn nữa: hãy tra cụ thể hơn', '  … there are more: be more specific')));
  if (found.communes.length + found.parcels.length === 0) {
    out(
      say(
        `Không tìm thấy “${found.query}”. Cần một mã xã 5 chữ số, khóa xã/tờ/thửa, mã định danh 12 ký tự hoặc mã địa chỉ số 10 chữ số.`,
        `Nothing found for "${found.query}". A 5-digit commune code, a key commune/sheet/parcel, a 12-character identifier or a 10-digit address was expected.`,
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
    `${bold(parcel.parcelId ?? say('chưa có mã định danh', 'no identifier yet'))} ${dim(`${standingText(parcel.standing)} · ${parcel.runId}`)}`,
  );
  out(`  ${say('cũ', 'old')}: ${keyText(parcel.old)} ${dim(parcel.old.epoch)}`);
  if (parcel.new)
    out(
      `  ${say('mới', 'new')}: ${keyText(parcel.new)} ${dim(`${parcel.validFrom ?? ''} – ${parcel.validTo ?? say('nay', 'now')}`)}`,
    );
  for (const { code, from, to } of parcel.digitalAddresses)
    out(`  ${say('địa chỉ số', 'digital address')}: ${code} ${dim(`${from} – ${to ?? say('nay', 'now')}`)}`);
}

function standingText(standing: ParcelName['standing']): string {
  if (standing === 'in force') return say('đang hiệu lực', 'in force');
  return standing === 'closed' ? say('đã đóng', 'closed') : say('đang xét', 'under review');
}
