/**
 * Tables as text in memory: those built in, and the rows of those that go out to people. Files that people hand in go through `formats`, which
 * finds out encodings and reads workbooks.
 */

/** One row with the line it starts on, 1-based, for messages. */
type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** The mark that the first line has most of; a comma where it has none. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  const names = line.replaceAll(/"[^"]*"/g, '');
  const [best] = [',', ';', '\t'].sort((a, b) => names.split(b).length - names.split(a).length);
  return best!;
}

/** Parses CSV: quoted cells may hold delimiters, quotes and line breaks; a byte order mark and empty lines are skipped. */
function parseCsvRows(text: string): CsvRow[] {
  const delimiter = delimiterOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.length > 1 || cell.trim() !== '') rows.push({ line: start, cells });
    cells = [];
    cell = '';
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      endRow();
      start = line;
    } else if (char !== '\r' || text[i + 1] !== '\n') cell += char;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

export const parseCsv = (text: string): string[][] => parseCsvRows(text).map((row) => [...row.cells]);

/**
 * The one shape of a table that goes out to people, right in Excel with Vietnamese settings, where a comma is the decimal mark: byte-order mark (else it
 * takes the text for Windows-1258), semicolons, CRLF, decimal commas. Texts are written as they are: {@link disarm} those that people typed.
 */
export const formatCsv = (rows: readonly CsvCells[]): string => `${CSV_MARK}${rows.map(csvLine).join('')}`;

export type CsvCells = readonly (string | number | null)[];

export const CSV_MARK = '\ufeff';

/** An empty text is quoted, so that it differs from no value. */
export const csvLine = (cells: CsvCells): string => `${cells.map(csvCell).join(';')}\r\n`;

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  return cell === '' || /[";\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The form that a hash is taken of: commas, `\n`, no mark. */
export const canonicalCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (row) =>
        `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`,
    )
    .join('');

/** A text that a spreadsheet would run as a formula gets an apostrophe before it; a number with its sign stays. */
export const disarm = <T extends string | number | null>(cell: T): T | string =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(cell)
    ? `'${cell}`
    : cell;

/** The text as it was before {@link disarm}. */
export const rearm = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** A table with named columns. `cell` gives the trimmed text, '' when the column is absent. */
export type CsvTable = {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; cell(column: string): string }[];
};

/** The table by the names of its columns, case-insensitive. */
export function namedTable(
  header: readonly string[],
  rows: readonly { readonly line: number; readonly cells: readonly (string | null)[] }[],
): CsvTable {
  const at = new Map(header.map((name, index) => [name.trim().toLowerCase(), index]));
  return {
    header: header.map((name) => name.trim()),
    rows: rows.map(({ line, cells }) => ({
      line,
      cell: (column) => (cells[at.get(column.toLowerCase()) ?? -1] ?? '').trim().normalize('NFC'),
    })),
  };
}

/** Reads the first row as column names. */
export function parseCsvTable(text: string): CsvTable {
  const [head, ...body] = parseCsvRows(text);
  return namedTable(head?.cells ?? [], body);
}
