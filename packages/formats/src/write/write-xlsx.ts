/**
 * Workbooks of any length in constant memory: rows go straight into the archive. The library that writes small ones
 * holds all cells and then the whole archive in memory. A sheet takes 1,048,576 rows; what is more goes into another.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { writeAll } from './write-all.ts';
import type { Sink, WriteField, WriterOptions } from './writer.ts';

/** Rows and characters a cell, by the format's own limits. */
const SHEET_ROWS = 1_048_576;
const CELL_TEXT = 32_767;
/** Characters gathered before they are compressed. */
const BLOCK = 1 << 18;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export async function openXlsxSink(
  path: string,
  { layerName, fields }: WriterOptions,
  sheetRows = SHEET_ROWS,
): Promise<Sink> {
  const archive = openArchive(await open(path, 'w'));
  const header = rowXml(
    1,
    fields.map(({ name }) => name),
    fields,
  );
  let sheets = 0;
  let rows = 0;
  let text = '';
  let sheet: Member | null = null;
  const endSheet = async () => {
    await sheet?.write(`${text}</sheetData></worksheet>`);
    text = '';
    await sheet?.end();
  };
  const beginSheet = async () => {
    await endSheet();
    sheet = archive.member(`xl/worksheets/sheet${++sheets}.xml`);
    text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${header}`;
    rows = 1;
  };
  // Every other XML member is a sheet: their number need not be known before they are written.
  await archive.whole(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${KIND}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/></Types>`,
  );
  await archive.whole('_rels/.rels', relations(['officeDocument', 'xl/workbook.xml']));
  await beginSheet();
  return {
    async write({ values }) {
      if (rows === sheetRows) await beginSheet();
      text += rowXml(++rows, values, fields);
      if (text.length < BLOCK) return;
      const block = text;
      text = '';
      await sheet!.write(block);
    },
    async close() {
      await endSheet();
      const numbers = Array.from({ length: sheets }, (_, i) => i + 1);
      const named = numbers.map(
        (n) =>
          `<sheet name="${escapeXml(n === 1 ? layerName : `${layerName} ${n}`)}" sheetId="${n}" r:id="rId${n}"/>`,
      );
      await archive.whole(
        'xl/workbook.xml',
        `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${named.join('')}</sheets></workbook>`,
      );
      const parts = numbers.map((n) => ['worksheet', `worksheets/sheet${n}.xml`] as const);
      await archive.whole('xl/_rels/workbook.xml.rels', relations(...parts));
      await archive.close();
    },
    drop: () => archive.drop(),
  };
}

const relations = (...parts: (readonly [kind: string, target: string])[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${parts
    .map(
      ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

/** Texts stand in their cells, so that leading zeros stay and no formula runs; empty cells are left out. */
function rowXml(
  row: number,
  values: readonly (string | number | null)[],
  fields: readonly Pick<WriteField, 'type'>[],
): string {
  let cells = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === null || value === '') continue;
    const at = `${columnName(i)}${row}`;
    const plain = typeof value === 'number' && Number.isFinite(value) && fields[i]?.type !== 'string';
    cells += plain
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cellText(String(value)))}</t></is></c>`;
  }
  return `<row r="${row}">${cells}</row>`;
}

const columnName = (index: number): string =>
  (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') +
  String.fromCharCode(65 + (index % 26));

const cellText = (text: string): string =>
  text.length > CELL_TEXT ? `${text.slice(0, CELL_TEXT - 1)}…` : text;

/** What XML cannot hold, not even escaped: control characters, halves of surrogate pairs. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (mark) => MARKS[mark]!);

type Member = { write(text: string): Promise<void>; end(): Promise<void> };

/** An archive written front to back; members carry no clock. */
function openArchive(handle: FileHandle) {
  let fault: Error | null = null;
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    fault ??= error;
    if (bytes) ready.push(bytes);
  });
  const flush = async () => {
    if (fault) throw fault;
    const parts = ready;
    ready = [];
    for (const bytes of parts) await writeAll(handle, bytes);
  };
  const member = (name: string): Member => {
    const file = new ZipDeflate(name, { level: 1 });
    // The first moment that an archive can hold.
    file.mtime = new Date(1980, 0, 1, 0, 0, 0);
    zip.add(file);
    return {
      async write(text) {
        file.push(strToU8(text));
        await flush();
      },
      async end() {
        file.push(new Uint8Array(), true);
        await flush();
      },
    };
  };
  return {
    member,
    async whole(name: string, xml: string) {
      const file = member(name);
      await file.write(`${HEAD}${xml}`);
      await file.end();
    },
    async close() {
      zip.end();
      await flush();
      await handle.sync();
      await handle.close();
    },
    drop: () => handle.close(),
  };
}
