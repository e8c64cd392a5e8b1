/**
 * Measured values as data: how many decimals they are known to belongs to them, separators, units and the order of a date to the
 * reader. They survive `structuredClone` and JSON.
 */
export type Language = 'vi' | 'en';

/** How each kind is written behind its number; `percent` is 25 for a quarter, `decimal` a bare number. */
const UNITS = { length: ' m', area: ' m²', hectares: ' ha', percent: ' %', decimal: '' } as const;

type Measure = {
  readonly kind: keyof typeof UNITS;
  /** Rounded to `decimals`. */
  readonly value: number;
  readonly decimals: number;
};

export type Quantity = Measure | { readonly kind: 'date'; readonly date: string };

/** What is no number is written `?`: JSON has no NaN. */
const measure = (kind: Measure['kind'], value: number, decimals: number): Quantity | '?' =>
  Number.isFinite(value) ? { kind, value: Number(value.toFixed(decimals)), decimals } : '?';

/** Centimetres unless told: enough to act on. */
export const metres = (value: number, decimals = 2) => measure('length', value, decimals);
export const squareMetres = (value: number, decimals = 2) => measure('area', value, decimals);
export const hectares = (value: number, decimals: number) => measure('hectares', value, decimals);
/** Of a share (0..1). */
export const percent = (share: number, decimals = 1) => measure('percent', share * 100, decimals);
/** A coordinate or another number with fixed decimals, never grouped: it is copied into other programs. */
export const decimal = (value: number, decimals = 3) => measure('decimal', value, decimals);
/** A day as `2025-06-30`. */
export const day = (date: string): Quantity => ({ kind: 'date', date });

const LOCALES = { vi: 'vi-VN', en: 'en-US' } as const;

/** To make a formatter takes a hundred times what it takes to format. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: Language, decimals: number | null, useGrouping: boolean): Intl.NumberFormat {
  const name = `${language} ${decimals} ${useGrouping}`;
  let known = formatters.get(name);
  if (!known) {
    const digits =
      decimals === null ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    known = new Intl.NumberFormat(LOCALES[language], { ...digits, useGrouping });
    formatters.set(name, known);
  }
  return known;
}

/** `1.234.567` in Vietnamese, `1,234,567` in English. */
export const formatNumber = (value: number, language: Language): string =>
  formatter(language, null, true).format(value);

/** `18,50 m²` and `30/06/2025` in Vietnamese, `18.50 m²` and `2025-06-30` in English. */
export function formatQuantity(quantity: Quantity, language: Language): string {
  if (quantity.kind === 'date') return formatDay(quantity.date, language);
  const { kind, value, decimals } = quantity;
  return `${formatter(language, decimals, kind !== 'decimal').format(value)}${UNITS[kind]}`;
}

const formatDay = (date: string, language: Language): string =>
  language === 'en' ? date : date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');

/** Free of a reader: a point, no grouping, the date as it is kept. */
export const plainQuantity = (quantity: Quantity): string =>
  quantity.kind === 'date'
    ? quantity.date
    : `${quantity.value.toFixed(quantity.decimals)}${UNITS[quantity.kind]}`;
