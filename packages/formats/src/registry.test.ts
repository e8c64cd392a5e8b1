import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, tempFolder } from '@thuadat/testing/files';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS, openSource } from './registry.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const write = async (name: string, bytes: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

describe('opening a source', () => {
  it('has one format for an extension', () => {
    const extensions = FORMATS.flatMap((format) => format.extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
  });

  it('says to unzip an archive, whatever its name', async () => {
    const zip = zipSync({ 'thua.shp': new Uint8Array(10) });
    for (const name of ['thua.zip', 'thua.shp']) {
      const message = await messageOf(async () => openSource(await write(name, zip)));
      expect(message).toContain(`${name}: a ZIP archive; expected one of .shp`);
      expect(message).toContain('Unzip it first');
    }
  });

  it('refuses what is not there, empty, a folder, or without a known form', async () => {
    expect(await messageOf(() => openSource(join(folder, 'no.shp')))).toContain('no.shp: no such file');
    expect(await messageOf(() => openSource('/vsicurl/http://127.0.0.1/x.gpkg'))).toContain('no such file');
    expect(await messageOf(async () => openSource(await write('empty.csv', '')))).toContain(
      'an empty file (0 bytes)',
    );
    await mkdir(join(folder, 'layers'));
    expect(await messageOf(() => openSource(join(folder, 'layers')))).toContain(
      'a folder without geodatabase tables',
    );
    expect(await messageOf(async () => openSource(await write('thua.shx', 'x')))).toContain('Name the .shp');
    expect(await messageOf(async () => openSource(await write('bang.dbf', 'x')))).toContain(
      'a dBase table without a .shp',
    );
    expect(await messageOf(async () => openSource(await write('thua', 'x')))).toContain('no extension');
    expect(await messageOf(async () => openSource(await write('text.shp', 'not a shapefile')))).toContain(
      'expected a .shp file',
    );
    expect(await messageOf(async () => openSource(await write('text.xlsx', 'not a workbook')))).toContain(
      'expected a Excel workbook file',
    );
  });

  it('refuses a file that may not be read', async () => {
    const path = await write('secret.csv', 'a,b\n1,2\n');
    await chmod(path, 0);
    // The superuser may read anything: as root the test is nobody for a moment.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65534);
    const message = await messageOf(() => openSource(path)).finally(() => root && process.seteuid?.(0));
    expect(message).toContain('secret.csv: a file that may not be read; expected the right to read');
  });
});
