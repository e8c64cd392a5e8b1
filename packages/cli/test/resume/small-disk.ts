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

/** Where one can be mounted. */
export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-disk-'));
  const mount = (...options: string[]) => execFileSync('mount', [...options, folder], { stdio: 'pipe' });
  mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs');
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
