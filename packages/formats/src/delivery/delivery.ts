/**
 * What a land office hands over: a folder of folders, an archive, or a pattern of names. It is taken apart into sources, each
 * named by its way inside the delivery, since every folder of one may hold a `ThuaDat.shp`. What is no source is said.
 */
import { open, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { matchesWholeGlob } from '@thuadat/core/config';
import type { Message } from '@thuadat/core/message/message';
import { wholesOf, zipKind } from '../foreign.ts';
import { formatError } from '../format.ts';
import { tell } from '../messages.ts';
import { FORMATS } from '../registry.ts';
import { unpackedPath, unpackZip } from './unpack.ts';
import { type Found, isDatabase, walkFolder } from './walk.ts';

export type DeliveredFile = {
  readonly path: string;
  /** The way inside the delivery, with `/`; a plain file's own name. */
  readonly name: string;
  /** What `name` is told from. */
  readonly root: string;
  /** Found in a delivery, not named by the user. */
  readonly found: boolean;
};

export type Delivery = { readonly files: readonly DeliveredFile[]; readonly notes: readonly Message[] };

export type DeliveryOptions = {
  /** A new folder to unpack an archive in; who asked takes it away. Null: archives stay packed. */
  readonly unpackFolder: (() => Promise<string>) | null;
  /** What has another part in the work (config file, boundaries, runs): not a source though it lies in the folder. */
  readonly isApart: (path: string) => boolean;
  /** What the config leaves out, by the way inside the delivery. */
  readonly isSkipped: (name: string) => boolean;
};

/** Takes one argument apart; a plain file, or a path where nothing is, stays one source. Throws a FormatError. */
export async function openDelivery(argument: string, options: DeliveryOptions): Promise<Delivery> {
  const info = await stat(argument).catch(() => null);
  if (info === null && /[*?]/.test(argument)) return openPattern(argument, options);
  if (info?.isDirectory() && !(await isDatabase(argument)))
    return sorted(argument, await walkFolder(argument, options.isApart), options);
  if (info?.isFile() && options.unpackFolder && isArchive(argument)) return openArchive(argument, options);
  return { files: [plain(argument)], notes: [] };
}

const plain = (path: string): DeliveredFile => ({
  path,
  name: basename(path).normalize('NFC'),
  root: dirname(resolve(path)),
  found: false,
});

/** Workbooks and the like are archives too, of a kind that `zipKind` knows. */
const isArchive = (path: string): boolean => extname(path).toLowerCase() === '.zip' && zipKind(path) === null;

/** A shell on Windows, and quotes elsewhere, leave a pattern as it stands. */
async function openPattern(argument: string, options: DeliveryOptions): Promise<Delivery> {
  const parts = argument.replaceAll('\\', '/').split('/');
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const base = first === 0 ? '.' : parts.slice(0, first).join('/') || '/';
  const pattern = parts.slice(first).join('/').replace(/\/+$/, '');
  const info = await stat(base).catch(() => null);
  const all = info?.isDirectory() ? await walkFolder(base, options.isApart) : [];
  const fits = ({ name }: Found) =>
    name.split('/').some((_, i, way) => matchesWholeGlob(pattern, way.slice(0, i + 1).join('/')));
  const found = all.filter(fits);
  if (found.length === 0) throw formatError({ file: argument }, 'delivery.no-match', {});
  return sorted(base, found, options);
}

async function openArchive(path: string, options: DeliveryOptions): Promise<Delivery> {
  const folder = await options.unpackFolder!();
  const names = await unpackZip(path, folder, isWanted);
  const found = names.map((name) => ({ path: unpackedPath(folder, name), name, database: false }));
  // An archive in an archive is named and refused: one that holds itself would have no end.
  return sorted(path, databases(found), { ...options, unpackFolder: null });
}

/** Unpacked: whatever may be a source or a part of one. */
const isWanted = (name: string): boolean =>
  DATA.has(extensionOf(name)) || wholesOf(extensionOf(name)) !== null || IN_DATABASE.test(name);

const IN_DATABASE = /^(.*?\.gdb)\//i;

/** The files of a File Geodatabase are one source. */
function databases(found: readonly Found[]): Found[] {
  const all = new Map<string, Found>();
  for (const each of found) {
    const inside = IN_DATABASE.exec(each.name);
    if (!inside) all.set(each.name, each);
    else {
      const name = inside[1]!;
      const up = each.name
        .slice(name.length + 1)
        .split('/')
        .map(() => '..');
      all.set(name, { path: join(each.path, ...up), name, database: true });
    }
  }
  return [...all.values()];
}

const extensionOf = (name: string): string => extname(name).toLowerCase();

/** A text may be anything and belongs to a source only where it is named. */
const READ = new Set(FORMATS.flatMap(({ extensions }) => extensions).filter((own) => own !== '.txt'));
/** Data that no reader takes: it is opened all the same, because its refusal says the way in. */
const UNREAD = '.xls .xlsb .ods .mdb .accdb .kml .kmz .dwg .gml .rar .7z .tar .gz .tgz .parquet .sqlite .zip';
const DATA = new Set([...READ, ...UNREAD.split(' '), '.dbf']);

/** Sorts what was found into sources and the rest, and says the rest once. */
async function sorted(root: string, found: readonly Found[], options: DeliveryOptions): Promise<Delivery> {
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  const files: DeliveredFile[] = [];
  const notes: Message[] = [];
  const [apart, others]: [string[], string[]] = [[], []];
  for (const { path, name, database } of found) {
    if (!database && isPart(name, names)) continue;
    if (options.isApart(path) || options.isSkipped(name)) apart.push(name);
    else if (!database && !(await isData(path, name))) others.push(name);
    else if (options.unpackFolder && !database && isArchive(path)) {
      const inner = await openArchive(path, {
        ...options,
        isSkipped: (own) => options.isSkipped(`${name}/${own}`),
      });
      files.push(
        ...inner.files.map((each) => ({ ...each, root: resolve(root), name: `${name}/${each.name}` })),
      );
      notes.push(...inner.notes);
    } else files.push({ path, name, root: resolve(root), found: true });
  }
  const folder = basename(resolve(root));
  if (files.length === 0 && notes.length === 0)
    throw formatError({ file: root }, 'delivery.empty', { found: others.length > 0 ? kinds(others) : ['–'] });
  if (others.length > 0)
    notes.push(tell('delivery.others', { folder, files: others.length, kinds: kinds(others) }));
  if (apart.length > 0)
    notes.push(tell('delivery.apart', { folder, files: apart.length, names: some(apart) }));
  return { files, notes };
}

/** A part (`.dbf`) of a whole that lies beside it. */
function isPart(name: string, names: ReadonlySet<string>): boolean {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length).toLowerCase();
  return wholesOf(extension)?.some((whole) => names.has(stem + whole)) ?? false;
}

async function isData(path: string, name: string): Promise<boolean> {
  const extension = extensionOf(name);
  return extension === '.json' ? isGeoJson(path) : DATA.has(extension);
}

/** Settings and descriptions are JSON too. */
async function isGeoJson(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    return /"(?:FeatureCollection|Feature|features)"/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

const EXAMPLES = 10;
const some = (names: readonly string[]): string[] =>
  names.length > EXAMPLES ? [...names.slice(0, EXAMPLES), '…'] : [...names];

/** `.pdf 3 (a/b.pdf)`, most first. */
function kinds(names: readonly string[]): string[] {
  const by = new Map<string, string[]>();
  for (const name of names) {
    const kind = extensionOf(name) || basename(name);
    by.set(kind, [...(by.get(kind) ?? []), name]);
  }
  const list = [...by].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return some(list.map(([kind, own]) => `${kind} ${own.length} (${own[0]}${own.length > 1 ? ', …' : ''})`));
}
