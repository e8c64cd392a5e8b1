/** What the config file must say that its schema cannot. */
import type { Message, MessageTable } from './message.ts';

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
} as const satisfies MessageTable;

export type ConfigMessage = Message<keyof typeof CONFIG_MESSAGES>;
