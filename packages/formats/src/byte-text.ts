/**
 * Text of bytes whose encoding is not known for sure. A value that is UTF-8 is decoded; one that is not comes as Latin-1
 * text, byte for byte, so that a legacy Vietnamese encoding can still be told and decoded later. Nothing is replaced.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Message, MessageValue } from '@thuadat/core/message/message';
import type { Detected } from './format.ts';
import { tell } from './messages.ts';

export function decodeBytes(bytes: Buffer, utf8: boolean): string {
  return utf8 && isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

/** The same for text that was read as Latin-1. */
export function decodeLatin1(text: string, utf8: boolean): string {
  return utf8 && hasUpper(text) ? decodeBytes(Buffer.from(text, 'latin1'), true) : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is meant
const hasUpper = (text: string): boolean => /[^\x00-\x7f]/.test(text);

/** Counts, over a whole file, the values that are ASCII, UTF-8 and neither; remembers the first that is neither. */
export type Utf8Tally = { ascii: number; utf8: number; other: number; firstOther: MessageValue | null };

export const newTally = (): Utf8Tally => ({ ascii: 0, utf8: 0, other: 0, firstOther: null });

/** `where` is only called for the first value that is not UTF-8. */
export function tally(into: Utf8Tally, bytes: Uint8Array, where: () => MessageValue): void {
  if (isAscii(bytes)) into.ascii++;
  else if (isUtf8(bytes)) into.utf8++;
  else {
    into.other++;
    into.firstOther ??= where();
  }
}

/** Normal name of an encoding as `.cpg` files, LDIDs and users write it. */
export function encodingName(label: string): string {
  const plain = label
    .trim()
    .toLowerCase()
    .replace(/^(ansi|oem|cp|windows|win)[ _-]*(?=\d)/, '');
  if (/^(utf-?8|65001)$/.test(plain)) return 'utf-8';
  if (/^125\d$/.test(plain)) return `windows-${plain}`;
  if (/^(8859[-_]?1|iso[-_ ]?8859[-_ ]?1|88591|latin-?1|28591)$/.test(plain)) return 'latin1';
  if (/^(tcvn-?3?|abc|tcvn[-_ ]?5712.*)$/.test(plain)) return 'tcvn3';
  return plain;
}

/**
 * What the file says against what its bytes are. A declaration of UTF-8 that no value bears out, or one of a
 * single-byte encoding that every value contradicts, is overruled, and `why` says so.
 */
export function judgeEncoding(declared: Detected<string> | null, seen: Utf8Tally): Detected<string> {
  if (declared && declared.value !== 'utf-8') {
    if (seen.utf8 === 0 || seen.other > 0) return declared;
    return detected('utf-8', tell('text.utf8-against', { declared: declared.why }));
  }
  if (seen.other === 0) {
    return declared ?? detected('utf-8', seen.utf8 > 0 ? tell('text.utf8', {}) : tell('text.ascii', {}));
  }
  const found = { values: seen.other, first: seen.firstOther ?? '' };
  const against = (what: Message) =>
    declared ? tell('text.against', { declared: declared.why, seen: what }) : what;
  if (seen.utf8 > 0) return { value: 'utf-8', sure: 'guessed', why: against(tell('text.two', found)) };
  return detected('latin1', against(tell('text.legacy', found)));
}

const detected = (value: string, why: Message): Detected<string> => ({ value, sure: 'detected', why });

/** True when values are to be decoded as UTF-8 where they are UTF-8. */
export const readsUtf8 = (encoding: Detected<string>): boolean => encoding.value === 'utf-8';

/** What the user said outranks the file. */
export const givenEncoding = (label: string): Detected<string> => ({
  value: encodingName(label),
  sure: 'declared',
  why: tell('text.of-user', {}),
});
