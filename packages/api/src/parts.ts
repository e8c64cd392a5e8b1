/** The parts schemas are made of, and the type that a schema describes. */

import type { MessageValue } from '@thuadat/core/message/message';
import { ROLES } from '@thuadat/core/review/account';
import { VERDICTS } from '@thuadat/core/review/rule';
import * as Type from 'typebox';

/** A JSON schema that carries the type of what it describes. */
export type Schema = Type.TSchema;

/** A value of an issue has no end of lists in lists, and is unchanging as it is. */
type Unchanging<T> = unknown extends T
  ? T
  : [MessageValue] extends [T]
    ? T
    : T extends string | number | boolean | null | undefined
      ? T
      : { readonly [Name in keyof T]: Unchanging<T[Name]> };

/** What a schema describes, as plain data that nobody changes. */
export type Plain<S extends Schema> = Unchanging<Type.Static<S>>;

export const text = Type.String();
export const integer = Type.Integer();
export const number = Type.Number();
export const flag = Type.Boolean();
export const maybe = <S extends Schema>(schema: S) => Type.Union([schema, Type.Null()]);
export const list = <S extends Schema>(items: S) => Type.Array(items);
export const optional = Type.Optional;

/** An object that has these properties and no others. */
export const object = <P extends Type.TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

/** May be left out of a request; whoever answers finds the default then. */
export const withDefault = <S extends Schema>(schema: S): S => Type.Optional(schema) as unknown as S;

export const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] });

/** A string that the domain has a narrower type for. */
export const code = <Code extends string>() => Type.Unsafe<Code>({ type: 'string' });

/** A value the domain already has a type for; the schema says what of it others may rely on. */
export const typed = <T>(...required: readonly string[]) =>
  Type.Unsafe<T>({ type: 'object', ...(required.length > 0 ? { required: [...required] } : {}) });

const numbers = <T>(count: number) =>
  Type.Unsafe<T>({ type: 'array', items: { type: 'number' }, minItems: count, maxItems: count });

export const lonLat = numbers<readonly [number, number]>(2);
/** West, south, east, north in WGS84 degrees. */
export const box = numbers<readonly [number, number, number, number]>(4);

type Geometry = { readonly type: string; readonly coordinates: unknown };
/** GeoJSON; WGS84 wherever it is used. */
export const geometry = Type.Unsafe<Geometry>({
  type: 'object',
  properties: { type: { type: 'string' }, coordinates: {} },
  required: ['type', 'coordinates'],
});

export const severity = oneOf('blocking', 'error', 'warning', 'info');
export const status = oneOf('assigned', 'ambiguous', 'rejected');
export const verdict = oneOf(...VERDICTS);
export const role = oneOf(...ROLES);
/** `waiting`: decided, a second person has to agree. `again`: accepted, and drawn for a second look. */
export const caseState = oneOf('open', 'waiting', 'again', 'decided');
export const counts = object({ read: integer, assigned: integer, ambiguous: integer, rejected: integer });
/** Communes that are somebody's; null = all. */
export const units = maybe(list(Type.String({ pattern: '^(\\d{5}|\\.unresolved)$', examples: ['02647'] })));

/**
 * Subject or value of an issue: a text of the source, a number, a measured value `{kind, value, decimals}` or `{kind: 'date', date}`, a
 * message `{code, values}`, or a list of such. `issueValue` of `@thuadat/core` words it.
 */
export const issueValue = Type.Unsafe<MessageValue>({});
