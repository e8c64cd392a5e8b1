/** `thuadat import-addresses`: takes the digital addresses that the platform has given, by parcel identifier. */

import { importDigitalAddressFile } from '@thuadat/export/digital-address-import';
import type { Command } from 'commander';
import { EXIT } from '../terminal/exit.ts';
import { count, say } from '../terminal/language.ts';
import { green, json, out, yellow } from '../terminal/print.ts';
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
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--by <name>', say('người thực hiện', 'who does it'))
    .option('--date <yyyy-mm-dd>', say('ngày ghi nhận thay cho hôm nay', 'date to record instead of today'))
    .option('--json', say('in kết quả dạng JSON', 'print JSON'))
    .action(async (file: string, flags: ImportFlags) => {
      const result = await withDatabase(flags.database, (db) =>
        importDigitalAddressFile(db, file, { by: worker(flags.by), now: clock(flags.date) }),
      );
      if (flags.json) json(result);
      else {
        const { imported, unchanged, unknownCount, unknown } = result;
        out(
          `${green('✓')} ${say(`Đã nhận ${count(imported)} mã địa chỉ số, ${count(unchanged)} mã đã có`, `${count(imported)} digital addresses taken, ${count(unchanged)} known before`)}`,
        );
        if (unknownCount > 0) {
          const some = unknown.slice(0, 5).join(', ');
          out(
            `${yellow('■')} ${say(`${count(unknownCount)} mã định danh không có trong đăng ký, không lưu: ${some}`, `${count(unknownCount)} identifiers are not in the registry and were not stored: ${some}`)}`,
          );
        }
      }
      process.exitCode = result.unknownCount > 0 ? EXIT.open : EXIT.ok;
    });
}
