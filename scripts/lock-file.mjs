// Which packages depend on which, as package-lock.json has it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Follows a workspace's link to where it lies. */
const entryAt = (path) =>
  packages[path].link ? [packages[path].resolved, packages[packages[path].resolved]] : [path, packages[path]];

/** As Node looks a package up: beside who asks, then in each folder above. Null: optional, and not in the lock file. */
function find(name, from) {
  for (let folder = from; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === '') return null;
  }
}

/** Declared in an older form of package.json, which the lock file leaves out. */
const OLD_FORM = { arc: 'BSD-2-Clause' };

/** An installed package: where it lies, and where those it needs to run lie. */
function describe(at) {
  const [path, entry] = entryAt(at);
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  const needs = names
    .map((name) => find(name, path))
    .filter((found) => found !== null && !packages[found].dev);
  const name = entry.name ?? nameOf(at);
  const { version, license = OLD_FORM[name], integrity = null, optional = false } = entry;
  return { path, name, version, license, integrity, optional, own: Boolean(packages[at].link), needs };
}

/** What the package at a place needs to run, itself included, by name and version; what is left out is not followed. */
export function closure(start, leftOut = () => false) {
  const seen = new Map();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at) || leftOut(at)) continue;
    seen.set(at, describe(at));
    open.push(...seen.get(at).needs);
  }
  const key = ({ name, version }) => `${name}@${version}`;
  return [...seen.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** All that runs in a user's hands: our own packages and what they need. */
export function delivered() {
  const own = Object.keys(packages).filter((path) => packages[path].link);
  const all = new Map(own.flatMap((path) => closure(path)).map((each) => [each.path, each]));
  const key = ({ name, version, path }) => `${name}@${version} ${path}`;
  return [...all.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export const product = {
  name: packages[''].name,
  version: packages[''].version,
  license: packages[''].license,
};
/** Where the package found at a place in `needs` says it lies. */
export const targetOf = (at) => entryAt(at)[0];
