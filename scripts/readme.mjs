// Keeps the command-line help in the README true: writes it between the markers, or with --check fails when it differs.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(root, 'packages', 'cli', 'bin', 'thuadat.js');
const verbs = [
  'inspect',
  'calibrate',
  'plan',
  'review',
  'apply',
  'status',
  'revert',
  'export',
  'write-back',
  'import-addresses',
  'lookup',
  'serve',
  'worker',
];

const help = (args) => {
  const env = { ...process.env, THUADAT_LANG: 'en', COLUMNS: '100' };
  return spawnSync(process.execPath, [program, ...args, '--help'], {
    encoding: 'utf8',
    env,
  }).stdout.trimEnd();
};

const blocks = [help([]), ...verbs.map((verb) => help([verb]))].map((text) => `\`\`\`\n${text}\n\`\`\``);
const path = join(root, 'README.md');
const before = readFileSync(path, 'utf8');
const after = before.replace(
  /<!-- CLI_BEGIN -->[\s\S]*<!-- CLI_END -->/,
  () => `<!-- CLI_BEGIN -->\n${blocks.join('\n\n')}\n<!-- CLI_END -->`,
);
if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write(
      'README.md: the command-line help is not that of the built program. Run "node scripts/readme.mjs".\n',
    );
    process.exitCode = 1;
  }
} else if (after !== before) writeFileSync(path, after);
