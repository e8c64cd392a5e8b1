// Tries the examples of CONTRIBUTING.md in a copy of the project: files that are written out are put in their place, lines with
// `+` after those above them; then types, style of the registry, golden case and the new format must hold.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyTree, ROOT, workingFiles } from './working-copy.mjs';

const copy = copyTree(workingFiles());

/** `{ path, language, body }` of each block that stands under the name of its file. */
function blocks() {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  return [...text.matchAll(/^`([\w./-]+)`:\n\n```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, path, language, body]) => ({
      path,
      language,
      body,
    }),
  );
}

function put({ path, language, body }) {
  const target = join(copy, path);
  mkdirSync(dirname(target), { recursive: true });
  if (language !== 'diff') return writeFileSync(target, body);
  let text = readFileSync(target, 'utf8');
  for (const hunk of body.trimEnd().split(/^…\n/m)) {
    const lines = hunk.trimEnd().split('\n');
    const without = (mark) =>
      lines
        .filter((line) => mark.includes(line[0]))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const before = without(' ');
    if (text.split(before).length !== 2)
      throw new Error(`${path}: this does not stand there once:\n${before}`);
    text = text.replace(before, () => without(' +'));
  }
  writeFileSync(target, text);
}

function run(program, args, expected, env = {}) {
  const result = spawnSync(process.execPath, [join(copy, 'node_modules', program), ...args], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 << 20,
  });
  if ((result.status === 0) === expected) return;
  throw new Error(
    `${program} ${args.join(' ')} was to ${expected ? 'pass' : 'fail'}:\n${result.stdout}${result.stderr}`,
  );
}

/** The new format, through the door by which all files are opened. */
const PROGRAM = `
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openSource } from './registry.ts';

it('reads a list of corners', async () => {
  writeFileSync('list.corners', '02896 1 7 500000 2480000 500020 2480000 500020 2480020\\n');
  const { layers } = await openSource('list.corners');
  for await (const { values, geometry } of layers[0]!.records()) {
    expect(values).toEqual(['02896', '1', '7']);
    expect(geometry!.length).toBe(1 + 4 + 4 + 4 + 4 * 16);
  }
});
`;

const VITEST = 'vitest/vitest.mjs';
const COMPLETE = ['run', 'scripts/completeness.test.ts'];

function main() {
  const all = blocks();
  const written = all.filter(({ language }) => language !== 'diff');
  const registered = all.filter(({ language }) => language === 'diff');
  if (written.length < 5 || registered.length < 3) throw new Error('Not all examples were found.');
  written.forEach(put);
  // As long as nothing is registered, that must be noticed.
  run(VITEST, COMPLETE, false, { UPDATE: '1' });
  registered.forEach(put);
  writeFileSync(join(copy, 'packages', 'formats', 'src', 'corners.test.ts'), PROGRAM);
  run('typescript/bin/tsc', ['--noEmit'], true);
  run(VITEST, COMPLETE, true, { UPDATE: '1' });
  run(VITEST, ['run', 'packages/formats/src/corners.test.ts'], true);
  run(VITEST, ['run', 'data-samples/cases.test.ts', '-t', 'range-of-sheets'], true, { UPDATE: '1' });
  run(
    '@biomejs/biome/bin/biome',
    ['check', ...written.map(({ path }) => path).filter((path) => path.endsWith('.ts'))],
    true,
  );
}

try {
  main();
} finally {
  rmSync(copy, { recursive: true, force: true });
}
