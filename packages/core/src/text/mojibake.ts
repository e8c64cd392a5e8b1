/** Text that no decoding brings back whole, or that is still in a legacy encoding: for the check on text. */
import { isAscii } from './byte-text.ts';
import { bestEncoding, decodeText } from './decode.ts';
import { isPlainText } from './plain-text.ts';
import { isSyllable } from './syllable.ts';
import { hasFontCapitals } from './tcvn3.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * `replacement`: U+FFFD, letters lost for good. `question-mark`: `?` where a letter was, lost too. `control`: control
 * characters. `mojibake`: UTF-8 read as Windows-1252. `legacy`: still TCVN3, VNI or 1258. `font-capitals`: small toned
 * letters among capitals, a .Vn…H font's doing.
 */
export type TextDamageKind =
  | 'replacement'
  | 'question-mark'
  | 'control'
  | 'mojibake'
  | 'legacy'
  | 'font-capitals';

export type TextDamage = {
  readonly kind: TextDamageKind;
  /** The word concerned. */
  readonly word: string;
  /** What the text probably is, where it can be brought back. */
  readonly likely: string | null;
};

const wordAt = (text: string, index: number): string => {
  const start = text.lastIndexOf(' ', index) + 1;
  const end = text.indexOf(' ', index);
  return text.slice(start, end < 0 ? text.length : end);
};

/** The first damage found in a decoded value, worst first; null when there is none. */
export function textDamage(value: string): TextDamage | null {
  return isPlainText(value) ? null : searchDamage(value);
}

/** The full search; {@link textDamage} spares it the texts that are plainly sound. */
export function searchDamage(value: string): TextDamage | null {
  const lost = value.indexOf('\ufffd');
  if (lost >= 0) return { kind: 'replacement', word: wordAt(value, lost), likely: null };
  const mark = value.indexOf('?') < 0 ? -1 : value.search(/(?<=\p{L})\?(?=\p{L})|(?<=\p{L})\?(?= \p{Ll})/u);
  if (mark >= 0) return { kind: 'question-mark', word: wordAt(value, mark), likely: null };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = value.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (control >= 0) return { kind: 'control', word: wordAt(value, control), likely: null };
  if (isAscii(value)) return null;
  const utf8 = decodeUtf8(value);
  if (utf8 !== null) return { kind: 'mojibake', word: value, likely: utf8 };
  return legacyDamage(value) ?? fontCapitals(value);
}

function legacyDamage(value: string): TextDamage | null {
  const own = value.normalize('NFC');
  const bad = own.split(/\s+/).find((word) => strange(word));
  if (bad === undefined) return null;
  const encoding = bestEncoding(value);
  const likely = encoding === null || encoding === 'unicode' ? null : decodeText(value, encoding);
  return likely === null ? null : { kind: 'legacy', word: bad, likely };
}

/** A word that is no Vietnamese syllable and holds a sign or letter Vietnamese does not use. */
const strange = (word: string): boolean =>
  /[¡-¿×÷ÄÅÆÇËÏÑÖØÛÜÞßäåæçëïñöøûüþÿðÐ]/.test(word) && !isSyllable(word) && !/^[\d.,]*m[²³]?$/.test(word);

function fontCapitals(value: string): TextDamage | null {
  if (!hasFontCapitals(value)) return null;
  const word = value.split(/\s+/).find((one) => hasFontCapitals(one)) ?? value;
  return { kind: 'font-capitals', word, likely: value.toUpperCase() };
}
