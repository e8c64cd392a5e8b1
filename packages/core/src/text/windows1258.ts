/** Windows-1258: Windows-1252 with the Vietnamese letters in place of some others, and tones as combining marks. */
import { CP1252_C1, mapUpperBytes } from './byte-text.ts';

const CHANGED: Readonly<Record<number, string>> = {
  195: 'Ă',
  204: '\u0300',
  208: 'Đ',
  210: '\u0309',
  213: 'Ơ',
  221: 'Ư',
  222: '\u0303',
  227: 'ă',
  236: '\u0301',
  240: 'đ',
  242: '\u0323',
  245: 'ơ',
  253: 'ư',
  254: '₫',
};

const WINDOWS_1258_UPPER: readonly string[] = [...CP1252_C1].concat(
  Array.from({ length: 96 }, (_, index) => CHANGED[0xa0 + index] ?? String.fromCharCode(0xa0 + index)),
);

/** Byte text in Windows-1258 → composed Unicode. */
export const decodeWindows1258 = (text: string): string =>
  mapUpperBytes(text, WINDOWS_1258_UPPER).normalize('NFC');
