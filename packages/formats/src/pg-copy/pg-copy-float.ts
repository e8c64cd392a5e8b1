/**
 * `float4` and `float8` as PostgreSQL 12 and later write them: the fewest digits that read back as the same number, with
 * an exponent where `printf('%g')` would have one. JavaScript's own shortest digits may lie on the border between two
 * numbers where the even one wins; the server's never do.
 */

/** Below this a border between two doubles has more than 17 digits, so no short decimal can lie on it. */
const BORDERS_FROM = 2 ** 35;

export function float8Text(value: number): string {
  const special = specialText(value);
  if (special !== null) return special;
  const shortest = Math.abs(value) < BORDERS_FROM || insideDouble(value) ? String(value) : strictText(value);
  return layOut(shortest, 15);
}

/** From here on six digits are always told apart; smaller numbers have fewer bits. */
const SUBNORMAL = 2 ** -126;

export function float4Text(value: number): string {
  const special = specialText(value);
  if (special !== null) return special;
  const [low, high] = float4Borders(Math.abs(value));
  const size = Math.abs(value);
  for (let digits = size < SUBNORMAL ? 1 : 6; digits < 9; digits++) {
    // Below a power of two the gap is half: the nearest decimal may lie outside there, and the next one inside.
    for (const text of [rounded(size, digits), above(size, digits)]) {
      if (Number(text) > low && Number(text) < high) return layOut(signed(text, value), 6);
    }
  }
  return layOut(signed(size.toPrecision(9), value), 6);
}

/** So many digits, a half to the even one: `toPrecision` rounds it up. A double has at most 100 digits that matter here. */
function rounded(size: number, digits: number): string {
  const text = size.toPrecision(digits);
  const tail = (each: string) => each.replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').slice(digits);
  if (!/^50*$/.test(tail(size.toPrecision(100)))) return text;
  const down = size.toExponential(99).replace(/e/, ' ').split(' ');
  const cut = down[0]!.replace('.', '').slice(0, digits);
  return Number(cut.at(-1)) % 2 === 0 ? `${cut[0]}.${cut.slice(1)}e${down[1]}` : text;
}

/** The next decimal of so many digits after the nearest one. */
function above(size: number, digits: number): string {
  const [mantissa, exponent] = size.toExponential(digits - 1).split('e');
  const power = Number(exponent) - (digits - 1);
  return `${Number(mantissa!.replace('.', '')) + 1}e${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

const signed = (text: string, value: number): string => (value < 0 ? `-${text}` : text);

function specialText(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : null;
}

/** Sign, digits and decimal exponent of any JavaScript number text, laid out with an exponent from 10^`limit` on. */
function layOut(text: string, limit: number): string {
  const [, sign, whole, fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(text)!;
  const all = `${whole}${fraction}`;
  const lead = all.search(/[1-9]/);
  const digits = all.slice(lead).replace(/0+$/, '');
  const exponent = whole!.length - 1 - lead + Number(power);
  if (exponent < -4 || exponent >= limit) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

const double = new DataView(new ArrayBuffer(8));

/** Halfway to the neighbours, in units of 2^`power`. */
type Borders = { readonly low: bigint; readonly high: bigint; readonly power: number };

function borders(size: number): Borders {
  double.setFloat64(0, size);
  const bits = double.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = fraction | 0x10000000000000n;
  // The gap below a power of two is half the gap above.
  const low = fraction === 0n ? 4n * mantissa - 1n : 4n * mantissa - 2n;
  return { low, high: 4n * mantissa + 2n, power: Number(bits >> 52n) - 1077 };
}

/** From {@link BORDERS_FROM} on, this makes every power of two a whole number. */
const LIFT = 20;

/** Whether the decimal lies strictly between the borders. */
function lies(text: string, { low, high, power }: Borders): boolean {
  const [, whole, fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:e\+?(-?\d+))?$/.exec(text)!;
  const tens = Number(exponent) - fraction.length;
  const value = (BigInt(`${whole}${fraction}`) * 10n ** BigInt(Math.max(tens, 0))) << BigInt(LIFT);
  const unit = (10n ** BigInt(Math.max(-tens, 0))) << BigInt(power + LIFT);
  return value > low * unit && value < high * unit;
}

const insideDouble = (value: number): boolean => lies(String(value), borders(Math.abs(value)));

function strictText(value: number): string {
  const size = Math.abs(value);
  const own = borders(size);
  for (let digits = 15; digits < 17; digits++) {
    const text = rounded(size, digits);
    if (lies(text, own)) return signed(text, value);
  }
  return signed(size.toPrecision(17), value);
}

const single = new DataView(new ArrayBuffer(4));

/** Halfway between a float4 and its neighbours, exact in a double. */
function float4Borders(size: number): [low: number, high: number] {
  single.setFloat32(0, size);
  const bits = single.getUint32(0);
  single.setUint32(0, bits - 1);
  const low = (size + single.getFloat32(0)) / 2;
  single.setUint32(0, bits + 1);
  const next = single.getFloat32(0);
  return [low, Number.isFinite(next) ? (size + next) / 2 : size + (size - low)];
}
