/** The sentence of a message in the chosen language. Each room below has its table of them; here they are one. */
import { formatMessage, type Message, type MessageTable } from '@thuadat/core/message/message';
import { EXPORT_MESSAGES } from '../export/messages.ts';
import { language } from '../language.ts';
import { ISSUE_MESSAGES, PLAN_MESSAGES } from '../plan/messages.ts';
import { WRITE_BACK_MESSAGES } from '../write-back/messages.ts';

const ALL: MessageTable = {
  ...ISSUE_MESSAGES,
  ...PLAN_MESSAGES,
  ...EXPORT_MESSAGES,
  ...WRITE_BACK_MESSAGES,
};

export const word = (message: Message): string => formatMessage(message, language(), ALL);
