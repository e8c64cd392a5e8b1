/**
 * What the reader of cell values leaves out of a workbook: merged ranges, error values of formulas, hidden sheets. Read
 * from the sheets' own XML (ECMA-376, part 1, 18.3.1.55 mergeCells, 18.18.11 cell type `e`, 18.2.19 sheet).
 */
import { readFile } from 'node:fs/promises';

type CellPlace = { readonly row: number; readonly column: number };
export type MergedRange = { readonly from: CellPlace; readonly to: CellPlace; readonly text: string };

export type SheetParts = {
  readonly hidden: boolean;
  readonly merged: readonly MergedRange[];
  readonly errors: readonly (CellPlace & { readonly text: string; readonly cell: string })[];
};

/** One a sheet, in the order of the workbook. */
export async function readWorkbookParts(path: string): Promise<SheetParts[]> {
  const { unzipSync } = await import('fflate');
  const members = unzipSync(await readFile(path), {
    filter: ({ name }) =>
      /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name),
  });
  const bytesOf = (name: string): Buffer => Buffer.from(members[name] ?? []);
  const targets = new Map(
    tags(bytesOf('xl/_rels/workbook.xml.rels').toString('utf8'), 'Relationship').map((tag) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  );
  return tags(bytesOf('xl/workbook.xml').toString('utf8'), 'sheet').map((tag) => {
    const xml = bytesOf(targets.get(attribute(tag, '[A-Za-z0-9]+:id')) ?? '');
    return { hidden: /hidden/i.test(attribute(tag, 'state')), merged: mergedIn(xml), errors: errorsIn(xml) };
  });
}

const tags = (xml: string, name: string): string[] =>
  xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`).exec(tag)?.[1] ?? '';

function mergedIn(xml: Buffer): MergedRange[] {
  const at = xml.indexOf('<mergeCells');
  if (at < 0) return [];
  return tags(xml.subarray(at).toString('utf8'), 'mergeCell').flatMap((tag) => {
    const text = attribute(tag, 'ref');
    const [from, to] = text.split(':').map(placeOf);
    return from && to ? [{ from, to, text }] : [];
  });
}

const ERROR_CELL =
  /<c\s(?=[^>]*\st="e")[^>]*\br="([A-Z]+\d+)"[^>]*>(?:<f[^>]*>[^<]*<\/f>|<f[^>]*\/>)?<v>([^<]*)<\/v>/g;

function errorsIn(xml: Buffer): SheetParts['errors'] {
  if (!xml.includes(' t="e"')) return [];
  return [...xml.toString('utf8').matchAll(ERROR_CELL)].flatMap(([, cell, text]) => {
    const place = placeOf(cell!);
    return place ? [{ ...place, cell: cell!, text: text! }] : [];
  });
}

/** `C2` → row 1, column 2. */
function placeOf(cell: string): CellPlace | null {
  const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(cell);
  if (!parts) return null;
  let column = 0;
  for (const letter of parts[1]!) column = column * 26 + letter.charCodeAt(0) - 0x40;
  return { row: Number(parts[2]) - 1, column: column - 1 };
}
