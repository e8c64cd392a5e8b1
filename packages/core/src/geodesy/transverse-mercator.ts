/**
 * Transverse Mercator on the WGS84 ellipsoid (the one VN-2000 uses), Krüger's series to the sixth power of the third
 * flattening: C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85 (2011),
 * equations 7–36; the method of EPSG guidance note 7-2 taken further. Below 1e-12 degree within 4° of the meridian.
 */
import { arcTangent, cosine, hyperbolicSine, inverseHyperbolicTangent, sine } from './elementary.ts';

/** Metres. */
export const SEMI_MAJOR = 6378137;
export const FLATTENING = 1 / 298.257223563;
/** e² */
export const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);

const n = FLATTENING / (2 - FLATTENING);
const n2 = n * n;
const n3 = n2 * n;
const n4 = n3 * n;
const n5 = n4 * n;
const n6 = n5 * n;
/** Radius of the circle whose circumference is that of a meridian. */
const RECTIFYING = (SEMI_MAJOR / (1 + n)) * (1 + n2 / 4 + n4 / 64 + n6 / 256);

const ALPHA = Float64Array.of(
  n / 2 - (n2 * 2) / 3 + (n3 * 5) / 16 + (n4 * 41) / 180 - (n5 * 127) / 288 + (n6 * 7891) / 37800,
  (n2 * 13) / 48 - (n3 * 3) / 5 + (n4 * 557) / 1440 + (n5 * 281) / 630 - (n6 * 1983433) / 1935360,
  (n3 * 61) / 240 - (n4 * 103) / 140 + (n5 * 15061) / 26880 + (n6 * 167603) / 181440,
  (n4 * 49561) / 161280 - (n5 * 179) / 168 + (n6 * 6601661) / 7257600,
  (n5 * 34729) / 80640 - (n6 * 3418889) / 1995840,
  (n6 * 212378941) / 319334400,
);
/** Signs turned, so that both directions add the series. */
const BETA = Float64Array.of(
  -(n / 2 - (n2 * 2) / 3 + (n3 * 37) / 96 - n4 / 360 - (n5 * 81) / 512 + (n6 * 96199) / 604800),
  -(n2 / 48 + n3 / 15 - (n4 * 437) / 1440 + (n5 * 46) / 105 - (n6 * 1118711) / 3870720),
  -((n3 * 17) / 480 - (n4 * 37) / 840 - (n5 * 209) / 4480 + (n6 * 5569) / 90720),
  -((n4 * 4397) / 161280 - (n5 * 11) / 504 - (n6 * 830251) / 7257600),
  -((n5 * 4583) / 161280 - (n6 * 108847) / 3991680),
  -((n6 * 20648693) / 638668800),
);

/** Northing and easting over k₀·A that the series still holds for (metres from the equator and the meridian). */
const MAX_NORTHING = 1e7;
const MAX_EASTING = 3e6;

/**
 * Adds Σ cₖ sin 2k(ξ + iη) to ξ + iη by Clenshaw's recurrence; the sum is left in `out[0]` (ξ), `out[1]` (η). Sines of
 * the double argument come from the single ones so that the elementary series stay in their range.
 */
function addSeries(c: Float64Array, xi: number, eta: number, out: Float64Array): void {
  const s = sine(xi);
  const co = cosine(xi);
  const sh = hyperbolicSine(eta);
  const ch = Math.sqrt(1 + sh * sh);
  const s2 = 2 * s * co;
  const c2 = (co - s) * (co + s);
  const sh2 = 2 * sh * ch;
  const ch2 = 1 + 2 * sh * sh;
  const ar = 2 * c2 * ch2;
  const ai = -2 * s2 * sh2;
  let r1 = c[5]!;
  let i1 = 0;
  let r2 = 0;
  let i2 = 0;
  for (let k = 4; k >= 0; k--) {
    const r = ar * r1 - ai * i1 - r2 + c[k]!;
    const i = ar * i1 + ai * r1 - i2;
    r2 = r1;
    i2 = i1;
    r1 = r;
    i1 = i;
  }
  const sr = s2 * ch2;
  const si = c2 * sh2;
  out[0] = xi + (sr * r1 - si * i1);
  out[1] = eta + (sr * i1 + si * r1);
}

/** tan of the conformal latitude from τ = tan φ. */
function conformal(tau: number): number {
  const root = Math.sqrt(1 + tau * tau);
  const sigma = hyperbolicSine(ECCENTRICITY * inverseHyperbolicTangent((ECCENTRICITY * tau) / root));
  return tau * Math.sqrt(1 + sigma * sigma) - sigma * root;
}

const scratch = new Float64Array(2);

/**
 * Plane to ellipsoid: metres from the meridian and the equator → `out` = [tan φ, sin Δλ, cos Δλ]. Never an angle: the
 * datum shift that follows needs sines and cosines only. NaN outside the projection's range.
 */
export function fromPlane(easting: number, northing: number, k0: number, out: Float64Array): void {
  if (!(Math.abs(northing) <= MAX_NORTHING && Math.abs(easting) <= MAX_EASTING)) {
    out[0] = out[1] = out[2] = Number.NaN;
    return;
  }
  addSeries(BETA, northing / (k0 * RECTIFYING), easting / (k0 * RECTIFYING), scratch);
  const sh = hyperbolicSine(scratch[1]!);
  const c = cosine(scratch[0]!);
  const radius = Math.sqrt(sh * sh + c * c);
  const target = sine(scratch[0]!) / radius;
  // One step of Newton, Karney eq. 19, from a start that is within 6e-6: the next would change nothing below 60°.
  let tau = target / (1 - ECCENTRICITY_SQUARED);
  const value = conformal(tau);
  tau +=
    ((target - value) / Math.sqrt(1 + value * value)) *
    ((1 + (1 - ECCENTRICITY_SQUARED) * tau * tau) / ((1 - ECCENTRICITY_SQUARED) * Math.sqrt(1 + tau * tau)));
  out[0] = tau;
  out[1] = sh / radius;
  out[2] = c / radius;
}

/** ln(x + √(1 + x²)) for |x| ≤ 0.6 through artanh's small argument by halving twice. */
function inverseHyperbolicSine(x: number): number {
  // sinh(y/2) = sinh y / √(2(1 + cosh y)), three times: |x| ≤ 0.08
  let half = x;
  for (let i = 0; i < 3; i++) half /= Math.sqrt(2 * (1 + Math.sqrt(1 + half * half)));
  return 8 * inverseHyperbolicTangent(half / Math.sqrt(1 + half * half));
}

/** Ellipsoid to plane, the inverse: tan φ and Δλ as sine and cosine → `out` = [metres east, metres north]. */
export function toPlane(tau: number, sinLon: number, cosLon: number, k0: number, out: Float64Array): void {
  const tauPrime = conformal(tau);
  const ratio = sinLon / Math.sqrt(tauPrime * tauPrime + cosLon * cosLon);
  if (!(cosLon > 0 && Math.abs(ratio) <= 0.5)) {
    out[0] = out[1] = Number.NaN;
    return;
  }
  addSeries(ALPHA, arcTangent(tauPrime / cosLon), inverseHyperbolicSine(ratio), scratch);
  out[0] = scratch[1]! * k0 * RECTIFYING;
  out[1] = scratch[0]! * k0 * RECTIFYING;
}
