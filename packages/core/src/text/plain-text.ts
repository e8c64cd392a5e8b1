/**
 * Whether a text is plainly sound, by one pass over its characters: ASCII, composed Vietnamese letters and a few signs,
 * in no order that damage leaves. May exist beside the exact tests of `damage.ts` because nearly all of the millions of
 * texts are sound, and those tests cost ten times as much; whatever is not plain goes to them.
 */
import { CP1252_C1 } from './byte-text.ts';

const OTHER = 1;
const UPPER = 2;
const LOWER = 3;
/** A small letter with a tone: among capitals it is the trace of a .Vn…H font. */
const TONED = 4;
const KIND = 7;
/** Bytes 0x80–0xBF: behind another character over 0x7F the text may be UTF-8 read as Windows-1252. */
const FOLLOWER = 8;

const TONED_LETTERS = 'ảàãáạằẳẵắặầẩẫấậẻèẽéẹềểễếệỉìĩíịỏòõóọồổỗốộờởỡớợủùũúụừửữứựỷỳỹýỵ';
const BARE_LETTERS = 'ăâđêôơư';
/** Signs that are not letters and that `damage.ts` has nothing against. */
const SIGNS = '\u00a0–—‘’“”…';

/** Kinds of the characters below U+2030; 0 = not plain. */
const KINDS = new Uint8Array(0x2030);

function fill(): void {
  const put = (letters: string, kind: number) => {
    for (const letter of letters) KINDS[letter.charCodeAt(0)] = kind;
  };
  for (let code = 0x20; code < 0x7f; code++) KINDS[code] = OTHER;
  put('\t\n\r', OTHER);
  KINDS['?'.charCodeAt(0)] = 0;
  put('ABCDEFGHIJKLMNOPQRSTUVWXYZ', UPPER);
  put('abcdefghijklmnopqrstuvwxyz', LOWER);
  put(BARE_LETTERS, LOWER);
  put(TONED_LETTERS, TONED);
  put((BARE_LETTERS + TONED_LETTERS).toUpperCase(), UPPER);
  put(SIGNS, OTHER);
  for (const sign of SIGNS) {
    if (sign === '\u00a0' || CP1252_C1.includes(sign)) KINDS[sign.charCodeAt(0)]! |= FOLLOWER;
  }
}
fill();

/**
 * True only when `textDamage` finds nothing, and composing (NFC) changes nothing. False says nothing.
 */
export function isPlainText(text: string): boolean {
  let before = OTHER;
  let last = OTHER;
  let high = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const found = code < 0x2030 ? KINDS[code]! : 0;
    if (found === 0 || (high && found >= FOLLOWER)) return false;
    const kind = found & KIND;
    // A capital, a small toned letter, a capital: or two capitals, the letter and no small one behind it.
    if (last === TONED && before === UPPER) {
      if (kind === UPPER || (kind !== LOWER && kind !== TONED && endsCapitals(text, i - 2))) return false;
    }
    high = code > 0x7f;
    before = last;
    last = kind;
  }
  return !(last === TONED && before === UPPER && endsCapitals(text, text.length - 2));
}

/** The characters at `i` and before it are capitals. */
const endsCapitals = (text: string, i: number): boolean =>
  i > 0 && (KINDS[text.charCodeAt(i - 1)]! & KIND) === UPPER;
