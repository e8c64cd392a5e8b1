/**
 * Messages are data: a code and its values, which survive `structuredClone` and JSON. A sentence is made of them only where a person
 * reads it, from typed tables in Vietnamese and English; numbers get their separators there too.
 */
import { formatNumber, formatQuantity, type Language, plainQuantity, type Quantity } from './quantity.ts';

export type { Language } from './quantity.ts';
export { formatNumber } from './quantity.ts';

/**
 * A text is said as it stands; a number, a length or a date is written the reader's way; a message inside a message is worded in the
 * same language. A list has commas, a list of lists semicolons.
 */
export type MessageValue = string | number | Quantity | Message | readonly MessageValue[];

export type Message<Code extends string = string> = {
  readonly code: Code;
  readonly values: Readonly<Record<string, MessageValue>>;
};

/**
 * The sentence in both languages; `{name}` stands for a value. `plain`: as {@link plainValue} writes it, where that is not the English
 * wording.
 */
export type Wording = { readonly vi: string; readonly en: string; readonly plain?: string };

export type MessageTable = Readonly<Record<string, Wording>>;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The values that a code's wording asks for in either language. */
export type ValuesOf<Table extends MessageTable, Code extends keyof Table> = Readonly<
  Record<NamesIn<Table[Code]['vi'] | Table[Code]['en']>, MessageValue>
>;

/** A message of a table, with the values its wording asks for. */
export function message<Table extends MessageTable, Code extends keyof Table & string>(
  _table: Table,
  code: Code,
  values: ValuesOf<Table, Code>,
): Message<Code> {
  return { code, values };
}

/** The message as a sentence. A code that no table has is a fault of the program; it is shown as it is, so that nothing is lost. */
export const formatMessage = (message: Message, language: Language, table: MessageTable): string =>
  formatValue(message, language, table);

/** A value as its reader writes it; messages in it are worded from the table. */
export const formatValue = (value: MessageValue, language: Language, table: MessageTable): string =>
  write(value, {
    wording: ({ code }) => table[code]?.[language],
    number: (number) => formatNumber(number, language),
    quantity: (quantity) => formatQuantity(quantity, language),
  });

/**
 * A value free of a reader's separators, for comparing: a word without values as its code. It is not shown, and must not change: what
 * people decided is found again by it.
 */
export const plainValue = (value: MessageValue, table: MessageTable): string =>
  write(value, {
    wording: ({ code, values }) => {
      const wording = table[code];
      return wording && (wording.plain ?? (Object.keys(values).length === 0 ? code : wording.en));
    },
    number: String,
    quantity: plainQuantity,
  });

type Writer = {
  /** Undefined = no table knows the message. */
  readonly wording: (message: Message) => string | undefined;
  readonly number: (value: number) => string;
  readonly quantity: (value: Quantity) => string;
};

function write(value: MessageValue, writer: Writer): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return writer.number(value);
  if (isList(value)) return value.map((each) => write(each, writer)).join(value.some(isList) ? '; ' : ', ');
  if ('kind' in value) return writer.quantity(value);
  const wording = writer.wording(value);
  if (wording === undefined) return `${value.code} ${JSON.stringify(value.values)}`;
  return wording.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const inner = value.values[name];
    return inner === undefined ? place : write(inner, writer);
  });
}

const isList = (value: MessageValue): value is readonly MessageValue[] => Array.isArray(value);

/**
 * What an expected fault means for who asked. `usage`: wrong options, config file or unknown run, nothing was done. `refused`: a source
 * cannot be used, nothing was written. `failed`: the machine or the network, what was committed stands. `stopped`: by a person.
 */
export type RefusalKind = 'usage' | 'refused' | 'failed' | 'stopped';

/** An expected fault: subject, what was found, what was expected, what to do next. `message` is the English sentence, for logs. */
export class RefusalError extends Error {
  override name = 'RefusalError';
  readonly kind: RefusalKind;
  readonly reason: Message;
  constructor(kind: RefusalKind, reason: Message, english: string, options?: ErrorOptions) {
    super(english, options);
    this.kind = kind;
    this.reason = reason;
  }
}

/** The error to throw for a message of the table. */
export function refusal<Table extends MessageTable, Code extends keyof Table & string>(
  table: Table,
  kind: RefusalKind,
  code: Code,
  values: ValuesOf<Table, Code>,
  options?: ErrorOptions,
): RefusalError {
  const reason = message(table, code, values);
  return new RefusalError(kind, reason, formatMessage(reason, 'en', table), options);
}
