import type { IssueInfo } from './index.ts';

/** Issues of the sheet plan (stage `assign`). Codes are `sheet.problem`. */
export const SHEET_ISSUES = {
  'sheet.collision': {
    severity: 'blocking',
    vi: '{subject}: số tờ mới {found} cũng là của tờ {expected}; mỗi tờ một số',
    en: '{subject}: new sheet number {found} is also that of sheet {expected}; each sheet has one of its own',
    hintVi: 'Sửa bảng tham chiếu tờ bản đồ, hoặc chọn cách đánh số khác cho xã này.',
    hintEn: 'Correct the sheet reference table, or choose another strategy for this commune.',
  },
  'sheet.shared': {
    severity: 'warning',
    vi: '{subject}: cùng số tờ mới {found} với tờ {expected}; hai thửa cùng số thửa sẽ trùng nhau',
    en: '{subject}: has new sheet number {found} in common with {expected}; two parcels of one number would be one key',
    hintVi:
      'Khóa thửa theo luật (xã, số tờ, số thửa) không có tỷ lệ. Nếu là một tờ, hãy ghi đủ tỷ lệ ở dữ liệu nguồn; nếu là hai tờ, hãy cho mỗi tờ một số bằng bảng tham chiếu. Số đang có hiệu lực không bị đổi.',
    hintEn:
      'The key in law (commune, sheet, parcel) has no scale. If it is one sheet, give the scale of all its parcels in the source; if there are two, give each a number by a reference table. Numbers in force stay.',
  },
  'sheet.number-taken': {
    severity: 'warning',
    vi: '{subject}: số tờ này đã là của tờ {expected} nên đổi số: {found}',
    en: '{subject}: its number is that of sheet {expected}, so it changes: {found}',
    hintVi:
      'Khóa thửa theo luật không có tỷ lệ nên hai tờ không được cùng số. Muốn tờ khác giữ số: đặt sheetPlan.scaleOrder trong tệp cấu hình, hoặc dùng bảng tham chiếu.',
    hintEn:
      'The key in law has no scale, so two sheets may not have one number. For another one to keep it, set sheetPlan.scaleOrder in the config file, or use a reference table.',
  },
  'sheet.scale-missing': {
    severity: 'blocking',
    vi: '{subject}: tờ {found} không ghi tỷ lệ (hoặc bộ bản đồ) nên có thể là một trong các tờ {expected}',
    en: '{subject}: sheet {found} gives no scale (or series) and may be any of {expected}',
    hintVi: 'Ghi tỷ lệ của các thửa này ở dữ liệu nguồn, hoặc constants.scale của nguồn trong tệp cấu hình.',
    hintEn:
      'Give the scale of these parcels in the source, or constants.scale of the source in the config file.',
  },
  'sheet.not-in-table': {
    severity: 'blocking',
    vi: '{subject}: tờ {found} không có dòng duy nhất trong bảng tham chiếu; cần một dòng cho xã cũ {expected}',
    en: '{subject}: sheet {found} has no unique row in the reference table; one row for old commune {expected} expected',
    hintVi: 'Bổ sung hoặc sửa dòng tương ứng trong bảng tham chiếu rồi lập lại kế hoạch.',
    hintEn: 'Add or correct the row in the reference table and plan again.',
  },
  'sheet.range-full': {
    severity: 'blocking',
    vi: '{subject}: số tờ {found} vượt khoảng số dành cho xã cũ ({expected})',
    en: '{subject}: sheet number {found} is beyond the range of its old commune ({expected})',
    hintVi: 'Tăng "rangeSize" trong tệp cấu hình, hoặc chọn cách đánh số khác.',
    hintEn: 'Raise "rangeSize" in the config file, or choose another strategy.',
  },
  'sheet.keeper-missing': {
    severity: 'warning',
    vi: '{subject}: không có tờ bản đồ nào của xã cũ giữ mã ({expected}); xã cũ {found} giữ số tờ thay thế',
    en: '{subject}: no sheet of the old commune whose code lives on ({expected}); {found} keeps its numbers instead',
    hintVi:
      'Nếu dữ liệu của xã cũ đó sẽ được bổ sung sau, hãy bổ sung trước khi áp dụng để không phải đánh số lại.',
    hintEn:
      'If the data of that commune will come later, add it before applying, or sheets must be renumbered again.',
  },
  'sheet.table-columns': {
    severity: 'blocking',
    vi: '{subject}: thiếu cột hoặc trùng cột {expected}; các cột hiện có: {found}',
    en: '{subject}: column {expected} is missing or stands twice; the columns found are: {found}',
    hintVi: 'Đặt tên cột đúng như bảng do "thuadat export" ghi ra (reference-table.xlsx), mỗi cột một lần.',
    hintEn: 'Name the columns as in the table "thuadat export" writes (reference-table.xlsx), each once.',
  },
  'sheet.table-unparsable': {
    severity: 'warning',
    vi: '{subject}: không đọc được {found}; cần {expected}. Dòng này không được dùng',
    en: '{subject}: {found} cannot be read; {expected} expected. The row is not used',
    hintVi: 'Sửa ô này trong bảng tham chiếu rồi lập lại kế hoạch.',
    hintEn: 'Correct the cell in the reference table and plan again.',
  },
  'sheet.table-date': {
    severity: 'warning',
    vi: '{subject}: {found} là ngày tháng do bảng tính tự đổi từ một số; cần {expected}. Dòng này không được dùng',
    en: '{subject}: {found} is a date that a spreadsheet made of a number; {expected} expected. The row is not used',
    hintVi: 'Định dạng cột là Văn bản (Text), nhập lại số theo hồ sơ rồi lập lại kế hoạch.',
    hintEn: 'Format the column as Text, type the number again from the file, and plan again.',
  },
  'sheet.table-note': {
    severity: 'warning',
    vi: '{subject}: ghiChu ghi {found} nhưng xaIdCu là {expected}; không rõ bên nào đúng. Dòng này không được dùng',
    en: '{subject}: ghiChu says {found} but xaIdCu is {expected}; which is right is not known. The row is not used',
    hintVi: 'Đối chiếu với quyết định sắp xếp và bản đồ, sửa mã xã cũ hoặc ghi chú rồi lập lại kế hoạch.',
    hintEn: 'Compare with the act and the map, correct the old code or the note, and plan again.',
  },
  'sheet.table-not-predecessor': {
    severity: 'warning',
    vi: '{subject}: mã {found} không khớp với lịch sử đơn vị hành chính; lịch sử ghi {expected}. Dòng này không được dùng',
    en: '{subject}: code {found} does not fit the history of the units, which has {expected}. The row is not used',
    hintVi:
      'Kiểm tra mã tỉnh, mã xã cũ và mã xã mới của dòng này; mã xã cũ phải thuộc một xã nhập vào xã mới.',
    hintEn:
      'Check the province, old commune and new commune codes of the row; the old commune must be one that went into the new one.',
  },
  'sheet.table-ambiguous': {
    severity: 'warning',
    vi: '{subject}: bảng tham chiếu cho nhiều khả năng (số tờ mới {found}); cần một số tờ mới cho một tờ cũ (tỷ lệ {expected}). Không số nào được dùng',
    en: '{subject}: the reference table leaves several possibilities (new sheet {found}); one new number for one old sheet (scale {expected}) expected. None is used',
    hintVi: 'Giữ lại một dòng cho tờ này, hoặc ghi tỷ lệ (tyLe) để phân biệt.',
    hintEn: 'Keep one row for this sheet, or tell the sheets apart by their scale (tyLe).',
  },
  'sheet.table-conflicting': {
    severity: 'warning',
    vi: '{subject}: nhiều tờ cũ cùng về một tờ mới ({found}); mỗi tờ mới chỉ nhận {expected} tờ cũ. Các dòng này không được dùng',
    en: '{subject}: several old sheets go to one new sheet ({found}); {expected} old sheet for each new one expected. The rows are not used',
    hintVi: 'Cho mỗi tờ cũ một số tờ mới riêng trong bảng tham chiếu rồi lập lại kế hoạch.',
    hintEn: 'Give each old sheet a new number of its own in the reference table and plan again.',
  },
  'sheet.table-renumbering': {
    severity: 'warning',
    vi: '{subject}: bảng tham chiếu đổi số thứ tự của {found} thửa; chưa hỗ trợ đổi số thửa nên tờ này chưa được đánh số',
    en: '{subject}: the reference table renumbers {found} parcels; this is not supported, so the sheet is left open',
    hintVi: 'Đổi số thửa trong dữ liệu nguồn trước, rồi xóa các dòng theo thửa khỏi bảng tham chiếu.',
    hintEn:
      'Renumber the parcels in the source first, then take the rows of single parcels out of the table.',
  },
  'sheet.table-duplicate': {
    severity: 'info',
    vi: '{subject}: các dòng dữ liệu {found} giống nhau; chỉ cần {expected} dòng',
    en: '{subject}: data rows {found} say the same; {expected} is enough',
    hintVi: 'Không cần làm gì; có thể xóa dòng thừa.',
    hintEn: 'Nothing needs to be done; the extra rows may be deleted.',
  },
  'sheet.table-repaired': {
    severity: 'info',
    vi: '{subject}: giá trị "{found}" được đọc là "{expected}" (phần mềm bảng tính làm mất số 0 ở đầu hoặc thêm phần thập phân)',
    en: '{subject}: "{found}" was read as "{expected}" (a spreadsheet dropped leading zeros or added a decimal part)',
    hintVi: 'Định dạng cột mã là văn bản (Text) trước khi lưu để giữ số 0 ở đầu.',
    hintEn: 'Format the code columns as text before saving, so that leading zeros stay.',
  },
  'sheet.table-unused': {
    severity: 'info',
    vi: '{subject}: {found} dòng không ứng với tờ bản đồ nào trong dữ liệu nguồn',
    en: '{subject}: {found} rows fit no map sheet of the sources',
    hintVi: 'Nếu dữ liệu của các tờ này phải có, hãy kiểm tra lại danh sách tệp nguồn.',
    hintEn: 'If the data of these sheets should be there, check the list of source files.',
  },
} as const satisfies Record<string, IssueInfo>;
