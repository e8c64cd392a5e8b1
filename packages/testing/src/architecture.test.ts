/**
 * The arrows between packages, for programs and for tests; that nobody reaches into another package past its door; and
 * that what is imported is declared, at the one version all packages have.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** What each package may import of the others: arrows point down only. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/api': ['core'],
  'packages/admin-units': ['core'],
  'packages/formats': ['core'],
  'packages/run': ['core'],
  'packages/store': ['core', 'api', 'run'],
  'packages/postgis': ['core', 'formats', 'run', 'store'],
  'packages/engine': ['core', 'admin-units', 'formats', 'run', 'store', 'postgis'],
  'packages/queue': ['core', 'admin-units', 'store', 'engine'],
  'packages/export': ['core', 'api', 'admin-units', 'formats', 'run', 'store'],
  'packages/server': ['core', 'api', 'admin-units', 'store', 'export'],
  'packages/cli': [
    ...['core', 'api', 'admin-units', 'formats', 'run', 'store', 'postgis', 'engine', 'queue', 'export'],
    'server',
  ],
  'packages/sample': ['core', 'admin-units', 'formats'],
  'packages/testing': ['core', 'api', 'admin-units', 'formats', 'run', 'store', 'engine'],
  'packages/bench': [
    ...['core', 'api', 'admin-units', 'formats', 'run', 'store', 'server'],
    'sample',
    'testing',
  ],
  web: ['core', 'api'],
};

/** What tests may import besides, and besides `testing`, which every test may. */
const TESTS_ALSO: Readonly<Record<string, readonly string[]>> = {
  // The identifier's vectors and the walk through the years are tried on the real log of units.
  'packages/core': ['admin-units'],
  // What starts the built program also starts the one that draws provinces and the benchmark.
  'packages/cli': ['sample', 'bench'],
  // The page is tried in a browser, over the real server and a database.
  web: ['formats', 'store', 'server'],
};

type SourceImport = { readonly path: string; readonly test: boolean; readonly target: string };

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.(?:ts|mjs)$/.test(entry.name)) yield path;
  }
}

const slashed = (path: string): string => relative(root, path).replaceAll(sep, '/');

/** A package, or the root, to which `scripts` and `data-samples` belong. */
const packageOf = (path: string): string => /^(?:packages\/[^/]+|web)(?=\/)/.exec(path)?.[0] ?? '.';

/** Statements stand at the beginning of a line; what a text quotes does not. */
const STATEMENT = /^(?:(?:import|export|\})[^'\n]* from |import )'([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm;

const IMPORTS: readonly SourceImport[] = ['packages', 'web', 'scripts', 'data-samples'].flatMap((folder) =>
  [...files(join(root, folder))].map(slashed).flatMap((path) => {
    const test = packageOf(path) === '.' || /\/test\/|\.test(?:-data)?\.ts$/.test(path);
    const found = readFileSync(join(root, path), 'utf8').matchAll(STATEMENT);
    return [...found].map(([, first, second]) => ({ path, test, target: (first ?? second)! }));
  }),
);

const named = (target: string): string | undefined => /^@thuadat\/([a-z-]+)/.exec(target)?.[1];
const said = ({ path, target }: SourceImport): string => `${path}: ${target}`;

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
const PACKAGES = ['web', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)];

describe('arrows', () => {
  it('are told of every package', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...PACKAGES].sort());
  });

  it.each(Object.entries(ALLOWED))('%s imports only what lies below it', (folder, allowed) => {
    const own = IMPORTS.filter(({ path, test }) => !test && packageOf(path) === folder);
    expect(own.filter(({ target }) => named(target) && !allowed.includes(named(target)!)).map(said)).toEqual(
      [],
    );
  });

  it.each(Object.entries(ALLOWED))('the tests of %s import that, and what tests share', (folder, allowed) => {
    const all = [...allowed, 'testing', ...(TESTS_ALSO[folder] ?? [])];
    const own = IMPORTS.filter(({ path, test }) => test && packageOf(path) === folder);
    expect(own.filter(({ target }) => named(target) && !all.includes(named(target)!)).map(said)).toEqual([]);
  });

  it('are those that ARCHITECTURE.md shows', () => {
    const [, section = ''] = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n## Arrows\n');
    const shown: Record<string, readonly string[]> = {};
    for (const [, names, below] of section.split('\n## ')[0]!.matchAll(/^\| ([a-z][^|]*) \| ([^|]+) \|$/gm)) {
      if (names === 'package') continue;
      const all = Object.keys(shown);
      const list = { 'nothing of ours': [], 'all of these': all }[below!] ?? below!.split(', ');
      for (const name of names!.split(', ')) shown[name] = [...list].sort();
    }
    const held = Object.entries(ALLOWED).map(([folder, list]) => [
      folder.replace('packages/', ''),
      [...list].sort(),
    ]);
    expect(shown).toEqual(Object.fromEntries(held));
  });

  it('keep files of the operating system out of the core', () => {
    const own = IMPORTS.filter(({ path, test }) => !test && packageOf(path) === 'packages/core');
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(({ target }) => target.startsWith('node:')).map(said)).toEqual([]);
  });
});

describe('imports', () => {
  it('never reach into another package by a path, nor into its tests', () => {
    const faults = IMPORTS.filter(({ path, target }) =>
      target.startsWith('.')
        ? packageOf(slashed(join(root, dirname(path), target))) !== packageOf(path)
        : /^@thuadat\/.*(?:\/test\/|\.test$)/.test(target),
    );
    expect(faults.map(said)).toEqual([]);
  });

  it('of another package are declared', () => {
    const undeclared = IMPORTS.filter(({ path, test, target }) => {
      const name = named(target);
      if (!name) return false;
      const { dependencies = {}, devDependencies = {} } = manifestOf(packageOf(path));
      return !(`@thuadat/${name}` in { ...dependencies, ...(test ? devDependencies : {}) });
    });
    expect(undeclared.map(said)).toEqual([]);
  });
});

describe('the version', () => {
  const { version } = manifestOf('.');

  it.each(['.', ...PACKAGES])('in %s is that of the root, exactly', (folder) => {
    const manifest = manifestOf(folder);
    const others = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([name]) => name.startsWith('@thuadat/'),
    );
    expect([manifest.version, ...others.map(([, each]) => each)]).toEqual(
      Array.from({ length: others.length + 1 }, () => version),
    );
  });

  it('that the program and its runs tell is that of the root', () => {
    const told = ['packages/cli/src', 'packages/engine/src']
      .flatMap((folder) => [...files(join(root, folder))])
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => readFileSync(path, 'utf8').match(/(?<=\.version\('|'thuadat )\d+\.\d+\.\d+/g) ?? []);
    expect(told).toEqual([version, version]);
  });
});

/** `UPDATE=1` writes the list and the `exports` that say the same to Node; read the difference before it is committed. */
describe('doors', () => {
  const LIST = join(import.meta.dirname, 'doors.json');
  const doors = [
    ...new Set(
      IMPORTS.filter(
        ({ path, target }) => named(target) && !packageOf(path).endsWith(`/${named(target)}`),
      ).map(({ target }) => target),
    ),
  ].sort();
  const exportsOf = (name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      doors
        .filter((door) => named(door) === name)
        .map((door) => door.slice(`@thuadat/${name}/`.length))
        .map((path) => [`./${path}`, `./src/${path}.ts`]),
    );
  const LIBRARIES = PACKAGES.filter((folder) => folder !== 'web').map((folder) =>
    folder.slice('packages/'.length),
  );

  if (process.env.UPDATE === '1') {
    writeFileSync(LIST, `${JSON.stringify(doors, null, 2)}\n`);
    for (const name of LIBRARIES) {
      const path = join(root, 'packages', name, 'package.json');
      const manifest = { ...manifestOf(`packages/${name}`), exports: exportsOf(name) };
      writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
    }
  }

  it('by which packages are entered are those of the list', () => {
    expect(doors).toEqual(JSON.parse(readFileSync(LIST, 'utf8')));
  });

  it.each(LIBRARIES)('of %s are what its package.json exports', (name) => {
    expect(manifestOf(`packages/${name}`).exports).toEqual(exportsOf(name));
  });
});
