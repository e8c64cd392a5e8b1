import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMessage } from '@thuadat/core/message/message';
import { allRecords, messageOf, tempFolder } from '@thuadat/testing/files';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { FormatError } from './format.ts';
import { FORMAT_MESSAGES } from './messages.ts';
import { openSource } from './registry.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** A compound file whose directory stands in its first sector and holds these names. */
function compound(...streams: readonly string[]): Buffer {
  const bytes = Buffer.alloc(1024);
  bytes.write('d0cf11e0a1b11ae1', 0, 'hex');
  bytes.writeUInt16LE(9, 30);
  for (const [i, stream] of streams.entries()) bytes.write(stream, 512 + 128 * i, 'utf16le');
  return bytes;
}

const zip = (...names: readonly string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const DBASE_7 = Buffer.concat([Buffer.from([4]), Buffer.alloc(40)]);

describe('a file of a kind that is not read', () => {
  it.each([
    ['to.xls', compound('Root Entry', 'Workbook'), 'Excel 97–2003', 'save it as .xlsx'],
    ['to.xlsx', compound('Root Entry', 'Book'), 'Excel 97–2003', 'save it as .xlsx'],
    [
      'khoa.xlsx',
      compound('Root Entry', 'EncryptionInfo', 'EncryptedPackage'),
      'password',
      'remove the password',
    ],
    ['don.doc', compound('Root Entry', 'WordDocument'), 'a document', 'Ask for the data'],
    ['v8.dgn', compound('Root Entry', 'Dgn~H'), 'DGN V8', 'save as V7'],
    ['v8.bin', compound('Root Entry', 'Dgn-Md'), 'DGN V8', 'save as V7'],
    ['cu.bin', compound('Root Entry', 'Visio'), 'an old Office file', 'Open it in the program'],
    ['to.ods', zip('mimetype', 'content.xml'), 'OpenDocument', 'save it as .xlsx'],
    ['to2.xlsx', zip('mimetype', 'content.xml'), 'OpenDocument', 'save it as .xlsx'],
    ['to.xlsb', zip('[Content_Types].xml', 'xl/workbook.bin'), '.xlsb', 'save it as .xlsx'],
    ['don.docx', zip('[Content_Types].xml', 'word/document.xml'), 'a document', 'Ask for the data'],
    ['vung.kmz', zip('doc.kml'), 'KML or KMZ', 'VN-2000'],
    ['vung.kml', '<?xml version="1.0"?>\n<kml xmlns="x">', 'KML or KMZ', 'export it as GeoPackage'],
    ['bang.xls', '\ufeff<html><table><tr>', 'an HTML page', 'save it as .xlsx'],
    ['loi.geojson', '<!DOCTYPE html><title>404', 'an HTML page', 'download the file again'],
    [
      'xml.xls',
      '<?xml version="1.0"?><?mso?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      'XML of 2003',
      'save it as .xlsx',
    ],
    ['dat.mdb', latin('\0\x01\0\0Standard Jet DB\0'), 'Access', 'File Geodatabase or Shapefile'],
    ['dat.accdb', latin('\0\x01\0\0Standard ACE DB\0'), 'Access', 'File Geodatabase or Shapefile'],
    ['ve.dwg', latin('AC1027\0\0'), 'DWG', 'save it as DXF'],
    ['so.pdf', '%PDF-1.7', 'a document', 'Ask for the data'],
    ['to.tif', latin('II*\0'), 'a picture', 'vector data'],
    ['nop.rar', latin('Rar!\x1a\x07'), 'an archive', 'Extract it'],
    ['nop.shp', latin('7z\xbc\xaf\x27\x1c'), 'an archive', 'Extract it'],
    ['cu.fgb', latin('fgb\x02fgb\0'), 'FlatGeobuf version 2', 'export it again'],
    ['dat.gdb', latin('\x01\0\x01\0'), 'a File Geodatabase is a folder', 'the whole .gdb folder'],
    ['a0000000a.gdbtable', latin('\x03\0\0\0'), 'a part of a File Geodatabase', 'Name the .gdb'],
    ['lop.dat', DBASE_7, 'a part of a MapInfo', 'Name the .tab'],
    ['lop.sbn', latin('\0\0\x27\x0a'), 'a part of a Shapefile', 'Name the .shp'],
    ['mot-minh.dbf', DBASE_7, 'a dBase table without a .shp', 'save it as .xlsx'],
  ])('%s is named for what it is, with the next step, in both languages', async (name, bytes, what, step) => {
    const path = await write(name, bytes);
    const fault = await openSource(path).catch((error: unknown) => error);
    if (!(fault instanceof FormatError)) throw fault;
    expect(fault.message).toContain(what);
    expect(fault.message).toContain(step);
    expect(fault.message).toContain('expected');
    const vietnamese = formatMessage(fault.reason, 'vi', FORMAT_MESSAGES);
    expect(vietnamese).toMatch(/; cần .*\. (?:Hãy|Nếu) /);
    expect(vietnamese).not.toMatch(/expected|Open it|Name the|Extract/);
  });

  it('is read where it is a workbook of another name', async () => {
    const path = join(folder, 'bang-tinh.xls');
    const rows = [
      ['xaId', 'soTo'],
      ['02635', '7'],
    ].map((row) => row.map((value) => ({ value })));
    await writeXlsxFile(rows as never).toFile(path);
    const source = await openSource(path);
    expect(source.format).toBe('xlsx');
    expect((await allRecords(source)).map(({ values }) => values)).toEqual([['02635', '7']]);
  });

  it('is said of a .dbf beside its .shp, and of a folder in place of a file', async () => {
    await write('thua.shp', 'x');
    expect(await messageOf(async () => openSource(await write('thua.dbf', DBASE_7)))).toContain(
      'Name the .shp',
    );
    await mkdir(join(folder, 'trong.gdb'));
    expect(await messageOf(() => openSource(join(folder, 'trong.gdb')))).toContain(
      'a folder without geodatabase tables',
    );
    await mkdir(join(folder, 'bang.xlsx'));
    expect(await messageOf(() => openSource(join(folder, 'bang.xlsx')))).toContain('Name the files in it');
  });
});
