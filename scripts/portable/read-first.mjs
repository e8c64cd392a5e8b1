// DOC-TRUOC.txt: what a person reads first, as Notepad and any editor open it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEMS = {
  win32: {
    system: 'Windows',
    needs: 'Windows 10 trở lên, 64 bit',
    ending: '.cmd',
    profile: '%LOCALAPPDATA%\\ThuaDat',
    first:
      'Nếu Windows hỏi vì tệp đến từ máy khác: bấm "More info" (Thông tin thêm), rồi "Run anyway" (Vẫn chạy).',
  },
  linux: {
    system: 'Linux',
    needs: 'Linux 64 bit có glibc 2.28 trở lên',
    ending: '.sh',
    profile: '~/.local/share/thuadat',
    first:
      'USB định dạng FAT không giữ quyền chạy: sau khi chép, gõ một lần trong thư mục này: chmod +x *.sh thuadat chuong-trinh/node',
  },
};

const STARTERS = [
  ['Mo-ban-do', 'mở bản đồ trong trình duyệt; đóng cửa sổ đen là dừng'],
  ['Kiem-tra-tep', 'kéo tệp thả lên biểu tượng này: xem tệp là gì, có lỗi gì; không thay đổi tệp'],
  ['Dong-lenh', 'cửa sổ dòng lệnh để lập kế hoạch, áp dụng, xuất kết quả'],
];

/** The text with the values of a system, in UTF-8 with its mark and with line ends of Windows. */
export function readFirst(system, { version, node }) {
  const { ending, ...values } = SYSTEMS[system];
  const all = {
    ...values,
    version,
    node,
    starters: STARTERS.map(([name, does]) => `  ${`${name}${ending}`.padEnd(20)} ${does}`).join('\n'),
    verify: `Kiem-tra-bo-chep${ending}`,
  };
  const template = readFileSync(join(import.meta.dirname, 'DOC-TRUOC.txt'), 'utf8');
  const text = template.replace(/\{(\w+)\}/g, (found, name) =>
    name === 'rule' ? found : (all[name] ?? found),
  );
  const rule = '='.repeat(text.indexOf('\n'));
  return `\ufeff${text.replace('{rule}', rule).replace(/\n/g, '\r\n')}`;
}
