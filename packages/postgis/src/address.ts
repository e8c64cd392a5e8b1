/** `postgres://user@host/db?table=schema.name&geometry=…&key=…`: the server's own address and what is meant on it. */
import { tableError } from './fault.ts';

export type TableAddress = {
  /** Address for the driver, without our parameters. May hold a password: never shown. */
  readonly server: string;
  readonly table: string | null;
  readonly query: string | null;
  /** Null = the only one there is; `none` = read without geometry. */
  readonly geometry: string | null;
  readonly key: readonly string[];
};

export const NO_GEOMETRY = 'none';

export const isTableAddress = (argument: string): boolean => /^postgres(ql)?:\/\//i.test(argument);

const OURS = ['table', 'query', 'geometry', 'key'] as const;

/** `+` stays `+`, since a query may hold one; only `%` escapes are resolved. */
export function parseTableAddress(argument: string): TableAddress {
  const at = argument.indexOf('?');
  const [base, parameters] = at < 0 ? [argument, ''] : [argument.slice(0, at), argument.slice(at + 1)];
  const own = new Map<string, string>();
  const others: string[] = [];
  for (const part of parameters.split('&').filter((each) => each !== '')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if ((OURS as readonly string[]).includes(name)) own.set(name, decoded(part.slice(equals + 1), name));
    else others.push(part);
  }
  const value = (name: (typeof OURS)[number]) => own.get(name)?.trim() || null;
  const [table, query] = [value('table'), value('query')?.replace(/[;\s]+$/, '') ?? null];
  if (table !== null && query !== null) throw tableError({ kind: 'table-and-query' });
  return {
    server: others.length > 0 ? `${base}?${others.join('&')}` : base,
    table,
    query,
    geometry: value('geometry'),
    key: (value('key') ?? '')
      .split(',')
      .map((column) => column.trim())
      .filter((column) => column !== ''),
  };
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw tableError({ kind: 'bad-address', found: `${name}=${text}` }, cause);
  }
}

/** The address without password, for people. */
export const shownAddress = (argument: string): string =>
  argument.replace(/^(\w+:\/\/[^:@/?]*):[^/?]*@/, '$1@').replace(/([?&](?:password|sslkey)=)[^&]*/gi, '$1…');

/** An identifier as SQL reads it back. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = (schema: string, table: string): string => `${quoted(schema)}.${quoted(table)}`;

/** `name`, `schema.name`, `"Tên có dấu"`: parts as they are typed, outer quotes taken off. */
export function nameParts(text: string): { schema: string | null; table: string } {
  const parts = text.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [text];
  const plain = parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim(),
  );
  return plain.length > 1
    ? { schema: plain[0]!, table: plain.slice(1).join('.') }
    : { schema: null, table: plain[0]! };
}
