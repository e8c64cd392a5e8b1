/** A config file to begin with, made of the schema: every key with its note and an example, optional ones behind `//`. */
import type { Language } from '@thuadat/core/message/message';
import { CONFIG_SCHEMA, noteOf, resolved, type Schema } from './schema.ts';

/**
 * The file's text in the reader's language. It is accepted as it stands, and then says nothing but the province; taking the `// ` from
 * a line or block that holds a key switches that key on.
 */
export const exampleConfig = (language: Language): string =>
  `${objectLines(CONFIG_SCHEMA, language, true).join('\n')}\n`;

/** `choose`: single settings stand behind `//`; inside a block that does so itself they do not a second time. */
function objectLines(schema: Schema, language: Language, choose: boolean): string[] {
  const { properties = {}, required = [] } = schema;
  const entries = Object.entries(properties).filter(([key]) => key !== '$schema');
  return [
    '{',
    ...entries
      .flatMap(([key, own]) => entryLines(key, own, language, choose && !required.includes(key)))
      .map(indented),
    '}',
  ];
}

function entryLines(key: string, plain: Schema, language: Language, choose: boolean): string[] {
  const schema = resolved(plain);
  const note = noteOf(schema, language);
  const single = schema.examples !== undefined || schema.required !== undefined;
  const hidden = choose && single && key !== 'province';
  const value = valueLines(schema, language, choose && !hidden);
  const lines = [`${JSON.stringify(key)}: ${value[0]}`, ...value.slice(1)];
  lines.push(`${lines.pop()},`);
  return [...(note ? [`// ${note}`] : []), ...(hidden ? lines.map((line) => `// ${line}`) : lines)];
}

function valueLines(schema: Schema, language: Language, choose: boolean): string[] {
  if (schema.examples) return [JSON.stringify(schema.examples[0])];
  if (schema.items) return ['[', ...objectLines(resolved(schema.items), language, true).map(indented), ']'];
  return objectLines(schema, language, choose);
}

const indented = (line: string): string => `  ${line}`;
