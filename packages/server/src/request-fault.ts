/** What is wrong with a request's form, in the asker's words: which field, what was found, what is expected. */
import {
  formatMessage,
  type Language,
  type Message,
  message,
  type ValuesOf,
} from '@thuadat/core/message/message';
import { REQUEST_MESSAGES } from './request-messages.ts';

type Code = keyof typeof REQUEST_MESSAGES;
const tell = <C extends Code>(code: C, values: ValuesOf<typeof REQUEST_MESSAGES, C>): Message<C> =>
  message(REQUEST_MESSAGES, code, values);

/** What ajv says of a value, asked to say it with the value (`verbose`). */
type Fault = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly parentSchema?: {
    readonly examples?: readonly string[];
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly writeOnly?: boolean;
  };
};

export type RequestFault = {
  readonly validation?: readonly Fault[];
  /** Of what: the body, the query or the path. */
  readonly validationContext?: string;
  /** Fastify's name of what it could not read. */
  readonly code?: string;
};

const PLACES: Readonly<Record<string, Code>> = {
  body: 'request.body',
  querystring: 'request.query',
  params: 'request.path',
};

const UNREAD: Readonly<Record<string, Code>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'unread.json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'unread.empty',
  FST_ERR_CTP_BODY_TOO_LARGE: 'unread.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unread.media-type',
  FST_ERR_BAD_URL: 'unread.address',
};

/** A value longer than this is cut: the reader knows it by its beginning. */
const SHOWN = 60;

function foundOf({ keyword, params, data, parentSchema }: Fault): Message {
  if (keyword === 'required') return tell('found.nothing', {});
  if (keyword === 'additionalProperties')
    return tell('found.unknown-field', { name: cut(String(params.additionalProperty)) });
  if (parentSchema?.writeOnly) return tell('found.secret', {});
  if (data === undefined || data === null) return tell('found.nothing', {});
  return tell('found.text', { text: cut(typeof data === 'string' ? data : JSON.stringify(data)) });
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const EXPECTED: Readonly<Record<string, Code>> = {
  required: 'expected.value',
  string: 'expected.string',
  integer: 'expected.integer',
  number: 'expected.number',
  boolean: 'expected.boolean',
  object: 'expected.object',
  array: 'expected.array',
  null: 'expected.null',
  minimum: 'expected.minimum',
  maximum: 'expected.maximum',
  minLength: 'expected.minLength',
  maxLength: 'expected.maxLength',
};

function expectedOf({ keyword, params, parentSchema }: Fault): Message {
  if (keyword === 'enum') return tell('expected.enum', { words: params.allowedValues as string[] });
  if (keyword === 'pattern')
    return tell('expected.pattern', { example: parentSchema?.examples?.[0] ?? String(params.pattern) });
  if (keyword === 'additionalProperties')
    return tell('expected.known-fields', { names: Object.keys(parentSchema?.properties ?? {}) });
  const rule = keyword === 'type' ? String(params.type) : keyword;
  const code = EXPECTED[rule];
  if (code === undefined) return tell('expected.other', { rule });
  return { code, values: params.limit === undefined ? {} : { limit: Number(params.limit) } };
}

/** The field as programs write it, `filter.since`; the body, query or path where it is the whole of it. */
function fieldOf({ keyword, instancePath, params }: Fault, context: string): string | Message {
  const path = instancePath.split('/').slice(1);
  if (keyword === 'required') path.push(String(params.missingProperty));
  return path.length > 0 ? path.join('.') : { code: PLACES[context] ?? 'request.body', values: {} };
}

/** Where a value or null may stand, ajv tries both; what is said first is about the value. */
function reasonOf({ validation, validationContext = 'body', code = '' }: RequestFault): Message {
  const first = validation?.[0];
  if (!first) {
    const unread = UNREAD[code];
    return unread ? { code: unread, values: {} } : tell('unread.other', { reason: code });
  }
  const nullable = validation?.at(-1)?.keyword === 'anyOf';
  const expected = expectedOf(first);
  return tell('request.field', {
    field: fieldOf(first, validationContext),
    found: foundOf(first),
    expected: nullable ? tell('expected.or-null', { expected }) : expected,
  });
}

export const requestFault = (
  fault: RequestFault,
  language: Language,
): { readonly detail: string; readonly next: string } => {
  const said = (message: Message) => formatMessage(message, language, REQUEST_MESSAGES);
  return { detail: said(reasonOf(fault)), next: said(tell('request.next', {})) };
};
