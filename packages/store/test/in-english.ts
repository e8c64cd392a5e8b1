/** A message of the store as the log has it. */
import { formatMessage, type Message } from '@thuadat/core/message/message';
import { STORE_MESSAGES } from '../src/messages.ts';

export const inEnglish = (told: Message | null): string =>
  told === null ? '' : formatMessage(told, 'en', STORE_MESSAGES);
