// Runs the golden cases and the identifier vectors under Node 24, which the README recommends: the same bytes must come out.
// A Node of that age that runs this itself is used as it is.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchNode, NODE_VERSION } from './node-binary.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const TESTS = ['data-samples/cases.test.ts', 'data-samples/vectors/vectors.test.ts'];

const own = Number(process.versions.node.split('.')[0]) >= 24;
const program = own ? process.execPath : fetchNode(`${process.platform}-${process.arch}`).program;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
process.stderr.write(`under Node ${own ? process.versions.node : NODE_VERSION}:\n`);
process.exitCode = spawnSync(program, [vitest, 'run', ...TESTS], { cwd: root, stdio: 'inherit' }).status ?? 1;
