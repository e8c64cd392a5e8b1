/** Why the server does not start, in both languages. What it refuses of a request is in `@thuadat/api/refusal`. */
import {
  type Message,
  type MessageTable,
  message,
  type RefusalError,
  refusal,
  type ValuesOf,
} from '@thuadat/core/message/message';

export const SERVER_MESSAGES = {
  'server.open-door': {
    vi: '--host: có {host}; khi không dùng tài khoản thì cần 127.0.0.1, nếu không mọi người trong mạng đều quyết định được. Hãy tạo tài khoản (“thuadat account add”) rồi chạy với --accounts.',
    en: '--host: {host} found, 127.0.0.1 expected without accounts: anybody in the network could decide. Make accounts ("thuadat account add") and start with --accounts.',
  },
  'server.no-page': {
    vi: 'Thư mục {folder} không có index.html; cần trang web đã dựng. Hãy dựng bằng “npm run build”.',
    en: '{folder} holds no index.html; the built web application was expected. Build it with "npm run build".',
  },

  'background.unreadable': {
    vi: '{file}: không đọc được. Hãy kiểm tra đường dẫn ở --backgrounds.',
    en: '{file}: cannot be read. Check the path given with --backgrounds.',
  },
  'background.no-list': {
    vi: '{file}: cần một danh sách bản đồ nền viết bằng JSON.',
    en: '{file}: a JSON list of background maps is expected.',
  },
  'background.wrong': {
    vi: '{file}, mục {entry}, {key}: có “{found}”; cần {expected}.',
    en: '{file}, entry {entry}, {key}: "{found}" found, {expected} expected.',
  },
  'background.id': { vi: 'chữ cái không dấu, chữ số và gạch ngang', en: 'letters, digits and dashes' },
  'background.name': { vi: 'tên hiện cho người dùng', en: 'the name shown to people' },
  'background.kind': { vi: 'một trong {kinds}', en: 'one of {kinds}' },
  'background.url': {
    vi: 'địa chỉ bắt đầu bằng http:// hoặc https://',
    en: 'an address beginning with http:// or https://',
  },
  'background.url-with': { vi: 'địa chỉ có {places}', en: 'an address with {places}' },
  'background.layers': { vi: 'tên các lớp WMS', en: 'names of the WMS layers' },
} as const satisfies MessageTable;

type Code = keyof typeof SERVER_MESSAGES;

export const tell = <C extends Code>(code: C, values: ValuesOf<typeof SERVER_MESSAGES, C>): Message<C> =>
  message(SERVER_MESSAGES, code, values);

/** The server does not start: options or a file given with them are wrong. */
export const refused = <C extends Code>(
  code: C,
  values: ValuesOf<typeof SERVER_MESSAGES, C>,
  cause?: unknown,
): RefusalError =>
  refusal(SERVER_MESSAGES, 'usage', code, values, cause === undefined ? undefined : { cause });
