import { byteOf } from './byte-text.ts';

/** Browsers and Node both have it; the language itself does not. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

/**
 * Byte text whose bytes are UTF-8 → Unicode; null when they are not. The same function undoes mojibake: UTF-8 that some
 * program has read as Windows-1252 (`Nguyá»…n`).
 */
export function decodeUtf8(text: string): string | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = byteOf(text.charCodeAt(i));
    if (byte < 0) return null;
    bytes[i] = byte;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC');
  } catch {
    return null;
  }
}
