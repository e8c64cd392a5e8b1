// Runs the golden cases and the identifier vectors under Node 24, which the README recommends: the same bytes must come out.
// Its binary is an npm package, kept in the cache folder; a Node of that age that runs this itself is used as it is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '24.21.0';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const TESTS = ['data-samples/cases.test.ts', 'data-samples/vectors/vectors.test.ts'];

function fetchNode() {
  const name = `node-${process.platform}-${process.arch}`;
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'thuadat', `${name}-${VERSION}`);
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  if (process.platform !== 'linux')
    throw new Error(
      `There is no binary of Node 24 to fetch for ${name}. Run this with a Node 24 of your own.`,
    );
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  const result = spawnSync('npm', [...args, `${name}@${VERSION}`], { encoding: 'utf8' });
  if (result.status !== 0 || !existsSync(program))
    throw new Error(`${name}@${VERSION} could not be fetched from the npm registry:\n${result.stderr}`);
  return program;
}

const own = Number(process.versions.node.split('.')[0]) >= 24;
const program = own ? process.execPath : fetchNode();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
process.stderr.write(`under Node ${own ? process.versions.node : VERSION}:\n`);
process.exitCode = spawnSync(program, [vitest, 'run', ...TESTS], { cwd: root, stdio: 'inherit' }).status ?? 1;
