/**
 * Whole numbers as spreadsheets and GIS write them: `1.00000000000e+000` (ArcGIS exports of a double), `12.0`, `'7`,
 * `="02635"`, full-width digits, blanks of every kind around. Only what is exactly a whole number is taken for one.
 */

const INVISIBLE = /[\s\u200b-\u200d\u2060\ufeff]/;
const EDGES = new RegExp(`^${INVISIBLE.source}+|${INVISIBLE.source}+$`, 'g');
/** `="02635"` keeps a spreadsheet from making a number of it, as does an apostrophe in front. */
const FORMULA_TEXT = /^=\s*"([^"]*)"$/;
const APOSTROPHE = /^['\u2019](?=.)/;
const FULL_WIDTH = /[\uff10-\uff19]/g;

export type Bare = { readonly text: string; readonly fix: 'trim' | 'mark' | null };

/** The text without blanks around it and without the marks of a spreadsheet. */
export function bareText(raw: string): Bare {
  const trimmed = raw.replace(EDGES, '').normalize('NFC');
  const unmarked = trimmed
    .replace(FORMULA_TEXT, '$1')
    .replace(APOSTROPHE, '')
    .replace(FULL_WIDTH, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30));
  if (unmarked !== trimmed) return { text: unmarked.replace(EDGES, ''), fix: 'mark' };
  return { text: trimmed, fix: trimmed === raw ? null : 'trim' };
}

/** `,000` behind one to three digits may be thousands; a point there is what DBF and ESRI write. */
const ZERO_TAIL = /^(\d+)(?:\.0+|,0{1,2}|,0{4,})$/;
const EXPONENT = /^(\d+)(?:[.,](\d+))?e([+-]\d{1,3})$/i;

/**
 * The digits of a number written with a zero tail or an exponent. `lost`: the exponent asks for more digits than are
 * written (`2.6E+03` may be any number from 2550 to 2649). Null: written otherwise, or not whole.
 */
export function wholeNumber(text: string): string | 'lost' | null {
  const tail = ZERO_TAIL.exec(text);
  if (tail) return tail[1]!;
  const parts = EXPONENT.exec(text);
  if (!parts) return null;
  const [, whole, fraction = ''] = parts;
  const exponent = Number(parts[3]);
  if (exponent < 0) return null;
  if (fraction.length < exponent) return 'lost';
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  return `${whole}${fraction.slice(0, exponent)}`.replace(/^0+(?=\d)/, '');
}
