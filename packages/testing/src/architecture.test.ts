import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

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
  'packages/queue': ['core', 'admin-units', 'run', 'store', 'engine'],
  'packages/export': ['core', 'api', 'admin-units', 'formats', 'run', 'store'],
  'packages/server': ['core', 'api', 'admin-units', 'store', 'export'],
  'packages/cli': [
    ...['core', 'api', 'admin-units', 'formats', 'run', 'store', 'postgis', 'engine', 'queue', 'export'],
    'server',
  ],
  'packages/sample': ['core', 'admin-units', 'formats'],
  'packages/testing': ['core', 'api', 'admin-units', 'formats', 'run', 'store', 'engine'],
  web: ['core', 'api'],
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
