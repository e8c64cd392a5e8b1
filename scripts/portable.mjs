// Makes the folder that is carried to a machine without internet or rights to install: `npm run portable -- --platform win32-x64`.
// Programs, Node, what the programs need, manual, starters, checksums; the same clone gives the same bytes.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { closure, product, ROOT } from './lock-file.mjs';
import { fetchNode, NODE_VERSION, PLATFORMS } from './node-binary.mjs';
import { layProgram } from './pack.mjs';
import { writeManual } from './portable/manual.mjs';
import { readFirst } from './portable/read-first.mjs';
import { starters } from './portable/starters.mjs';

const MEGABYTE = 1e6;
const LIMIT = 250 * MEGABYTE;

/** Compiled for one machine, and a source tree of 230 MB: formats that need it are refused with the way around. Types never run. */
const leftOut = (path) => /node_modules\/(gdal-async|@types\/[^/]+|undici-types)$/.test(path);

/** Nothing of a package that only its authors or a compiler read; its licence is for everybody. */
const runs = (path) =>
  /^(licen[cs]e|notice|copying)/i.test(basename(path)) ||
  !(/\.(map|ts|cts|mts|md|markdown|flow|sh)$/i.test(path) || /^(test|tests|docs|\.github)$/i.test(path));

function copyModules(folder) {
  const needed = closure('node_modules/@thuadat/cli', leftOut).filter(({ own }) => !own);
  for (const { path } of needed) {
    const from = join(ROOT, path);
    if (!existsSync(from)) throw new Error(`${path} is not installed. Run "npm run setup" first.`);
    const filter = (file) => {
      const inside = relative(from, file);
      // A package within a package is one of `needed` itself, or it is not needed.
      return inside === '' || (runs(inside) && !inside.split(sep).includes('node_modules'));
    };
    cpSync(from, join(folder, path), { recursive: true, filter });
  }
}

function copyNode(platform, folder) {
  const { program } = fetchNode(platform);
  const to = join(folder, basename(program));
  copyFileSync(program, to);
  chmodSync(to, 0o755);
  // The package for Windows comes without the licences that go with the program; they are the same.
  copyFileSync(join(fetchNode('linux-x64').folder, 'LICENSE'), join(folder, 'LICENSE-node'));
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** `sha256sum -c SHA256SUMS` understands it; paths with `/`, in the order of their bytes. Gives the size of all in bytes. */
function writeSums(folder) {
  const paths = [...files(folder)].map((path) => relative(folder, path).split(sep).join('/')).sort();
  const line = (path) =>
    `${createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex')}  ${path}\n`;
  writeFileSync(join(folder, 'SHA256SUMS'), paths.map(line).join(''));
  return [...paths, 'SHA256SUMS'].reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}

/** Makes the folder of a platform in `out`; gives its path and size in bytes. Throws when it would be too big for its purpose. */
async function makePortable(platform, out) {
  const system = platform.split('-')[0];
  const folder = join(out, `${product.name}-${product.version}-${platform}`);
  // A folder of somebody's data is not thrown away with the programs beside it.
  if (existsSync(join(folder, 'du-lieu')))
    throw new Error(`${folder} holds data (du-lieu). Choose another --out.`);
  rmSync(folder, { recursive: true, force: true });
  const programs = join(folder, 'chuong-trinh');
  mkdirSync(programs, { recursive: true });
  await layProgram(programs);
  copyModules(programs);
  copyNode(platform, programs);
  writeManual(join(folder, 'huong-dan'));
  for (const [name, text] of Object.entries(starters(system)))
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  writeFileSync(
    join(folder, 'DOC-TRUOC.txt'),
    readFirst(system, { version: product.version, node: NODE_VERSION }),
  );
  for (const name of ['LICENSE', 'NOTICE']) copyFileSync(join(ROOT, name), join(folder, name));
  const size = writeSums(folder);
  if (size > LIMIT) throw new Error(`${folder} has ${size} bytes, ${LIMIT} are allowed.`);
  return { folder, size };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { platform: { type: 'string', multiple: true }, out: { type: 'string', default: 'portable' } },
  });
  const platforms = values.platform ?? ['win32-x64'];
  const unknown = platforms.filter((platform) => !PLATFORMS.includes(platform));
  if (unknown.length > 0) {
    process.stderr.write(`--platform ${unknown.join(', ')}: expected ${PLATFORMS.join(' or ')}.\n`);
    process.exitCode = 2;
  } else
    for (const platform of platforms) {
      const { folder, size } = await makePortable(platform, resolve(values.out));
      process.stdout.write(`${folder} (${Math.round(size / MEGABYTE)} MB)\n`);
    }
}
