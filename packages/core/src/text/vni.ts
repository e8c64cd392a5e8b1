/**
 * VNI-Windows: a base letter, then one byte that holds circumflex or breve and tone together; `ơ ư đ`, the tones of `i`
 * and `ỵ` are single bytes. The case is that of the base letter.
 */
import { byteOf } from './byte-text.ts';

const TONES: Readonly<Record<string, string>> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
};
const CIRCUMFLEX: Readonly<Record<string, string>> = {
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
};
const BREVE: Readonly<Record<string, string>> = {
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
};
const SINGLE: Readonly<Record<string, string>> = {
  ô: 'ơ',
  ö: 'ư',
  ñ: 'đ',
  í: 'í',
  ì: 'ì',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
};
/** Marks each base may take. */
const MARKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  a: { ...TONES, ...CIRCUMFLEX, ...BREVE },
  e: { ...TONES, ...CIRCUMFLEX },
  o: { ...TONES, ...CIRCUMFLEX },
  u: TONES,
  y: TONES,
  ô: TONES,
  ö: TONES,
};

type Step = { readonly first: string; readonly pairs: ReadonlyMap<number, string> | null };

function buildSteps(): ReadonlyMap<number, Step> {
  const steps = new Map<number, Step>();
  for (const letter of new Set([...Object.keys(SINGLE), ...Object.keys(MARKS)])) {
    for (const upper of [false, true]) {
      const cased = (text: string) => (upper ? text.toUpperCase() : text);
      const base = SINGLE[letter] ?? letter;
      const marks = MARKS[letter];
      const pairs = new Map<number, string>();
      for (const [byte, mark] of Object.entries(marks ?? {})) {
        const vowel = cased((base + mark).normalize('NFC'));
        pairs.set(byte.charCodeAt(0), vowel);
        pairs.set(byte.toUpperCase().charCodeAt(0), vowel);
      }
      steps.set(cased(letter).charCodeAt(0), { first: cased(base), pairs: marks ? pairs : null });
    }
  }
  return steps;
}
const STEPS = buildSteps();

/** Byte text in VNI-Windows → composed Unicode. Bytes that fit no place stay as they are. */
export function decodeVni(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const step = STEPS.get(byteOf(text.charCodeAt(i)));
    if (!step) {
      out += text[i];
      continue;
    }
    const pair = i + 1 < text.length ? step.pairs?.get(byteOf(text.charCodeAt(i + 1))) : undefined;
    if (pair !== undefined) i++;
    out += pair ?? step.first;
  }
  return out;
}
