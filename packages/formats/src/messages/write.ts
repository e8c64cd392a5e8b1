/** Faults of a target that cannot be written: what was found, what was expected, what to do next. */
import type { MessageTable } from '@thuadat/core/message/message';

const AS_TEXT = { vi: 'Hãy xuất cột này dạng chữ.', en: 'Export this column as text.' } as const;

export const WRITE_MESSAGES = {
  'gdal.writes': { vi: 'ghi {format} cần GDAL', en: 'writing {format} needs GDAL' },
  'gdal.instead-writes': {
    vi: 'chọn dạng GeoPackage, Shapefile, GeoJSON, JSON Lines hoặc CSV',
    en: 'choose GeoPackage, Shapefile, GeoJSON, JSON lines or CSV',
  },
  'write.disk-full': {
    vi: 'đĩa đã đầy; cần chỗ trống để ghi. Hãy giải phóng chỗ trống hoặc chọn thư mục khác. Không để lại tệp dở dang nào.',
    en: 'a full disk; expected room to write. Free some space or name another folder. Nothing was left behind.',
  },
  'write.folder': {
    vi: 'không ghi được vào thư mục ({code}); cần thư mục ghi được. Hãy chỉ định một thư mục đang có mà bạn được phép ghi.',
    en: 'a folder that cannot be written ({code}); expected a writable folder. Name a folder that exists and that you may write to.',
  },
  'write.row': {
    vi: '{detail}; cần một hàng ghi được. Không để lại tệp dở dang nào.',
    en: '{detail}; expected a row that can be written. Nothing was left behind.',
  },
  'write.integer': {
    vi: `“{value}”; cần số nguyên 32 bit. ${AS_TEXT.vi}`,
    en: `"{value}"; expected a 32-bit integer. ${AS_TEXT.en}`,
  },
  'write.number': {
    vi: `“{value}”; cần một số. ${AS_TEXT.vi}`,
    en: `"{value}"; expected a number. ${AS_TEXT.en}`,
  },
  'write.date': {
    vi: `“{value}”; cần ngày dạng YYYY-MM-DD. ${AS_TEXT.vi}`,
    en: `"{value}"; expected YYYY-MM-DD. ${AS_TEXT.en}`,
  },
  'write.number-wide': {
    vi: `“{value}” có quá 20 chữ số, Shapefile không chứa được. ${AS_TEXT.vi}`,
    en: `"{value}"; expected 20 digits at most in a Shapefile. ${AS_TEXT.en}`,
  },
  'write.shape-kind': {
    vi: 'hình kiểu {kind}; lớp Shapefile này chỉ chứa {wanted}. Hãy xuất sang GeoPackage hoặc GeoJSON.',
    en: 'a {kind}; expected {wanted} in this Shapefile. Export to GeoPackage or GeoJSON instead.',
  },
  'write.shapefile-full': {
    vi: 'tệp Shapefile lớn hơn {most} byte, các phần mềm không đọc được nữa. Hãy xuất sang GeoPackage, hoặc xuất từng phần (--only).',
    en: 'more than {most} bytes, which readers of Shapefiles do not address. Export to GeoPackage, or in parts (--only).',
  },
  'write.system': {
    vi: 'hệ tọa độ EPSG:{epsg} không có trong danh mục; cần một múi VN-2000 hoặc WGS 84. Hãy chọn hệ khác để xuất.',
    en: 'system EPSG:{epsg}; expected a VN-2000 zone or WGS 84. Name another system for the export.',
  },
  'write.geometry': {
    vi: '{detail}; cần hình học hợp lệ. Hãy bỏ hình này, hoặc sửa lại.',
    en: '{detail}; expected a geometry. Leave this geometry out, or correct it.',
  },
  'write.full-after': {
    vi: 'đĩa đã đầy; cần chỗ cho {rows} hàng. Hãy giải phóng chỗ trống hoặc chọn thư mục khác rồi xuất lại. Không để lại tệp dở dang nào.',
    en: 'a full disk; expected room for {rows} rows. Free some space or name another folder, then export again. Nothing was left behind.',
  },
  'write.read-back': {
    vi: 'chỉ đọc lại được {found} trên {rows} hàng: đĩa đã đầy, hoặc có giá trị mà định dạng không chứa được. Hãy giải phóng chỗ trống hoặc chọn thư mục khác rồi xuất lại. Không để lại tệp dở dang nào.',
    en: '{found} rows can be read back, {rows} were expected: a full disk, or a value the format does not hold. Free some space or name another folder, then export again. Nothing was left behind.',
  },
} as const satisfies MessageTable;
