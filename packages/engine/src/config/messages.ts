/** What the config file must say that its schema cannot. */
import type { Message, MessageTable } from '@thuadat/core/message/message';

export const CONFIG_MESSAGES = {
  'config.polylabel-only': { vi: '“point” là “polylabel”', en: 'point "polylabel"' },
  'config.not-pole': { vi: '“point” khác “pole”', en: 'point other than "pole"' },
  'config.one-part': {
    vi: '{parts} (“point” là “polylabel” chỉ lấy một phần)',
    en: '{parts} (point "polylabel" takes one part)',
  },
  'config.precision-metres': {
    vi: 'số mét, khi “point” là “polylabel”',
    en: 'number of metres, for point "polylabel"',
  },
  'config.precision-degrees': {
    vi: 'số độ (“plane” là “degrees”), khi “point” là “polylabel”',
    en: 'number of degrees (plane "degrees"), for point "polylabel"',
  },
  'config.table-path': {
    vi: 'đường dẫn bảng tham chiếu (“strategy” là “table”)',
    en: 'path of the reference table (strategy "table")',
  },
  'config.once': { vi: 'mỗi khóa một lần', en: 'each key once' },
  'config.in-quotes': { vi: 'tên khóa hoặc chữ trong dấu "', en: 'a key or text in quotes "' },
  'config.value': { vi: 'một giá trị', en: 'a value' },
  'config.colon': { vi: 'dấu hai chấm sau tên khóa', en: 'a colon after the key' },
  'config.comma': { vi: 'dấu phẩy giữa hai mục', en: 'a comma between entries' },
  'config.close': { vi: 'dấu đóng {sign}', en: 'the closing {sign}' },
  'config.end': { vi: 'hết tệp', en: 'the end of the file' },
  'config.escape': {
    vi: 'sau dấu \\ là một dấu mà JSON cho phép (trong đường dẫn hãy viết / hoặc \\\\)',
    en: 'a sign that JSON allows after \\ (in paths write / or \\\\)',
  },
  'config.json': { vi: 'JSON hợp lệ', en: 'valid JSON' },
  'config.depth': { vi: 'JSON lồng nhau ít tầng hơn', en: 'JSON of fewer levels' },
} as const satisfies MessageTable;

export type ConfigMessage = Message<keyof typeof CONFIG_MESSAGES>;
