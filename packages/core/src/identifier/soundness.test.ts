/** One judgement of a boundary, for the identifier and for the checks: against a slow oracle, each other, and anything at all. */
import { describe, expect, test } from 'vitest';
import { parcelOf } from '../check/commune.test-data.ts';
import { measure } from '../check/measured.ts';
import { dirtyPolygons, rewritten } from '../geometry/dirty.test-data.ts';
import { isPlainlyValid, type Rings } from '../geometry/plain-validity.test-data.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { random } from '../geometry/random.test-data.ts';
import { faultsOf, isHarmless, isValid } from '../geometry/validity.ts';
import { boundaryFault } from './boundary.ts';
import { canonicalise } from './canonical.ts';
import { identifyOrRefuse } from './identify.ts';
import type { Refusal } from './refusal.ts';
import { polygonalOf } from './shapes.test-data.ts';

const ZONE = 9208;
const E = 419_700;
const N = 2_486_900;

/** A unit of the small grid in metres: a tenth of a millimetre, a centimetre, metres. */
const UNITS = [1e-4, 0.01, 1, 7];

const placed = (polygons: readonly Rings[], unit: number): Polygonal =>
  polygonalOf(
    polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [E + x * unit, N + y * unit] as const))),
  );

/** Null when sound. */
function refusal(p: Polygonal): Refusal | null {
  const canonical = canonicalise(p, ZONE);
  return canonical.ok ? boundaryFault(canonical.parts) : canonical;
}

describe('a boundary is sound', () => {
  test('just when it is valid by definition, on grids where everything touches', () => {
    const next = random(13);
    let sound = 0;
    for (let i = 0; i < 30_000; i++) {
      const polygons = dirtyPolygons(next);
      const p = placed(polygons, UNITS[i % UNITS.length]!);
      const found = refusal(p);
      const said = `${JSON.stringify(polygons)}: ${found?.reason}`;
      expect(found === null, said).toBe(isPlainlyValid(polygons));
      expect(isValid(p), said).toBe(found === null);
      sound += Number(found === null);
    }
    expect(sound).toBeGreaterThan(1500);
  });

  test('or not for the same reason, however it is written down', () => {
    const next = random(14);
    const reasons = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      const polygons = dirtyPolygons(next);
      const found = refusal(placed(polygons, 1))?.reason;
      expect(refusal(placed(rewritten(next, polygons), 1))?.reason, JSON.stringify(polygons)).toBe(found);
      reasons.add(found ?? 'sound');
    }
    expect([...reasons].sort()).toEqual(['crossing', 'cut', 'degenerate', 'nesting', 'sound']);
  });
});

/** Damage as files have it; the polygon may remain what it was. */
function damaged(next: () => number, p: Polygonal): Polygonal {
  const coords = p.coords.slice();
  const any = Math.floor(next() * coords.length);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, 0, -1e300, 5e6, 1e15];
  const chance = next();
  if (chance < 0.05) coords[any] = odd[Math.floor(next() * odd.length)]!;
  else if (chance < 0.2) coords[any]! += (next() - 0.5) * 10 ** -Math.floor(next() * 6);
  else if (chance < 0.3) coords[coords.length - 1]! += next() * 10 ** -Math.floor(next() * 6);
  else if (chance < 0.4) for (let i = 0; i < coords.length; i++) coords[i]! += (next() - 0.5) * 1e-4;
  return { ...p, coords };
}

describe('identifier and checks never disagree', () => {
  test('on 30,000 damaged polygons: an identifier is issued just when nothing is wrong but a repeated vertex', () => {
    const next = random(15);
    const counts = { issued: 0, refused: 0 };
    for (let i = 0; i < 30_000; i++) {
      const p = damaged(next, placed(dirtyPolygons(next), UNITS[i % UNITS.length]!));
      const made = identifyOrRefuse(p, ZONE);
      const { faults, sound } = measure(parcelOf(1, p), ZONE);
      const said = `${[...p.coords].join(' ')}: ${made.ok || made.reason}, ${faults.map(({ kind }) => kind)}`;
      expect(sound, said).toBe(faults.every(({ kind }) => isHarmless(kind)));
      expect(sound, said).toBe(made.ok || made.reason === 'thin');
      counts[made.ok ? 'issued' : 'refused']++;
    }
    expect(counts.issued).toBeGreaterThan(1000);
  });
});

describe('whatever comes', () => {
  test('110,000 geometries end in a form of whole numbers or in a reason with a place', () => {
    const next = random(16);
    for (let i = 0; i < 110_000; i++) {
      const p = anything(next);
      const canonical = canonicalise(p, next() < 0.5 ? ZONE : undefined);
      const fault = canonical.ok ? boundaryFault(canonical.parts) : canonical;
      if (canonical.ok) {
        const whole = canonical.parts.every(
          ({ coords, ringEnds }) =>
            coords.every((v) => Number.isSafeInteger(v)) && ringEnds.at(-1) === coords.length / 2,
        );
        expect(whole).toBe(true);
      }
      expect(fault?.at?.some(Number.isNaN) ?? false).toBe(false);
      for (const { x, y } of faultsOf(p)) expect(Number.isNaN(x)).toBe(Number.isNaN(y));
    }
  });
});

/** Rings of any length, polygons without rings, numbers of any size. */
function anything(next: () => number): Polygonal {
  const near = next() < 0.8;
  const step = 10 ** -Math.floor(next() * 5);
  const number = (base: number): number => {
    if (near) return base + Math.floor(next() * 6) * step;
    const size = 10 ** Math.floor(next() * 20 - 3);
    return next() < 0.05 ? Number.NaN : (next() - 0.5) * size;
  };
  const ringEnds: number[] = [];
  const polygonEnds: number[] = [];
  const coords: number[] = [];
  for (let polygon = Math.floor(next() * 3); polygon >= 0; polygon--) {
    for (let ring = Math.floor(next() * 3); ring > 0; ring--) {
      const from = coords.length;
      for (let vertex = Math.floor(next() * 9); vertex > 0; vertex--) coords.push(number(E), number(N));
      if (next() < 0.9 && coords.length > from) coords.push(coords[from]!, coords[from + 1]!);
      ringEnds.push(coords.length / 2);
    }
    polygonEnds.push(ringEnds.length);
  }
  return {
    coords: Float64Array.from(coords),
    ringEnds: Uint32Array.from(ringEnds),
    polygonEnds: Uint32Array.from(polygonEnds),
  };
}
