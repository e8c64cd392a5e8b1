/** Where a fault is. A place is a list of these, so that it reads `thua.shp, record 4`. */
import type { MessageTable } from '@thuadat/core/message/message';

export const PLACE_MESSAGES = {
  'fault.at': { vi: 'Tệp {place}: {fault}', en: '{place}: {fault}' },
  'place.layer': { vi: 'lớp “{layer}”', en: 'layer "{layer}"' },
  'place.record': { vi: 'bản ghi {record}', en: 'record {record}' },
  'place.byte': { vi: 'vị trí byte {byte}', en: 'byte {byte}' },
  'place.field': { vi: 'trường “{field}”', en: 'field "{field}"' },
  'place.line': { vi: 'dòng {line}', en: 'line {line}' },
} as const satisfies MessageTable;
