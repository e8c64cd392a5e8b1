/**
 * What a test needs of the machine beside the repository: programs, libraries, rights. A test that lacks it is listed as skipped, never
 * as passed; where nothing may be skipped (THUADAT_NO_SKIP=1, as in CI) it fails.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For `skipIf`: whether the machine is without it, which is said loudly. */
export function lacks(what: string, isThere: boolean): boolean {
  if (isThere) return false;
  const message = `${what} is not there: tests that need it are SKIPPED`;
  if (process.env.THUADAT_NO_SKIP === '1') throw new Error(message);
  console.warn(`\n*** ${message} ***\n`);
  return true;
}

/** Whether a small disk can be mounted, to be filled: takes root on Linux. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
