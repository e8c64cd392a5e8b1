/** Why a column's text is taken to be in an encoding. */
import type { MessageTable } from './message.ts';

export const ENCODING_MESSAGES = {
  'encoding.ascii': { vi: 'chỉ có ký tự ASCII', en: 'only ASCII characters' },
  'encoding.needed': { vi: '{encoding} ({values} giá trị)', en: '{encoding} ({values} values)' },
  'encoding.several': {
    vi: '{values} giá trị cần các bảng mã khác nhau: {needed}',
    en: '{values} values need different encodings: {needed}',
  },
  'encoding.legal': {
    vi: '{percent} % số từ là tiếng Việt đúng chính tả khi đọc theo {encoding}',
    en: '{percent} % of the words are legal Vietnamese when read as {encoding}',
  },
  'encoding.none': {
    vi: 'không bảng mã nào phù hợp: nhiều nhất là {share}',
    en: 'no encoding fits: at best {share}',
  },
} as const satisfies MessageTable;
