/** A validator for the part of JSON Schema draft-07 that `config.schema.json` uses. It collects every problem. */
import type { CodeMessage } from '../message/code.ts';
import type { ConfigMessage } from '../message/config.ts';
import type { Wording } from '../message/message.ts';

export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minProperties?: number;
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
};

/** `unknown-key` and `value` may carry what was probably meant. */
export type ConfigProblem = {
  readonly kind: 'type' | 'value' | 'missing-key' | 'unknown-key';
  /** `sources[0].crs`; empty = the whole file. */
  readonly path: string;
  readonly found: string;
  /** Keys and values as they are; a message; or what the schema says in both languages. */
  readonly expected: string | CodeMessage | ConfigMessage | Wording;
  readonly likely: string | null;
};

export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : typeof value === 'number' && Number.isInteger(value)
        ? 'integer'
        : typeof value;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeOf(value) === 'object';

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Checks a value; an empty list means that it fits. */
export function checkSchema(root: Schema, value: unknown): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  visit(root, root, value, '', problems);
  return problems;
}

function resolveRef(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  if (name === undefined) return schema;
  const found = root.definitions?.[name];
  if (!found) throw new Error(`schema has no definition "${name}"`);
  return found;
}

function visit(root: Schema, plain: Schema, value: unknown, path: string, problems: ConfigProblem[]): void {
  const schema = resolveRef(root, plain);
  const say = (kind: ConfigProblem['kind'], expected: Wording, likely: string | null = null) =>
    problems.push({ kind, path, found: shown(value), expected, likely });
  if (schema.anyOf) {
    const fits = schema.anyOf.map((option) => {
      const own: ConfigProblem[] = [];
      visit(root, option, value, path, own);
      return own;
    });
    if (fits.some((own) => own.length === 0)) return;
    // Of the options, the one whose type fits says best what is wrong.
    const nearest = fits.find((own) =>
      own.every((problem) => problem.path !== path || problem.kind !== 'type'),
    );
    if (nearest) problems.push(...nearest);
    else say('type', describe(root, { anyOf: schema.anyOf }));
    return;
  }
  if (schema.type !== undefined && !fitsType(schema.type, value))
    return void say('type', describe(root, schema));
  if (schema.enum && !schema.enum.includes(value)) {
    const near = typeof value === 'string' ? nearest(value, schema.enum.map(String)) : null;
    return void say('value', describe(root, schema), near);
  }
  if (!fitsScalar(schema, value)) return void say('value', describe(root, schema));
  if (Array.isArray(value) && schema.items) {
    for (const [index, item] of value.entries())
      visit(root, schema.items, item, `${path}[${index}]`, problems);
  }
  if (isObject(value)) visitObject(root, schema, value, path, problems);
}

function fitsType(type: string | readonly string[], value: unknown): boolean {
  const own = typeOf(value);
  return [type].flat().some((name) => name === own || (name === 'number' && own === 'integer'));
}

function fitsScalar(schema: Schema, value: unknown): boolean {
  if (typeof value === 'string') {
    const fits = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value);
    return fits && value.length >= (schema.minLength ?? 0);
  }
  if (typeof value !== 'number') return true;
  return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
}

function visitObject(
  root: Schema,
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  problems: ConfigProblem[],
): void {
  for (const key of schema.required ?? []) {
    if (key in value) continue;
    const expected = describe(root, schema.properties?.[key] ?? {});
    problems.push({ kind: 'missing-key', path: joined(path, key), found: '', expected, likely: null });
  }
  if (Object.keys(value).length < (schema.minProperties ?? 0)) {
    problems.push({ kind: 'value', path, found: '{}', expected: describe(root, schema), likely: null });
  }
  for (const [key, item] of Object.entries(value)) {
    const own = schemaOfKey(schema, key);
    if (own === false) {
      const keys = Object.keys(schema.properties ?? {});
      const expected = [...keys, ...Object.keys(schema.patternProperties ?? {})].join(', ');
      const likely = nearest(key, keys);
      problems.push({ kind: 'unknown-key', path: joined(path, key), found: key, expected, likely });
    } else if (own !== true) visit(root, own, item, joined(path, key), problems);
  }
}

function schemaOfKey(schema: Schema, key: string): Schema | boolean {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key] as Schema;
  for (const [pattern, own] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(key)) return own;
  }
  return schema.additionalProperties ?? true;
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
const describe = (root: Schema, schema: Schema): Wording => ({
  vi: describeIn('vi', root, schema),
  en: describeIn('en', root, schema),
});

function describeIn(language: keyof Wording, root: Schema, plain: Schema): string {
  const schema = resolveRef(root, plain);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((option) => describeIn(language, root, option)).join(' | ');
  const types = schema.type === undefined ? [ANY] : [schema.type].flat().map((name) => TYPES[name] ?? ANY);
  const type = types.map((wording) => wording[language]).join(' | ');
  const range =
    schema.minimum !== undefined || schema.maximum !== undefined
      ? ` ${schema.minimum ?? '…'}–${schema.maximum ?? '…'}`
      : '';
  const keys = schema.patternProperties ? ` { ${Object.keys(schema.patternProperties).join(', ')}: … }` : '';
  const pattern = schema.pattern ? ` ${schema.pattern}` : '';
  const note = language === 'vi' ? 'descriptionVi' : 'description';
  const noted = plain[note] ?? schema[note];
  return `${type}${range}${keys}${pattern}${noted ? ` (${noted})` : ''}`;
}

/** The known word at most two edits away (a third of its length for short ones); null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.min(2, Math.floor(word.length / 3)))
    ? best.candidate
    : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
