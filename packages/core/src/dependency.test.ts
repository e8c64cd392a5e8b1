import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** What each part may import of the others: dependencies point one way. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/admin-units': ['core'],
  'packages/formats': ['core'],
  'packages/store': ['core'],
  'packages/sample': ['core', 'admin-units', 'formats'],
  'packages/cli': ['core', 'admin-units', 'formats', 'store', 'sample'],
  web: ['core'],
};

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts') && !/\.test(-data)?\.ts$/.test(entry.name)) yield path;
  }
}

it.each(Object.entries(ALLOWED))('%s imports only what lies below it', (folder, allowed) => {
  const faults: string[] = [];
  for (const path of sources(join(root, folder, 'src'))) {
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/from '@thuadat\/([a-z-]+)/g)) {
      if (!allowed.includes(name!)) faults.push(`${path}: @thuadat/${name}`);
    }
  }
  expect(faults).toEqual([]);
});

it('keeps files of the operating system out of the core', () => {
  const faults = [...sources(join(root, 'packages/core/src'))].filter((path) =>
    /from 'node:/.test(readFileSync(path, 'utf8')),
  );
  expect(faults).toEqual([]);
});

/** Rooms of the command line that will be libraries: they know no terminal, no exit code and no chosen language. */
const LIBRARIES = ['plan', 'write-back', 'export', 'issue-list', 'review', 'calibrate', 'process-life.ts'];
const TERMINAL = ['language', 'exit', 'print', 'commands', 'progress', 'workspace', 'words', 'command-line'];

it('keeps the terminal out of what plans, writes back and exports', () => {
  const terminal = new RegExp(`from '(?:\\.\\./|\\./)+(?:${TERMINAL.join('|')})[./]|from 'commander'`);
  const cli = join(root, 'packages/cli/src');
  const files = LIBRARIES.flatMap((name) =>
    name.endsWith('.ts') ? [join(cli, name)] : [...sources(join(cli, name))],
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((path) => terminal.test(readFileSync(path, 'utf8')))).toEqual([]);
});
