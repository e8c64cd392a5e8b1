/**
 * What the embedded engine needs on disk before it starts, made once a machine and kept in a cache folder: a cut-down
 * PostGIS bundle and a template of an initialised database. Both exist for memory and time: the full bundle compiles
 * the raster and topology modules too (+330 MB), and initdb with CREATE EXTENSION takes 10 s and 280 MB.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { refused } from '../messages.ts';

/** Bumped when what is cached changes. */
const LAYOUT = 1;
const need = createRequire(import.meta.url);

export type PgliteHome = {
  /** Bundle with PostGIS only, without installation scripts. */
  readonly bundle: URL;
  /** Data folder with the extension created. */
  readonly template: string;
};

/** Finds or makes the cache. Several processes may do so at once: the first to finish wins. */
export async function pgliteHome(): Promise<PgliteHome> {
  const pglite = dirname(need.resolve('@electric-sql/pglite'));
  const postgis = dirname(need.resolve('@electric-sql/pglite-postgis'));
  const home = join(
    await cacheFolder(),
    `pglite-${await version(pglite)}-postgis-${await version(postgis)}-${LAYOUT}`,
  );
  const found: PgliteHome = {
    bundle: pathToFileURL(join(home, 'postgis.tar.gz')),
    template: join(home, 'template'),
  };
  if (!(await exists(join(home, 'template', 'PG_VERSION')))) await build(home, pglite, postgis);
  return found;
}

async function build(home: string, pglite: string, postgis: string): Promise<void> {
  const making = `${home}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const tar = await promisify(gunzip)(await readFile(join(postgis, 'postgis.tar.gz')));
  const kept = (name: string) => name === 'lib/postgresql/postgis-3.so' || name === 'share/proj/proj.db';
  const script = (name: string) =>
    /^share\/postgresql\/extension\/postgis(\.control|--\d[\d.]*\.sql)$/.test(name);
  const fast = { level: 1 };
  await writeFile(join(making, 'postgis.tar.gz'), await promisify(gzip)(pickTar(tar, kept), fast));
  const install = join(making, 'install.tar.gz');
  await writeFile(
    install,
    await promisify(gzip)(
      pickTar(tar, (n) => kept(n) || script(n)),
      fast,
    ),
  );
  await runTemplateProcess(
    pathToFileURL(join(pglite, 'index.js')),
    join(making, 'template'),
    pathToFileURL(install),
  );
  await rm(install);
  await rename(making, home).catch(async (fault) => {
    await rm(making, { recursive: true, force: true });
    if (!(await exists(join(home, 'template', 'PG_VERSION')))) throw fault;
  });
}

/** Initialises a database in a process of its own, so that its memory goes back to the system. */
function runTemplateProcess(engine: URL, folder: string, bundle: URL): Promise<void> {
  const program = `
    const { PGlite } = await import(${JSON.stringify(engine.href)});
    const postgis = { name: 'postgis', setup: async (_, options) => {
      options.PGLITE_ENV.PROJ_DATA = '/pglite/share/proj';
      return { emscriptenOpts: options, bundlePath: new URL(${JSON.stringify(bundle.href)}) };
    } };
    const db = await PGlite.create(${JSON.stringify(folder)}, { extensions: { postgis } });
    for (const sql of ['create extension postgis', 'vacuum analyze', 'checkpoint']) await db.exec(sql);
    await db.close();`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let fault = '';
    child.stderr.on('data', (part: Buffer) => {
      fault = (fault + part.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(refused('database.not-made', { folder, detail: fault }, { kind: 'failed' })),
    );
  });
}

/** The members of a tar archive whose name passes; blocks are 512 bytes, the size is octal at offset 124. */
function pickTar(tar: Buffer, wanted: (name: string) => boolean): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, to: number) => tar.toString('latin1', at + from, at + to).split('\0')[0]!;
    const size = Number.parseInt(text(124, 136).trim() || '0', 8);
    const end = at + 512 + Math.ceil(size / 512) * 512;
    const prefix = text(257, 262) === 'ustar' ? text(345, 500) : '';
    const name = (prefix ? `${prefix}/` : '') + text(0, 100);
    if (wanted(name.replace(/^\.\//, ''))) parts.push(tar.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** `THUADAT_CACHE`, else the user's cache folder, else the temporary folder where that is not writable. */
async function cacheFolder(): Promise<string> {
  const own = process.env.THUADAT_CACHE;
  const user =
    process.env.XDG_CACHE_HOME ?? (process.platform === 'win32' ? process.env.LOCALAPPDATA : undefined);
  const choices = own ? [own] : [join(user ?? join(homedir(), '.cache'), 'thuadat')];
  choices.push(join(tmpdir(), `thuadat-cache-${userInfo().username}`));
  for (const folder of choices) {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      return folder;
    } catch {
      // next choice
    }
  }
  throw refused('database.no-cache', { folders: choices }, { kind: 'failed' });
}

async function version(dist: string): Promise<string> {
  return (JSON.parse(await readFile(join(dist, '..', 'package.json'), 'utf8')) as { version: string })
    .version;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Puts a fresh database at `data`; complete or absent, a copy that was interrupted is thrown away. Names in it carry no
 * secret: the embedded engine listens on nothing.
 */
export async function ensureData(data: string, template: string): Promise<void> {
  if (await exists(join(data, 'PG_VERSION'))) return;
  const copying = `${data}.copying`;
  await rm(copying, { recursive: true, force: true });
  await cp(template, copying, { recursive: true, mode: constants.COPYFILE_FICLONE });
  await rename(copying, data);
}
