/** Faults of a log of administrative units, as a file or as data. */
import type { Message, MessageTable } from './message.ts';

const CELL = { vi: 'Hãy sửa ô này.', en: 'Correct the cell.' } as const;

export const UNIT_MESSAGES = {
  'units.line': { vi: 'tệp {file}, dòng {line}: {fault}', en: '{file} file, line {line}: {fault}' },
  'units.whole-file': { vi: 'tệp {file}: {fault}', en: '{file} file: {fault}' },
  'units.file-units': { vi: 'đơn vị (.units.csv)', en: 'units' },
  'units.file-events': { vi: 'sự kiện (.events.csv)', en: 'events' },
  'units.faulty': {
    vi: 'Nhật ký đơn vị hành chính có {faults} lỗi. {list}',
    en: 'The log of administrative units has {faults} fault(s). {list}',
  },
  'units.and': { vi: '{fault}\n{rest}', en: '{fault}\n{rest}' },

  'units.columns': {
    vi: 'thiếu cột “{missing}”; các cột hiện có: “{found}”; cần các cột “{columns}”. Hãy ghi tên cột ở dòng đầu; mẫu ở packages/admin-units/README.md.',
    en: 'missing "{missing}": "{found}" found, columns "{columns}" expected. Name the columns in the first row; packages/admin-units/README.md shows the form.',
  },
  'units.code': {
    vi: '“{column}”: có “{found}”; cần {expected}. Hãy ghi mã đủ chữ số, ngày theo dạng YYYY-MM-DD (phần mềm bảng tính làm mất cả hai).',
    en: '"{column}": "{found}" found, {expected} expected. Write codes with all digits and dates as YYYY-MM-DD (spreadsheets drop both).',
  },
  'units.quoted': { vi: '“{text}”', en: '"{text}"' },
  'units.name': {
    vi: '“name”: có “{found}”; cần tên có từ chỉ loại: {words}. Ví dụ “{sample}”.',
    en: '"name": "{found}" found, a name with its type word expected: {words}. Write "{sample}".',
  },
  'units.kind': {
    vi: `“kind”: có “{found}”; cần một trong {kinds}. ${CELL.vi}`,
    en: `"kind": "{found}" found, one of {kinds} expected. ${CELL.en}`,
  },
  'units.relation': {
    vi: `“relation”: có “{found}”; cần “whole” (toàn bộ) hoặc “part” (một phần). ${CELL.vi}`,
    en: `"relation": "{found}" found, "whole" or "part" expected. ${CELL.en}`,
  },
  'units.act': {
    vi: '“act”: ô trống; cần văn bản pháp lý, kèm điều khoản. Hãy ghi văn bản làm căn cứ của sự kiện.',
    en: '"act": empty, the legal act with its clause expected. Name the act the event rests on.',
  },

  'units.ends-before': {
    vi: 'đơn vị “{unit}”: “to” phải sau “from”. “to” là ngày đầu tiên đơn vị không còn; để trống khi đơn vị vẫn còn.',
    en: 'unit "{unit}": "to" after "from" expected. "to" is the first day on which the unit no longer stands; leave it empty while it does.',
  },
  'units.overlap': {
    vi: 'mã {code}: “{before}” và “{after}” cùng có hiệu lực; mỗi ngày một mã chỉ thuộc một đơn vị. Hãy ghi “to” = {from} ở dòng trước, hoặc sửa lại ngày.',
    en: 'code {code}: "{before}" and "{after}" found at the same time, one unit a code expected on any date. Close the earlier row with "to" = {from}, or correct the dates.',
  },
  'units.event': { vi: 'sự kiện ngày {date}, {from} → {to}', en: 'event of {date}, {from} → {to}' },
  'units.abolished': { vi: '(giải thể)', en: '(abolished)' },
  'units.no-code': { vi: 'không có đơn vị mang mã {code}', en: 'no unit with code {code}' },
  'units.no-predecessor': {
    vi: '{event}: có {found}; cần đơn vị {code} kết thúc ngày {date}. Đơn vị thay đổi địa giới hoặc tên thì kết thúc vào ngày của sự kiện; sau đó có thể có dòng mới cùng mã.',
    en: '{event}: {found} found, a unit {code} that ends on {date} expected. A unit whose land or name changes ends on the date of the event; a new row with the same code may follow it.',
  },
  'units.no-successor': {
    vi: '{event}: có {found}; cần đơn vị {code} có hiệu lực ngày {date}. Hãy bổ sung đơn vị kế thừa vào tệp đơn vị.',
    en: '{event}: {found} found, a unit {code} that stands on {date} expected. Add the successor to the units file.',
  },
  'units.abolish-or-not': {
    vi: '{event}: “kind” là {kind}, “to” là “{to}”; “abolish” dùng khi và chỉ khi không có đơn vị kế thừa. Hãy sửa một trong hai.',
    en: '{event}: kind {kind}, to "{to}" found, kind "abolish" exactly when there is no successor expected. Correct one of the two.',
  },
  'units.recode-same': {
    vi: '{event}: “recode” cần hai mã khác nhau. Hãy dùng “rename” hoặc “transfer”.',
    en: '{event}: "recode" between two different codes expected. Use "rename" or "transfer".',
  },
  'units.rename-other': {
    vi: '{event}: “rename” phải giữ nguyên mã. Hãy dùng “recode” hoặc “merge”.',
    en: '{event}: "rename" with the same code expected. Use "recode" or "merge".',
  },
  'units.split-whole': {
    vi: '{event}: “kind” là “split” mà “relation” là “whole”; cần “part”. Mỗi dòng của một lần chia mang một phần đơn vị.',
    en: '{event}: kind "split", relation "whole" found, relation "part" expected. Each edge of a split carries a part of the unit.',
  },
  'units.end-without-event': {
    vi: 'đơn vị “{unit}”: ngày kết thúc không có sự kiện nào; cần đơn vị kế thừa, hoặc sự kiện “abolish”. Hãy thêm sự kiện ngày {date} với “from” = {code}.',
    en: 'unit "{unit}": no event on the day it ends found, a successor, or an event of kind "abolish", expected. Add the event of {date} with "from" = {code}.',
  },
  'units.edge-twice': {
    vi: 'đơn vị “{unit}”: sự kiện chuyển về {targets}; mỗi đơn vị kế thừa chỉ một dòng. Hãy xóa dòng trùng.',
    en: 'unit "{unit}": edges to {targets} found, one edge to each successor expected. Remove the duplicate row.',
  },
  'units.whole-beside': {
    vi: 'đơn vị “{unit}”: có dòng “whole” bên cạnh các dòng khác: {targets}; cần một dòng “whole”, hoặc chỉ các dòng “part”. Hãy ghi “part” ở mỗi dòng của đơn vị bị chia.',
    en: 'unit "{unit}": a whole edge beside others found: {targets}; one whole edge, or parts only, expected. Mark each edge of a split unit "part".',
  },
  'units.rest-missing': {
    vi: 'đơn vị “{unit}”: chỉ có một dòng “part”, về {targets}; không rõ phần còn lại về đâu. Hãy thêm dòng của phần còn lại, hoặc ghi “whole” ở dòng này.',
    en: 'unit "{unit}": one part edge, to {targets}, found, where the rest went expected. Add the edge of the remaining part, or mark this one "whole".',
  },
} as const satisfies MessageTable;

export type UnitMessage = Message<keyof typeof UNIT_MESSAGES>;
