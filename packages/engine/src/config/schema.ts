/** The config file's JSON Schema (draft-07), and what a place of it wants, in a few words. */
import type { Wording } from '@thuadat/core/message/message';
import schemaJson from '../../config.schema.json' with { type: 'json' };

/** The words of JSON Schema that the file uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  /** The description for Vietnamese readers: not a word of JSON Schema, which leaves unknown ones alone. */
  readonly descriptionVi?: string;
  readonly examples?: readonly unknown[];
};

export const CONFIG_SCHEMA = schemaJson as Schema;

/** What `$ref` stands for; a note or an example beside it wins over that of the definition. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  if (name === undefined) return schema;
  const found = CONFIG_SCHEMA.definitions?.[name];
  if (!found) throw new Error(`schema has no definition "${name}"`);
  return { ...found, ...schema };
}

/** The schema of a value, by the keys and indexes on the way to it; null where the schema knows none. */
export function schemaAt(keys: readonly (string | number)[]): Schema | null {
  let schema: Schema | null = CONFIG_SCHEMA;
  for (const key of keys) {
    const options: readonly Schema[] = schema === null ? [] : optionsOf(schema);
    schema = options.map((option) => below(option, key)).find((own) => own !== null) ?? null;
  }
  return schema;
}

function optionsOf(schema: Schema): readonly Schema[] {
  const own = resolved(schema);
  return own.anyOf ? own.anyOf.map(resolved) : [own];
}

function below(schema: Schema, key: string | number): Schema | null {
  if (typeof key === 'number') return schema.items ?? null;
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key]!;
  for (const [pattern, own] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(key)) return own;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
}

const TYPES: Readonly<Record<string, Wording>> = {
  string: { vi: 'chuỗi', en: 'string' },
  number: { vi: 'số', en: 'number' },
  integer: { vi: 'số nguyên', en: 'integer' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách', en: 'list' },
  object: { vi: 'đối tượng', en: 'object' },
  null: { vi: 'null', en: 'null' },
};
const ANY: Wording = { vi: 'giá trị bất kỳ', en: 'any value' };

/** What a schema wants, in a few words. */
export const describe = (schema: Schema): Wording => ({
  vi: describeIn('vi', schema),
  en: describeIn('en', schema),
});

export const noteOf = (schema: Schema, language: keyof Wording): string | undefined =>
  resolved(schema)[language === 'vi' ? 'descriptionVi' : 'description'];

function describeIn(language: keyof Wording, plain: Schema): string {
  const schema = resolved(plain);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((option) => describeIn(language, option)).join(' | ');
  const types = schema.type === undefined ? [ANY] : [schema.type].flat().map((name) => TYPES[name] ?? ANY);
  const type = types.map((wording) => wording[language]).join(' | ');
  const range =
    schema.minimum !== undefined || schema.maximum !== undefined
      ? ` ${schema.minimum ?? '…'}–${schema.maximum ?? '…'}`
      : '';
  const keys = schema.patternProperties ? ` { ${Object.keys(schema.patternProperties).join(', ')}: … }` : '';
  const pattern = schema.pattern ? ` ${schema.pattern}` : '';
  const note = noteOf(schema, language)?.replace(/\.$/, '');
  return `${type}${range}${keys}${pattern}${note ? ` (${note})` : ''}`;
}
