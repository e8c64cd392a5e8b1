/** What is wrong with the bytes or the text at a place: short phrases that a fault of `read.ts` takes in. */
import type { MessageTable } from '@thuadat/core/message/message';

export const DAMAGE_MESSAGES = {
  'damage.beyond': { vi: 'một giá trị nằm ngoài phạm vi dữ liệu', en: 'a value beyond the end of its bytes' },
  'damage.library': { vi: 'thư viện báo “{text}”', en: 'the library says "{text}"' },
  'damage.text': { vi: 'một chuỗi dài {bytes} byte', en: 'a text of {bytes} bytes' },
  'damage.list': { vi: 'một danh sách {parts} phần tử', en: 'a list of {parts} parts' },
  'damage.header': { vi: 'phần đầu tệp có {detail}', en: 'a header with {detail}' },

  'flatgeobuf.header-size': {
    vi: 'phần đầu dài {bytes} byte trong tệp {size} byte',
    en: 'a header of {bytes} bytes in a file of {size} bytes',
  },
  'flatgeobuf.index-cut': {
    vi: 'tệp kết thúc giữa chừng chỉ mục của {features} đối tượng',
    en: 'the end of the file inside the index of {features} features',
  },
  'flatgeobuf.index-differs': {
    vi: 'chỉ mục không khớp với các đối tượng',
    en: 'an index that does not follow the features',
  },
  'flatgeobuf.feature-unreadable': {
    vi: 'một đối tượng không đọc được ({detail})',
    en: 'a feature that cannot be read ({detail})',
  },
  'flatgeobuf.feature-size': {
    vi: 'một đối tượng dài {bytes} byte',
    en: 'a feature of {bytes} bytes',
  },
  'flatgeobuf.end': { vi: 'tệp kết thúc ở bản ghi {record}', en: 'the end of the file in record {record}' },
  'flatgeobuf.end-of': {
    vi: 'tệp kết thúc ở bản ghi {record} trên {count}',
    en: 'the end of the file in record {record} of {count}',
  },
  'flatgeobuf.attributes-beyond': {
    vi: 'thuộc tính vượt quá phần của đối tượng',
    en: 'attributes beyond its end',
  },
  'flatgeobuf.column-unknown': {
    vi: 'giá trị của cột thứ {column} trong khi chỉ có {columns} cột',
    en: 'a value of column {column} of {columns}',
  },
  'flatgeobuf.value-long': {
    vi: 'một giá trị dài hơn phần thuộc tính',
    en: 'a value longer than the attributes',
  },
  'flatgeobuf.column-type': { vi: 'một cột có kiểu số {type}', en: 'a column of type {type}' },
  'flatgeobuf.vertices': { vi: 'các đỉnh từ {from} đến {to}', en: 'vertices {from} to {to}' },
  'flatgeobuf.vertices-beyond': {
    vi: '{vertices} đỉnh vượt quá phần của đối tượng',
    en: '{vertices} vertices that end beyond it',
  },
  'flatgeobuf.parts-endless': {
    vi: 'các phần lồng nhau không dứt',
    en: 'parts within parts without end',
  },

  'sqlite.file-short': { vi: 'tệp chỉ có {size} byte', en: 'a file of {size} bytes' },
  'sqlite.header': { vi: 'phần đầu dài 100 byte', en: 'a header of 100 bytes' },
  'sqlite.page-size': { vi: 'cỡ trang {size}', en: 'a page size of {size}' },
  'sqlite.page-sizes': {
    vi: 'cỡ trang là lũy thừa của 2 từ 512 đến 65536',
    en: 'a power of two from 512 to 65536',
  },
  'sqlite.end-after': { vi: 'tệp kết thúc sau {size} byte', en: 'the end of the file after {size} bytes' },
  'sqlite.bytes': { vi: 'đủ {bytes} byte', en: '{bytes} bytes' },
  'sqlite.pointer': { vi: 'con trỏ tới trang {page}', en: 'a pointer to page {page}' },
  'sqlite.page-range': { vi: 'trang từ 1 đến {pages}', en: 'a page from 1 to {pages}' },
  'sqlite.end': { vi: 'tệp đã kết thúc', en: 'the end of the file' },
  'sqlite.page': { vi: 'trang số {page}', en: 'page {page}' },
  'sqlite.table-page': { vi: 'một trang của bảng (trang {page})', en: 'a page of a table (page {page})' },
  'sqlite.tables': { vi: 'các bảng như SQLite ghi', en: 'tables as SQLite writes them' },
  'sqlite.page-kind': { vi: 'một trang loại {kind}', en: 'a page of kind {kind}' },
  'sqlite.cells': { vi: '{cells} ô trong một trang', en: '{cells} cells' },
  'sqlite.cell-at': { vi: 'một ô ở vị trí {at}', en: 'a cell at {at}' },
  'sqlite.tree-endless': { vi: 'cây chỉ mục không dứt', en: 'a tree without end' },
  'sqlite.leaf-among': { vi: 'trang lá nằm giữa các trang trong', en: 'a leaf among inner pages' },
  'sqlite.row': {
    vi: 'hàng {row} dài {bytes} byte, đứng sau hàng {last}',
    en: 'row {row} of {bytes} bytes after row {last}',
  },
  'sqlite.value-type': {
    vi: 'một giá trị kiểu {type}, SQLite không có kiểu này',
    en: 'a value of type {type}, which SQLite does not have',
  },
  'sqlite.row-long': {
    vi: 'một hàng có các giá trị dài hơn chính nó',
    en: 'a row whose values are longer than it is',
  },
  'sqlite.wal': {
    vi: 'thay đổi trong tệp {log} chưa ghi vào tệp chính',
    en: 'changes in {log} that are not in the file yet',
  },
  'sqlite.utf16': { vi: 'chữ dạng UTF-16 trong tệp', en: 'texts in UTF-16' },
  'sqlite.view': { vi: 'khung nhìn (view) “{name}”', en: 'the view "{name}"' },
  'sqlite.virtual': { vi: 'bảng ảo “{name}”', en: 'the virtual table "{name}"' },
  'sqlite.computed': {
    vi: 'cột tính toán “{column}” của “{name}”',
    en: 'the computed column "{column}" of "{name}"',
  },
  'sqlite.geometry-column': {
    vi: 'cột hình học “{column}” không có trong bảng “{name}”',
    en: 'the geometry column "{column}" that "{name}" does not have',
  },

  'wkb.type': {
    vi: 'hình học loại {kind}; cần điểm, đường hoặc vùng',
    en: 'geometry type {kind} found, points, lines or polygons expected',
  },
  'wkb.no-mark': {
    vi: 'dữ liệu không có dấu “GP” của hình học GeoPackage',
    en: 'a blob without the mark "GP" found, a GeoPackage geometry expected',
  },
  'wkb.envelope': {
    vi: 'loại khung bao {kind}; cần từ 0 đến 4',
    en: 'envelope kind {kind} found, 0 to 4 expected',
  },
  'wkb.no-geojson': {
    vi: 'hình học là đường cong hoặc mặt, GeoJSON không ghi được',
    en: 'a geometry without a GeoJSON form (a curve or surface)',
  },

  'json.key': { vi: 'thiếu tên khóa ở “{text}”', en: 'a key expected at "{text}"' },
  'json.colon': { vi: 'thiếu dấu “:” sau {text}', en: '":" expected after {text}' },
  'json.string-endless': { vi: 'một chuỗi không kết thúc', en: 'a string that does not end' },
  'json.list-endless': {
    vi: 'một danh sách hoặc đối tượng không kết thúc',
    en: 'a list or object that does not end',
  },
  'json.value': { vi: 'thiếu giá trị ở “{text}”', en: 'a value expected at "{text}"' },
  'json.unreadable': { vi: 'chỗ này không đúng cú pháp JSON', en: 'text that is no JSON' },

  'copy.width': {
    vi: 'cột “{column}” có {found} byte, lẽ ra là {expected}',
    en: 'column "{column}" holds {found} bytes, {expected} were expected',
  },
  'copy.no-row': { vi: 'có các byte không phải một hàng', en: 'bytes that are no row' },
  'copy.cut': { vi: 'tệp kết thúc giữa chừng một hàng', en: 'the end of the file inside a row' },
  'copy.short': {
    vi: 'tệp kết thúc sau {read} hàng trong khi lẽ ra có {expected}',
    en: 'the end after {read} rows, not {expected}',
  },

  'shp.end': {
    vi: 'tệp đã kết thúc; cần tất cả {bytes} byte như phần đầu tệp ghi',
    en: 'the end of the file; expected {bytes} bytes in all, as the header says',
  },
  'shp.cut-head': {
    vi: 'tệp kết thúc giữa chừng phần đầu bản ghi; cần 12 byte',
    en: 'the file ends inside a record header; expected 12 bytes',
  },
  'shp.type': {
    vi: 'hình loại {kind} dài {bytes} byte; cần loại {type} hoặc 0',
    en: 'shape type {kind} of {bytes} bytes; expected type {type} or 0',
  },
  'shp.cut-record': {
    vi: 'tệp kết thúc giữa chừng bản ghi; cần {bytes} byte',
    en: 'the file ends inside the record; expected {bytes} bytes',
  },
} as const satisfies MessageTable;
