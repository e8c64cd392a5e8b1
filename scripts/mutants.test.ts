/** The mutants of `npm run mutants` take two minutes to try; that each still fits its place is seen at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import mutants from './mutants.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const sources = ['packages', 'web']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((path) => /(^|\/)src\/.*\.ts$/.test(path) && !/node_modules|\/dist\/|\.test\.ts$/.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'));

test.each(mutants)('$name: stands in exactly one place of the sources', ({ find, replace }) => {
  expect(replace).not.toBe(find);
  expect(sources.reduce((count, text) => count + text.split(find).length - 1, 0)).toBe(1);
});

test('there are no two mutants of one name', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
