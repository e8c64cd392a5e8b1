import type { FileHandle } from 'node:fs/promises';

/** `write` may write a part only, as on a disk that is filling up. From the present end of the file unless a position is given. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position?: number): Promise<void> {
  for (let at = 0; at < bytes.length; )
    at += (await handle.write(bytes, at, bytes.length - at, position === undefined ? null : position + at))
      .bytesWritten;
}
