/**
 * Text in the byte encodings of the 1990s, as old cadastral files have it. For TCVN3 and Windows-1258 the decoders of
 * `core` are turned round: what decodes to a letter is that letter's bytes. VNI is written from its chart, because its
 * decoder also lets single letters such as `à` pass, which no VNI font has: in `Đoàn` they would read as `Đồn`.
 */
import { decodeTcvn3 } from '@thuadat/core/text/tcvn3';
import { decodeWindows1258 } from '@thuadat/core/text/windows1258';

export type LegacyEncoding = 'tcvn3' | 'vni' | 'windows-1258';

const DECODERS: Readonly<Record<Exclude<LegacyEncoding, 'vni'>, (text: string) => string>> = {
  tcvn3: decodeTcvn3,
  'windows-1258': decodeWindows1258,
};

const LETTERS = 'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ';

/** In the order of {@link LETTERS}: base letter, then one byte for circumflex or breve and tone together. */
const VNI =
  'aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î ñ';

function vniTable(): ReadonlyMap<string, string> {
  const bytes = VNI.split(' ');
  const small = [...LETTERS].map((letter, i) => [letter, bytes[i]!] as const);
  const capital = small.map(([letter, code]) => [letter.toUpperCase(), code.toUpperCase()] as const);
  return new Map([...small, ...capital]);
}

/** Windows-1258 writes some letters whole and a tone after others. */
function buildTable(encoding: LegacyEncoding): ReadonlyMap<string, string> {
  if (encoding === 'vni') return vniTable();
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
