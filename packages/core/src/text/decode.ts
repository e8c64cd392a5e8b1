/** From what a file holds to composed Unicode (NFC), in a named encoding. Detection is in `detect.ts`. */
import { CP1252_C1, isAscii, isByteText, mapUpperBytes } from './byte-text.ts';
import { isPlainText } from './plain-text.ts';
import { weighWords } from './syllable.ts';
import { decodeTcvn3 } from './tcvn3.ts';
import { decodeUtf8 } from './utf8.ts';
import { decodeVni } from './vni.ts';
import { decodeWindows1258 } from './windows1258.ts';

/**
 * `unicode`: the reader has decoded it already; composed or not. `utf-8`: byte text that holds UTF-8, or mojibake of it.
 * `mixed`: no one encoding fits the column; each value is read by itself.
 */
export type TextEncoding = 'unicode' | 'utf-8' | 'tcvn3' | 'vni' | 'windows-1258' | 'windows-1252' | 'mixed';

export const TEXT_ENCODINGS: readonly TextEncoding[] = [
  'unicode',
  'utf-8',
  'tcvn3',
  'vni',
  'windows-1258',
  'windows-1252',
  'mixed',
];

const CP1252_UPPER: readonly string[] = [...CP1252_C1].concat(
  Array.from({ length: 96 }, (_, index) => String.fromCharCode(0xa0 + index)),
);

/**
 * Decodes one value. Text that holds a letter outside the code pages is Unicode already, whatever the file is said to
 * be, and is only composed: so a column half of which was converted by hand comes out right.
 */
export function decodeText(value: string, encoding: TextEncoding): string {
  if (isAscii(value)) return value;
  if (encoding === 'unicode' || !isByteText(value))
    return isPlainText(value) ? value : value.normalize('NFC');
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8(value) ?? value;
    case 'tcvn3':
      return decodeTcvn3(value);
    case 'vni':
      return decodeVni(value);
    case 'windows-1258':
      return decodeWindows1258(value);
    case 'windows-1252':
      return mapUpperBytes(value, CP1252_UPPER);
    case 'mixed':
      return decodeText(value, bestEncoding(value) ?? 'unicode');
  }
}

/** The order decides between encodings that read a value equally well. */
export const CANDIDATES = ['unicode', 'utf-8', 'tcvn3', 'vni', 'windows-1258'] as const;
export type CandidateEncoding = (typeof CANDIDATES)[number];

/** Words and legal syllables of a value under each candidate; null = cannot be read so at all. */
export function weighEncodings(
  value: string,
): Record<CandidateEncoding, { words: number; legal: number } | null> {
  const bytes = isByteText(value);
  const utf8 = bytes ? decodeUtf8(value) : null;
  return {
    unicode: weighWords(value.normalize('NFC')),
    'utf-8': utf8 === null ? null : weighWords(utf8),
    tcvn3: bytes ? weighWords(decodeTcvn3(value)) : null,
    vni: bytes ? weighWords(decodeVni(value)) : null,
    'windows-1258': bytes ? weighWords(decodeWindows1258(value)) : null,
  };
}

/** The encoding under which most words of a value are legal; null when none makes a single legal word. */
export function bestEncoding(value: string): CandidateEncoding | null {
  const weights = weighEncodings(value);
  let best: CandidateEncoding | null = null;
  let share = 0;
  for (const encoding of CANDIDATES) {
    const weight = weights[encoding];
    const own = weight && weight.words > 0 ? weight.legal / weight.words : 0;
    if (own > share) {
      best = encoding;
      share = own;
    }
  }
  return best;
}
