/**
 * Byte text: a string of which each character is one byte (Latin-1), as the readers hand over columns in a legacy code
 * page. Text that some program has already read as Windows-1252 is the same but for 27 characters at 0x80–0x9F.
 */

/** Windows-1252 at 0x80–0x9F; the five holes stay control characters. */
export const CP1252_C1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const BYTE_OF_C1: ReadonlyMap<number, number> = new Map(
  [...CP1252_C1].map((character, index) => [character.codePointAt(0)!, 0x80 + index]),
);

/** The byte a character stood for; -1 when the text was never byte text. */
export function byteOf(charCode: number): number {
  return charCode < 0x100 ? charCode : (BYTE_OF_C1.get(charCode) ?? -1);
}

export const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
};

/** Whether all characters stand for one byte each; otherwise the text is Unicode already. */
export function isByteText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (byteOf(text.charCodeAt(i)) < 0) return false;
  return true;
}

/** Byte text through a table of the 128 upper bytes. */
export function mapUpperBytes(text: string, upper: readonly string[]): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const byte = byteOf(text.charCodeAt(i));
    out += byte < 0x80 ? text[i] : (upper[byte - 0x80] as string);
  }
  return out;
}
