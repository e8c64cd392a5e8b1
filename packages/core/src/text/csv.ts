/** RFC 4180 text in memory: for small tables that people edit (unit logs, decisions). Large sources go through `formats`. */

/** One row with the line it starts on, 1-based, for messages. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Parses CSV: quoted cells may hold commas, quotes and line breaks; a byte order mark and empty lines are skipped. */
export function parseCsvRows(text: string): CsvRow[] {
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
    else if (char === ',') {
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

/** Writes CSV with `\n` line ends; cells are quoted only where they must be. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
}

/** A table with named columns. `cell` gives the trimmed text, '' when the column is absent. */
export type CsvTable = {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; cell(column: string): string }[];
};

/** Reads the first row as column names (case-insensitive). */
export function parseCsvTable(text: string): CsvTable {
  const [head, ...body] = parseCsvRows(text);
  const header = (head?.cells ?? []).map((name) => name.trim());
  const at = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  const rows = body.map(({ line, cells }) => ({
    line,
    cell: (column: string) => (cells[at.get(column.toLowerCase()) ?? -1] ?? '').trim().normalize('NFC'),
  }));
  return { header, rows };
}
