/** What tables a database file has and what their columns are, told from the statements that made them (§2.6). */
import { tell } from '../messages.ts';
import { NeedsSqlite, type SqliteFile } from './sqlite-pages.ts';
import { type SqliteValue, valuesOf } from './sqlite-record.ts';
import { EVERY_ROW, openRows } from './sqlite-table.ts';

type TableColumn = {
  readonly name: string;
  /** Stands for the row id: the rows themselves hold nothing there. */
  readonly rowid: boolean;
  /** Value of rows written before the column was added. */
  readonly missing: string | null;
};

export type Table = {
  readonly name: string;
  readonly root: number;
  readonly columns: readonly TableColumn[];
};

/** A table that keeps its rows in an index: a form no program writes for layers, and GDAL reads none of its rows. */
export class WithoutRowid extends Error {
  override name = 'WithoutRowid';
}

/** Entries of the schema by lower-case name: a table that can be read, or why it cannot. */
export type Schema = ReadonlyMap<string, { readonly name: string; table(): Table }>;

export function readSchema(db: SqliteFile): Schema {
  const schema = new Map<string, { name: string; table(): Table }>();
  const rows = openRows(db, 1, EVERY_ROW);
  while (rows.next()) {
    const [type, name, , root, sql] = valuesOf(rows);
    if ((type !== 'table' && type !== 'view') || typeof name !== 'string') continue;
    const table = (): Table => {
      if (type === 'view') throw new NeedsSqlite(tell('sqlite.view', { name }));
      if (!root || typeof sql !== 'string') throw new NeedsSqlite(tell('sqlite.virtual', { name }));
      return { name, root: Number(root), columns: columnsOf(sql, name) };
    };
    schema.set(name.toLowerCase(), { name, table });
  }
  return schema;
}

/** Rows of a small table as objects by lower-case column name; none when there is no such table. */
export function readTable(db: SqliteFile, schema: Schema, name: string): Record<string, SqliteValue>[] {
  const entry = schema.get(name);
  if (!entry) return [];
  const { root, columns } = entry.table();
  const found: Record<string, SqliteValue>[] = [];
  const rows = openRows(db, root, EVERY_ROW);
  while (rows.next()) {
    const values = valuesOf(rows);
    found.push(
      Object.fromEntries(
        columns.map(({ name: column, rowid, missing }, i) => [
          column.toLowerCase(),
          rowid ? rows.rowid : i < values.length ? values[i]! : missing,
        ]),
      ),
    );
  }
  return found;
}

/** Names, strings, numbers and punctuation of SQL; comments and blanks fall away. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|[\p{L}\p{N}_$.\u0080-\uffff]+|\S/gu;

const unquoted = (token: string): string => {
  const quote = token[0]!;
  if (quote === '[') return token.slice(1, -1);
  return '"`\''.includes(quote) ? token.slice(1, -1).replaceAll(quote + quote, quote) : token;
};

const CONSTRAINT = /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)$/i;

/** Columns of a CREATE TABLE. Throws {@link NeedsSqlite} or {@link WithoutRowid} where the rows do not hold them one for one. */
function columnsOf(sql: string, table: string): TableColumn[] {
  const tokens = (sql.match(TOKEN) ?? []).filter((token) => !/^(?:--|\/\*)/.test(token));
  const { parts, rest } = partsOf(tokens);
  if (rest.some((token) => /^WITHOUT$/i.test(token))) throw new WithoutRowid(table);
  const defined = parts.filter(([first]) => first !== undefined && !CONSTRAINT.test(first));
  const key = parts
    .filter(([first]) => first !== undefined && CONSTRAINT.test(first))
    .map(primaryKeyOf)
    .find((name) => name !== null);
  return defined.map(([name, ...rules]) => {
    if (rules.some((token) => /^(?:GENERATED|AS)$/i.test(token)))
      throw new NeedsSqlite(tell('sqlite.computed', { column: unquoted(name!), name: table }));
    return column(unquoted(name!), rules, key ?? null);
  });
}

function column(name: string, rules: readonly string[], key: string | null): TableColumn {
  const at = rules.findIndex((token, i) => /^PRIMARY$/i.test(token) && /^KEY$/i.test(rules[i + 1] ?? ''));
  // "INTEGER PRIMARY KEY DESC" is no row id: an old fault that SQLite keeps (§"ROWIDs and the INTEGER PRIMARY KEY").
  const inRules = at >= 0 && !/^DESC$/i.test(rules[at + 2] ?? '');
  const keyed = inRules || (key !== null && key.toLowerCase() === name.toLowerCase());
  const type = typeOf(rules);
  return { name, rowid: keyed && type === 'INTEGER', missing: defaultOf(rules) };
}

/** The declared type: the words before the first rule. */
function typeOf(rules: readonly string[]): string {
  const end = rules.findIndex((token) =>
    /^(?:CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES)$/i.test(token),
  );
  return (end < 0 ? rules : rules.slice(0, end)).map(unquoted).join(' ').toUpperCase();
}

/** A column can only be added with a constant for the rows that are there. */
function defaultOf(rules: readonly string[]): string | null {
  const at = rules.findIndex((token) => /^DEFAULT$/i.test(token));
  if (at < 0) return null;
  const sign = rules[at + 1] === '-' ? '-' : '';
  const token = rules[at + (/^[-+]$/.test(rules[at + 1] ?? '') ? 2 : 1)] ?? 'NULL';
  if (/^NULL$/i.test(token) || token === '(') return null;
  if (/^TRUE$/i.test(token)) return '1';
  if (/^FALSE$/i.test(token)) return '0';
  if (/^X$/i.test(token)) return unquoted(rules[at + 2] ?? '').toUpperCase();
  const number = /^[\d.]/.test(token) ? Number(token) : Number.NaN;
  return Number.isNaN(number) ? unquoted(token) : sign + String(number);
}

/** The one column of PRIMARY KEY (column), else null. */
function primaryKeyOf(rules: readonly string[]): string | null {
  const at = rules.findIndex((token) => /^PRIMARY$/i.test(token));
  if (at < 0 || rules[at + 2] !== '(') return null;
  const end = rules.indexOf(')', at);
  const inside = rules.slice(at + 3, end);
  return inside.includes(',') ? null : unquoted(inside[0] ?? '');
}

/** The definitions between the outer brackets, cut at their commas, and what follows them. */
function partsOf(tokens: readonly string[]): { parts: string[][]; rest: readonly string[] } {
  const parts: string[][] = [[]];
  let depth = 0;
  let at = tokens.indexOf('(');
  for (at = at < 0 ? tokens.length : at; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) break;
    if (token === '(' && depth === 1) continue;
    if (token === ',' && depth === 1) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return { parts, rest: tokens.slice(at + 1) };
}
