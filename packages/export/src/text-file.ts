/** CSV and JSON lines for machines that people open too. */
import { formatCsv } from '@thuadat/core/text/csv';
import { openTextSink } from '@thuadat/formats/write/write-text';

export type TextFile = {
  readonly name: string;
  rows: number;
  write(cells: readonly (string | number | null)[]): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
};

/** UTF-8 with a byte-order mark, without which spreadsheet programs garble Vietnamese; codes are written plain. */
export const openCsvFile = (folder: string, name: string, header: readonly string[]): Promise<TextFile> =>
  openFile(folder, name, `\ufeff${formatCsv([header])}`, (cells) =>
    formatCsv([cells.map((cell) => (cell === null ? '' : String(cell)))]),
  );

/** One JSON text a line; each row is one cell. */
export const openJsonLines = (folder: string, name: string): Promise<TextFile> =>
  openFile(folder, name, '', ([text]) => `${text}\n`);

async function openFile(
  folder: string,
  name: string,
  head: string,
  line: (cells: readonly (string | number | null)[]) => string,
): Promise<TextFile> {
  const sink = await openTextSink(`${folder}/${name}`, { head, row: ({ values }) => line(values), tail: '' });
  const file: TextFile = {
    name,
    rows: 0,
    async write(values) {
      file.rows++;
      await sink.write({ values, geometry: null });
    },
    close: () => sink.close(),
    drop: () => sink.drop(),
  };
  return file;
}

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe before it. Only for columns that hold what people
 * typed: codes and numbers stay as they are.
 */
export const disarm = (text: string | null): string | null =>
  text !== null && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
