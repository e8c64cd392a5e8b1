/** The directory of a ZIP archive (APPNOTE 4.3.12 to 4.3.16, 4.5.3, 4.6.9): what is in it, before anything is unpacked. */
import { readAt } from '../read-at.ts';

export type ZipMember = {
  /** Way inside the archive with `/`; a folder ends in one. */
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** Where its own header stands. */
  readonly offset: number;
  readonly locked: boolean;
  readonly link: boolean;
};

/** Bytes of the directory's end, and the longest comment behind it. */
const END = 22;
const LONGEST_COMMENT = 65_535;
const MEMBER = 46;
/** More than a hundred thousand names; a directory beyond this is cut, and its members are then missing. */
const MOST_DIRECTORY = 64 << 20;

/** Null when the file has no whole directory: it is cut, or no archive. */
export function readZipDirectory(path: string): ZipMember[] | null {
  const tail = readAt(path, -(END + LONGEST_COMMENT + 20), END + LONGEST_COMMENT + 20);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + END > tail.length) return null;
  const { offset, size } = wideEnd(path, tail, end) ?? {
    offset: tail.readUInt32LE(end + 16),
    size: tail.readUInt32LE(end + 12),
  };
  const directory = readAt(path, offset, Math.min(MOST_DIRECTORY, size));
  return directory.length < size ? null : membersIn(directory);
}

/** Of an archive over 4 GB, whose end stands in another record (ZIP64). */
function wideEnd(path: string, tail: Buffer, end: number): { offset: number; size: number } | null {
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return null;
  const record = readAt(path, Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) return null;
  return { offset: Number(record.readBigUInt64LE(48)), size: Number(record.readBigUInt64LE(40)) };
}

function membersIn(directory: Buffer): ZipMember[] {
  const members: ZipMember[] = [];
  for (let at = 0; at + MEMBER <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const lengths = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
    const [name, extra, comment] = lengths as [number, number, number];
    const next = at + MEMBER + name + extra + comment;
    if (next > directory.length) break;
    const nameBytes = directory.subarray(at + MEMBER, at + MEMBER + name);
    const fields = extraFields(directory.subarray(at + MEMBER + name, at + MEMBER + name + extra));
    members.push(memberAt(directory.subarray(at, next), nameBytes, fields));
    at = next;
  }
  return members;
}

/** Symbolic link, in the mode that Unix archivers keep. */
const isLink = (head: Buffer): boolean =>
  head[5] === 3 && ((head.readUInt32LE(38) >>> 16) & 0xf000) === 0xa000;

function memberAt(head: Buffer, nameBytes: Buffer, fields: ReadonlyMap<number, Buffer>): ZipMember {
  const flags = head.readUInt16LE(8);
  const wide = fields.get(0x0001) ?? Buffer.alloc(0);
  let place = 0;
  // Only what does not fit in 32 bits stands in the wide field, in this order.
  const number = (at: number): number => {
    const small = head.readUInt32LE(at);
    if (small !== 0xffffffff || place + 8 > wide.length) return small;
    place += 8;
    return Number(wide.readBigUInt64LE(place - 8));
  };
  const [size, packed, offset] = [number(24), number(20), number(42)];
  return {
    name: memberName(nameBytes, (flags & 0x800) !== 0, fields.get(0x7075)),
    method: head.readUInt16LE(10),
    crc: head.readUInt32LE(16),
    ...{ size, packed, offset },
    locked: (flags & 1) !== 0,
    link: isLink(head),
  };
}

function extraFields(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at + 2);
    fields.set(bytes.readUInt16LE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** Upper half of code page 437, in which names stand unless a flag says UTF-8. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** UTF-8 where a flag or field says so, and where the bytes are nothing else: many programs forget the flag. */
function memberName(bytes: Buffer, isUtf8: boolean, unicode: Buffer | undefined): string {
  if (unicode && unicode.length > 5 && unicode[0] === 1) return cleanName(unicode.toString('utf8', 5));
  if (isUtf8) return cleanName(bytes.toString('utf8'));
  try {
    return cleanName(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return cleanName(
      Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128])).join(''),
    );
  }
}

/** Old programs on Windows write `\`. */
const cleanName = (name: string): string => name.replaceAll('\\', '/').normalize('NFC');
