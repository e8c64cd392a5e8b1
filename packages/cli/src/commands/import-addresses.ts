/** `thuadat import-addresses`: takes the digital addresses that the platform has given, by parcel identifier. */

import { importDigitalAddressFile } from '@thuadat/export/digital-address-import';
import type { AddressConflict, DigitalAddressResult } from '@thuadat/store/registry/digital-address';
import type { Command } from 'commander';
import { EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { byOption, databaseOption, dateOption, jsonOption } from '../terminal/options.ts';
import { dim, green, json, out, yellow } from '../terminal/print.ts';
import { clock, withDatabase, worker } from './session.ts';

type ImportFlags = {
  readonly database?: string;
  readonly by?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declareImportAddresses(program: Command): void {
  program
    .command('import-addresses')
    .description(
      say(
        'nhận mã địa chỉ số do nền tảng cấp, nối theo mã định danh thửa đất',
        'take the digital addresses the platform has given, by parcel identifier',
      ),
    )
    .argument(
      '<file>',
      say(
        'bảng CSV hoặc XLSX: parcelId, maDiaChiSo, validFrom',
        'CSV or XLSX: parcelId, maDiaChiSo, validFrom',
      ),
    )
    .addOption(databaseOption())
    .addOption(byOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (file: string, flags: ImportFlags) => {
      const result = await withDatabase(flags.database, (db) =>
        importDigitalAddressFile(db, file, { by: worker(flags.by), now: clock(flags.date) }),
      );
      if (flags.json) json(result);
      else printResult(result);
      process.exitCode = result.unknownCount + result.conflictCount > 0 ? EXIT.open : EXIT.ok;
    });
}

/** So many are shown of each kind; `--json` and the audit name a hundred. */
const SHOWN = 5;

function printResult(result: DigitalAddressResult): void {
  const { imported, unchanged, replaced, replacedCount, conflicts, conflictCount, unknown, unknownCount } =
    result;
  out(
    `${green('✓')} ${say(`Đã nhận ${count(imported)} mã địa chỉ số, ${count(unchanged)} mã đã có`, `${count(imported)} digital addresses taken, ${count(unchanged)} known before`)}`,
  );
  if (replacedCount > 0) {
    out(
      say(
        `  ${count(replacedCount)} thửa đổi mã:`,
        `  ${count(replacedCount)} parcels have another code now:`,
      ),
    );
    for (const { parcelId, before, after, from } of replaced.slice(0, SHOWN))
      out(dim(`    ${parcelId}  ${before} → ${after}  ${from}`));
  }
  if (conflictCount > 0) {
    out(
      `${yellow('■')} ${say(`${count(conflictCount)} hàng mâu thuẫn, không lưu. Hỏi lại nền tảng rồi nhập lại các hàng này:`, `${count(conflictCount)} rows contradict each other or what is in force and were not stored. Ask the platform, then import them again:`)}`,
    );
    for (const each of conflicts.slice(0, SHOWN)) out(dim(`    ${conflictText(each)}`));
  }
  if (unknownCount > 0)
    out(
      `${yellow('■')} ${say(`${count(unknownCount)} mã định danh không có trong đăng ký, không lưu: ${unknown.slice(0, SHOWN).join(', ')}`, `${count(unknownCount)} identifiers are not in the registry and were not stored: ${unknown.slice(0, SHOWN).join(', ')}`)}`,
    );
}

const conflictText = ({ kind, parcelId, code, other }: AddressConflict): string =>
  kind === 'code'
    ? say(
        `${code}: thửa ${parcelId}, nhưng cũng của thửa ${other}`,
        `${code}: parcel ${parcelId}, but parcel ${other} has it too`,
      )
    : say(
        `thửa ${parcelId}: ${code} và ${other} trong cùng một ngày`,
        `parcel ${parcelId}: ${code} and ${other} on the same day`,
      );
