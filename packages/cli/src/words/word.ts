/** The sentence of a message in the chosen language. Each room below has its table of them; here they are one. */
import { DECISION_MESSAGES } from '@thuadat/core/message/decision';
import { ENCODING_MESSAGES } from '@thuadat/core/message/encoding';
import { formatMessage, type Message, type MessageTable } from '@thuadat/core/message/message';
import { UNIT_MESSAGES } from '@thuadat/core/message/unit';
import { ISSUE_MESSAGES, PLAN_MESSAGES } from '@thuadat/engine/messages';
import { EXPORT_MESSAGES } from '@thuadat/export/messages';
import { FORMAT_MESSAGES } from '@thuadat/formats/messages';
import { POSTGIS_MESSAGES } from '@thuadat/postgis/messages';
import { QUEUE_MESSAGES } from '@thuadat/queue/messages';
import { RUN_MESSAGES } from '@thuadat/run/messages';
import { SERVER_MESSAGES } from '@thuadat/server/messages';
import { STORE_MESSAGES } from '@thuadat/store/messages';
import { language } from '../terminal/language.ts';

/** By the room that raises them. */
export const TABLES: Readonly<Record<string, MessageTable>> = {
  decisions: DECISION_MESSAGES,
  encoding: ENCODING_MESSAGES,
  units: UNIT_MESSAGES,
  formats: FORMAT_MESSAGES,
  run: RUN_MESSAGES,
  store: STORE_MESSAGES,
  issues: ISSUE_MESSAGES,
  plan: PLAN_MESSAGES,
  queue: QUEUE_MESSAGES,
  server: SERVER_MESSAGES,
  export: EXPORT_MESSAGES,
  postgis: POSTGIS_MESSAGES,
};

const ALL: MessageTable = Object.assign({}, ...Object.values(TABLES));

export const word = (message: Message): string => formatMessage(message, language(), ALL);
