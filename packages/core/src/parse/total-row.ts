/** Rows of a table that add up the others: `Tổng cộng`, `Cộng trang`, `Total`. They are no parcels. */
import { foldVietnamese } from '../text/search-key.ts';

const TOTAL =
  /^(?:tong(?: cong| so(?: thua)?| dien tich)?|cong(?: trang| don| to ban do| cong)?|grand total|sub ?total|total)(?: \d+)?$/;

const isTotal = (text: string): boolean =>
  TOTAL.test(
    foldVietnamese(text)
      .replace(/[^a-z0-9]+/g, ' ')
      .trim(),
  );

/** The word that makes a row a total; null for a row with a parcel number, or one that begins otherwise. */
export function totalWord(values: readonly (string | null)[], parcel: string | null): string | null {
  if (parcel !== null && parcel.trim() !== '' && (/\d/.test(parcel) || !isTotal(parcel))) return null;
  const first = values.find((value) => value !== null && value.trim() !== '');
  return first != null && isTotal(first) ? first.trim() : null;
}
