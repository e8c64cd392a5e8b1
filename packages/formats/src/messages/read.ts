/** Faults of a source that cannot be read: what was found, what was expected, what to do next. The place stands before them. */
import type { MessageTable } from '@thuadat/core/message/message';

const AGAIN = {
  vi: 'Tệp bị cắt cụt hoặc hư hỏng: hãy xuất lại lớp dữ liệu, hoặc chép lại từ nơi cung cấp.',
  en: 'The file is cut or damaged: export the layer again, or copy it again from where it came.',
} as const;
const SHAPEFILE_AGAIN = {
  vi: 'Hãy xuất lại Shapefile và chép đủ các tệp .shp, .dbf, .prj cùng nhau.',
  en: 'Export the Shapefile again and copy the .shp, .dbf and .prj files together.',
} as const;
const SHAPEFILE_CUT = {
  vi: 'Tệp bị cắt cụt hoặc hư hỏng: hãy xuất lại Shapefile, hoặc chép lại từ nơi cung cấp.',
  en: 'The file is cut or damaged: export the Shapefile again, or copy it again from where it came.',
} as const;
const NOT_ONE_EXPORT = {
  vi: 'Tệp .shp và .dbf không cùng một lần xuất: hãy chép lại cả hai.',
  en: 'The .shp and .dbf are not of the same export: copy both again.',
} as const;
const WITH_SHX = {
  vi: 'Hãy chép cả tệp .shx từ nơi cung cấp, hoặc xuất lại Shapefile.',
  en: 'Copy the .shx too from where it came, or export the Shapefile again.',
} as const;
const REPAIR_SHX = {
  vi: 'Tệp .shx và .shp không cùng một lần xuất hoặc đã hư: hãy chép lại đủ các tệp từ nơi cung cấp, hoặc mở trong QGIS, đối chiếu hình với thuộc tính rồi xuất lại.',
  en: 'The .shx and .shp are not of the same export, or damaged: copy all files again from where they came, or open them in QGIS, compare shapes and attributes, and export again.',
} as const;
const IN_QGIS = {
  vi: 'Hãy kiểm tra bản ghi này trong QGIS, hoặc xuất lại lớp dữ liệu.',
  en: 'Check this record in QGIS, or export the layer again.',
} as const;
const THIS_FEATURE = {
  vi: 'Hãy sửa đối tượng này, hoặc xuất lại lớp dữ liệu.',
  en: 'Correct this feature, or export the layer again.',
} as const;
const CUT_GEOJSON = {
  vi: 'Tệp bị cắt cụt hoặc không phải GeoJSON: hãy xuất lại lớp dữ liệu, hoặc chép lại từ nơi cung cấp.',
  en: 'The file is cut or not GeoJSON: export the layer again, or copy it again from where it came.',
} as const;
const NAME_THE_TABLE = {
  vi: 'Hãy ghi địa chỉ chính bảng đó (postgres://…?table=lược_đồ.bảng): bảng sẽ được xuất kèm mô tả các cột.',
  en: 'Name the table itself (postgres://…?table=schema.name): it is exported with its columns.',
} as const;

export const READ_MESSAGES = {
  'attributes.no-table': {
    vi: 'đây không phải bảng thuộc tính ({format}); cần tệp .xlsx, .csv hoặc .dbf. Hãy sửa `attributes.file` của nguồn trong tệp cấu hình.',
    en: 'no table of attributes ({format}); expected .xlsx, .csv or .dbf. Correct `attributes.file` of the source in the config file.',
  },
  'attributes.no-column': {
    vi: 'không có cột “{column}” mà `attributes` nêu; các cột có: {columns}. Hãy sửa `attributes.key` hoặc `attributes.columns` của nguồn trong tệp cấu hình.',
    en: 'no column "{column}" as `attributes` names it; columns: {columns}. Correct `attributes.key` or `attributes.columns` of the source in the config file.',
  },
  'attributes.rows': {
    vi: 'bảng thuộc tính có hơn {most} hàng. Hãy chia bảng theo xã hoặc huyện, mỗi phần một mục `sources` trong tệp cấu hình.',
    en: 'a table of attributes of more than {most} rows. Split it by commune or district, each part an entry of `sources` in the config file.',
  },
  'file.missing': {
    vi: 'không có tệp này; cần một tệp đang có. Hãy kiểm tra đường dẫn và cách viết tên tệp.',
    en: 'no such file; expected an existing file. Check the path and its spelling.',
  },
  'file.forbidden': {
    vi: 'không được phép đọc tệp này; cần quyền đọc. Hãy cấp quyền đọc cho người dùng này, hoặc chép tệp sang thư mục của mình.',
    en: 'a file that may not be read; expected the right to read. Give this user the right to read it, or copy it to a folder of your own.',
  },
  'file.empty': {
    vi: 'tệp rỗng (0 byte); cần có dữ liệu. Hãy chép hoặc xuất lại tệp.',
    en: 'an empty file (0 bytes); expected data. Copy or export it again.',
  },
  'file.no-layers': {
    vi: 'không có lớp hay bảng nào đọc được; cần ít nhất một. Hãy kiểm tra có đúng tệp cần dùng không, rồi xuất lại lớp thửa đất.',
    en: 'no layer or table that can be read; expected at least one. Check that the file is the one meant, and export the layer of parcels again.',
  },
  'file.folder': {
    vi: 'một phần của bộ tệp là thư mục; cần tệp. Hãy chép lại đủ các tệp từ nơi cung cấp.',
    en: 'a folder where a part of the file should be; expected a file. Copy all files again from where they came.',
  },
  'file.zip': {
    vi: 'đây là tệp nén ZIP; cần một trong {known}. Hãy giải nén rồi chỉ định tệp bên trong.',
    en: 'a ZIP archive; expected one of {known}. Unzip it first, then name the file in it.',
  },
  'file.unmarked': {
    vi: 'các byte đầu tiên không đúng; cần tệp {format}. Tệp hư hỏng hoặc sai phần mở rộng: hãy chép hoặc xuất lại.',
    en: 'other first bytes; expected a {format} file. The file is damaged or misnamed: copy or export it again.',
  },
  'file.unknown': {
    vi: '{found}; cần một trong {known}. Hãy xuất lớp dữ liệu sang một trong các định dạng đó.',
    en: '{found}; expected one of {known}. Export the layer to one of these formats.',
  },
  'file.not-a-file': { vi: 'không phải tệp cũng không phải thư mục', en: 'neither a file nor a folder' },
  'file.extension': { vi: 'phần mở rộng “{extension}”', en: 'extension "{extension}"' },
  'file.no-extension': { vi: 'tên tệp không có phần mở rộng', en: 'no extension' },
  'folder.no-tables': {
    vi: 'thư mục không có bảng của cơ sở dữ liệu địa lý; cần một tệp, hoặc thư mục .gdb. Hãy chỉ định từng tệp trong thư mục ({known}).',
    en: 'a folder without geodatabase tables; expected a file, or a .gdb folder. Name the files in it one by one ({known}).',
  },

  'csv.quote': {
    vi: 'dấu nháy kép đặt sai chỗ (dòng {line}); cần một hàng CSV đúng cách viết. Hãy kiểm tra dấu nháy ở dòng này: dấu nháy nằm trong giá trị phải viết hai lần.',
    en: 'a misplaced quote (line {line}); expected a CSV row. Check the quotes in this line: a quote inside a value is written twice.',
  },
  'csv.unreadable': {
    vi: 'không đọc được bảng ({detail}); cần các hàng CSV. Hãy mở tệp bằng phần mềm bảng tính rồi lưu lại.',
    en: 'a table that cannot be read ({detail}); expected CSV rows. Open it in a spreadsheet program and save it again.',
  },
  'csv.no-rows': {
    vi: 'không có hàng nào; cần hàng tiêu đề. Hãy kiểm tra có đúng tệp cần dùng không; bảng rỗng không có gì để chuyển đổi.',
    en: 'no rows; expected a header row. Check that the file is the one meant; an empty table has nothing to migrate.',
  },
  'csv.ragged': {
    vi: 'có {found} giá trị (dòng {line}); cần {expected} như hàng tiêu đề. Hãy đặt trong dấu nháy kép những giá trị chứa dấu phân cách hoặc xuống dòng, hoặc xuất lại bảng.',
    en: '{found} values (line {line}); expected {expected}, as in the header. Quote values that hold the delimiter or a line break, or export the table again.',
  },
  'table.headless': {
    vi: 'hàng đầu tiên (“{row}”) là dữ liệu; cần một hàng tên cột. Hãy thêm hàng tên cột vào đầu bảng, hoặc khai báo `headerRow` của nguồn trong tệp cấu hình.',
    en: 'a first row that holds data ("{row}"); expected a row of column names. Put one at the top of the table, or give `headerRow` of the source in the config file.',
  },
  'table.no-header-row': {
    vi: 'hàng {row} trống hoặc không có; cần hàng tên cột. Hãy sửa `headerRow` của nguồn trong tệp cấu hình.',
    en: 'row {row} is empty or not there; expected the row of column names. Correct `headerRow` of the source in the config file.',
  },
  'table.no-column': {
    vi: 'không có cột “{column}”; cần một trong {fields}. Hãy ghi tên một cột có trong tệp vào tệp cấu hình.',
    en: 'no column "{column}"; expected one of {fields}. Name a column of the file in the configuration.',
  },
  'table.no-reference': {
    vi: 'định dạng {format}; cần bảng tham chiếu tờ bản đồ. Hãy lưu bảng dạng .xlsx hoặc .csv.',
    en: 'format {format}; expected a reference table. Save the table as .xlsx or .csv.',
  },
  'xlsx.unreadable': {
    vi: 'không đọc được bảng tính ({detail}); cần một tệp Excel nguyên vẹn. Hãy mở bằng phần mềm bảng tính rồi lưu lại dạng .xlsx hoặc .csv.',
    en: 'a workbook that cannot be read ({detail}); expected a whole one. Open it in a spreadsheet program and save it as .xlsx or .csv.',
  },

  'dbf.no-header': {
    vi: `không có phần đầu dBase; cần một bảng .dbf. ${SHAPEFILE_AGAIN.vi}`,
    en: `no dBase header; expected a .dbf table. ${SHAPEFILE_AGAIN.en}`,
  },
  'dbf.version': {
    vi: 'bảng dBase kiểu khác (byte đầu {mark}: dBase II, FoxBASE hoặc dBase 7); cần dBase III, IV hoặc FoxPro như trong Shapefile. Hãy mở bằng QGIS hoặc LibreOffice rồi lưu lại thành Shapefile (dBase IV).',
    en: 'a dBase table of another kind (first byte {mark}: dBase II, FoxBASE or dBase 7); expected dBase III, IV or FoxPro, as in a Shapefile. Open it in QGIS or LibreOffice and save it again as a Shapefile (dBase IV).',
  },
  'dbf.columns': {
    vi: `các cột dài {width} byte trong hàng dài {rowLength} byte; cần các cột nằm gọn trong hàng. ${SHAPEFILE_AGAIN.vi}`,
    en: `columns of {width} bytes in rows of {rowLength}; expected columns that fit their row. ${SHAPEFILE_AGAIN.en}`,
  },
  'dbf.cut': {
    vi: `tệp kết thúc ở byte {size}, trong bản ghi {record} trên {rows}; cần {needed} byte. ${SHAPEFILE_AGAIN.vi}`,
    en: `the file ends at byte {size}, in record {record} of {rows}; expected {needed} bytes. ${SHAPEFILE_AGAIN.en}`,
  },
  'shp.no-dbf': {
    vi: 'không có tệp .dbf; cần {dbf} chứa thuộc tính nằm cùng thư mục. Hãy chép đủ các phần của Shapefile (.shp, .dbf, .prj, .cpg) vào một thư mục.',
    en: 'no .dbf file; expected {dbf} beside it, with the attributes. Copy all parts of the Shapefile (.shp, .dbf, .prj, .cpg) into one folder.',
  },
  'shp.short': {
    vi: `chỉ có {bytes} byte; cần một tệp .shp. ${SHAPEFILE_AGAIN.vi}`,
    en: `only {bytes} bytes; expected a .shp file. ${SHAPEFILE_AGAIN.en}`,
  },
  'shp.no-header': {
    vi: `không có phần đầu Shapefile; cần một tệp .shp. ${SHAPEFILE_AGAIN.vi}`,
    en: `no Shapefile header; expected a .shp file. ${SHAPEFILE_AGAIN.en}`,
  },
  'shp.broken': { vi: `{detail}. ${SHAPEFILE_CUT.vi}`, en: `{detail}. ${SHAPEFILE_CUT.en}` },
  'shp.counts': {
    vi: `hình loại {kind} dài {bytes} byte có số phần và số đỉnh không khớp; cần số lượng và vị trí khớp với độ dài. ${SHAPEFILE_CUT.vi}`,
    en: `a shape of type {kind} whose counts do not fit its {bytes} bytes; expected counts and offsets that fit its length. ${SHAPEFILE_CUT.en}`,
  },
  'shp.order': {
    vi: `bản ghi mang số {number}, đứng sau số {last}, mà không có tệp .shx; cần số thứ tự tăng dần, nếu không thì không biết hình nào của thửa nào. ${WITH_SHX.vi}`,
    en: `a record numbered {number} after number {last}, and no .shx; expected numbers that rise, since else nothing says which shape is whose. ${WITH_SHX.en}`,
  },
  'shp.siblings': {
    vi: 'có nhiều tệp {extension} cùng tên, chỉ khác chữ hoa chữ thường: {files}; cần một. Hãy chỉ để lại tệp đúng trong thư mục.',
    en: 'several {extension} files of its name but for capitals: {files}; expected one. Leave the right one in the folder.',
  },
  'shx.no-header': {
    vi: `không có phần đầu của chỉ mục; cần tệp .shx. ${REPAIR_SHX.vi}`,
    en: `no index header; expected a .shx file. ${REPAIR_SHX.en}`,
  },
  'shx.count': {
    vi: `chỉ mục có {count} bản ghi; cần {rows} như tệp .dbf. ${REPAIR_SHX.vi}`,
    en: `an index of {count} records; expected {rows}, as in the .dbf. ${REPAIR_SHX.en}`,
  },
  'shx.outside': {
    vi: `chỉ mục chỉ tới byte {byte}, ngoài tệp .shp dài {bytes} byte; cần vị trí của một hình. ${REPAIR_SHX.vi}`,
    en: `an index that points to byte {byte}, outside the .shp of {bytes} bytes; expected the place of a shape. ${REPAIR_SHX.en}`,
  },
  'shx.same-place': {
    vi: `chỉ mục chỉ tới byte {byte} như bản ghi {other}; cần mỗi bản ghi một hình riêng. ${REPAIR_SHX.vi}`,
    en: `an index that points to byte {byte}, as for record {other}; expected a shape of its own for each record. ${REPAIR_SHX.en}`,
  },
  'shx.overlap': {
    vi: `hình kéo tới byte {end}, nhưng theo chỉ mục thì từ byte {next} là bản ghi khác; cần các hình không chồng lên nhau. ${REPAIR_SHX.vi}`,
    en: `a shape up to byte {end}, where by the index another record begins at byte {next}; expected shapes that do not overlap. ${REPAIR_SHX.en}`,
  },
  'shx.numbers': {
    vi: `theo chỉ mục thì đây là bản ghi mang số {number}, đứng sau số {last}; cần số thứ tự tăng dần như chỉ mục, nếu không thì không biết hình nào của thửa nào. ${REPAIR_SHX.vi}`,
    en: `by the index a record numbered {number} after number {last}; expected numbers that rise with the index, since else nothing says which shape is whose. ${REPAIR_SHX.en}`,
  },
  'shp.more-shapes': {
    vi: `số hình nhiều hơn {rows} hàng của tệp .dbf; cần mỗi hình một hàng. ${NOT_ONE_EXPORT.vi}`,
    en: `more shapes than the {rows} rows of the .dbf; expected one row a shape. ${NOT_ONE_EXPORT.en}`,
  },
  'shp.fewer-shapes': {
    vi: `chỉ có {shapes} hình; cần {rows} như tệp .dbf. ${NOT_ONE_EXPORT.vi}`,
    en: `only {shapes} shapes; expected {rows}, as in the .dbf. ${NOT_ONE_EXPORT.en}`,
  },

  'flatgeobuf.damaged': {
    vi: `{detail}; cần một tệp FlatGeobuf nguyên vẹn. ${AGAIN.vi}`,
    en: `{detail}; expected a whole FlatGeobuf file. ${AGAIN.en}`,
  },
  'sqlite.damaged': {
    vi: `{found}; cần {expected}. ${AGAIN.vi}`,
    en: `{found}; expected {expected}. ${AGAIN.en}`,
  },
  'sqlite.written': {
    vi: 'tệp bị ghi trong lúc đang đọc; cần tệp đứng yên. Hãy đóng chương trình đang ghi vào tệp (QGIS hoặc chương trình khác), hoặc dùng bản sao, rồi thử lại.',
    en: 'a file that was written to while it was read; expected one at rest. Close whatever writes to it (QGIS, another program), or work on a copy, then try again.',
  },
  'gpkg.no-contents': {
    vi: 'cơ sở dữ liệu không có bảng gpkg_contents; cần một GeoPackage. Hãy xuất lớp dữ liệu sang GeoPackage, Shapefile hoặc GeoJSON.',
    en: 'a database without the table gpkg_contents; expected a GeoPackage. Export the layer as GeoPackage, Shapefile or GeoJSON.',
  },
  'gpkg.no-geometry-entry': {
    vi: 'bảng đối tượng không được ghi trong gpkg_geometry_columns; cần tên cột hình học của bảng. Hãy xuất lại lớp dữ liệu.',
    en: 'a table of features of which gpkg_geometry_columns says nothing; expected the name of its geometry column. Export the layer again.',
  },
  'gpkg.no-rowid': {
    vi: 'bảng không có mã hàng (WITHOUT ROWID); cần một bảng đối tượng đúng chuẩn GeoPackage. Hãy xuất lại lớp bằng QGIS.',
    en: 'a table without row ids (WITHOUT ROWID); expected a table of features as GeoPackage has them. Export the layer again with QGIS.',
  },
  'gpkg.row': {
    vi: `một hàng có các giá trị không khớp với số byte; cần một hàng đọc được. ${AGAIN.vi}`,
    en: `a row whose values do not fit its bytes; expected a readable row. ${AGAIN.en}`,
  },
  'gpkg.geometry': {
    vi: `{detail}; cần hình học GeoPackage. ${IN_QGIS.vi}`,
    en: `{detail}; expected a GeoPackage geometry. ${IN_QGIS.en}`,
  },
  'gpkg.table': {
    vi: '{detail}; cần một bảng đọc được. Hãy kiểm tra bảng trong QGIS, hoặc xuất lại.',
    en: '{detail}; expected a readable table. Check the table in QGIS, or export it again.',
  },

  'gdal.missing': {
    vi: '{what}, nhưng máy này chưa cài GDAL; cần gói tùy chọn gdal-async. Hãy chạy “npm run gdal” (trên Debian chạy “apt-get install libgdal-dev” trước), hoặc {instead}.',
    en: '{what}, which is not installed here; expected the optional package gdal-async. Run "npm run gdal" (on Debian after "apt-get install libgdal-dev"), or {instead}.',
  },
  'gdal.format': { vi: 'định dạng này cần GDAL', en: 'a format that needs GDAL' },
  'gdal.only': { vi: '{found}: chỉ GDAL đọc được', en: '{found}: only GDAL can read that' },
  'gdal.instead-format': {
    vi: 'xuất lớp dữ liệu sang Shapefile, GeoJSON hoặc CSV',
    en: 'export the layer as Shapefile, GeoJSON or CSV',
  },
  'gdal.instead-table': {
    vi: 'xuất lớp dữ liệu thành một bảng riêng',
    en: 'export the layer as a table of its own',
  },
  'gdal.instead-close': {
    vi: 'đóng chương trình đang mở tệp (QGIS)',
    en: 'close the program that has the file open (QGIS)',
  },
  'gdal.unreadable': {
    vi: '{detail}; cần một tệp mà trình đọc {driver} của GDAL đọc được. Hãy kiểm tra tệp có nguyên vẹn và mở được trong QGIS không; nếu không thì xuất lại.',
    en: "{detail}; expected a file that GDAL's {driver} driver reads. Check that the file is whole and that it opens in QGIS; else export it again.",
  },
  'gdal.record': {
    vi: `{detail}; cần một bản ghi đọc được. ${IN_QGIS.vi}`,
    en: `{detail}; expected a readable record. ${IN_QGIS.en}`,
  },
  'gdal.code-page': {
    vi: 'có byte không phải chữ theo bảng mã khai báo (“{text}”); cần Unicode hoặc bảng mã khai báo đúng. Hãy khai báo bảng mã trong tệp (MapInfo: “!charset WindowsLatin1”), hoặc xuất sang Shapefile.',
    en: 'bytes that are not text in the declared code page ("{text}"); expected Unicode or a declared code page. Declare the code page in the file (MapInfo: "!charset WindowsLatin1"), or export it as Shapefile.',
  },
  'gdal.short': {
    vi: `dữ liệu kết thúc sau {read} bản ghi; cần {count}. ${AGAIN.vi}`,
    en: `the end after {read} records; expected {count}. ${AGAIN.en}`,
  },
  'gdal.curves': {
    vi: 'có đường cong không đổi được thành đoạn thẳng; cần đường và vùng. Hãy đổi đường cong thành đoạn thẳng (QGIS: Segmentize) rồi xuất lại lớp dữ liệu.',
    en: 'curves that could not be made straight; expected lines and polygons. Convert the curves to lines (QGIS: Segmentize) and export the layer again.',
  },

  'geojson.no-object': {
    vi: 'không có đối tượng JSON nào; cần một FeatureCollection hoặc các Feature. Hãy kiểm tra có đúng tệp cần dùng không; lớp rỗng không có gì để chuyển đổi.',
    en: 'no JSON object; expected a FeatureCollection or features. Check that the file is the one meant; an empty layer has nothing to migrate.',
  },
  'geojson.shell': {
    vi: 'phần quanh “features” không đúng cú pháp; cần JSON hợp lệ. Hãy sửa phần quanh “features”, hoặc xuất lại lớp dữ liệu.',
    en: 'text that is no JSON; expected valid JSON around "features". Correct the text around "features", or export the layer again.',
  },
  'geojson.cut': {
    vi: `tệp kết thúc giữa chừng một đối tượng; cần dấu ngoặc đóng. ${CUT_GEOJSON.vi}`,
    en: `the end of the file inside an object; expected its closing bracket. ${CUT_GEOJSON.en}`,
  },
  'geojson.stray': {
    vi: `có ký tự nằm ngoài mọi đối tượng; cần GeoJSON. ${CUT_GEOJSON.vi}`,
    en: `text outside any object; expected GeoJSON. ${CUT_GEOJSON.en}`,
  },
  'geojson.utf16': {
    vi: 'chữ dạng UTF-16; cần UTF-8. Hãy lưu tệp dạng UTF-8.',
    en: 'UTF-16 text; expected UTF-8. Save the file as UTF-8.',
  },
  'geojson.feature': {
    vi: `{detail}; cần JSON hợp lệ. ${THIS_FEATURE.vi}`,
    en: `{detail}; expected valid JSON. ${THIS_FEATURE.en}`,
  },
  'geojson.not-feature': {
    vi: 'một đối tượng loại {type}; cần Feature. Hãy xuất lớp dữ liệu thành FeatureCollection, hoặc mỗi dòng một Feature.',
    en: 'an object of type {type}; expected a Feature. Export the layer as a FeatureCollection, or as one feature a line.',
  },
  'geojson.geometry': {
    vi: `{detail}; cần hình học GeoJSON. ${THIS_FEATURE.vi}`,
    en: `{detail}; expected a GeoJSON geometry. ${THIS_FEATURE.en}`,
  },

  'copy.header': {
    vi: `phần đầu tệp không đúng; cần phần đầu của COPY BINARY. ${NAME_THE_TABLE.vi}`,
    en: `another header; expected that of COPY BINARY. ${NAME_THE_TABLE.en}`,
  },
  'copy.bare': {
    vi: `tệp COPY không kèm mô tả; cần mô tả các cột trong phần đầu tệp. ${NAME_THE_TABLE.vi}`,
    en: `a bare COPY file; expected the columns described in its header. ${NAME_THE_TABLE.en}`,
  },
  'copy.description': {
    vi: `nội dung khác; cần mô tả các cột. ${NAME_THE_TABLE.vi}`,
    en: `something else; expected a description of the columns. ${NAME_THE_TABLE.en}`,
  },
  'copy.value': {
    vi: '{detail}; cần giá trị đúng kiểu của cột. Hãy xem hàng này trong cơ sở dữ liệu, sửa lại, rồi lập lại kế hoạch từ bảng.',
    en: '{detail}; expected a value of its column. Look at this row in the database, correct it, and plan from the table again.',
  },
  'copy.damaged': {
    vi: '{detail}; cần các hàng đúng như lúc xuất. Tệp bị cắt cụt hoặc bị sửa: hãy xóa tệp rồi lập lại kế hoạch từ bảng.',
    en: '{detail}; expected the rows as they were exported. The file was cut or changed: delete it and plan from the table again.',
  },

  'addresses.columns': {
    vi: 'các cột {fields}; cần cột parcelId và maDiaChiSo. Hãy đặt tên cột là parcelId, maDiaChiSo và nếu biết thì validFrom (YYYY-MM-DD).',
    en: 'columns {fields}; expected columns parcelId and maDiaChiSo. Name the columns parcelId, maDiaChiSo and, where known, validFrom (YYYY-MM-DD).',
  },
  'addresses.value': {
    vi: 'giá trị “{found}”; cần {expected}. Hãy sửa hàng này; danh sách chưa được nhập hàng nào.',
    en: '"{found}"; expected {expected}. Correct the row; nothing of this list was taken.',
  },
  'addresses.no-value': {
    vi: 'ô trống; cần {expected}. Hãy sửa hàng này; danh sách chưa được nhập hàng nào.',
    en: 'no value; expected {expected}. Correct the row; nothing of this list was taken.',
  },
  'addresses.code': {
    vi: 'mã địa chỉ số gồm 10 chữ số (Excel bỏ mất số 0 đứng đầu nếu cột không ở dạng văn bản)',
    en: 'a digital address of 10 digits (Excel drops leading zeros where the column is not text)',
  },
} as const satisfies MessageTable;
