/** Options that several verbs have: name, sentence and default stand here once. */
import { Option } from 'commander';
import { RUNS } from '../workspace.ts';
import { say } from './language.ts';

export const databaseOption = (): Option =>
  new Option(
    '-d, --database <target>',
    say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
  );

export const runsOption = (): Option =>
  new Option('--runs <dir>', say('thư mục các lượt chạy', 'folder of runs')).default(RUNS);

export const jsonOption = (): Option => new Option('--json', say('in kết quả dạng JSON', 'print JSON'));

export const byOption = (): Option => new Option('--by <name>', say('người thực hiện', 'who does it'));

export const dateOption = (): Option =>
  new Option('--date <yyyy-mm-dd>', say('ngày ghi nhận thay cho hôm nay', 'date to record instead of today'));

export const provinceOption = (): Option =>
  new Option(
    '-p, --province <id>',
    say('tỉnh mới: lao-cai, ca-mau hoặc mã tỉnh', 'new province: lao-cai, ca-mau or its code'),
  );

export const configOption = (): Option =>
  new Option('-c, --config <file>', say('tệp cấu hình JSON', 'config file (JSON)'));

export const onlyOption = (): Option =>
  new Option(
    '--only <codes>',
    say('chỉ các xã này (mã cách nhau dấu phẩy)', 'only these communes (codes, comma between)'),
  );
