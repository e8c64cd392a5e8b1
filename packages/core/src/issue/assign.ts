import type { IssueInfo } from './index.ts';

/** Issues raised by the stage `assign`. Codes are `subject.problem`; the rules behind them are in IDENTIFIER.md. */
export const ASSIGN_ISSUES = {
  'identifier.clash': {
    severity: 'blocking',
    vi: '{subject}: mã định danh {found} trùng với thửa khác',
    en: '{subject}: identifier {found} is also that of another parcel',
    hintVi: 'Hai thửa có điểm đặc trưng trong cùng một ô 3,7 × 1,9 cm: kiểm tra thửa chồng lên nhau.',
    hintEn:
      'Two representative points lie in one cell of 3.7 × 1.9 cm: look for parcels on top of each other.',
  },
  'identifier.pending-empty': {
    severity: 'error',
    vi: '{subject}: không có ranh giới thửa, chưa cấp mã định danh',
    en: '{subject}: no boundary, no identifier issued yet',
    hintVi: 'Bổ sung hình học thửa đất ở dữ liệu nguồn rồi lập lại kế hoạch.',
    hintEn: 'Supply the parcel’s geometry in the source and plan again.',
  },
  'identifier.pending-coordinates': {
    severity: 'error',
    vi: '{subject}: tọa độ {found} không hợp lệ trong hệ VN-2000 ({expected}), chưa cấp mã định danh',
    en: '{subject}: coordinate {found} is not a place in VN-2000 ({expected}), no identifier issued yet',
    hintVi: 'Sửa tọa độ ở dữ liệu nguồn, hoặc khai báo lại hệ tọa độ trong tệp cấu hình.',
    hintEn: 'Correct the coordinate in the source, or name the coordinate system in the config file.',
  },
  'identifier.pending-open': {
    severity: 'error',
    vi: '{subject}: đường ranh giới không khép kín tại {found}, chưa cấp mã định danh',
    en: '{subject}: a boundary ring is not closed at {found}, no identifier issued yet',
    hintVi:
      'Đỉnh cuối phải trùng đỉnh đầu (sai lệch đến 0,05 mm được bỏ qua). Khép ranh giới ở dữ liệu nguồn: có thể thiếu một đỉnh.',
    hintEn:
      'The last vertex must be the first one again (up to 0.05 mm is taken for noise). Close the boundary in the source: a vertex may be missing.',
  },
  'identifier.pending-degenerate': {
    severity: 'error',
    vi: '{subject}: đường ranh giới không khép thành vùng ({found}), chưa cấp mã định danh',
    en: '{subject}: a ring bounds no area ({found}), no identifier issued yet',
    hintVi: 'Mỗi đường ranh giới cần ít nhất ba đỉnh khác nhau; sửa ở dữ liệu nguồn.',
    hintEn: 'Every ring needs at least three different vertices; mend it in the source.',
  },
  'identifier.pending-crossing': {
    severity: 'error',
    vi: '{subject}: ranh giới tự cắt, tự chạm hoặc trùng lên nhau tại {found}, chưa cấp mã định danh',
    en: '{subject}: the boundary crosses, touches or runs over itself at {found}, no identifier issued yet',
    hintVi: 'Sửa ranh giới thửa ở dữ liệu nguồn; phần bên trong thửa phải xác định rõ ràng trước khi cấp mã.',
    hintEn: 'Mend the boundary in the source; the inside must be beyond doubt before a code is issued.',
  },
  'identifier.pending-cut': {
    severity: 'error',
    vi: '{subject}: các đường ranh giới chạm nhau tại {found} làm thửa bị chia rời, chưa cấp mã định danh',
    en: '{subject}: boundary rings that touch at {found} cut the parcel apart, no identifier issued yet',
    hintVi:
      'Nếu là hai phần rời nhau thì khai báo thành hai phần (MultiPolygon) hoặc hai thửa; nếu không, sửa vùng trống ở dữ liệu nguồn.',
    hintEn:
      'If there are two pieces, write two parts (MultiPolygon) or two parcels; else mend the hole in the source.',
  },
  'identifier.pending-complex': {
    severity: 'error',
    vi: '{subject}: ranh giới quá phức tạp nên chưa kiểm tra hết (bắt đầu từ {found}), chưa cấp mã định danh',
    en: '{subject}: the boundary is too complex to be checked to the end (from {found}), no identifier issued yet',
    hintVi: 'Kiểm tra thửa này bằng phần mềm GIS; hình thửa có thể không phải là ranh giới thật.',
    hintEn: 'Look at this parcel in a GIS; it may not be a real boundary at all.',
  },
  'identifier.pending-nesting': {
    severity: 'error',
    vi: '{subject}: vùng trống nằm ngoài thửa hoặc các phần của thửa lồng vào nhau tại {found}, chưa cấp mã định danh',
    en: '{subject}: a hole lies outside its shell, or parts lie in each other, at {found}; no identifier issued yet',
    hintVi: 'Kiểm tra thứ tự và vai trò của các đường ranh giới trong và ngoài ở dữ liệu nguồn.',
    hintEn: 'Check which rings are shells and which are holes in the source.',
  },
  'identifier.pending-thin': {
    severity: 'error',
    vi: '{subject}: thửa quá hẹp, không có điểm nào cách ranh giới hơn {expected}, chưa cấp mã định danh',
    en: '{subject}: too thin, no point is farther than {expected} from the boundary; no identifier issued yet',
    hintVi: 'Thường là dải hở do số hóa: gộp vào thửa liền kề hoặc loại bỏ ở dữ liệu nguồn.',
    hintEn: 'Usually a sliver from digitising: merge it into its neighbour or drop it in the source.',
  },
  'identifier.pending-search': {
    severity: 'error',
    vi: '{subject}: phương pháp đang dùng không tìm xong điểm đặc trưng của thửa (tại {found}) trong giới hạn cho phép, chưa cấp mã định danh',
    en: '{subject}: the method in force does not come to an end on this boundary (at {found}) within bounds, no identifier issued yet',
    hintVi:
      'Thường gặp ở thửa vuông góc khi polylabel dùng độ chính xác rất nhỏ: dùng phương pháp mặc định (điểm cực chính xác), hoặc xem lại ranh giới thửa.',
    hintEn:
      'Usual for right-angled parcels when polylabel is set to a very fine precision: use the default method (exact pole), or look at the boundary.',
  },
  'identifier.pending-place': {
    severity: 'error',
    vi: '{subject}: nằm ngoài phạm vi tỉnh, tại {found}; phạm vi {expected}; chưa cấp mã định danh',
    en: '{subject}: lies outside the province, at {found}; extent {expected}; no identifier issued yet',
    hintVi:
      'Kiểm tra hình của thửa này ở dữ liệu nguồn: hình giữ chỗ, tọa độ đổi chỗ hoặc thửa thuộc nơi khác; sửa rồi lập lại kế hoạch.',
    hintEn:
      'Look at this parcel in the source: a placeholder, swapped axes, or a parcel of another place; mend it and plan again.',
  },
  'identifier.pending-zone': {
    severity: 'error',
    vi: '{subject}: tọa độ đọc theo {found} như tệp khai báo, nhưng bản đồ của tỉnh cũ theo {expected} và phạm vi tỉnh không phân biệt được; chưa cấp mã định danh',
    en: '{subject}: the coordinates are read in {found} as the file declares, but the maps of the old province are in {expected}, and the extent cannot tell them apart; no identifier issued yet',
    hintVi:
      'Kiểm tra vài thửa trên ảnh nền. Khai báo `crs` đúng của nguồn trong tệp cấu hình, hoặc cho lớp ranh giới xã (--boundaries), rồi lập lại kế hoạch.',
    hintEn:
      'Check some parcels against imagery. Give the right `crs` of the source in the config file, or a commune boundary layer (--boundaries), and plan again.',
  },
  'identifier.pending-undeclared': {
    severity: 'error',
    vi: '{subject}: nguồn không khai báo hệ tọa độ; tạm đọc theo {found}, múi khác cũng vừa phạm vi tỉnh; chưa cấp mã định danh',
    en: '{subject}: the source declares no coordinate system; read in {found} for now, other zones fit the extent too; no identifier issued yet',
    hintVi:
      'Khai báo `crs` của nguồn trong tệp cấu hình (thường là múi của tỉnh cũ), hoặc cho lớp ranh giới xã (--boundaries), rồi lập lại kế hoạch.',
    hintEn:
      'Give `crs` of the source in the config file (usually the zone of the old province), or a commune boundary layer (--boundaries), and plan again.',
  },
  'identifier.reprojected': {
    severity: 'info',
    vi: '{subject}: mã định danh tính từ tọa độ chuyển từ {found}, độ chính xác {expected}, kém hơn nửa ô mã',
    en: '{subject}: the identifier is made of coordinates reprojected from {found}, to within {expected}: more than half a cell',
    hintVi: 'Không cần làm gì; tính lại từ bản gốc VN-2000 trước khi công bố nếu có bản đó.',
    hintEn: 'Nothing to do; plan again from the original in VN-2000 before publishing, where there is one.',
  },
  'identifier.point-outside': {
    severity: 'error',
    vi: '{subject}: mã định danh {found} tạo theo phương pháp đang dùng chỉ tới một điểm không nằm trong thửa, cách {expected}',
    en: '{subject}: identifier {found}, made by the method in force, is a point not inside the parcel, {expected} away',
    hintVi:
      'Thông tư yêu cầu điểm đặc trưng nằm trong ranh giới thửa. Bỏ identifier.method trong tệp cấu hình để dùng điểm cực chính xác, hoặc chấp nhận mã này.',
    hintEn:
      'The Circular wants the representative point inside the boundary. Leave identifier.method out of the config file for the exact pole, or accept this code.',
  },
  'identifier.carried-invalid': {
    severity: 'error',
    vi: '{subject}: mã thửa đất “{found}” có sẵn không đúng dạng; cần {expected}',
    en: '{subject}: the carried identifier "{found}" is malformed; {expected} expected',
    hintVi: 'Mã gốc được giữ để đối chiếu. Sửa hoặc xóa mã ở dữ liệu nguồn, rồi lập lại kế hoạch.',
    hintEn: 'The code is kept for comparison. Correct or clear it in the source and plan again.',
  },
  'identifier.carried-elsewhere': {
    severity: 'error',
    vi: '{subject}: mã định danh {found} có sẵn thuộc địa bàn khác; mã trong tỉnh bắt đầu bằng {expected}',
    en: '{subject}: the carried identifier {found} lies elsewhere; those of the province begin with {expected}',
    hintVi: 'Kiểm tra thửa có bị gán nhầm mã, hoặc dữ liệu nguồn sai kinh tuyến trục.',
    hintEn: 'Look for a code written on the wrong parcel, or a wrong central meridian in the source.',
  },
  'identifier.carried-outside': {
    severity: 'error',
    vi: '{subject}: mã định danh {found} có sẵn chỉ tới một điểm ngoài thửa, cách {expected}',
    en: '{subject}: the carried identifier {found} is a point outside the parcel, {expected} away',
    hintVi:
      'Mã không bị ghi đè. Xác minh ranh giới thửa đã chỉnh lý hay mã gán nhầm, rồi quyết định giữ hoặc cấp lại.',
    hintEn:
      'The code is not overwritten. Find out whether the boundary was corrected or the code is another parcel’s, then decide to keep or re-issue.',
  },
  'identifier.carried-unchecked': {
    severity: 'warning',
    vi: '{subject}: mã định danh {found} có sẵn chưa kiểm tra được vì thửa không có ranh giới',
    en: '{subject}: the carried identifier {found} could not be checked, the parcel has no boundary',
    hintVi: 'Mã được giữ nguyên; bổ sung hình học thửa đất để kiểm tra.',
    hintEn: 'The code is kept; supply the geometry to have it checked.',
  },
  'identifier.carried-differs': {
    severity: 'info',
    vi: '{subject}: giữ mã định danh {found} có sẵn; tính theo phương pháp đang dùng sẽ là {expected}',
    en: '{subject}: the carried identifier {found} is kept; by the method in force it would be {expected}',
    hintVi: 'Không cần làm gì: mã đã cấp nằm trong thửa và không bao giờ bị tính lại.',
    hintEn: 'Nothing to do: the code lies in the parcel, and an issued code is never recomputed.',
  },
  'identifier.carried-repaired': {
    severity: 'info',
    vi: '{subject}: mã định danh “{found}” được đọc là “{expected}”',
    en: '{subject}: identifier "{found}" read as "{expected}"',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
  'identifier.method-mixed': {
    severity: 'blocking',
    vi: '{subject}: mã mới được tạo theo phương pháp {found}, trong khi tỉnh đã có mã tạo theo {expected}',
    en: '{subject}: new identifiers are made by {found}, but the province has some made by {expected}',
    hintVi:
      'Đặt identifier.method trong tệp cấu hình đúng như các mã đã cấp (thuadat calibrate tìm ra), rồi lập lại kế hoạch; hoặc chấp nhận việc dùng hai phương pháp.',
    hintEn:
      'Set identifier.method in the config file as the issued codes were made (thuadat calibrate finds it) and plan again; or accept that there are two methods.',
  },
  'identifier.method-carried': {
    severity: 'warning',
    vi: '{subject}: {found} trong {expected} mã có sẵn không khớp với phương pháp đang dùng để tạo mã mới',
    en: '{subject}: {found} of {expected} carried identifiers differ from the method by which new ones are made',
    hintVi:
      'Mã có sẵn được giữ nguyên. Chạy thuadat calibrate để biết chúng được tạo thế nào, rồi đặt identifier.method trong tệp cấu hình trước khi cấp mã mới.',
    hintEn:
      'Carried codes are kept. Let thuadat calibrate find how they were made, and set identifier.method in the config file before new ones are issued.',
  },
  'identifier.registry-differs': {
    severity: 'info',
    vi: '{subject}: giữ mã định danh {found} đã đăng ký; với ranh giới và phương pháp hiện nay sẽ là {expected}',
    en: '{subject}: registered identifier {found} kept; the present boundary and method would give {expected}',
    hintVi:
      'Không cần làm gì: chỉnh lý ranh giới hay đổi phương pháp không làm thay đổi mã định danh đã cấp.',
    hintEn: 'Nothing to do: neither a corrected boundary nor another method changes an issued identifier.',
  },
  'identifier.registry-conflict': {
    severity: 'blocking',
    vi: '{subject}: nguồn ghi mã định danh {found} nhưng thửa đã được đăng ký mã {expected}',
    en: '{subject}: the source carries identifier {found}, but the parcel is registered as {expected}',
    hintVi:
      'Xác định mã nào là mã của thửa này; mã còn lại phải được ghi nhận là ngừng sử dụng, không dùng lại.',
    hintEn: 'Decide which code is this parcel’s; the other is retired on the record and never used again.',
  },
} as const satisfies Record<string, IssueInfo>;
