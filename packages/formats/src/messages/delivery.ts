/** What is said of a folder, a pattern or an archive that holds sources. */
import type { MessageTable } from '@thuadat/core/message/message';

export const DELIVERY_MESSAGES = {
  'delivery.others': {
    vi: '{folder}: {files} tệp không phải dữ liệu bản đồ hay bảng nên không đọc: {kinds}',
    en: '{folder}: {files} files are no map data or tables and are not read: {kinds}',
  },
  'delivery.apart': {
    vi: '{folder}: {files} tệp có vai trò khác hoặc được cấu hình bỏ qua nên không phải nguồn: {names}',
    en: '{folder}: {files} files have another part, or are skipped by the config, and are no sources: {names}',
  },
  'delivery.empty': {
    vi: 'không có tệp dữ liệu nào đọc được (có: {found}); cần ít nhất một Shapefile, GeoPackage, bảng Excel hoặc tệp dữ liệu khác. Hãy kiểm tra có đúng thư mục cần dùng không.',
    en: 'no file of data (there are: {found}); expected at least one Shapefile, GeoPackage, workbook or other file of data. Check that the folder is the one meant.',
  },
  'delivery.no-match': {
    vi: 'không có tệp nào khớp mẫu tên này; cần ít nhất một. Hãy kiểm tra mẫu tên: * và ? trong một thư mục, ** qua nhiều thư mục.',
    en: 'no file fits this pattern; expected at least one. Check it: * and ? stay within a folder, ** goes over folders.',
  },
  'delivery.many': {
    vi: 'có hơn {most} tệp; một bộ dữ liệu giao nộp ít hơn nhiều. Hãy chỉ vào đúng thư mục giao nộp.',
    en: 'more than {most} files; a delivery holds far fewer. Name the folder of the delivery itself.',
  },
  'delivery.deep': {
    vi: 'thư mục {folder} nằm sâu quá {most} cấp. Hãy chỉ vào đúng thư mục giao nộp.',
    en: 'the folder {folder} lies more than {most} levels deep. Name the folder of the delivery itself.',
  },
  'zip.cut': {
    vi: 'tệp nén bị cắt cụt hoặc không phải ZIP: không có danh mục ở cuối tệp. Hãy chép lại hoặc nén lại.',
    en: 'an archive that is cut, or no ZIP: there is no directory at its end. Copy it again, or pack it again.',
  },
  'zip.damaged': {
    vi: 'mục “{name}” trong tệp nén bị hỏng: nội dung không khớp danh mục. Hãy chép lại hoặc nén lại.',
    en: 'the member "{name}" is damaged: its bytes are not what the directory says. Copy the archive again, or pack it again.',
  },
  'zip.unsafe': {
    vi: 'mục “{name}” dẫn ra ngoài thư mục giải nén; cần đường dẫn nằm trong tệp nén. Không giải nén gì; hãy hỏi lại bên giao nộp.',
    en: 'the member "{name}" leads out of the folder; expected a way inside the archive. Nothing was unpacked; ask who delivered it.',
  },
  'zip.twice': {
    vi: 'mục “{name}” có hai lần trong tệp nén (khác nhau nhiều nhất ở chữ hoa, chữ thường). Hãy giải nén bằng tay, giữ tệp đúng rồi chỉ vào thư mục đó.',
    en: 'the member "{name}" stands twice in the archive (capitals apart). Unpack it by hand, keep the right one and name the folder.',
  },
  'zip.members': {
    vi: 'tệp nén có {members} mục; nhiều nhất {most}. Hãy giải nén phần cần dùng rồi chỉ vào thư mục đó.',
    en: '{members} members; at most {most} are unpacked. Unpack what is needed and name the folder.',
  },
  'zip.bomb': {
    vi: 'tệp nén {archive} byte khai báo nội dung {bytes} byte, nhiều hơn mọi bộ dữ liệu thật. Không giải nén gì; nếu đúng là dữ liệu thật thì hãy giải nén bằng tay rồi chỉ vào thư mục đó.',
    en: 'an archive of {archive} bytes says it holds {bytes}, more than real data does. Nothing was unpacked; if it is real, unpack it by hand and name the folder.',
  },
  'zip.no-room': {
    vi: 'cần {bytes} byte để giải nén, {folder} chỉ còn trống {free} byte. Hãy giải phóng đĩa, hoặc đặt --runs sang đĩa khác.',
    en: '{bytes} bytes are needed to unpack it, {free} are free in {folder}. Free some, or put --runs on another disk.',
  },
  'zip.locked': {
    vi: 'mục “{name}” có mật khẩu; cần tệp nén không mật khẩu. Hãy giải nén bằng mật khẩu đó rồi chỉ vào thư mục.',
    en: 'the member "{name}" is locked with a password; expected an archive without one. Unpack it with the password and name the folder.',
  },
  'zip.method': {
    vi: 'mục “{name}” được nén theo cách {method}; cần Store (0) hoặc Deflate (8). Hãy giải nén bằng tay rồi chỉ vào thư mục đó.',
    en: 'the member "{name}" is packed by method {method}; expected Store (0) or Deflate (8). Unpack it by hand and name the folder.',
  },
} as const satisfies MessageTable;
