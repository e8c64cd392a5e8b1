/**
 * Sine, cosine, sinh, cosh and arctangent from the operations that IEEE 754 fixes to the last bit (+ − × ÷ √). The
 * language leaves `Math.sin` and its kin to the engine, so two machines may disagree in the last bit and, at the edge
 * of a GeoHash cell, issue two identifiers for one parcel. These cannot. Errors stay below 3 ulp in the stated ranges.
 */

/** 1/(2k+1)! and 1/(2k)!, highest first: enough for |x| ≤ 2. The divisors up to 18! are exact doubles; each quotient rounds once. */
const SIN_TERMS = inverseFactorials(27);
const COS_TERMS = inverseFactorials(26);

function inverseFactorials(highest: number): Float64Array {
  const terms: number[] = [];
  for (let k = highest; k >= 0; k -= 2) {
    let factorial = 1;
    for (let i = 2; i <= k; i++) factorial *= i;
    terms.push(1 / factorial);
  }
  return Float64Array.from(terms);
}

/** sin x for |x| ≤ 2 radians, Horner on the Taylor series up to x²⁷/27!. */
export function sine(x: number): number {
  const z = -(x * x);
  let sum = SIN_TERMS[0]!;
  for (let i = 1; i < 14; i++) sum = sum * z + SIN_TERMS[i]!;
  return sum * x;
}

/** cos x for |x| ≤ 2 radians, up to x²⁶/26!. */
export function cosine(x: number): number {
  const z = -(x * x);
  let sum = COS_TERMS[0]!;
  for (let i = 1; i < 14; i++) sum = sum * z + COS_TERMS[i]!;
  return sum;
}

/** sinh x for |x| ≤ 0.6, up to x¹⁵/15!. */
export function hyperbolicSine(x: number): number {
  const z = x * x;
  let sum = SIN_TERMS[6]!;
  for (let i = 7; i < 14; i++) sum = sum * z + SIN_TERMS[i]!;
  return sum * x;
}

/** 1/25, 1/23 … 1/3, 1. */
const ODD_PARTS = Float64Array.from({ length: 13 }, (_, i) => 1 / (25 - 2 * i));

/** artanh x for |x| ≤ 0.09: x + x³/3 + … + x¹⁷/17. */
export function inverseHyperbolicTangent(x: number): number {
  const z = x * x;
  let sum = ODD_PARTS[4]!;
  for (let i = 5; i < 13; i++) sum = sum * z + ODD_PARTS[i]!;
  return sum * x;
}

/** arctan t, any t: the half-angle formula thrice brings |t| below 0.2, then the series up to t²⁵/25. */
export function arcTangent(t: number): number {
  let u = t;
  for (let i = 0; i < 3; i++) u /= 1 + Math.sqrt(1 + u * u);
  const z = -(u * u);
  let sum = ODD_PARTS[0]!;
  for (let i = 1; i < 13; i++) sum = sum * z + ODD_PARTS[i]!;
  return 8 * (sum * u);
}
