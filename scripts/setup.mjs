// Sets a fresh clone up with nothing but Node and npm: dependencies, the build and, with --gdal, the quickest way to GDAL.
// Dependency-free. Run again it does nothing. THUADAT_GDAL=none|prebuilt|shared chooses the way to GDAL by hand.
// GDAL is asked for by name because compiling its binding takes longer than all the rest, and most verbs never load it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const say = (text) => process.stderr.write(`setup: ${text}\n`);

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, ...options });

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Node ${process.versions.node} found, 20.19 or newer expected. Install a newer Node.js and try again.`);
  process.exit(2);
}

/** `npm ci` unless node_modules was laid from this very lock file. Install scripts do not run: GDAL is handled below. */
function installDependencies() {
  const mark = join(modules, '.thuadat-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  say('installing dependencies (npm ci) …');
  const result = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    say('npm ci failed. Check that the npm registry, or your local mirror of it, can be reached.');
    process.exit(1);
  }
  writeFileSync(mark, lock);
}

const gdalWorks = () =>
  run(process.execPath, ['-e', "require('gdal-async')"], { timeout: 30_000 }).status === 0;

/** A compiled binding is kept outside the clone, by what it depends on. */
function bindingPaths() {
  const folder = join(modules, 'gdal-async');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const gdal = run('gdal-config', ['--version']);
  const shared = gdal.status === 0 ? gdal.stdout.trim() : 'none';
  const tag = `node-v${process.versions.modules}-${process.platform}-${process.arch}`;
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return {
    binding: join(folder, 'lib', 'binding', tag, 'gdal.node'),
    cached: join(cache, 'thuadat', `gdal-async-${manifest.version}-${tag}-gdal-${shared}`, 'gdal.node'),
    shared: shared !== 'none',
  };
}

function keep(from, to) {
  try {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function buildShared() {
  say(`compiling the GDAL binding against the system's GDAL (about a minute and a half, once) …`);
  const env = { ...process.env, npm_config_build_from_source: 'true', npm_config_shared_gdal: 'true' };
  const result = run('npm', ['rebuild', 'gdal-async', '--foreground-scripts', '--ignore-scripts=false'], {
    env,
    timeout: 900_000,
  });
  if (result.status !== 0)
    say(`it did not compile: ${(result.stderr ?? '').trim().split('\n').slice(-3).join(' ')}`);
  return gdalWorks();
}

function fetchPrebuilt() {
  const tool = join(modules, '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp');
  if (!existsSync(tool)) return false;
  const options = { cwd: join(modules, 'gdal-async'), timeout: 90_000 };
  run(process.execPath, [tool, 'install', '--fallback-to-build=false'], options);
  return gdalWorks();
}

function installDebianGdal() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false;
  say("installing Debian's libgdal-dev …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], { env, timeout: 120_000 });
  const packages = ['libgdal-dev', 'g++', 'make', 'python3'];
  return (
    run('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], { env, timeout: 600_000 })
      .status === 0
  );
}

/** Cached binding, else prebuilt, else compiled against the system's GDAL, else without. Returns what was done. */
function provideGdal() {
  const way = process.env.THUADAT_GDAL ?? 'auto';
  if (way === 'none' || !existsSync(join(modules, 'gdal-async'))) return false;
  if (gdalWorks()) return true;
  const paths = bindingPaths();
  if (existsSync(paths.cached) && keep(paths.cached, paths.binding)) {
    if (gdalWorks()) return true;
    rmSync(paths.binding, { force: true });
  }
  const made =
    (way !== 'shared' && !paths.shared && fetchPrebuilt()) ||
    (way !== 'prebuilt' && (paths.shared || installDebianGdal()) && buildShared());
  const now = bindingPaths();
  if (made && existsSync(now.binding)) keep(now.binding, now.cached);
  return made;
}

requireNode();
installDependencies();
if (process.argv.includes('--gdal') && !provideGdal()) {
  say(
    'GDAL is not available here. File Geodatabase, DGN, DXF and MapInfo cannot be read, and GeoPackage, FlatGeobuf',
  );
  say(
    'and Shapefile cannot be written; all else works. On Debian or Ubuntu: apt-get install libgdal-dev, then npm run gdal.',
  );
}
if (!process.argv.includes('--no-build')) {
  const { build } = await import('./build.mjs');
  await build();
}
