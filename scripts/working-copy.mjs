// A copy of the working tree, to be changed and tried without harm to the tree itself.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Files of the working tree that are not ignored, committed or not. */
export function workingFiles() {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (listed.status !== 0) throw new Error('A git clone is needed to be copied from.');
  return listed.stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

/** Installed packages are linked one by one; our own are links to be made anew, or the copy would test the original. */
function linkModules(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('.')) continue;
    if (name !== '@thuadat') symlinkSync(join(from, name), join(to, name));
    else {
      mkdirSync(join(to, name));
      for (const own of readdirSync(join(from, name)))
        symlinkSync(readlinkSync(join(from, name, own)), join(to, name, own));
    }
  }
}

/** A copy in the temporary folder in which tests run as they do here; the caller removes it. */
export function copyTree(files) {
  const copy = mkdtempSync(join(tmpdir(), 'thuadat-copy-'));
  for (const path of files) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
  }
  linkModules(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const own of readdirSync(join(ROOT, 'packages'))) {
    const inner = join('packages', own, 'node_modules');
    if (existsSync(join(ROOT, inner))) linkModules(join(ROOT, inner), join(copy, inner));
  }
  return copy;
}
