/** The key by which two tables are joined: numbers are read as sheet and parcel numbers are, so that `012`, `12.0` and `12` are one. */
import { parseParcelNumber, type SubNumbers } from '../code.ts';
import { bareText } from '../text/whole-number.ts';

/** Null where a part is missing, or is no number any more (a date, an exponent that lost digits): nothing is joined by it. */
export function joinKey(parts: readonly (string | null)[], subNumbers: SubNumbers): string | null {
  const plain = parts.map((part) => (part === null ? null : plainPart(part, subNumbers)));
  return plain.includes(null) ? null : JSON.stringify(plain);
}

function plainPart(text: string, subNumbers: SubNumbers): string | null {
  const number = parseParcelNumber(text, subNumbers);
  if (number.ok) return number.value.toUpperCase();
  const bare = bareText(text).text;
  return number.cause || bare === '' ? null : bare.toUpperCase();
}
