/**
 * Areas as people and systems write them: `1234.5`, `1.234,5`, `1 234,5 m²`. A lone separator before exactly three digits
 * (`1.234`) is either 1,234 m² or 1.234 m²; only the rest of the column can tell, and without it the value is not read.
 */
export type Decimal = '.' | ',';

const UNIT = /\s*m(?:2|²)?\s*$/i;
const PLAIN = /^\d+$/;
const EXPONENT = /^\d+(?:\.\d+)?e[+-]?\d+$/i;
/** Thousands grouped by three, with the sign that groups and the decimal part. */
const grouped = (group: string, decimal: string) =>
  new RegExp(`^\\d{1,3}(?:\\${group}\\d{3})+(?:\\${decimal}\\d+)?$`);
const SHAPES: Readonly<Record<Decimal, { plain: RegExp; grouped: RegExp; group: RegExp }>> = {
  '.': { plain: /^\d*\.?\d+$|^\d+\.$/, grouped: grouped(',', '.'), group: /,/g },
  ',': { plain: /^\d*,?\d+$|^\d+,$/, grouped: grouped('.', ','), group: /\./g },
};

const bare = (text: string): string =>
  text
    .trim()
    .replace(UNIT, '')
    .replace(/[\s\u00a0\u202f]/g, '');

/** The decimal sign that a text proves by itself; null when it proves none. */
export function decimalOf(text: string): Decimal | null {
  const digits = bare(text);
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot < 0 && comma < 0) return null;
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const sign: Decimal = dot >= 0 ? '.' : ',';
  const other: Decimal = sign === '.' ? ',' : '.';
  const at = Math.max(dot, comma);
  if (digits.indexOf(sign) !== at) return other;
  const couldGroup = digits.length - at - 1 === 3 && at >= 1 && at <= 3 && digits[0] !== '0';
  return couldGroup ? null : sign;
}

/** Digits, with one point between them where points are known to be decimal: what nearly all cells hold. */
function isPlainNumber(text: string, decimal: Decimal | null): boolean {
  let point = decimal === '.' ? -1 : text.length;
  const end = text.length - 1;
  for (let i = 0; i <= end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) continue;
    if (code !== 0x2e || point >= 0 || i === 0 || i === end) return false;
    point = i;
  }
  return end >= 0;
}

/** Square metres; `unparsable`, or `ambiguous` when the sign may part thousands or decimals. */
export function parseArea(text: string, decimal: Decimal | null): number | 'unparsable' | 'ambiguous' {
  if (isPlainNumber(text, decimal)) return Number(text);
  const digits = bare(text);
  if (PLAIN.test(digits)) return Number(digits);
  if (EXPONENT.test(digits)) return Number(digits);
  const own = decimalOf(digits);
  const sign = own ?? decimal;
  const known = /^[\d.,]+$/.test(digits);
  if (!known) return 'unparsable';
  if (sign === null) return 'ambiguous';
  const shape = SHAPES[sign];
  if (!shape.plain.test(digits) && !shape.grouped.test(digits)) return 'unparsable';
  return Number(digits.replace(shape.group, '').replace(',', '.'));
}

/** Gathers what a column proves about its decimal sign. */
export type DecimalEvidence = {
  add(text: string): void;
  /** The one sign proved so far; null when none is, or both are. */
  sign(): Decimal | null;
  counts(): Readonly<Record<Decimal, number>>;
};

export function gatherDecimals(): DecimalEvidence {
  const counts = { '.': 0, ',': 0 };
  return {
    add(text) {
      const sign = decimalOf(text);
      if (sign !== null) counts[sign]++;
    },
    sign: () => (counts['.'] > 0 === counts[','] > 0 ? null : counts['.'] > 0 ? '.' : ','),
    counts: () => ({ ...counts }),
  };
}
