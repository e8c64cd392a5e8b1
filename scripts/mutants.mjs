// Can the golden cases bless a wrong program? Each row of mutants.json makes the program wrong in one way, in a copy of the
// working tree; the golden cases are run there with UPDATE=1, as a careless person would, and, should they pass, the tests
// related to the changed file. Prints who noticed, and ends with 1 when nobody did. `npm run mutants [-- part of a name]`.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyTree, ROOT as root, workingFiles } from './working-copy.mjs';

const files = workingFiles();
const copy = copyTree(files);
const out = (text) => process.stdout.write(`${text}\n`);

const GOLDEN = ['run', 'data-samples/cases.test.ts', '-t', 'shows what is planted'];

/** The one place in the sources where a mutant's text stands. */
function placeOf({ name, find }) {
  const sources = files.filter(
    (path) => /^(packages|web)\/.*\/?src\/.*\.ts$/.test(path) && !/\.test\.ts$/.test(path),
  );
  const places = sources.flatMap((path) => {
    const parts = readFileSync(join(root, path), 'utf8').split(find).length - 1;
    return Array.from({ length: parts }, () => path);
  });
  if (places.length === 1) return places[0];
  throw new Error(
    `"${name}" fits ${places.length} places, one expected: mend its "find" in scripts/mutants.json.`,
  );
}

function vitest(args, env = {}) {
  const program = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const result = spawnSync(process.execPath, [program, ...args, '--reporter=dot', '--bail=1'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 << 20,
  });
  return { passes: result.status === 0, told: result.stdout + result.stderr };
}

/** Who notices the mutant: the golden cases though they were blessed, else a test of the file, else nobody. */
function noticedBy(mutant, path, golden) {
  const text = readFileSync(join(root, path), 'utf8');
  writeFileSync(
    join(copy, path),
    text.replace(mutant.find, () => mutant.replace),
  );
  try {
    const blessed = vitest(GOLDEN, { UPDATE: '1' });
    if (!blessed.passes) return blessed.told.includes('AssertionError') ? 'golden cases' : 'a crash';
    for (const file of golden) cpSync(join(root, file), join(copy, file));
    return vitest(['related', '--run', path]).passes ? null : 'other tests';
  } finally {
    writeFileSync(join(copy, path), text);
    for (const file of golden) cpSync(join(root, file), join(copy, file));
  }
}

function main() {
  const wanted = process.argv[2] ?? '';
  const mutants = JSON.parse(readFileSync(join(root, 'scripts', 'mutants.json'), 'utf8'))
    .filter(({ name }) => name.includes(wanted))
    .map((mutant) => ({ mutant, path: placeOf(mutant) }));
  const sound = vitest(GOLDEN);
  if (!sound.passes) throw new Error(`The golden cases fail without any mutant:\n${sound.told}`);
  const golden = files.filter((path) => /^data-samples\/cases\/.*\/expected\.json$/.test(path));
  let survivors = 0;
  for (const { mutant, path } of mutants) {
    const by = noticedBy(mutant, path, golden);
    if (by === null) survivors++;
    out(`${by === null ? 'SURVIVES' : 'noticed '}  ${mutant.name}  (${path}${by ? `; ${by}` : ''})`);
  }
  out(`${mutants.length} mutants, ${survivors} survive`);
  process.exitCode = survivors > 0 ? 1 : 0;
}

try {
  main();
} finally {
  rmSync(copy, { recursive: true, force: true });
}
