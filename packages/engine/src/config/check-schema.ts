/** Checks a config against its schema with ajv, and says each fault as a person meets it in the file. */
import { Ajv, type ErrorObject } from 'ajv';
import { nearest } from './nearest.ts';
import { type ConfigProblem, joined, type Keys, pathOf, shown } from './problem.ts';
import { CONFIG_SCHEMA, describe, type Schema, schemaAt } from './schema.ts';

let validator: ReturnType<Ajv['compile']> | null = null;

/** Compiled at first use: most verbs read no config. */
function validate(value: unknown): readonly ErrorObject[] {
  if (validator === null) {
    const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
    ajv.addVocabulary(['descriptionVi']);
    validator = ajv.compile(CONFIG_SCHEMA);
  }
  return validator(value) ? [] : validator.errors!;
}

/** All that does not fit, in the order of the file; an empty list means that it fits. */
export function checkSchema(value: unknown): ConfigProblem[] {
  const errors = validate(value);
  if (errors.length === 0) return [];
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath);
  const within = (choice: string) => errors.filter(({ instancePath: at }) => isIn(at, choice));
  const plain = errors.filter(({ instancePath: at }) => !choices.some((choice) => isIn(at, choice)));
  const problems = [
    ...plain.map((error) => problemOf(error, value)),
    ...choices.flatMap((choice) => problemsOfChoice(within(choice), value)),
  ];
  const order = placesOf(value);
  const place = ({ path }: ConfigProblem) => order.get(path) ?? order.get(path.replace(/\.[^.]*$/, '')) ?? 0;
  return distinct(problems).sort((a, b) => place(a) - place(b));
}

const isIn = (at: string, choice: string): boolean => at === choice || at.startsWith(`${choice}/`);

/** A type and a range, or a length and a pattern, may fail together: one sentence says both. */
const distinct = (problems: readonly ConfigProblem[]): ConfigProblem[] =>
  problems.filter(({ path }, i) => problems.findIndex((other) => other.path === path) === i);

/** Of several forms, what is wrong inside the one that was meant; where none can be told, all of them are named. */
function problemsOfChoice(errors: readonly ErrorObject[], value: unknown): ConfigProblem[] {
  const choice = errors.find(({ keyword }) => keyword === 'anyOf')!;
  const keys = keysOf(choice.instancePath, value);
  const own = errors.filter((error) => error !== choice).map((error) => problemOf(error, value));
  const path = pathOf(keys);
  const inside = own.filter((problem) => problem.path !== path);
  if (inside.length > 0) return inside;
  const kind = own.every((problem) => problem.kind === 'type') ? 'type' : 'value';
  const likely = own.find((problem) => problem.likely !== null)?.likely ?? null;
  return [
    { kind, path, found: shown(choice.data), expected: describe(choice.parentSchema as Schema), likely },
  ];
}

function problemOf({ keyword, instancePath, params, parentSchema, data }: ErrorObject, value: unknown) {
  const keys = keysOf(instancePath, value);
  const schema = parentSchema as Schema;
  const path = pathOf(keys);
  if (keyword === 'additionalProperties') return unknownKey(path, params.additionalProperty, schema);
  if (keyword === 'required') {
    const key: string = params.missingProperty;
    const expected = describe(schema.properties?.[key] ?? {});
    return problem('missing-key', joined(path, key), '', expected);
  }
  const kind = keyword === 'type' ? 'type' : 'value';
  const known = schema.enum?.map(String) ?? [];
  const likely = typeof data === 'string' ? nearest(data, known) : null;
  // What stands at this place says more than the definition that it shares with others.
  return problem(kind, path, shown(data), describe(schemaAt(keys) ?? schema), likely);
}

function unknownKey(path: string, key: string, { properties, patternProperties }: Schema): ConfigProblem {
  const keys = Object.keys(properties ?? {});
  const expected = [...keys, ...Object.keys(patternProperties ?? {})].join(', ');
  return problem('unknown-key', joined(path, key), key, expected, nearest(key, keys));
}

const problem = (
  kind: ConfigProblem['kind'],
  path: string,
  found: string,
  expected: ConfigProblem['expected'],
  likely: string | null = null,
): ConfigProblem => ({ kind, path, found, expected, likely });

/** A JSON pointer as keys, and indexes where the value is a list. */
function keysOf(pointer: string, value: unknown): Keys {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(at) ? Number(name) : name;
      at = (at as Readonly<Record<string | number, unknown>>)[key];
      return key;
    });
}

/** Each path of the value with its place in the file. */
function placesOf(value: unknown, keys: Keys = [], all = new Map<string, number>()): Map<string, number> {
  all.set(pathOf(keys), all.size);
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      placesOf(item, [...keys, Array.isArray(value) ? Number(key) : key], all);
  }
  return all;
}
