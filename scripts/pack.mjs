// Packs the libraries and the command line as npm tarballs, as others install them: `node scripts/pack.mjs OUT`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stage = join(root, 'node_modules', '.cache', 'thuadat-pack');

/** Packages that others may install, those below first. */
export const LIBRARIES = [
  ...[
    'core',
    'api',
    'admin-units',
    'formats',
    'run',
    'store',
    'postgis',
    'engine',
    'queue',
    'export',
    'server',
  ],
];

const isSource = (name) => /\.ts$/.test(name) && !/\.(test|test-data|fixture|d)\.ts$/.test(name);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (isSource(entry.name)) yield path;
  }
}

function run(command, args, cwd = root) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Modules stay modules, so that a program bundles only what it uses; whatever is not of the package stays outside. */
async function buildModules(name, folder) {
  const { build } = await import('vite');
  const src = join(root, 'packages', name, 'src');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      lib: {
        entry: Object.fromEntries([...sources(src)].map((path) => [relative(src, path).slice(0, -3), path])),
        formats: ['es'],
      },
      outDir: join(folder, 'dist'),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
        output: { preserveModules: true, preserveModulesRoot: src, entryFileNames: '[name].js' },
      },
    },
  });
}

/** Declarations of all packages in one go; their imports name the modules as they are packed. */
function buildTypes() {
  rmSync(join(stage, 'types'), { recursive: true, force: true });
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.pack.json']);
}

function copyTypes(name, folder) {
  const from = join(stage, 'types', 'packages', name, 'src');
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const to = join(folder, 'dist', relative(from, path));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(path, 'utf8').replace(/(['"]\.{1,2}\/[^'"\n]*)\.ts(['"])/g, '$1.js$2'));
  }
}

const manifestOf = (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));

function writeManifest(name, folder, own) {
  const { private: _, devDependencies: __, ...manifest } = manifestOf(name);
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ ...manifest, engines, ...own(manifest) }, null, 2)}\n`,
  );
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'packages', name, 'README.md'), join(folder, 'README.md'), { errorOnExist: false });
}

/** The doors of the sources, and `index.ts` under the package's own name; what only tests import is not packed. */
function libraryExports({ exports }) {
  const doors = Object.entries(exports).filter(([, path]) => isSource(path));
  const built = (path) => path.replace('./src/', './dist/').slice(0, -3);
  const list = [['.', './src/index.ts'], ...doors].map(([door, path]) => [
    door,
    { types: `${built(path)}.d.ts`, default: `${built(path)}.js` },
  ]);
  return { exports: Object.fromEntries(list), files: ['dist'] };
}

/** The program: its libraries are bundled into it, the page lies beside it, what is installed is what others made. */
function programManifest(manifest) {
  const dependencies = {};
  const optionalDependencies = {};
  for (const name of LIBRARIES) {
    const library = manifestOf(name);
    Object.assign(dependencies, library.dependencies);
    Object.assign(optionalDependencies, library.optionalDependencies);
  }
  Object.assign(dependencies, manifest.dependencies);
  const foreign = Object.entries(dependencies).filter(([name]) => !name.startsWith('@thuadat/'));
  return {
    exports: {},
    dependencies: Object.fromEntries(foreign.sort()),
    optionalDependencies,
    files: ['bin', 'dist', 'web'],
  };
}

/** Lays the program into `folder` as it is installed, but for what others made. */
export async function layProgram(folder) {
  const { build } = await import('./build.mjs');
  await build();
  const cli = join(root, 'packages', 'cli');
  cpSync(join(cli, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const name of ['thuadat.js', 'portable.js', 'unit-process.js', 'chunks'])
    cpSync(join(cli, 'dist', name), join(folder, 'dist', name), { recursive: true });
  // The build's own mark is of this machine.
  const filter = (path) => basename(path) !== '.stamp';
  cpSync(join(root, 'web', 'dist'), join(folder, 'web'), { recursive: true, filter });
  writeManifest('cli', folder, programManifest);
}

async function packProgram(out) {
  const folder = join(stage, 'cli');
  await layProgram(folder);
  return pack(folder, out);
}

/** Gives the path of the tarball. */
function pack(folder, out) {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', out], folder));
  return join(out, packed.filename);
}

/** Packs everything into `out`; gives the tarballs by package. */
export async function packAll(out) {
  for (const name of [...LIBRARIES, 'cli']) rmSync(join(stage, name), { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  buildTypes();
  const tarballs = {};
  for (const name of LIBRARIES) {
    const folder = join(stage, name);
    await buildModules(name, folder);
    copyTypes(name, folder);
    writeManifest(name, folder, libraryExports);
    tarballs[name] = pack(folder, out);
  }
  tarballs.cli = await packProgram(out);
  return tarballs;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const tarballs = await packAll(resolve(process.argv[2] ?? 'tarballs'));
  for (const path of Object.values(tarballs)) process.stdout.write(`${path}\n`);
}
