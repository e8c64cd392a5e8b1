import { isAscii } from './byte-text.ts';

/** For search and matching only: no accents, no case, đ → d. `Phường Lào Cai` → `phuong lao cai`. */
export function foldVietnamese(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}
