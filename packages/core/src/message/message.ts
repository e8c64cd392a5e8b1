/**
 * Messages are data: a code and its values, which survive `structuredClone` and JSON. A sentence is made of them only where a person
 * reads it, from typed tables in Vietnamese and English; numbers get their separators there too.
 */
export type Language = 'vi' | 'en';

/** A number is written the reader's way; a list with commas; a message inside a message is worded in the same language. */
export type MessageValue = string | number | Message | readonly (string | number | Message)[];

export type Message<Code extends string = string> = {
  readonly code: Code;
  readonly values: Readonly<Record<string, MessageValue>>;
};

/** The sentence in both languages; `{name}` stands for a value. */
export type Wording = { readonly vi: string; readonly en: string };

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

/** `1.234.567` in Vietnamese, `1,234,567` in English. */
export const formatNumber = (value: number, language: Language): string =>
  value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-US');

/** The message as a sentence. A code that no table has is a fault of the program; it is shown as it is, so that nothing is lost. */
export function formatMessage({ code, values }: Message, language: Language, table: MessageTable): string {
  const wording = table[code];
  if (wording === undefined) return `${code} ${JSON.stringify(values)}`;
  const word = (value: string | number | Message): string => {
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? formatNumber(value, language) : formatMessage(value, language, table);
  };
  return wording[language].replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return Array.isArray(value)
      ? value.map(word).join(', ')
      : word(value as Exclude<MessageValue, readonly unknown[]>);
  });
}

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
