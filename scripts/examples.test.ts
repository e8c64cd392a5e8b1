/** CONTRIBUTING's examples are tried in a copy of the project: a document that is not true fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

test("CONTRIBUTING's bug, rule and format work as written", { timeout: 300_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'examples.mjs')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
