/**
 * Text in the byte encodings of the 1990s, as old cadastral files have it. The decoders of `core` are turned round: what
 * decodes to a letter is that letter's bytes. TCVN3 has no accented capitals; they take the bytes of the small letter.
 */
import { decodeTcvn3 } from '@thuadat/core/text/tcvn3';
import { decodeVni } from '@thuadat/core/text/vni';
import { decodeWindows1258 } from '@thuadat/core/text/windows1258';

export type LegacyEncoding = 'tcvn3' | 'vni' | 'windows-1258';

const DECODERS: Readonly<Record<LegacyEncoding, (text: string) => string>> = {
  tcvn3: decodeTcvn3,
  vni: decodeVni,
  'windows-1258': decodeWindows1258,
};

const LETTERS = 'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ';

/** Windows-1258 writes some letters whole and a tone after others; VNI puts marks after the base. */
function buildTable(encoding: LegacyEncoding): ReadonlyMap<string, string> {
  const decode = DECODERS[encoding];
  const table = new Map<string, string>();
  const wanted = new Set(LETTERS + LETTERS.toUpperCase());
  const learn = (bytes: string): void => {
    const letter = decode(bytes).normalize('NFC');
    if (wanted.has(letter) && !table.has(letter)) table.set(letter, bytes);
  };
  const upper = Array.from({ length: 128 }, (_, i) => String.fromCharCode(128 + i));
  for (const byte of upper) learn(byte);
  for (const first of [...'aeiouyAEIOUY', ...upper]) for (const second of upper) learn(first + second);
  for (const letter of LETTERS.toUpperCase())
    if (!table.has(letter)) table.set(letter, table.get(letter.toLowerCase())!);
  return table;
}

const tables = new Map<LegacyEncoding, ReadonlyMap<string, string>>();

/** Unicode → bytes. */
export function encodeLegacy(text: string, encoding: LegacyEncoding): Buffer {
  let table = tables.get(encoding);
  if (!table) {
    table = buildTable(encoding);
    tables.set(encoding, table);
  }
  let bytes = '';
  for (const letter of text.normalize('NFC')) bytes += table.get(letter) ?? letter;
  return Buffer.from(bytes, 'latin1');
}
