/** A disk that can be filled: a tmpfs whose size is changed while it is in use. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  readonly folder: string;
  readonly used: () => number;
  resize(bytes: number): void;
  remove(): void;
};

/** Null where nothing can be mounted, which is said loudly; where the tests may not skip, that is a fault. */
export function smallDisk(bytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-disk-'));
  const mount = (...options: string[]) => execFileSync('mount', [...options, folder], { stdio: 'pipe' });
  try {
    mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs');
  } catch (error) {
    rmSync(folder, { recursive: true });
    const message = `a small disk cannot be mounted: the test of a full disk is SKIPPED (${(error as Error).message.trim()})`;
    if (process.env.THUADAT_NO_SKIP === '1' && process.getuid?.() === 0) throw new Error(message);
    console.warn(`\n*** ${message} ***\n`);
    return null;
  }
  return {
    folder,
    used() {
      const { blocks, bfree, bsize } = statfsSync(folder);
      return (blocks - bfree) * bsize;
    },
    resize: (size) => void mount('-o', `remount,size=${Math.round(size)}`),
    remove() {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
