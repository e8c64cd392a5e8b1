/**
 * TCVN3 ("ABC"), the code page of the .Vn fonts: TCVN 5712:1993. One byte a letter. Capital vowels with a tone have no
 * byte: a .Vn…H font draws the small letter as a capital, so that case is not in the data; it is flagged, not invented.
 */
import { CP1252_C1, mapUpperBytes } from './byte-text.ts';

/**
 * 0xA0–0xFF. The toned capitals and the five combining marks (0xB0–0xB4) belong to the fuller set VN2 of the same
 * standard; the .Vn fonts leave those places empty, so reading them takes nothing away.
 */
const A0_FF =
  '\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ' +
  '°±²³´àảãáạẲằẳẵắẴ' +
  'ẮẦẨẪẤỀặầẩẫấậèỂẻẽ' +
  'éẹềểễếệìỉỄẾỒĩíịò' +
  'Ổỏõóọồổỗốộờởỡớợù' +
  'ỖủũúụừửữứựỳỷỹýỵỐ';

/** The 128 upper bytes; punctuation at 0x80–0x9F is that of Windows. */
export const TCVN3_UPPER: readonly string[] = [...CP1252_C1, ...A0_FF];

const COMBINING: Readonly<Record<string, string>> = {
  '°': '\u0300',
  '±': '\u0309',
  '²': '\u0303',
  '³': '\u0301',
  '´': '\u0323',
};

const CAPITAL_THEN_TONED =
  /([AĂÂEÊIOÔƠUƯY])([àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ])/g;
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

const withoutTone = (letter: string): string => letter.normalize('NFD').replace(TONE, '').normalize('NFC');

/** Byte text in TCVN3 → composed Unicode. */
export function decodeTcvn3(text: string): string {
  return (
    mapUpperBytes(text, TCVN3_UPPER)
      // `m²` stays: only after a vowel are these bytes tone marks.
      .replace(
        /([aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])([°±²³´])/g,
        (_, vowel: string, mark: string) => vowel + COMBINING[mark],
      )
      .normalize('NFC')
      // Some converters write a toned capital as the bare capital and the toned small letter: `A¸` for Á. No Vietnamese
      // word has both, so the pair can be read back.
      .replace(CAPITAL_THEN_TONED, (pair: string, capital: string, toned: string) =>
        withoutTone(toned).toUpperCase() === capital ? toned.toUpperCase() : pair,
      )
  );
}

/** Whether a word mixes capitals with a small toned vowel (`HOàNG`): the trace of a .Vn…H font. */
export function hasFontCapitals(text: string): boolean {
  return /\p{Lu}[ảàãáạằẳẵắặầẩẫấậẻèẽéẹềểễếệỉìĩíịỏòõóọồổỗốộờởỡớợủùũúụừửữứựỷỳỹýỵ]\p{Lu}|\p{Lu}{2,}[ảàãáạằẳẵắặầẩẫấậẻèẽéẹềểễếệỉìĩíịỏòõóọồổỗốộờởỡớợủùũúụừửữứựỷỳỹýỵ](?!\p{Ll})/u.test(
    text,
  );
}
