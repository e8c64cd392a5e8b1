// Builds the command line (packages/cli/dist) and the map (web/dist) when a source is newer than the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'packages', 'cli', 'dist');

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (!/\.test\.ts$/.test(entry.name)) yield path;
  }
}

/** Hash of names, sizes and times of everything a build depends on. */
function stamp(folders) {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'vite.config.ts']) hash.update(readFileSync(join(root, name)));
  for (const folder of folders) {
    for (const path of sources(join(root, folder))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function buildWhenChanged(mark, folders, work) {
  const current = stamp(folders);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === current) return;
  rmSync(mark, { force: true });
  await work(await import('vite'));
  writeFileSync(mark, current);
}

const configFile = join(root, 'vite.config.ts');

export async function build() {
  await buildWhenChanged(
    join(dist, '.stamp'),
    ['packages', 'web/test', 'migrations', 'scripts'],
    ({ build: viteBuild }) => viteBuild({ configFile, mode: 'programs', logLevel: 'warn' }),
  );
  if (existsSync(join(root, 'web', 'index.html'))) {
    await buildWhenChanged(
      join(root, 'web', 'dist', '.stamp'),
      ['web', 'packages/core/src', 'packages/api/src'],
      ({ build: viteBuild }) => viteBuild({ configFile, logLevel: 'warn' }),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
