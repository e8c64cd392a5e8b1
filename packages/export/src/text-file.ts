/** CSV and JSON lines for machines that people open too. */
import { CSV_MARK, csvLine } from '@thuadat/core/text/csv';
import { openTextSink } from '@thuadat/formats/write/write-text';

export type TextFile = {
  readonly name: string;
  rows: number;
  write(cells: readonly (string | number | null)[]): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
};

export const openCsvFile = (folder: string, name: string, header: readonly string[]): Promise<TextFile> =>
  openFile(folder, name, `${CSV_MARK}${csvLine(header)}`, csvLine);

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
