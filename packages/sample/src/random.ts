/**
 * Seeded random numbers: the same seed gives the same sample on every machine. A stream is named by text
 * (`7/02647/sheet 3`), so any sheet can be drawn without drawing those before it.
 */
export type Random = {
  /** In [0, 1), 32 bits. */
  next(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** Integer in [low, high], both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
};

/** FNV-1a over UTF-16 units with a final avalanche: four seeds out of one name. */
function hash(text: string, salt: number): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** sfc32 (Chris Doty-Humphrey's Small Fast Counter), 128 bits of state, warmed up by 12 rounds. */
export function random(name: string): Random {
  let a = hash(name, 1);
  let b = hash(name, 2);
  let c = hash(name, 3);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
