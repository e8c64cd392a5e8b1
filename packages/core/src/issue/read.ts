import type { IssueInfo } from './index.ts';

/** Issues raised by the stage `read`. Codes are `subject.problem`. */
export const READ_ISSUES = {
  'encoding.converted': {
    severity: 'info',
    vi: '{subject}: chữ viết theo bảng mã {found}, đã chuyển sang Unicode dựng sẵn ({expected})',
    en: '{subject}: text in {found}, converted to composed Unicode ({expected})',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
  'encoding.mixed': {
    severity: 'warning',
    vi: '{subject}: cột chứa nhiều bảng mã: {found}; từng giá trị được đọc riêng ({expected})',
    en: '{subject}: the column is in several encodings: {found}; each value is read by itself ({expected})',
    hintVi: 'Xem lại các giá trị mẫu; nếu cả cột cùng một bảng mã, khai báo `encoding` trong tệp cấu hình.',
    hintEn: 'Look at the samples; if the whole column has one encoding, give `encoding` in the config file.',
  },
  'encoding.unknown': {
    severity: 'warning',
    vi: '{subject}: không nhận ra bảng mã chữ Việt ({found}); cần {expected}',
    en: '{subject}: the encoding of the text was not recognised ({found}); {expected} expected',
    hintVi: 'Khai báo `encoding` của nguồn trong tệp cấu hình; chữ được giữ nguyên như trong tệp.',
    hintEn: 'Give `encoding` of the source in the config file; the text is kept as the file has it.',
  },
  'encoding.font-capitals': {
    severity: 'info',
    vi: '{subject}: {found} giá trị có chữ hoa theo phông .Vn…H (ví dụ {expected}); kiểu chữ không có trong dữ liệu nên giữ nguyên',
    en: '{subject}: {found} values have capitals made by a .Vn…H font (such as {expected}); the case is not in the data and is left as it is',
    hintVi: 'Sửa chữ hoa ở dữ liệu nguồn nếu cần.',
    hintEn: 'Mend the capitals in the source if needed.',
  },
  'layer.left-out': {
    severity: 'warning',
    vi: '{subject}: không đọc các trang tính {found} vì không có cột {expected}',
    en: '{subject}: the worksheets {found} are not read, for they have no column of {expected}',
    hintVi: 'Nếu trang tính có thửa đất, khai báo `layers` và `headerRow` của nguồn trong tệp cấu hình.',
    hintEn: 'If one of them holds parcels, give `layers` and `headerRow` of the source in the config file.',
  },
  'column.ambiguous': {
    severity: 'error',
    vi: '{subject}: các cột {found} đều có thể là {expected}; không chọn cột nào',
    en: '{subject}: the columns {found} may each be {expected}; none was taken',
    hintVi: 'Khai báo cột trong mục `roles` của tệp cấu hình.',
    hintEn: 'Name the column under `roles` in the config file.',
  },
  'column.duplicate': {
    severity: 'error',
    vi: '{subject}: có nhiều cột cùng tên {found}; không rõ cột nào là {expected}',
    en: '{subject}: several columns are called {found}; which is {expected} is not known',
    hintVi: 'Đổi tên cột, hoặc khai báo `TÊN#2` (cột thứ hai cùng tên) trong mục `roles` của tệp cấu hình.',
    hintEn: 'Rename the column, or give `NAME#2` (the second of that name) under `roles` in the config file.',
  },
  'column.missing': {
    severity: 'error',
    vi: '{subject}: tệp cấu hình chỉ định cột {found} làm {expected} nhưng lớp dữ liệu không có cột này',
    en: '{subject}: the config names the column {found} as {expected}, but the layer has no such column',
    hintVi: 'Sửa tên cột trong tệp cấu hình; xem các cột bằng `thuadat inspect`.',
    hintEn: 'Correct the name in the config file; `thuadat inspect` lists the columns.',
  },
  'column.truncated': {
    severity: 'warning',
    vi: '{subject}: tên cột bị cắt còn 10 ký tự ({found}); cột đầu được đọc là {expected}, cột sau không dùng',
    en: '{subject}: column names were cut to 10 characters ({found}); the first is read as {expected}, the second is not used',
    hintVi: 'Khai báo cột trong mục `roles` của tệp cấu hình nếu cần cả hai.',
    hintEn: 'Name the columns under `roles` in the config file if both are needed.',
  },
  'column.unit': {
    severity: 'warning',
    vi: '{subject}: cột “{found}” không ghi đơn vị là m² hoặc ha nên không đọc làm {expected}',
    en: '{subject}: the column "{found}" is in something else than m² or ha, and is not read as {expected}',
    hintVi: 'Đổi sang m² ở dữ liệu nguồn, hoặc khai báo cột khác trong mục `roles` của tệp cấu hình.',
    hintEn: 'Convert it to m² in the source, or name another column under `roles` in the config file.',
  },
  'georeference.outside': {
    severity: 'blocking',
    vi: '{subject}: tọa độ không nằm trong phạm vi tỉnh: {found}; cần {expected}',
    en: '{subject}: the coordinates are not in the province: {found}; {expected} expected',
    hintVi: 'Kiểm tra có đúng tệp của tỉnh này không; nếu đúng, khai báo `crs` của nguồn trong tệp cấu hình.',
    hintEn: 'Check that the file is of this province; if it is, give `crs` of the source in the config file.',
  },
  'georeference.swapped-axes': {
    severity: 'blocking',
    vi: '{subject}: có vẻ X và Y bị đổi chỗ (X là hướng Bắc trong bảng tọa độ Việt Nam): {found}; {expected}',
    en: '{subject}: X and Y seem to be swapped (X is northing in Vietnamese tables): {found}; {expected}',
    hintVi: 'Khai báo `"axes": "yx"` của nguồn trong tệp cấu hình, hoặc đổi lại ở dữ liệu nguồn.',
    hintEn: 'Give `"axes": "yx"` of the source in the config file, or swap them in the source.',
  },
  'georeference.wrong-zone': {
    severity: 'blocking',
    vi: '{subject}: có vẻ sai múi chiếu (kinh tuyến trục): {found}; {expected}',
    en: '{subject}: the zone (central meridian) seems wrong: {found}; {expected}',
    hintVi: 'Khai báo `crs` đúng của nguồn trong tệp cấu hình; tệp .prj có thể ghi sai múi.',
    hintEn: 'Give the right `crs` of the source in the config file; the .prj may name a wrong zone.',
  },
  'georeference.degrees': {
    severity: 'blocking',
    vi: '{subject}: tọa độ là kinh vĩ độ (độ) chứ không phải mét VN-2000: {found}; {expected}',
    en: '{subject}: the coordinates are degrees, not metres of VN-2000: {found}; {expected}',
    hintVi: 'Khai báo `"crs": 4326` (WGS84) hoặc `4756` (VN-2000 độ) của nguồn trong tệp cấu hình.',
    hintEn: 'Give `"crs": 4326` (WGS84) or `4756` (VN-2000 degrees) of the source in the config file.',
  },
  'georeference.metres': {
    severity: 'blocking',
    vi: '{subject}: tọa độ là mét chứ không phải kinh vĩ độ: {found}; {expected}',
    en: '{subject}: the coordinates are metres, not degrees: {found}; {expected}',
    hintVi: 'Khai báo `crs` là múi VN-2000 của bản đồ trong tệp cấu hình.',
    hintEn: 'Give the VN-2000 zone of the map as `crs` in the config file.',
  },
  'georeference.six-degree': {
    severity: 'blocking',
    vi: '{subject}: có vẻ là múi 6° hoặc UTM (k₀ = 0,9996): {found}; {expected}',
    en: '{subject}: this seems to be a 6° zone or UTM (k₀ = 0.9996): {found}; {expected}',
    hintVi: 'Khai báo `"crs": 3405` (VN-2000 múi 6°) hoặc `32648` (WGS84 UTM) của nguồn trong tệp cấu hình.',
    hintEn: 'Give `"crs": 3405` (VN-2000, 6° zone) or `32648` (WGS84 UTM) of the source in the config file.',
  },
  'georeference.zone-prefix': {
    severity: 'blocking',
    vi: '{subject}: tọa độ Y (hướng Đông) có số hiệu múi ở đầu: {found}; {expected}',
    en: '{subject}: the eastings carry a zone number in front: {found}; {expected}',
    hintVi: 'Bỏ số hiệu múi ở đầu (phần triệu mét) trong dữ liệu nguồn rồi lập lại kế hoạch.',
    hintEn: 'Take the zone number (the millions of metres) off in the source and plan again.',
  },
  'georeference.mixed': {
    severity: 'blocking',
    vi: '{subject}: tọa độ thuộc nhiều hệ khác nhau: {found}; {expected}',
    en: '{subject}: the coordinates are in more than one system: {found}; {expected}',
    hintVi: 'Tách nguồn theo múi chiếu, hoặc khai báo `crs` theo mã tỉnh cũ trong tệp cấu hình.',
    hintEn: 'Split the source by zone, or give `crs` by old province code in the config file.',
  },
  'georeference.foreign': {
    severity: 'blocking',
    vi: '{subject}: hệ tọa độ {found} không phải múi VN-2000; chuyển được với độ chính xác {expected}',
    en: '{subject}: {found} is not a zone of VN-2000; it can be reprojected, to within {expected}',
    hintVi:
      'Chạy lại với --reproject (hoặc `"reproject": true` của nguồn trong tệp cấu hình); tốt nhất là lấy bản gốc VN-2000.',
    hintEn:
      'Run again with --reproject (or `"reproject": true` of the source in the config file); the original in VN-2000 is better.',
  },
  'georeference.unsupported': {
    severity: 'blocking',
    vi: '{subject}: không có phép chuyển đáng tin cậy từ hệ tọa độ {found} sang {expected}',
    en: '{subject}: no trustworthy transformation leads from {found} to {expected}',
    hintVi:
      'Chuyển dữ liệu sang múi VN-2000 bằng tham số của cơ quan đo đạc và bản đồ rồi đưa vào lại; nếu tệp chỉ ghi sai hệ tọa độ, khai báo `crs` đúng của nguồn trong tệp cấu hình.',
    hintEn:
      'Convert the data to the VN-2000 zone with the parameters of the surveying authority and deliver it again; if the file only names a wrong system, give the right `crs` of the source in the config file.',
  },
  'georeference.reprojected': {
    severity: 'warning',
    vi: '{subject}: tọa độ được chuyển từ {found}, độ chính xác {expected}',
    en: '{subject}: coordinates were reprojected from {found}, to within {expected}',
    hintVi: 'Mã định danh chỉ chính xác như tọa độ: nên dùng bản gốc VN-2000 nếu có.',
    hintEn: 'An identifier is as good as its coordinates: use the original in VN-2000 where there is one.',
  },
  'georeference.other-meridian': {
    severity: 'warning',
    vi: '{subject}: hệ tọa độ khai báo không phải múi của bản đồ tỉnh này, mà phạm vi tỉnh không phân biệt được: {found}; {expected}',
    en: '{subject}: the declared system is not a zone of this province, and the extent cannot tell them apart: {found}; {expected}',
    hintVi:
      'Kiểm tra vài thửa trên ảnh nền hoặc dùng lớp ranh giới xã (--boundaries); khai báo `crs` của nguồn trong tệp cấu hình để xác nhận.',
    hintEn:
      'Check some parcels against imagery or use a commune boundary layer (--boundaries); give `crs` of the source in the config file to confirm.',
  },
  'georeference.undeclared': {
    severity: 'warning',
    vi: '{subject}: nguồn không khai báo hệ tọa độ; đọc theo múi của tỉnh cũ: {found}; múi khác cũng vừa phạm vi tỉnh: {expected}',
    en: '{subject}: the source declares no coordinate system; read in the zone of the old province: {found}; other zones fit the extent too: {expected}',
    hintVi: 'Khai báo `crs` của nguồn trong tệp cấu hình để xác nhận.',
    hintEn: 'Give `crs` of the source in the config file to confirm.',
  },
} as const satisfies Record<string, IssueInfo>;
