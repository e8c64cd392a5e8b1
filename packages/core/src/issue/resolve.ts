import type { IssueInfo } from './index.ts';

/** Issues raised by the stage `resolve` and by the test of a source's epoch before it. Codes are `subject.problem`. */
export const RESOLVE_ISSUES = {
  'commune.split': {
    severity: 'blocking',
    vi: '{subject}: xã cũ {found} bị chia cho nhiều xã mới; cần xác định một trong: {expected}',
    en: '{subject}: old commune {found} was split; one of these must be chosen: {expected}',
    hintVi:
      'Cung cấp lớp ranh giới xã mới (--boundaries) hoặc quyết định trong bảng quyết định (thuadat review).',
    hintEn:
      'Give a boundary layer of the new communes (--boundaries) or decide in the decision table (thuadat review).',
  },
  'commune.straddles': {
    severity: 'blocking',
    vi: '{subject}: ranh giới xã mới không phân định được thửa đất; tỷ lệ diện tích: {found}; cần {expected}',
    en: '{subject}: the new boundaries do not settle where the parcel lies; shares of its area: {found}; {expected} needed',
    hintVi:
      'Đối chiếu hồ sơ địa giới hành chính, rồi ghi xã mới của thửa vào bảng quyết định (thuadat review).',
    hintEn:
      'Compare with the official boundary file, then enter the new commune in the decision table (thuadat review).',
  },
  'commune.missing': {
    severity: 'error',
    vi: '{subject}: không có mã xã; cần mã xã 5 chữ số, hiệu lực {expected}',
    en: '{subject}: no commune code; one of 5 digits, of {expected}, expected',
    hintVi: 'Bổ sung mã xã ở dữ liệu nguồn, hoặc khai báo mã xã chung của cả tệp trong tệp cấu hình.',
    hintEn: 'Fill in the commune code in the source, or declare one for the whole file in the config file.',
  },
  'commune.unknown': {
    severity: 'error',
    vi: '{subject}: mã xã {found} không có hiệu lực tại {expected}',
    en: '{subject}: commune code {found} was not valid at {expected}',
    hintVi: 'Kiểm tra mã xã, hoặc bổ sung sự kiện đơn vị hành chính bằng tệp CSV (--units).',
    hintEn: 'Check the code, or supply the missing event of the administrative unit as CSV (--units).',
  },
  'commune.other-epoch': {
    severity: 'error',
    vi: '{subject}: mã xã {found} không còn hoặc chưa có hiệu lực tại {expected}',
    en: '{subject}: commune code {found} no longer, or not yet, stood at {expected}',
    hintVi:
      'Dữ liệu có thể thuộc thời điểm khác: khai báo đúng thời điểm của nguồn (epoch) trong tệp cấu hình, hoặc sửa mã xã.',
    hintEn:
      'The data may be of another date: declare the date of the source (epoch) in the config file, or correct the code.',
  },
  'commune.retired': {
    severity: 'error',
    vi: '{subject}: đơn vị {found} đã bị giải thể mà không có đơn vị kế thừa; cần đơn vị kế thừa tại {expected}',
    en: '{subject}: {found} was abolished without a successor; one that stands on {expected} expected',
    hintVi: 'Kiểm tra văn bản giải thể; nếu có đơn vị kế thừa thì bổ sung sự kiện bằng tệp CSV (--units).',
    hintEn: 'Check the act; where there is a successor, supply the event as CSV (--units).',
  },
  'commune.other-province': {
    severity: 'error',
    vi: '{subject}: xã {found} không thuộc {expected}',
    en: '{subject}: commune {found} is not part of {expected}',
    hintVi: 'Loại bản ghi khỏi nguồn, hoặc lập kế hoạch cho đúng tỉnh (--province).',
    hintEn: 'Take the record out of the source, or plan for its own province (--province).',
  },
  'commune.province-conflict': {
    severity: 'error',
    vi: '{subject}: mã tỉnh {found} không phải là tỉnh của xã; cần {expected}',
    en: "{subject}: province code {found} is not the commune's; {expected} expected",
    hintVi: 'Mã tỉnh và mã xã thuộc hai thời điểm khác nhau, hoặc một trong hai mã sai: sửa ở dữ liệu nguồn.',
    hintEn: 'The two codes are of different dates, or one of them is wrong: correct the source.',
  },
  'decision.not-candidate': {
    severity: 'blocking',
    vi: '{subject}: bảng quyết định ghi xã mới {found}, nhưng xã cũ chỉ có thể chuyển về: {expected}',
    en: '{subject}: the decision table says {found}, but the old commune can only have gone to: {expected}',
    hintVi: 'Sửa xã mới trong bảng quyết định, hoặc sửa nhật ký đơn vị hành chính nếu nhật ký thiếu.',
    hintEn: 'Correct the decision, or the log of units where it lacks an event.',
  },
  'decision.withdrawn': {
    severity: 'info',
    vi: '{subject}: loại khỏi chuyển đổi theo quyết định của {found}: {expected}',
    en: '{subject}: taken out of the migration by decision of {found}: {expected}',
    hintVi: 'Muốn chuyển đổi lại bản ghi này thì hoàn tác quyết định trên bản đồ, rồi lập lại kế hoạch.',
    hintEn: 'To migrate the record after all, undo the decision on the map and plan again.',
  },
  'epoch.after': {
    severity: 'blocking',
    vi: '{subject}: mã xã đã là mã mới ({found}); cần mã xã tại {expected}',
    en: '{subject}: the commune codes are the new ones already ({found}); commune codes of {expected} expected',
    hintVi: 'Nguồn này đã được chuyển đổi; không chuyển đổi lần thứ hai. Dùng dữ liệu gốc trước sắp xếp.',
    hintEn: 'This source was migrated before; it is not migrated twice. Use the original data.',
  },
  'epoch.mixed': {
    severity: 'blocking',
    vi: '{subject}: lẫn mã xã cũ và mã xã mới ({found}); cần mã xã của một thời điểm',
    en: '{subject}: old and new commune codes are mixed ({found}); codes of one date expected',
    hintVi: 'Tách phần đã chuyển đổi ra khỏi nguồn theo các bản ghi ví dụ, rồi lập lại kế hoạch.',
    hintEn: 'Take the migrated part out of the source (see the example records) and plan again.',
  },
  'epoch.of-delivery': {
    severity: 'info',
    vi: '{subject}: mọi mã xã đều có cả trước và sau khi sắp xếp; lấy thời điểm {found} như các tệp cùng đợt giao ({expected})',
    en: '{subject}: all commune codes exist before the reform and since; read at {found} as the files delivered with it are ({expected})',
    hintVi: 'Nếu tệp này thuộc thời điểm khác, khai báo epoch của nguồn trong tệp cấu hình.',
    hintEn: 'If the file is of another date, declare the epoch of the source in the config file.',
  },
  'epoch.delivery-contradictory': {
    severity: 'blocking',
    vi: '{subject}: mọi mã xã đều có cả trước và sau khi sắp xếp, và các tệp cùng đợt giao thuộc nhiều thời điểm ({found}); cần một thời điểm ({expected})',
    en: '{subject}: all commune codes exist before the reform and since, and the files delivered with it are of several dates ({found}); one date expected ({expected})',
    hintVi: 'Khai báo epoch của nguồn này trong tệp cấu hình, hoặc lập kế hoạch riêng cho từng đợt giao.',
    hintEn: 'Declare the epoch of this source in the config file, or plan each delivery by itself.',
  },
  'epoch.undetermined': {
    severity: 'blocking',
    vi: '{subject}: không xác định được mã xã là mã cũ hay mã mới ({found}); cần mã huyện, mã tỉnh, tên xã hoặc khai báo epoch',
    en: '{subject}: nothing says whether the commune codes are old or new ({found}); district codes, province codes, names of communes, or a declared epoch, expected',
    hintVi: 'Khai báo thời điểm của nguồn (epoch) trong tệp cấu hình, ví dụ "epoch": "2025-06-30".',
    hintEn: 'Declare the date of the source (epoch) in the config file, for example "epoch": "2025-06-30".',
  },
} as const satisfies Record<string, IssueInfo>;
