/** The sentence of a message in the chosen language. Each room below has its table of them; here they are one. */
import { DECISION_MESSAGES } from '@thuadat/core/message/decision';
import { ENCODING_MESSAGES } from '@thuadat/core/message/encoding';
import { formatMessage, type Message, type MessageTable } from '@thuadat/core/message/message';
import { FORMAT_MESSAGES } from '@thuadat/formats/messages';
import { STORE_MESSAGES } from '@thuadat/store/messages';
import { EXPORT_MESSAGES } from '../export/messages.ts';
import { language } from '../language.ts';
import { ISSUE_MESSAGES, PLAN_MESSAGES } from '../plan/messages.ts';
import { QUEUE_MESSAGES } from '../plan/queue-messages.ts';
import { POSTGIS_MESSAGES } from '../write-back/messages.ts';

/** By the room that raises them. */
export const TABLES: Readonly<Record<string, MessageTable>> = {
  decisions: DECISION_MESSAGES,
  encoding: ENCODING_MESSAGES,
  formats: FORMAT_MESSAGES,
  store: STORE_MESSAGES,
  issues: ISSUE_MESSAGES,
  plan: PLAN_MESSAGES,
  queue: QUEUE_MESSAGES,
  export: EXPORT_MESSAGES,
  postgis: POSTGIS_MESSAGES,
};

const ALL: MessageTable = Object.assign({}, ...Object.values(TABLES));

export const word = (message: Message): string => formatMessage(message, language(), ALL);
