/** Folders, patterns and archives become sources named by their way inside; what a hostile archive tries is refused. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from '@thuadat/testing/files';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openSource } from '../registry.ts';
import { type DeliveryOptions, openDelivery } from './delivery.ts';

const OPTIONS: DeliveryOptions = {
  unpackFolder: () => mkdtemp(join(tmpdir(), 'delivery-unpacked-')),
  isApart: (path) => path.endsWith('cau-hinh.json'),
  isSkipped: (name) => name.startsWith('bo-qua/'),
};

async function folderOf(files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  for (const name of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `${name}\n`);
  }
  return folder;
}

const namesOf = async (argument: string): Promise<string[]> =>
  (await openDelivery(argument, OPTIONS)).files.map(({ name }) => name);

const MEMBERS = [
  'xa-b/ThuaDat.shp',
  'xa-b/ThuaDat.dbf',
  'xa-b/ThuaDat.shx',
  'xa-a/ThuaDat.SHP',
  'xa-a/thuadat.dbf',
  'xa-a/to-1/thua.gpkg',
  'Bản đồ/thửa.csv',
  'bo-qua/ThuaDat.shp',
  'bao-cao.pdf',
  'xa-a/bao-cao.docx',
  'cau-hinh.json',
  'so-lieu.json',
  'CSDL.gdb/a00000001.gdbtable',
  'CSDL.gdb/a00000001.gdbtablx',
  'xa-c/so-lieu.xls',
  'xa-c/le.dbf',
  'xa-a/~$bang.xlsx',
  '.an/ThuaDat.shp',
];
const SOURCES = [
  'Bản đồ/thửa.csv',
  'CSDL.gdb',
  'xa-a/ThuaDat.SHP',
  'xa-a/to-1/thua.gpkg',
  'xa-b/ThuaDat.shp',
  'xa-c/le.dbf',
  'xa-c/so-lieu.xls',
];

it('takes a folder apart in one order, and says what in it is no source', async () => {
  const { files, notes } = await openDelivery(await folderOf(MEMBERS), OPTIONS);
  expect(files.map(({ name }) => name).sort()).toEqual([...SOURCES].sort());
  expect(files.map(({ name }) => name)).toEqual(await namesOf(await folderOf([...MEMBERS].reverse())));
  expect(notes.map(({ code }) => code)).toEqual(['delivery.others', 'delivery.apart']);
  const [others, apart] = notes;
  expect(others!.values).toMatchObject({
    files: 3,
    kinds: ['.docx 1 (xa-a/bao-cao.docx)', '.json 1 (so-lieu.json)', '.pdf 1 (bao-cao.pdf)'],
  });
  expect(apart!.values).toMatchObject({ files: 2, names: ['bo-qua/ThuaDat.shp', 'cau-hinh.json'] });
});

it('names data that no reader takes by its folder when it is opened', async () => {
  const folder = await folderOf(['xa-c/so-lieu.kml', 'xa-d/le.dbf']);
  await writeFile(join(folder, 'xa-c/so-lieu.kml'), '<kml>');
  for (const { path, name } of (await openDelivery(folder, OPTIONS)).files)
    expect(await messageOf(() => openSource(path, { folder: dirname(name) }))).toContain(
      `FormatError: ${name}: `,
    );
});

it('expands a pattern that no shell expanded, and only that', async () => {
  const folder = await folderOf(MEMBERS);
  expect(await namesOf(`${folder}/*/ThuaDat.*`)).toEqual(['xa-a/ThuaDat.SHP', 'xa-b/ThuaDat.shp']);
  expect(await namesOf(`${folder}\\xa-?\\to-1`)).toEqual(['xa-a/to-1/thua.gpkg']);
  expect(await namesOf(`${folder}/**/*.csv`)).toEqual(['Bản đồ/thửa.csv']);
  expect(await namesOf(`${folder}/xa-a/*.csv`).catch(({ reason }) => reason.values.fault.code)).toBe(
    'delivery.no-match',
  );
});

it('refuses a folder without data, and does not follow a link in a circle', async () => {
  const folder = await folderOf(['doc/a.pdf', 'doc/b.pdf']);
  await symlink(folder, join(folder, 'doc', 'vong'));
  const refusal = await openDelivery(folder, OPTIONS).catch((fault) => fault);
  expect(refusal.reason.values.fault).toMatchObject({
    code: 'delivery.empty',
    values: { found: ['.pdf 2 (doc/a.pdf, …)'] },
  });
});

async function zipOf(members: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'delivery-zip-')), 'giao-nop.zip');
  await writeFile(path, zipSync(members));
  return path;
}
const membersOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, strToU8(`${name}\n`)]));

it('reads an archive as the folder it was packed from', async () => {
  const folder = await namesOf(await folderOf(MEMBERS.filter((name) => !/~|\.an/.test(name))));
  const path = await zipOf(membersOf(MEMBERS.filter((name) => !/~|\.an/.test(name))));
  const { files } = await openDelivery(path, OPTIONS);
  expect(files.map(({ name }) => name).sort()).toEqual([...folder].sort());
  const csv = files.find(({ name }) => name.endsWith('.csv'));
  expect(await readFile(csv!.path, 'utf8')).toBe('Bản đồ/thửa.csv\n');
  const database = files.find(({ name }) => name === 'CSDL.gdb');
  expect(existsSync(join(database!.path, 'a00000001.gdbtable'))).toBe(true);
  expect(existsSync(join(dirname(database!.path), 'bao-cao.pdf'))).toBe(false);
});

it('reads archives inside a folder, and none inside an archive', async () => {
  const inner = await readFile(await zipOf(membersOf(['ThuaDat.shp', 'ThuaDat.dbf'])));
  const folder = await folderOf(['xa-a/ThuaDat.shp']);
  await writeFile(join(folder, 'xa-b.zip'), inner);
  expect(await namesOf(folder)).toEqual(['xa-a/ThuaDat.shp', 'xa-b.zip/ThuaDat.shp']);
  const { files } = await openDelivery(await zipOf({ 'trong/xa-b.zip': inner }), OPTIONS);
  expect(files.map(({ name }) => name)).toEqual(['trong/xa-b.zip']);
  expect(await messageOf(() => openSource(files[0]!.path, { folder: 'trong' }))).toContain(
    'trong/xa-b.zip: ',
  );
});

/** The archive with bytes changed everywhere `from` stands. */
async function changed(path: string, from: Buffer, to: Buffer): Promise<string> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) to.copy(bytes, at);
  await writeFile(path, bytes);
  return path;
}

it('reads names in code page 437, in UTF-8 without its flag, and with the other slash', async () => {
  const old = await changed(
    await zipOf(membersOf(['th_a/cafe.csv'])),
    Buffer.from('th_a/cafe.csv'),
    Buffer.from('th\x94a/caf\x82.csv', 'latin1'),
  );
  expect(await namesOf(old)).toEqual(['thöa/café.csv']);
  const utf8 = await changed(
    await zipOf(membersOf(['xa/____.csv'])),
    Buffer.from('xa/____'),
    Buffer.from('xa\\aử'),
  );
  expect(await namesOf(utf8)).toEqual(['xa/aử.csv']);
});

it.each([
  ['../../x.csv', 'zip.unsafe'],
  ['/etc/x.csv', 'zip.unsafe'],
  ['C:/x/x.csv', 'zip.unsafe'],
  ['a/./../../x.csv', 'zip.unsafe'],
])('refuses an archive whose member is %s', async (name, code) => {
  const path = await zipOf(membersOf(['a.csv', name]));
  const refusal = await openDelivery(path, OPTIONS).catch((fault) => fault);
  expect(refusal.reason.values.fault.code).toBe(code);
});

/** Where the entry of the only member stands in the directory. */
const entryIn = (bytes: Buffer): number => bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1');

it.each<[string, (bytes: Buffer, entry: number) => unknown]>([
  ['zip.bomb', (bytes, entry) => bytes.writeUInt32LE(0xfffffff0, entry + 24)],
  ['zip.bomb', (bytes, entry) => bytes.writeUInt32LE(bytes.length + 1, entry + 20)],
  ['zip.damaged', (bytes, entry) => bytes.writeUInt32LE(7, entry + 24)],
  ['zip.damaged', (bytes, entry) => bytes.writeUInt32LE(1, entry + 16)],
  ['zip.locked', (bytes, entry) => bytes.writeUInt16LE(1, entry + 8)],
  ['zip.method', (bytes, entry) => bytes.writeUInt16LE(9, entry + 10)],
  ['zip.damaged', (bytes, entry) => bytes.writeUInt32LE(bytes.length, entry + 42)],
])('refuses what is no whole archive: %s', async (code, spoil) => {
  const path = await zipOf({ 'a.csv': strToU8('maxa,shbando,shthua\n'.repeat(1000)) });
  const bytes = await readFile(path);
  spoil(bytes, entryIn(bytes));
  await writeFile(path, bytes);
  const refusal = await openDelivery(path, OPTIONS).catch((fault) => fault);
  expect(refusal.reason.values.fault.code).toBe(code);
});

it('refuses two members that one file system takes for one, and an archive that is cut', async () => {
  const twice = await openDelivery(await zipOf(membersOf(['a/x.csv', 'A/X.csv'])), OPTIONS).catch(
    (fault) => fault,
  );
  expect(twice.reason.values.fault.code).toBe('zip.twice');
  const path = await zipOf(membersOf(['a.csv', 'b.csv']));
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 30));
  const cut = await openSource(path).catch((fault) => fault);
  expect(cut.reason.values.fault.code).toBe('file.zip');
  expect((await openDelivery(path, OPTIONS).catch((fault) => fault)).reason.values.fault.code).toBe(
    'zip.cut',
  );
});
