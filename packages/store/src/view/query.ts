/** What a person types into the search box: an identifier, a parcel key, or a commune's name. */

export type Query =
  | { readonly kind: 'identifier'; readonly prefix: string }
  | { readonly kind: 'key'; readonly place: string; readonly sheet: string; readonly parcel: string }
  | { readonly kind: 'sheet'; readonly place: string; readonly sheet: string }
  | { readonly kind: 'place'; readonly place: string };

/** Lower case without accents, single blanks: `Phường Lào Cai` → `phuong lao cai`. */
export const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

const NUMBER = String.raw`\p{L}{0,4}\d{1,7}[\p{L}\d]{0,4}`;
/** `02647 12 345`, `12/345`, `Lào Cai 12/345`, `02647-12-345`; `tờ 12 thửa 345`, `thửa 345 tờ 12 Bát Xát`. */
const SHEET_FIRST = new RegExp(
  String.raw`^(.*?)[\s,/-]*(?<!\S)(?:to (?:ban do )?)?(?:so )?(${NUMBER})\s*(?:[\s,/-]|thua(?: so)?)+\s*(${NUMBER})$`,
  'u',
);
const PARCEL_FIRST = new RegExp(
  String.raw`^thua (?:so )?(${NUMBER})[\s,]*to (?:ban do )?(?:so )?(${NUMBER})[\s,]*(.*)$`,
  'u',
);
const SHEET_ONLY = new RegExp(String.raw`^(.*?)[\s,]*(?<!\S)to (?:ban do )?(?:so )?(${NUMBER})$`, 'u');

/**
 * GeoHash letters only and at least one digit or the full length: `w7fe` is an identifier, `lao` is not (it has an `a`).
 * The countries' hashes begin with `w` throughout, which keeps names such as `xuyen` apart.
 */
const IDENTIFIER = /^w[0-9bcdefghjkmnpqrstuvwxyz]{2,11}$/;

export function parseQuery(text: string): Query | null {
  const folded = foldText(text);
  if (folded.length < 2) return null;
  const compact = folded.replace(/\s/g, '');
  if (IDENTIFIER.test(compact)) return { kind: 'identifier', prefix: compact };
  const reversed = PARCEL_FIRST.exec(folded);
  if (reversed) return { kind: 'key', place: reversed[3]!, sheet: reversed[2]!, parcel: reversed[1]! };
  const sheet = SHEET_ONLY.exec(folded);
  if (sheet) return { kind: 'sheet', place: sheet[1]!, sheet: sheet[2]! };
  const key = /^\d{5}(?:\s+\D{2,})?$/.test(folded) ? null : SHEET_FIRST.exec(splitKey(folded));
  if (key && !isCommuneAndSheet(key)) return { kind: 'key', place: key[1]!, sheet: key[2]!, parcel: key[3]! };
  if (key) return { kind: 'sheet', place: key[2]!, sheet: key[3]! };
  return { kind: 'place', place: folded };
}

/** `02647-12-345` and `02647/12/345` read like `02647 12 345`. */
const splitKey = (text: string): string => text.replace(/[/-]/g, ' ');

/** `02647 12`: five digits first are a commune, not a sheet. */
const isCommuneAndSheet = (key: RegExpExecArray): boolean => key[1] === '' && /^\d{5}$/.test(key[2]!);
