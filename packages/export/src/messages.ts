/** What the exports and the lists of issues refuse, in both languages. Codes are `subject.problem`. */
import type { MessageTable } from '@thuadat/core/message/message';

export const EXPORT_MESSAGES = {
  'export.disk-full': {
    vi: 'Ổ đĩa chứa {folder} đã đầy. Hãy giải phóng dung lượng hoặc chọn thư mục khác; chưa có gì được ghi lại.',
    en: 'The disk of {folder} is full. Free some space or name another folder; nothing was left behind.',
  },
  'export.no-right': {
    vi: 'Không ghi được vào {folder} ({found}). Hãy chọn thư mục mà bạn có quyền ghi.',
    en: '{folder} cannot be written ({found}). Name a folder that you may write to.',
  },
  'export.foreign-files': {
    vi: '{folder} đã có nội dung không do lần xuất trước ghi ra ({names}). Hãy chọn thư mục mới hoặc thư mục trống.',
    en: '{folder} holds what no earlier export wrote ({names}). Name a new or an empty folder.',
  },
  'export.other-run': {
    vi: '{folder} đang chứa bản xuất của lượt chạy {other}. Hãy chọn thư mục mới cho lượt {run}, hoặc tự xóa thư mục cũ trước.',
    en: '{folder} holds the export of run {other}. Name a new folder for run {run}, or remove the old one yourself first.',
  },
  'export.no-commune': {
    vi: 'Lượt chạy {run} không có xã {commune}; các xã có: {communes}.',
    en: 'Run {run} has no commune {commune}; it has: {communes}.',
  },
  'export.no-plane': {
    vi: 'Định dạng {format} ghi tọa độ WGS84; chỉ {formats} nhận một múi chiếu VN-2000 chung.',
    en: 'Format {format} holds WGS84 coordinates; only {formats} take one VN-2000 zone for all.',
  },
  'export.unknown-zone': {
    vi: 'EPSG:{epsg} không phải múi chiếu đã biết; ví dụ 9208 (104°45′), 9207 (104°30′), 5897 (105°00′).',
    en: 'EPSG:{epsg} is no known zone; examples: 9208 (104°45′), 9207 (104°30′), 5897 (105°00′).',
  },
  'export.not-applied': {
    vi: 'Lượt chạy {run} chưa được áp dụng trong {database}. Áp dụng bằng "thuadat apply {run}" rồi xuất lại.',
    en: 'Run {run} was not applied in {database}. Apply it with "thuadat apply {run}", then export.',
  },
  'export.reverted': {
    vi: 'Lượt chạy {run} đã được hoàn tác trong {database}. Áp dụng bằng "thuadat apply {run}" rồi xuất lại.',
    en: 'Run {run} was reverted in {database}. Apply it with "thuadat apply {run}", then export.',
  },
  'lookup.columns': {
    vi: '{file}: các cột {columns}; cần mã định danh, mã địa chỉ số, hoặc đủ mã xã, số tờ, số thửa. Hãy đặt tên cột như vậy, ví dụ “Mã xã”, “Số tờ”, “Số thửa”.',
    en: '{file}: columns {columns}; expected an identifier, a digital address, or all of commune code, sheet and parcel. Name the columns so, as "commune", "sheet", "parcel".',
  },
  'issues.reverted': {
    vi: 'Lượt chạy {run} đã được hoàn tác; cơ sở dữ liệu không còn giữ các vấn đề của nó.',
    en: 'Run {run} was reverted; the database no longer holds its issues.',
  },
  'issues.file-name': {
    vi: '--issues {path}: cần đuôi tệp {endings}.',
    en: '--issues {path}: a file ending in {endings} is expected.',
  },
  'issues.unknown-filter': {
    vi: '{option}: không có “{found}”. Có: {known}.',
    en: '{option}: there is no "{found}". There are: {known}.',
  },
} as const satisfies MessageTable;
