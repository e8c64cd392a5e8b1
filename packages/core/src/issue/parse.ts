import type { IssueInfo } from './index.ts';

/** Issues raised by the stage `parse`. Codes are `subject.problem`. */
export const PARSE_ISSUES = {
  'key.missing': {
    severity: 'error',
    vi: '{subject}: thiếu {expected}',
    en: '{subject}: {expected} is missing',
    hintVi: 'Bổ sung giá trị ở dữ liệu nguồn rồi lập lại kế hoạch.',
    hintEn: 'Fill in the value in the source and plan again.',
  },
  'key.merged': {
    severity: 'error',
    vi: '{subject}: ô của {expected} nằm trong vùng gộp ô, chỉ hàng đầu của vùng có giá trị',
    en: '{subject}: the cell of {expected} is part of merged cells, of which only the first has a value',
    hintVi: 'Bỏ gộp ô trong bảng tính, điền giá trị vào từng hàng rồi lập lại kế hoạch.',
    hintEn: 'Unmerge the cells in the spreadsheet, fill the value into each row, and plan again.',
  },
  'attributes.no-row': {
    severity: 'warning',
    vi: '{subject}: bảng {expected} không có hàng nào mang khóa “{found}”; không có thuộc tính từ bảng',
    en: '{subject}: the table {expected} has no row with the key "{found}"; there are no attributes from it',
    hintVi: 'Bổ sung hàng vào bảng, hoặc sửa khóa ở bảng hay ở bản đồ, rồi lập lại kế hoạch.',
    hintEn: 'Add the row to the table, or correct the key in the table or on the map, and plan again.',
  },
  'attributes.no-geometry': {
    severity: 'error',
    vi: '{subject}: hàng {expected} mang khóa “{found}” không có hình thửa nào',
    en: '{subject}: no shape has the key "{found}" of the row {expected}',
    hintVi: 'Bổ sung hình thửa, hoặc sửa khóa ở bảng hay ở bản đồ, rồi lập lại kế hoạch.',
    hintEn: 'Add the shape, or correct the key in the table or on the map, and plan again.',
  },
  'attributes.doubled': {
    severity: 'error',
    vi: '{subject}: khóa “{found}” có nhiều lần trong bảng ({expected}) hoặc trên bản đồ nên không ghép thuộc tính',
    en: '{subject}: the key "{found}" stands more than once in the table ({expected}) or on the map, so no attributes are joined',
    hintVi:
      'Giữ một hàng và một hình thửa cho mỗi khóa, hoặc thêm cột vào `key` (ví dụ mã xã), rồi lập lại kế hoạch.',
    hintEn:
      'Keep one row and one shape a key, or add a column to `key` (the commune code, say), and plan again.',
  },
  'key.unparsable': {
    severity: 'error',
    vi: '{subject}: giá trị “{found}” không đọc được; cần {expected}',
    en: '{subject}: "{found}" cannot be read; {expected} expected',
    hintVi: 'Sửa giá trị ở dữ liệu nguồn, hoặc khai báo lại cột trong tệp cấu hình.',
    hintEn: 'Correct the value in the source, or name another column in the config file.',
  },
  'key.date': {
    severity: 'error',
    vi: '{subject}: “{found}” là ngày tháng do bảng tính tự đổi từ một số; cần {expected}',
    en: '{subject}: "{found}" is a date that a spreadsheet made of a number; {expected} expected',
    hintVi:
      'Bảng tính đổi số như 1-2 hoặc 2-45 thành ngày. Mở hồ sơ gốc để lấy lại số, định dạng cột là Văn bản (Text) rồi nhập lại, sau đó lập lại kế hoạch.',
    hintEn:
      'The spreadsheet turned a number such as 1-2 or 2-45 into a date. Take the number from the original file, format the column as Text, type it again, and plan again.',
  },
  'key.rounded': {
    severity: 'error',
    vi: '{subject}: “{found}” viết dạng lũy thừa nên đã mất chữ số; cần {expected}',
    en: '{subject}: "{found}" is written with an exponent and has lost digits; {expected} expected',
    hintVi: 'Định dạng cột là Văn bản (Text) hoặc Số không có phần thập phân, rồi xuất lại từ dữ liệu gốc.',
    hintEn:
      'Format the column as Text, or as a number without decimals, and export it again from the original.',
  },
  'key.formula': {
    severity: 'error',
    vi: '{subject}: ô chứa lỗi công thức “{found}”; cần {expected}',
    en: '{subject}: the cell holds the formula error "{found}"; {expected} expected',
    hintVi: 'Sửa công thức trong bảng tính, hoặc thay bằng giá trị theo hồ sơ, rồi lập lại kế hoạch.',
    hintEn:
      'Mend the formula in the spreadsheet, or put the value from the file in its place, and plan again.',
  },
  'key.sub-number': {
    severity: 'error',
    vi: '{subject}: “{found}” có dấu “/”: có thể là số phụ, cũng có thể là ngày tháng; cần {expected}',
    en: '{subject}: "{found}" has a "/": it may be a sub-number, or a date; {expected} expected',
    hintVi:
      'Nếu địa phương viết số phụ sau dấu “/”, khai báo `"rules": { "subNumbers": { "slash": true } }` trong tệp cấu hình; nếu không, sửa giá trị theo hồ sơ.',
    hintEn:
      'If the province writes sub-numbers behind a "/", give `"rules": { "subNumbers": { "slash": true } }` in the config file; else correct the value from the file.',
  },
  'key.repaired': {
    severity: 'info',
    vi: '{subject}: “{found}” được đọc là “{expected}”',
    en: '{subject}: "{found}" read as "{expected}"',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
  'province.unparsable': {
    severity: 'warning',
    vi: '{subject}: mã tỉnh “{found}” không đọc được; cần {expected}',
    en: '{subject}: province code "{found}" cannot be read; {expected} expected',
    hintVi: 'Tỉnh được xác định theo mã xã; sửa giá trị ở dữ liệu nguồn nếu có thể.',
    hintEn: 'The province is taken from the commune code; correct the value in the source if possible.',
  },
  'scale.unparsable': {
    severity: 'warning',
    vi: '{subject}: tỷ lệ bản đồ “{found}” không đọc được; cần {expected}',
    en: '{subject}: map scale "{found}" cannot be read; {expected} expected',
    hintVi:
      'Sửa giá trị, hoặc khai báo `constants.scale` của nguồn trong tệp cấu hình; thiếu tỷ lệ thì các bộ tờ bản đồ trùng số không phân biệt được.',
    hintEn:
      'Correct the value, or give `constants.scale` of the source in the config file; without a scale, sheet sets with equal numbers cannot be told apart.',
  },
  'zone.unknown': {
    severity: 'warning',
    vi: '{subject}: không rõ thửa thuộc tỉnh cũ nào (“{found}”) nên không biết múi chiếu; các múi của tỉnh: {expected}',
    en: '{subject}: the old province ("{found}") is not known, and so the zone is not; zones of the province: {expected}',
    hintVi: 'Khai báo `crs` hoặc `constants.province` của nguồn trong tệp cấu hình.',
    hintEn: 'Give `crs` or `constants.province` of the source in the config file.',
  },
  'area.unparsable': {
    severity: 'warning',
    vi: '{subject}: diện tích “{found}” không đọc được; cần {expected}',
    en: '{subject}: area "{found}" cannot be read; {expected} expected',
    hintVi: 'Sửa giá trị ở dữ liệu nguồn, hoặc khai báo cột diện tích khác trong tệp cấu hình.',
    hintEn: 'Correct the value in the source, or name another area column in the config file.',
  },
  'area.ambiguous': {
    severity: 'warning',
    vi: '{subject}: diện tích “{found}” có thể là {expected}',
    en: '{subject}: area "{found}" may be {expected}',
    hintVi: 'Khai báo `decimal` ("." hoặc ",") của nguồn trong tệp cấu hình.',
    hintEn: 'Give `decimal` ("." or ",") of the source in the config file.',
  },
  'area.converted': {
    severity: 'info',
    vi: '{subject}: tên cột ghi đơn vị ha; {found} được đổi thành {expected}',
    en: '{subject}: the heading says hectares; {found} read as {expected}',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
  'row.total': {
    severity: 'info',
    vi: '{subject}: hàng tổng cộng (“{found}”), không phải thửa đất',
    en: '{subject}: a row of totals ("{found}"), not a parcel',
    hintVi: 'Không cần làm gì; có thể xóa hàng này khỏi bảng.',
    hintEn: 'Nothing to do; the row may be taken out of the table.',
  },
  'area.zero': {
    severity: 'info',
    vi: '{subject}: diện tích bằng 0 (“{found}”), coi như chưa có',
    en: '{subject}: the area is 0 ("{found}") and taken as not given',
    hintVi: 'Bổ sung diện tích pháp lý nếu cần đối soát diện tích.',
    hintEn: 'Fill in the legal area if areas are to be compared.',
  },
} as const satisfies Record<string, IssueInfo>;
