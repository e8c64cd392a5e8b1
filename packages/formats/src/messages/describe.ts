/** What was detected of a file, for `inspect`: why a value is taken for what it is, and what of a layer is not read as it stands. */
import type { MessageTable } from '@thuadat/core/message/message';

export const DESCRIBE_MESSAGES = {
  'layer.empty': { vi: 'lớp không có bản ghi nào', en: 'the layer is empty' },
  'layer.deleted-rows': {
    vi: '{rows} hàng đã đánh dấu xóa trong tệp .dbf nên không đọc',
    en: '{rows} rows are marked deleted in the .dbf and are not read',
  },
  'table.title-rows': {
    vi: 'tên cột ở hàng {row}; {rows} hàng có chữ phía trên không đọc (“{text}”)',
    en: 'column names in row {row}; {rows} rows of text above are not read ("{text}")',
  },
  'table.two-level': {
    vi: 'tên cột ở hai hàng {upper} và {lower}, ghép lại',
    en: 'column names in the rows {upper} and {lower}, taken together',
  },
  'table.number-row': {
    vi: 'hàng {row} chỉ đánh số cột nên không đọc',
    en: 'row {row} only numbers the columns and is not read',
  },
  'table.blank-rows': {
    vi: '{rows} hàng trống không đọc',
    en: '{rows} blank rows are not read',
  },
  'xlsx.sheets-left': {
    vi: 'các trang tính không có cột của thửa đất nên không đọc: {sheets}; khai báo `layers` của nguồn nếu cần đọc',
    en: 'worksheets without columns of parcels are not read: {sheets}; give `layers` of the source to have them read',
  },
  'xlsx.hidden': { vi: 'trang tính đang bị ẩn', en: 'the worksheet is hidden' },
  'xlsx.merged': {
    vi: '{cells} vùng gộp ô (đầu tiên {first}): chỉ ô đầu của vùng có giá trị, các ô khác để trống',
    en: '{cells} ranges of merged cells (the first is {first}): only the first cell of each has a value, the others stay empty',
  },
  'xlsx.errors': {
    vi: '{cells} ô chứa lỗi công thức, đầu tiên ở {first}; giữ nguyên như trong bảng',
    en: '{cells} cells hold a formula error, the first is {first}; kept as they stand',
  },

  'attributes.counts': {
    vi: 'ghép với bảng {file}: {matched} thửa khớp; {shapesAlone} thửa không có hàng, {rowsAlone} hàng không có thửa; khóa trùng: {shapesDoubled} thửa, {rowsDoubled} hàng',
    en: 'joined to the table {file}: {matched} parcels matched; {shapesAlone} parcels without a row, {rowsAlone} rows without a parcel; doubled keys: {shapesDoubled} parcels, {rowsDoubled} rows',
  },
  'layer.multipatch': {
    vi: 'các hình là MultiPatch (mặt trong không gian), không phải ranh giới thửa: hãy xuất lại dạng Polygon (ArcGIS: Multipatch Footprint)',
    en: 'the shapes are MultiPatch (surfaces in space), no boundaries of parcels: export them again as Polygon (ArcGIS: Multipatch Footprint)',
  },
  'layer.no-rowid': {
    vi: 'bảng “{name}” không có mã hàng (WITHOUT ROWID) nên không đọc; nếu cần thì hãy xuất bảng này ra CSV',
    en: 'the table "{name}" has no row ids (WITHOUT ROWID) and is not read; if it is needed, export it as CSV',
  },
  'layer.memo': {
    vi: 'cột “{column}” là cột ghi chú (memo): nội dung nằm ở tệp .dbt hoặc .fpt nên không đọc',
    en: 'column "{column}" is a memo: its texts are in the .dbt or .fpt and are not read',
  },

  'text.of-user': { vi: 'do người dùng chỉ định', en: 'given by the user' },
  'text.of-format': { vi: 'định dạng này luôn dùng Unicode', en: 'the format is Unicode' },
  'text.of-server': { vi: 'PostgreSQL trả về Unicode', en: 'PostgreSQL gives Unicode' },
  'text.of-gdal': {
    vi: 'GDAL chuyển chữ theo bảng mã khai báo trong tệp',
    en: 'texts are recoded by GDAL from the code page the file declares',
  },
  'text.of-cpg': { vi: 'tệp .cpg ghi “{label}”', en: 'the .cpg file says "{label}"' },
  'text.of-dbf': {
    vi: 'phần đầu tệp .dbf ghi mã ngôn ngữ (LDID) {ldid}',
    en: 'the .dbf header says language driver {ldid}',
  },
  'text.mark': { vi: 'tệp có dấu thứ tự byte {mark}', en: 'byte-order mark of {mark}' },
  'text.wide': {
    vi: 'các byte xen kẽ byte 0 như {mark}, không có dấu thứ tự byte',
    en: 'bytes between zeros as in {mark}, without a byte-order mark',
  },
  'text.ascii': { vi: 'chỉ có ký tự ASCII', en: 'ASCII only' },
  'text.utf8': { vi: 'toàn bộ chữ có dấu là UTF-8', en: 'all text with accents is UTF-8' },
  'text.utf8-against': {
    vi: '{declared}, nhưng toàn bộ chữ có dấu là UTF-8',
    en: '{declared}, but all text with accents is UTF-8',
  },
  'text.two': {
    vi: 'một phần chữ có dấu là UTF-8, còn {values} giá trị không phải UTF-8, giá trị đầu tiên ở {first}: tệp lẫn hai bảng mã',
    en: 'some text with accents is UTF-8 and {values} values are not UTF-8, the first in {first}: two encodings in one file',
  },
  'text.legacy': {
    vi: '{values} giá trị không phải UTF-8, giá trị đầu tiên ở {first}: bảng mã cũ',
    en: '{values} values are not UTF-8, the first in {first}: a legacy encoding',
  },
  'text.against': { vi: '{declared}, nhưng {seen}', en: '{declared}, but {seen}' },

  'crs.layer': { vi: 'lớp dữ liệu', en: 'the layer' },
  'crs.prj': { vi: 'tệp .prj', en: 'the .prj file' },
  'crs.spatial-ref-sys': { vi: 'bảng spatial_ref_sys, SRID {srid}', en: 'spatial_ref_sys, SRID {srid}' },
  'crs.says': { vi: '{where} khai báo EPSG:{epsg}', en: '{where} says EPSG:{epsg}' },
  'crs.member': { vi: 'thành phần crs ghi “{name}”', en: 'crs member "{name}"' },
  'crs.member-unknown': {
    vi: 'thành phần crs “{name}” không có mã EPSG',
    en: 'crs member "{name}" names no EPSG code',
  },
  'crs.member-nameless': {
    vi: 'thành phần crs {member} không có tên hệ tọa độ',
    en: 'crs member {member} gives no name',
  },
  'crs.rfc7946': {
    vi: 'không có thành phần crs: WGS 84 theo RFC 7946',
    en: 'no crs member: WGS 84, as RFC 7946 says',
  },
  'crs.not-degrees': {
    vi: 'không có thành phần crs, mà đỉnh đầu tiên ({x}; {y}) không phải kinh vĩ độ',
    en: 'no crs member, and the first vertex ({x}, {y}) is not in degrees',
  },
  'crs.foreign': {
    vi: '{why}; không phải hệ tọa độ dùng cho bản đồ địa chính Việt Nam',
    en: "{why}; not a system in use for Vietnam's cadastral maps",
  },
  'crs.wgs84-degrees': { vi: '{where}: WGS 84 tính bằng độ', en: '{where}: WGS 84 in degrees' },
  'crs.vn2000-degrees': { vi: '{where}: VN-2000 tính bằng độ', en: '{where}: VN-2000 in degrees' },
  'crs.no-meridian': {
    vi: '{where} không ghi kinh tuyến trục: “{text}”',
    en: '{where} gives no central meridian: "{text}"',
  },
  'crs.parameters': {
    vi: '{where}: kinh tuyến trục {meridian}, hệ số tỷ lệ {scale}, dịch trục Đông {easting}',
    en: '{where}: central meridian {meridian}, scale {scale}, false easting {easting}',
  },
  'crs.not-given': { vi: 'không ghi', en: 'not given' },
  'crs.no-zone': {
    vi: '{parameters}: không phải múi của VN-2000',
    en: '{parameters}: not a zone of VN-2000',
  },
  'crs.zone': { vi: '{parameters}: tức là EPSG:{epsg}', en: '{parameters}: EPSG:{epsg}' },
  'crs.other-datum': {
    vi: '{parameters}: lưới của EPSG:{epsg}, nhưng hệ quy chiếu không ghi là VN-2000',
    en: '{parameters}: the grid of EPSG:{epsg}, but the datum is not named VN-2000',
  },
  'crs.none': { vi: 'lớp không khai báo hệ tọa độ', en: 'the layer declares no coordinate system' },
  'crs.no-prj': { vi: 'không có tệp .prj', en: 'no .prj file' },
  'crs.no-table': { vi: 'bảng không khai báo hệ tọa độ', en: 'a table declares no coordinate system' },
  'crs.no-geometry-column': { vi: 'bảng không có cột hình học', en: 'the table has no geometry column' },
  'crs.no-geometry': {
    vi: 'các hàng đầu tiên không có hình học',
    en: 'no geometry in the first rows',
  },
  'crs.no-srid': { vi: 'hình học không có SRID', en: 'the geometry carries no SRID' },
  'crs.first-srid': { vi: 'hình học đầu tiên có SRID {srid}', en: 'SRID {srid} of the first geometry' },
  'crs.column-no-srid': { vi: 'cột “{column}” không có SRID', en: 'column "{column}" has no SRID' },
  'crs.column-srid': { vi: 'cột “{column}” có SRID {srid}', en: 'SRID {srid} of column "{column}"' },
  'crs.column-unknown-srid': {
    vi: 'SRID {srid} của cột “{column}” không có trong bảng spatial_ref_sys',
    en: 'SRID {srid} of column "{column}" is not in spatial_ref_sys',
  },
} as const satisfies MessageTable;
