/** What this package tells of files, in Vietnamese and English. One table a subject; a code belongs to one of them. */
import { CODE_MESSAGES } from '@thuadat/core/message/code';
import { GEOMETRY_MESSAGES } from '@thuadat/core/message/geometry';
import { type Message, type MessageTable, message, type ValuesOf } from '@thuadat/core/message/message';
import { DAMAGE_MESSAGES } from './messages/damage.ts';
import { DELIVERY_MESSAGES } from './messages/delivery.ts';
import { DESCRIBE_MESSAGES } from './messages/describe.ts';
import { FOREIGN_MESSAGES } from './messages/foreign.ts';
import { PLACE_MESSAGES } from './messages/place.ts';
import { READ_MESSAGES } from './messages/read.ts';
import { WRITE_MESSAGES } from './messages/write.ts';

/** Core's words for codes and geometries are in it: a fault of a file takes them in. */
export const FORMAT_MESSAGES = {
  ...CODE_MESSAGES,
  ...GEOMETRY_MESSAGES,
  ...PLACE_MESSAGES,
  ...DELIVERY_MESSAGES,
  ...DESCRIBE_MESSAGES,
  ...DAMAGE_MESSAGES,
  ...READ_MESSAGES,
  ...FOREIGN_MESSAGES,
  ...WRITE_MESSAGES,
} as const satisfies MessageTable;

export type FormatCode = keyof typeof FORMAT_MESSAGES;
export type FormatValues<Code extends FormatCode> = ValuesOf<typeof FORMAT_MESSAGES, Code>;

/** A message of the table, with the values its wording asks for. */
export const tell = <Code extends FormatCode>(code: Code, values: FormatValues<Code>): Message<Code> =>
  message(FORMAT_MESSAGES, code, values);
