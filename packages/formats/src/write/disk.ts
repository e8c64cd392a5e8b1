import { statfs } from 'node:fs/promises';

/** Less than a megabyte is left. SQLite tells a full disk as any other fault of the disk, and GDAL not at all. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const disk = await statfs(folder).catch(() => null);
  return disk !== null && disk.bavail * disk.bsize < 1 << 20;
}
