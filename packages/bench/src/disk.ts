/**
 * What the disk below the temporary folder really gives, so that a floor can be computed: `dd` past the page cache
 * (O_DIRECT) where the file system lets it, else through the cache with an fsync at the end.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Disk = {
  /** Bytes a second. */
  readonly write: number;
  readonly read: number;
  readonly how: string;
};

const BLOCK = 1 << 20;

export function measureDisk(megabytes = 1024): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-disk-'));
  const file = join(folder, 'probe');
  const size = megabytes * BLOCK;
  try {
    // Random bytes are not needed: dd's zeros are written as they are on every file system but compressing ones.
    const write = dd(`if=/dev/zero`, `of=${file}`, `count=${megabytes}`, 'conv=fsync');
    if (write === null) return null;
    const direct = dd(`if=${file}`, 'of=/dev/null', 'iflag=direct');
    const read = direct ?? dd(`if=${file}`, 'of=/dev/null');
    if (read === null) return null;
    const how = `dd, ${megabytes} MiB in blocks of 1 MiB: written with one fsync, read ${direct === null ? 'through the page cache (O_DIRECT is refused here)' : 'with O_DIRECT'}`;
    return { write: size / write, read: size / read, how };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds, or null when it cannot be done. */
function dd(...operands: string[]): number | null {
  const start = performance.now();
  const { status } = spawnSync('dd', ['bs=1M', 'status=none', ...operands], { stdio: 'ignore' });
  return status === 0 ? (performance.now() - start) / 1000 : null;
}
