/**
 * Text in the bytes of TCVN3, as old cadastral files have it: the decoder of `core` turned round, so that what decodes to a
 * letter is that letter's bytes, one or, for a capital with a tone, two. What has none is written small, as the fonts have it.
 */
import { decodeTcvn3 } from '@thuadat/core/text/tcvn3';

function buildTable(): ReadonlyMap<string, string> {
  const upper = Array.from({ length: 128 }, (_, i) => String.fromCharCode(128 + i));
  const pairs = [...'aeiouyAEIOUY', ...upper].flatMap((first) => upper.map((second) => first + second));
  const table = new Map<string, string>();
  for (const bytes of [...upper, ...pairs]) {
    const letter = decodeTcvn3(bytes).normalize('NFC');
    if (letter.length === 1 && !table.has(letter)) table.set(letter, bytes);
  }
  return table;
}

const TABLE = buildTable();

/** Unicode → bytes. */
export function encodeTcvn3(text: string): Buffer {
  const bytes = [...text.normalize('NFC')].map(
    (letter) => TABLE.get(letter) ?? TABLE.get(letter.toLowerCase()) ?? letter,
  );
  return Buffer.from(bytes.join(''), 'latin1');
}
