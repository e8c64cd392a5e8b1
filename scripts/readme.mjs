// Keeps the help in docs/command-line.md true: writes it between the markers, or with --check fails when it differs.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(root, 'packages', 'cli', 'bin', 'thuadat.js');
const PAGE = 'docs/command-line.md';

const help = (args) => {
  const env = { ...process.env, THUADAT_LANG: 'en', COLUMNS: '100' };
  return spawnSync(process.execPath, [program, ...args, '--help'], {
    encoding: 'utf8',
    env,
  }).stdout.trimEnd();
};

/** The help of a command and of all below it: what is declared is shown, so no verb can be forgotten here. */
function helpOf(args) {
  const text = help(args);
  const [, below = ''] = text.split(/^Commands:$/m);
  const names = [...below.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name);
  return [text, ...names.filter((name) => name !== 'help').flatMap((name) => helpOf([...args, name]))];
}

const blocks = helpOf([]).map((text) => `\`\`\`\n${text}\n\`\`\``);
const path = join(root, PAGE);
const before = readFileSync(path, 'utf8');
const after = before.replace(
  /<!-- CLI_BEGIN -->[\s\S]*<!-- CLI_END -->/,
  () => `<!-- CLI_BEGIN -->\n${blocks.join('\n\n')}\n<!-- CLI_END -->`,
);
if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write(
      `${PAGE}: the help there is not that of the built program. Run "node scripts/readme.mjs".\n`,
    );
    process.exitCode = 1;
  }
} else if (after !== before) writeFileSync(path, after);
