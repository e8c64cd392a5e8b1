/** Files of kinds that no reader here takes: what each is, and which way leads in. The place stands before them. */
import type { MessageTable } from '@thuadat/core/message/message';

export const FOREIGN_MESSAGES = {
  'foreign.xls': {
    vi: 'đây là bảng tính Excel 97–2003 (.xls); cần .xlsx hoặc .csv. Hãy mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.',
    en: 'an Excel 97–2003 workbook (.xls); expected .xlsx or .csv. Open it in Excel or LibreOffice and save it as .xlsx.',
  },
  'foreign.xlsb': {
    vi: 'đây là bảng tính Excel nhị phân (.xlsb); cần .xlsx hoặc .csv. Hãy mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.',
    en: 'a binary Excel workbook (.xlsb); expected .xlsx or .csv. Open it in Excel or LibreOffice and save it as .xlsx.',
  },
  'foreign.locked': {
    vi: 'đây là tệp Office có mật khẩu; cần tệp không mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại thành .xlsx.',
    en: 'an Office file locked with a password; expected one without. Open it in Excel, remove the password and save it as .xlsx.',
  },
  'foreign.ods': {
    vi: 'đây là bảng tính OpenDocument (.ods); cần .xlsx hoặc .csv. Hãy mở bằng LibreOffice rồi lưu thành .xlsx.',
    en: 'an OpenDocument spreadsheet (.ods); expected .xlsx or .csv. Open it in LibreOffice and save it as .xlsx.',
  },
  'foreign.sheet-xml': {
    vi: 'đây là bảng tính Excel dạng XML 2003; cần .xlsx hoặc .csv. Hãy mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.',
    en: 'an Excel workbook in XML of 2003; expected .xlsx or .csv. Open it in Excel or LibreOffice and save it as .xlsx.',
  },
  'foreign.html': {
    vi: 'đây là trang HTML; cần dữ liệu. Nếu là bảng do phần mềm xuất ra thì hãy mở bằng Excel rồi lưu thành .xlsx; nếu là trang báo lỗi thì hãy tải lại tệp.',
    en: 'an HTML page; expected data. If a program exported a table so, open it in Excel and save it as .xlsx; if it is a page that reports an error, download the file again.',
  },
  'foreign.document': {
    vi: 'đây là văn bản (Word hoặc PDF); cần dữ liệu bản đồ hoặc bảng. Hãy xin tệp dữ liệu gốc, hoặc chép bảng sang Excel rồi lưu thành .xlsx.',
    en: 'a document (Word or PDF); expected map data or a table. Ask for the data it was made from, or copy the table to Excel and save it as .xlsx.',
  },
  'foreign.image': {
    vi: 'đây là ảnh; cần dữ liệu vectơ. Hãy xin tệp bản đồ gốc (DGN, Shapefile, GeoPackage) của tờ bản đồ này.',
    en: 'a picture; expected vector data. Ask for the map file (DGN, Shapefile, GeoPackage) that it was made from.',
  },
  'foreign.kml': {
    vi: 'đây là KML hoặc KMZ của Google Earth; cần bản đồ địa chính gốc. Hãy xin bản đồ gốc theo VN-2000; nếu chỉ có tệp này thì mở bằng QGIS rồi xuất thành GeoPackage.',
    en: 'KML or KMZ of Google Earth; expected the cadastral map itself. Ask for the map in VN-2000; if there is only this file, open it in QGIS and export it as GeoPackage.',
  },
  'foreign.access': {
    vi: 'đây là cơ sở dữ liệu Access (.mdb, .accdb), có thể là Personal Geodatabase; cần một định dạng mở. Hãy mở bằng ArcGIS rồi xuất lớp sang File Geodatabase hoặc Shapefile; bảng thường thì xuất từ Access sang .xlsx.',
    en: 'an Access database (.mdb, .accdb), perhaps a Personal Geodatabase; expected an open format. Open it in ArcGIS and export the layer to a File Geodatabase or Shapefile; export a plain table from Access as .xlsx.',
  },
  'foreign.dgn-v8': {
    vi: 'đây là DGN V8; cần DGN V7. Hãy mở bằng MicroStation rồi chọn “File > Save As > MicroStation V7 DGN”.',
    en: 'DGN V8; expected DGN V7. Open it in MicroStation and save as V7: "File > Save As > MicroStation V7 DGN".',
  },
  'foreign.dwg': {
    vi: 'đây là bản vẽ AutoCAD (DWG); cần DXF. Hãy mở bằng AutoCAD rồi lưu thành DXF.',
    en: 'an AutoCAD drawing (DWG); expected DXF. Open it in AutoCAD and save it as DXF.',
  },
  'foreign.archive': {
    vi: 'đây là tệp nén (RAR, 7z hoặc GZIP); cần tệp dữ liệu bên trong. Hãy giải nén rồi chỉ định tệp bên trong.',
    en: 'an archive (RAR, 7z or GZIP); expected the data file in it. Extract it, then name the file in it.',
  },
  'foreign.ole': {
    vi: 'đây là tệp Office kiểu cũ; cần dữ liệu bản đồ hoặc bảng. Hãy mở bằng phần mềm đã tạo ra nó rồi lưu thành .xlsx, Shapefile hoặc DXF.',
    en: 'an old Office file; expected map data or a table. Open it in the program that made it and save it as .xlsx, Shapefile or DXF.',
  },
  'foreign.fgb': {
    vi: 'đây là FlatGeobuf phiên bản {version}; cần phiên bản 3. Hãy mở bằng QGIS rồi xuất lại thành FlatGeobuf hoặc GeoPackage.',
    en: 'FlatGeobuf version {version}; expected version 3. Open it in QGIS and export it again as FlatGeobuf or GeoPackage.',
  },
  'foreign.dbf': {
    vi: 'đây là bảng dBase không kèm tệp .shp; cần bản đồ, hoặc bảng .xlsx hay .csv. Hãy chép đủ các phần của Shapefile, hoặc mở bảng bằng LibreOffice rồi lưu thành .xlsx.',
    en: 'a dBase table without a .shp; expected a map, or a table as .xlsx or .csv. Copy all parts of the Shapefile, or open the table in LibreOffice and save it as .xlsx.',
  },
  'foreign.part': {
    vi: 'đây là một phần của {whole}; cần cả bộ. Hãy chỉ định {name}.',
    en: 'a part of a {whole}; expected the whole. Name the {name}.',
  },
  'foreign.gdb-file': {
    vi: 'đây là tệp, mà File Geodatabase là thư mục .gdb; cần thư mục đó. Hãy giải nén hoặc chép lại cả thư mục .gdb.',
    en: 'a file, where a File Geodatabase is a folder; expected the .gdb folder. Extract or copy the whole .gdb folder.',
  },
} as const satisfies MessageTable;
