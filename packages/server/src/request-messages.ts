/** Words for what is wrong with a request's form. */
import type { MessageTable } from '@thuadat/core/message/message';

export const REQUEST_MESSAGES = {
  'request.field': {
    vi: '{field}: {found}; cần {expected}.',
    en: '{field}: {found} found, {expected} expected.',
  },
  'request.next': {
    vi: 'Hãy đối chiếu yêu cầu với /api/openapi.json.',
    en: 'Compare the request with /api/openapi.json.',
  },
  'request.body': { vi: 'Nội dung yêu cầu', en: 'The body of the request' },
  'request.query': { vi: 'Phần truy vấn của địa chỉ', en: 'The query of the address' },
  'request.path': { vi: 'Địa chỉ', en: 'The address' },

  'found.text': { vi: 'có “{text}”', en: '"{text}"' },
  'found.secret': { vi: 'có giá trị không hiện lại ở đây', en: 'a value that is not shown here' },
  'found.nothing': { vi: 'còn thiếu', en: 'nothing' },
  'found.unknown-field': { vi: 'có trường lạ “{name}”', en: 'an unknown field "{name}"' },

  'expected.string': { vi: 'chuỗi ký tự', en: 'a text' },
  'expected.integer': { vi: 'số nguyên', en: 'a whole number' },
  'expected.number': { vi: 'số', en: 'a number' },
  'expected.boolean': { vi: 'true hoặc false', en: 'true or false' },
  'expected.object': { vi: 'đối tượng JSON', en: 'a JSON object' },
  'expected.array': { vi: 'danh sách JSON', en: 'a JSON list' },
  'expected.null': { vi: 'null', en: 'null' },
  'expected.or-null': { vi: '{expected} hoặc null', en: '{expected} or null' },
  'expected.value': { vi: 'một giá trị', en: 'a value' },
  'expected.other': { vi: 'giá trị đúng với quy tắc “{rule}”', en: 'a value that passes the rule "{rule}"' },
  'expected.enum': { vi: 'một trong: {words}', en: 'one of: {words}' },
  'expected.pattern': { vi: 'giá trị có dạng như “{example}”', en: 'a value such as "{example}"' },
  'expected.minimum': { vi: 'từ {limit} trở lên', en: '{limit} or more' },
  'expected.maximum': { vi: 'không quá {limit}', en: 'at most {limit}' },
  'expected.minLength': { vi: 'ít nhất {limit} ký tự', en: 'at least {limit} characters' },
  'expected.maxLength': { vi: 'không quá {limit} ký tự', en: 'at most {limit} characters' },
  'expected.known-fields': { vi: 'chỉ gồm {names}', en: 'only {names}' },

  'unread.json': {
    vi: 'Nội dung yêu cầu không phải JSON đọc được.',
    en: 'The body of the request is not JSON that can be read.',
  },
  'unread.empty': {
    vi: 'Yêu cầu ghi là JSON nhưng không có nội dung.',
    en: 'The request says it is JSON and has no body.',
  },
  'unread.too-large': {
    vi: 'Nội dung yêu cầu quá lớn.',
    en: 'The body of the request is too large.',
  },
  'unread.media-type': {
    vi: 'Kiểu nội dung không phải application/json.',
    en: 'The content type is not application/json.',
  },
  'unread.address': {
    vi: 'Địa chỉ không giải mã được.',
    en: 'The address cannot be decoded.',
  },
  'unread.other': {
    vi: 'Máy chủ không đọc được yêu cầu ({reason}).',
    en: 'The server cannot read the request ({reason}).',
  },
} as const satisfies MessageTable;
