/** Examples that stand below the help of each verb: the command, and what it does. */
import type { Command } from 'commander';
import { say } from '../terminal/language.ts';

type Example = readonly [command: string, vi: string, en: string];

const EXAMPLES: Readonly<Record<string, readonly [Example, Example]>> = {
  inspect: [
    ['inspect -p lao-cai thua.shp', 'cho biết tệp này là gì', 'says what this file is'],
    [
      'inspect -c cau-hinh.json thua.gpkg --json',
      'xét với tệp cấu hình, in JSON',
      'with a config file, as JSON',
    ],
  ],
  config: [
    [
      'config --example > cau-hinh.json',
      'tạo một tệp cấu hình có chú thích',
      'makes a config file with notes',
    ],
    ['config cau-hinh.json', 'kiểm tra tệp cấu hình', 'checks a config file'],
  ],
  calibrate: [
    [
      'calibrate -p lao-cai da-cap-ma.gpkg',
      'tìm cách đã tạo các mã có sẵn',
      'finds how the codes in it were made',
    ],
    ['calibrate -p ca-mau da-cap-ma.shp --json', 'kết quả dạng JSON', 'the answer as JSON'],
  ],
  plan: [
    [
      'plan -p lao-cai thua.gpkg -b xa-moi.geojson',
      'lập kế hoạch với ranh giới xã mới',
      'plans with the boundaries of the new communes',
    ],
    [
      'plan -c cau-hinh.json thua.shp --decisions quyet-dinh.csv',
      'lập lại với bảng quyết định',
      'plans again with a table of decisions',
    ],
  ],
  review: [
    ['review lao-cai-1a2b', 'các vấn đề theo quy tắc và xã', 'issues by rule and commune'],
    [
      'review lao-cai-1a2b --out quyet-dinh.csv',
      'bảng các thửa cần quyết định',
      'table of parcels to decide',
    ],
  ],
  apply: [
    ['apply lao-cai-1a2b', 'áp dụng, từng xã một', 'commits it, commune by commune'],
    ['apply lao-cai-1a2b --only 02647,02650', 'chỉ hai xã này', 'these two communes only'],
  ],
  status: [
    ['status', 'việc đang chạy và tình trạng cơ sở dữ liệu', 'long work and the state of the database'],
    ['status --watch', 'theo dõi việc đang chạy', 'watches long work'],
  ],
  revert: [
    [
      'revert lao-cai-1a2b --reason "sai ranh giới"',
      'hoàn tác, ghi lý do vào nhật ký',
      'takes it back, with the reason in the audit',
    ],
    ['revert lao-cai-1a2b -d postgres://may-chu/dat', 'trong cơ sở dữ liệu này', 'in this database'],
  ],
  export: [
    [
      'export lao-cai-1a2b --to ket-qua --format gpkg',
      'xuất GeoPackage và các bảng',
      'writes a GeoPackage and the tables',
    ],
    ['export lao-cai-1a2b --issues van-de.xlsx', 'chỉ danh sách vấn đề', 'the list of issues only'],
  ],
  'write-back': [
    [
      'write-back lao-cai-1a2b --source "postgres://may-chu/dat?table=public.thua"',
      'ghi ra bảng phụ bên cạnh',
      'writes a table beside it',
    ],
    [
      'write-back lao-cai-1a2b --source "postgres://may-chu/dat?table=public.thua" --copy',
      'ghi ra bản sao của bảng',
      'writes a copy of the table',
    ],
  ],
  'import-addresses': [
    ['import-addresses dia-chi-so.csv', 'nhận mã địa chỉ số', 'takes digital addresses'],
    ['import-addresses dia-chi-so.xlsx --by lan', 'ghi rõ người thực hiện', 'says who does it'],
  ],
  lookup: [
    ['lookup 02647/12/345', 'mọi tên của một thửa', 'every name of a parcel'],
    [
      'lookup --file danh-sach.csv --out ket-qua.xlsx',
      'tra cả danh sách, trả về theo đúng thứ tự',
      'answers a whole list in its order',
    ],
  ],
  serve: [
    ['serve', 'mở bản đồ trên máy này', 'opens the map on this machine'],
    [
      'serve --accounts --host 0.0.0.0 --https',
      'cho nhiều người, có tài khoản',
      'for several people with accounts',
    ],
  ],
  account: [
    ['account add lan --role reviewer', 'thêm người kiểm tra', 'adds a reviewer'],
    ['account list', 'liệt kê tài khoản', 'lists accounts'],
  ],
  worker: [
    [
      'worker -d postgres://may-chu/dat --shared /chung',
      'nhận việc cho đến khi dừng',
      'takes work until stopped',
    ],
    ['worker -d postgres://may-chu/dat --once', 'hết việc thì kết thúc', 'ends when nothing is left'],
  ],
  completion: [
    ['completion bash > ~/.local/share/bash-completion/completions/thuadat', 'cho bash', 'for bash'],
    ['completion fish > ~/.config/fish/completions/thuadat.fish', 'cho fish', 'for fish'],
  ],
};

/** Puts them below the help of every verb, further in than the names of verbs. */
export function addExamples(program: Command): void {
  for (const verb of program.commands) {
    const lines = (EXAMPLES[verb.name()] ?? []).map(
      ([command, vi, en]) => `    thuadat ${command}\n        ${say(vi, en)}`,
    );
    verb.addHelpText('after', `\n${say('Ví dụ:', 'Examples:')}\n${lines.join('\n')}`);
  }
}
