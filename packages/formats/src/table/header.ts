/**
 * Where the columns of a table are named. People put titles above, names over two rows, and a row that numbers the columns
 * below; the row of names is the one whose cells name the most roles, or the one that the user states.
 */
import type { Message } from '@thuadat/core/message/message';
import { rolesNamed } from '@thuadat/core/parse/roles';
import type { ColumnRole } from '@thuadat/core/stages';
import { foldVietnamese } from '@thuadat/core/text/search-key';
import { excerpt, formatError } from '../format.ts';
import { tell } from '../messages.ts';
import { isGeometryText } from './table-geometry.ts';

export type TableRow = readonly (string | null)[];

export type TableHeader = {
  readonly fields: readonly string[];
  /** Place of the first row below the names, among the rows given. */
  readonly start: number;
  /** Roles that the names play. */
  readonly roles: ReadonlySet<ColumnRole>;
  readonly notes: readonly Message[];
};

/** Rows among which the names are looked for. */
const DEPTH = 40;
/** Without one of these a row with two known words is no header of parcels or sheets. */
const KEY_ROLES: readonly ColumnRole[] = ['commune', 'sheet', 'parcel', 'parcelId', 'oldCommune', 'oldSheet'];

const filled = (row: TableRow): string[] =>
  row.flatMap((cell) => (isBlankCell(cell) ? [] : [cell as string]));
const isBlankCell = (cell: string | null | undefined): boolean => cell == null || cell.trim() === '';
export const isBlankRow = (row: TableRow): boolean => row.every(isBlankCell);

const NUMBER = /^\s*[-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?\s*$/i;
/** Names of columns are words: a row with a number or a geometry in it is data. */
const isWords = (row: TableRow): boolean =>
  filled(row).length > 0 && !filled(row).some((cell) => NUMBER.test(cell) || isGeometryText(cell));

const names = (row: TableRow): string[] => row.map((cell) => cell ?? '');

/** `rows` from the first of the file on, blank ones too; `headerRow` from 1. Throws where the first row holds data. */
export function findHeader(
  rows: readonly TableRow[],
  headerRow: number | undefined,
  file: string,
): TableHeader {
  if (headerRow !== undefined) {
    const row = rows[headerRow - 1];
    if (!row || isBlankRow(row)) throw formatError({ file }, 'table.no-header-row', { row: headerRow });
    return headed(rows, headerRow - 1, names(row), []);
  }
  const found = bestRow(rows);
  const at = found ?? rows.findIndex((row) => !isBlankRow(row));
  if (at < 0) throw formatError({ file }, 'csv.no-rows', {});
  if (found === null && looksLikeData(rows[at]!))
    throw formatError({ file }, 'table.headless', { row: excerpt(filled(rows[at]!).join(' | ')) });
  const above = at > 0 ? levels(rows, at - 1) : null;
  const pair = levels(rows, at) ?? above;
  if (!pair) return headed(rows, at, names(rows[at]!), titleNotes(rows, at));
  const note = tell('table.two-level', { upper: pair.upper + 1, lower: pair.upper + 2 });
  return headed(rows, pair.upper + 1, pair.fields, [...titleNotes(rows, pair.upper), note]);
}

function bestRow(rows: readonly TableRow[]): number | null {
  let best: { at: number; roles: number } | null = null;
  for (const [at, row] of rows.slice(0, DEPTH).entries()) {
    if (!isWords(row)) continue;
    const roles = rolesNamed(row);
    if (roles.size < 2 || !KEY_ROLES.some((role) => roles.has(role))) continue;
    if (best === null || roles.size > best.roles) best = { at, roles: roles.size };
  }
  return best?.at ?? null;
}

/** Two numbers, or a geometry, and no known name. */
const looksLikeData = (row: TableRow): boolean =>
  filled(row).some(isGeometryText) ||
  (rolesNamed(row).size === 0 && filled(row).filter((cell) => NUMBER.test(cell)).length >= 2);

function headed(
  rows: readonly TableRow[],
  last: number,
  fields: readonly string[],
  notes: readonly Message[],
): TableHeader {
  const roles = rolesNamed(fields);
  if (!numbersColumns(rows[last + 1])) return { fields, start: last + 1, roles, notes };
  const note = tell('table.number-row', { row: last + 2 });
  return { fields, start: last + 2, roles, notes: [...notes, note] };
}

function titleNotes(rows: readonly TableRow[], at: number): Message[] {
  const above = rows.slice(0, at).filter((row) => !isBlankRow(row));
  if (above.length === 0) return [];
  const text = excerpt(filled(above[0]!).join(' | '));
  return [tell('table.title-rows', { row: at + 1, rows: above.length, text })];
}

/** `(1) (2) (3)`, or 1 to n under at least five columns. */
function numbersColumns(row: TableRow | undefined): boolean {
  const cells = row ? filled(row) : [];
  const bracketed = cells.every((cell) => /^\s*\(\d{1,2}\)\s*$/.test(cell));
  if (cells.length < (bracketed ? 3 : 5)) return false;
  return cells.every((cell, i) => Number(cell.replace(/[()]/g, '')) === i + 1);
}

/** Names over two rows, the upper one over several columns: `Bản đồ cũ` over `Số tờ` and `Số thửa`. */
function levels(rows: readonly TableRow[], upper: number): { upper: number; fields: string[] } | null {
  const [top, low] = [rows[upper]!, rows[upper + 1]];
  if (!low || !isWords(top) || !isWords(low) || filled(top).length < 2) return null;
  const { fields, aged } = joined(top, low);
  const roles = rolesNamed(fields).size;
  const alone = Math.max(rolesNamed(top).size, rolesNamed(low).size);
  const known = rolesNamed(low).size > 0;
  return known && (roles > alone || (aged && rolesNamed(low).size >= 2)) ? { upper, fields } : null;
}

function joined(top: TableRow, low: TableRow): { fields: string[]; aged: boolean } {
  let group = '';
  let aged = false;
  const fields = Array.from({ length: Math.max(top.length, low.length) }, (_, i) => {
    const [over, under] = [top[i] ?? null, low[i] ?? null];
    if (!isBlankCell(over)) group = over as string;
    // Nothing above and nothing to the left that spans it: the lower name stands for itself.
    if (isBlankCell(under)) return over ?? '';
    const age = ageOf(group);
    if (age === '') return under as string;
    aged = true;
    return `${(under as string).trim()} ${age}`;
  });
  return { fields, aged };
}

/** A group that speaks of before or after the merger gives its names that word: an old sheet is not the sheet. */
function ageOf(group: string): '' | 'cũ' | 'mới' {
  const words = foldVietnamese(group).split(/[^a-z0-9]+/);
  const old = words.includes('cu') || words.includes('truoc');
  const young = words.includes('moi') || words.includes('sau');
  return group.length > 60 || old === young ? '' : old ? 'cũ' : 'mới';
}
