/**
 * Unpacks an archive to a folder, member by member and in streams, so that memory does not grow with it. What a hostile or
 * damaged archive could do (names that lead out of the folder, members without end) is refused before or while it is written.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type FormatError, formatError } from '../format.ts';
import { readAt } from '../read-at.ts';
import { readZipDirectory, type ZipMember } from './zip-directory.ts';

/** Members of an archive of a whole province, many times over. */
const MOST_MEMBERS = 100_000;
const MOST_BYTES = 64 * 2 ** 30;
/** Tables of blanks shrink two hundred times; beyond this, and beyond a size that does no harm, it is no delivery. */
const MOST_RATIO = 500;
const HARMLESS = 2 ** 30;
const [STORED, DEFLATED] = [0, 8];

/** Unpacks the members that `wanted` says; returns the names of all that are no folder. Throws a {@link FormatError}. */
export async function unpackZip(
  path: string,
  folder: string,
  wanted: (name: string) => boolean,
): Promise<string[]> {
  const file = basename(path);
  const members = readZipDirectory(path)?.filter(({ name }) => !name.endsWith('/'));
  if (!members) throw formatError({ file }, 'zip.cut', {});
  const names = members.map(({ name }) => name);
  const fault = nameFault(file, names);
  if (fault) throw fault;
  const taken = members.filter(({ name, link }) => !link && wanted(name));
  await refuseExcess(path, folder, taken);
  for (const member of taken) await unpackMember(path, file, member, join(folder, diskName(member.name)));
  return names;
}

function nameFault(file: string, names: readonly string[]): FormatError | null {
  if (names.length > MOST_MEMBERS)
    return formatError({ file }, 'zip.members', { members: names.length, most: MOST_MEMBERS });
  const unsafe = names.find(
    (name) => /^\/|^[A-Za-z]:|\0/.test(name) || name.split('/').some((part) => part === '..' || part === '.'),
  );
  if (unsafe !== undefined) return formatError({ file }, 'zip.unsafe', { name: unsafe });
  const seen = new Set<string>();
  for (const name of names) {
    const key = diskName(name).toLowerCase();
    if (seen.has(key)) return formatError({ file }, 'zip.twice', { name });
    seen.add(key);
  }
  return null;
}

/** Signs that Windows allows in no name become `_`; the member keeps its own name. */
const diskName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are not allowed either
  name.replace(/[<>:"|?*\u0000-\u001f]/g, '_').replace(/[. ]+(?=\/|$)/g, '_');

/** Where `name` of an archive lies after {@link unpackZip}. */
export const unpackedPath = (folder: string, name: string): string => join(folder, diskName(name));

async function refuseExcess(path: string, folder: string, members: readonly ZipMember[]): Promise<void> {
  const file = basename(path);
  const locked = members.find((member) => member.locked);
  if (locked) throw formatError({ file }, 'zip.locked', { name: locked.name });
  const other = members.find(({ method }) => method !== STORED && method !== DEFLATED);
  if (other) throw formatError({ file }, 'zip.method', { name: other.name, method: String(other.method) });
  const archive = (await stat(path)).size;
  const [bytes, packed] = [sum(members, 'size'), sum(members, 'packed')];
  const isBomb = packed > archive || (bytes > HARMLESS && bytes > MOST_RATIO * archive);
  if (isBomb || bytes > MOST_BYTES) throw formatError({ file }, 'zip.bomb', { bytes, archive });
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bytes > bavail * bsize)
    throw formatError({ file }, 'zip.no-room', { bytes, free: bavail * bsize, folder });
}

const sum = (members: readonly ZipMember[], key: 'size' | 'packed'): number =>
  members.reduce((all, member) => all + member[key], 0);

/** Its own header repeats the name with another extra field, which tells where the bytes begin. */
const HEADER = 30;

async function unpackMember(path: string, file: string, member: ZipMember, target: string): Promise<void> {
  const damaged = (cause?: unknown) => formatError({ file }, 'zip.damaged', { name: member.name }, cause);
  const head = readAt(path, member.offset, HEADER);
  if (head.length < HEADER || head.readUInt32LE(0) !== 0x04034b50) throw damaged();
  const start = member.offset + HEADER + head.readUInt16LE(26) + head.readUInt16LE(28);
  let [bytes, crc] = [0, 0];
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > member.size) throw damaged();
      crc = crc32(chunk, crc);
      yield chunk;
    }
  }
  await mkdir(dirname(target), { recursive: true });
  const into = createWriteStream(target, { flags: 'wx' });
  const packed = () => createReadStream(path, { start, end: start + member.packed - 1 });
  try {
    if (member.packed === 0) await pipeline([], into);
    else if (member.method === STORED) await pipeline(packed(), counted, into);
    else await pipeline(packed(), createInflateRaw(), counted, into);
  } catch (cause) {
    if (isOfDisk(cause)) throw cause;
    throw damaged(cause);
  }
  if (bytes !== member.size || crc !== member.crc) throw damaged();
}

/** No room, no right: not the archive's fault. */
const isOfDisk = (cause: unknown): boolean => typeof (cause as NodeJS.ErrnoException).syscall === 'string';
