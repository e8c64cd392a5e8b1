/** What planning tells and refuses, in both languages. Codes are `subject.problem`; `{name}` is a value of the message. */
import { ISSUES, type Issue } from '@thuadat/core/issue/index';
import {
  formatMessage,
  type Message,
  type MessageTable,
  message,
  RefusalError,
} from '@thuadat/core/message/message';

export const PLAN_MESSAGES = {
  'boundary.unusable': {
    vi: 'Lớp ranh giới {subject}: có {found}; cần {expected}. Sửa tệp hoặc khai báo "boundaries" trong tệp cấu hình.',
    en: 'Boundary layer {subject}: {found} found; {expected} expected. Correct the file, or state "boundaries" in the config file.',
  },
  'boundary.layer': { vi: 'lớp {layer}', en: 'layer {layer}' },
  'boundary.no-polygon': { vi: 'bản ghi không phải vùng', en: 'no polygon' },
  'boundary.one-record': { vi: 'mã xã và một vùng', en: 'a commune code and a polygon' },
  'boundary.one-commune': { vi: 'mỗi xã một vùng', en: 'one boundary a commune' },

  'source.unreadable': {
    vi: '{path}: không đọc được ({found}). Kiểm tra đường dẫn và quyền đọc.',
    en: '{path}: cannot be read ({found}). Check the path and the right to read it.',
  },
  'source.twice': {
    vi: '{file}: cùng nội dung với {other}, tức là một tệp được đưa vào hai lần. Bỏ bớt một tệp (hoặc khai báo "skip": true cho tệp đó trong tệp cấu hình) rồi chạy lại.',
    en: '{file}: the same bytes as {other}, so one file is given twice. Leave one out (or give it "skip": true in the config file) and try again.',
  },
  'source.faults': {
    vi: '{files} tệp không dùng được; sửa hoặc khai báo "skip": true cho từng tệp trong tệp cấu hình:\n  {faults}',
    en: '{files} files cannot be used; correct each, or give it "skip": true in the config file:\n  {faults}',
  },
  'source.fault': { vi: '{fault}\n  {more}', en: '{fault}\n  {more}' },
  'source.more': { vi: '… và {files} tệp nữa', en: '… and {files} more' },
  'source.applied': {
    vi: '{file} đã được áp dụng trong lượt chạy {run}. Không chuyển lần thứ hai: hoàn tác lượt đó trước (thuadat revert {run}) hoặc bỏ tệp này ra.',
    en: '{file} was applied by run {run}. It is not migrated twice: revert that run first (thuadat revert {run}), or leave the file out.',
  },
  'source.empty': {
    vi: '{file}, lớp {layer}: lớp không có bản ghi nào; cần ít nhất một thửa. Hãy kiểm tra có đúng tệp cần dùng không rồi xuất lại, hoặc bỏ tệp này ra.',
    en: '{file}, layer {layer}: the layer is empty; expected at least one parcel. Check that the file is the one meant and export it again, or leave it out.',
  },
  'source.columns': {
    vi: '{file}, lớp {layer}: {faults}. Các cột có: {columns}. Khai báo cột trong tệp cấu hình: sources[].roles.',
    en: '{file}, layer {layer}: {faults}. Columns: {columns}. Name the columns in the config file: sources[].roles.',
  },
  'source.no-layer': {
    vi: '{file}: không có lớp hoặc trang tính nào tên {layers}; tệp có: {found}. Sửa `layers` của nguồn trong tệp cấu hình.',
    en: '{file}: no layer or worksheet is called {layers}; the file has: {found}. Correct `layers` of the source in the config file.',
  },
  'role.none': { vi: 'thiếu cột “{role}”', en: 'no column plays "{role}"' },
  'role.ambiguous': {
    vi: 'nhiều cột có thể là “{role}”: {columns}',
    en: 'several columns may be "{role}": {columns}',
  },
  'role.duplicate': {
    vi: 'nhiều cột cùng tên có thể là “{role}”: {columns}',
    en: 'several columns of one name may be "{role}": {columns}',
  },
  'role.missing-column': {
    vi: 'tệp cấu hình lấy “{role}” từ cột “{columns}”, nhưng lớp không có cột đó',
    en: 'the config file takes "{role}" from column "{columns}", which the layer has not',
  },
  'role.truncated': {
    vi: 'tên cột {columns} bị cắt ngắn, có thể là “{role}”',
    en: 'column {columns} has a name that was cut and may be "{role}"',
  },
  'role.unit': {
    vi: 'cột {columns} (“{role}”) dùng đơn vị không đọc được',
    en: 'column {columns} ("{role}") is in a unit that is not read',
  },
  'role.several': { vi: '{fault}; {more}', en: '{fault}; {more}' },
  'source.note': { vi: '{file} / {layer}: {note}', en: '{file} / {layer}: {note}' },
  'source.issue': { vi: '{issue}. {hint}', en: '{issue}. {hint}' },
  'source.no-records': {
    vi: 'Các tệp nguồn không có bản ghi nào. Kiểm tra lại tệp.',
    en: 'The sources hold no record. Check the files.',
  },

  'decisions.unreadable': {
    vi: '{path}: không đọc được. Kiểm tra đường dẫn.',
    en: '{path}: cannot be read. Check the path.',
  },
  'decisions.faults': { vi: '{path}:\n  {faults}', en: '{path}:\n  {faults}' },
  'decisions.several': { vi: '{fault}\n  {more}', en: '{fault}\n  {more}' },
  'decisions.open': {
    vi: '{path}: còn {rows} dòng chưa quyết định',
    en: '{path}: {rows} rows are still open',
  },
  'reference.grades': { vi: 'Bảng tham chiếu {path}: {grades}', en: 'Reference table {path}: {grades}' },
  'reference.grade': { vi: '{grade} {rows}', en: '{grade} {rows}' },

  'plan.stopped': {
    vi: 'Đã dừng theo yêu cầu. Phần đã làm được giữ lại: chạy lại đúng lệnh này để làm tiếp.',
    en: 'Stopped. What was done is kept: run the same command again to go on.',
  },
  'plan.under-way': {
    vi: 'Tiến trình {pid} trên {host} đang lập chính kế hoạch này từ {since}. Chờ nó xong (thuadat status), hoặc dừng nó rồi chạy lại.',
    en: 'Process {pid} on {host} has been making this very plan since {since}. Wait for it (thuadat status), or stop it and try again.',
  },
  'plan.other-version': {
    vi: 'Kế hoạch do {tool} lập (danh mục {crosswalk}…); máy này chạy {ownTool} (danh mục {ownCrosswalk}…). Cài cùng một phiên bản trên mọi máy.',
    en: 'The plan was made by {tool} (crosswalk {crosswalk}…); this machine runs {ownTool} (crosswalk {ownCrosswalk}…). Install one version on all machines.',
  },
  'process.died': {
    vi: 'Tiến trình xử lý tự kết thúc ({how}); có thể máy đã hết bộ nhớ. Chạy lại đúng lệnh này, với ít tiến trình hơn (--workers 1) nếu cần.',
    en: 'A process at work ended by itself ({how}); the machine may be out of memory; run the same command again, with fewer processes (--workers 1) if need be.',
  },
} as const satisfies MessageTable;

const hintOf = (code: string): string => `${code}.hint`;

/** A source may be refused because of an issue: its sentence and its hint are messages as well. */
export const ISSUE_MESSAGES: MessageTable = Object.fromEntries(
  Object.entries(ISSUES).flatMap(([code, { vi, en, hintVi, hintEn }]) => [
    [code, { vi, en }],
    [hintOf(code), { vi: hintVi, en: hintEn }],
  ]),
);

/** Faults told at once; a folder of a hundred files is mended in one go. */
const MOST_FAULTS = 20;

/** One refusal of several; a single one stays as it is. */
export function refusalOfAll(faults: readonly RefusalError[]): RefusalError {
  if (faults.length === 1) return faults[0]!;
  const list: Message[] = faults.slice(0, MOST_FAULTS).map(({ reason }) => reason);
  const left = faults.length - list.length;
  if (left > 0) list.push(message(PLAN_MESSAGES, 'source.more', { files: left }));
  const all = list.reduceRight((more, fault) => message(PLAN_MESSAGES, 'source.fault', { fault, more }));
  const reason = message(PLAN_MESSAGES, 'source.faults', { files: faults.length, faults: all });
  const english = faults.map((fault) => fault.message).join('\n  ');
  return new RefusalError('refused', reason, english);
}

/** The refusal of a source for what an issue says, with its hint. */
export function issueRefusal({ code, subject, found, expected }: Issue): RefusalError {
  const issue: Message = { code, values: { subject, found, expected } };
  const hint: Message = { code: hintOf(code), values: {} };
  const reason = message(PLAN_MESSAGES, 'source.issue', { issue, hint });
  return new RefusalError(
    'refused',
    reason,
    formatMessage(reason, 'en', { ...PLAN_MESSAGES, ...ISSUE_MESSAGES }),
  );
}
