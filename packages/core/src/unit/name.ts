/** Comparing names of communes. Names are evidence of a source's date, never a join: ten new names of 2025 belong to an old commune that went elsewhere. */

import { foldVietnamese } from '../text/search-key.ts';

/** A name folded for comparison: type word apart, no accents, no case, no punctuation. `type` is '' when not written. */
export type FoldedName = { readonly type: string; readonly stem: string };

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(thi tran|tt) /, 'thi tran'],
  [/^(phuong|p) /, 'phuong'],
  [/^(dac khu) /, 'dac khu'],
  [/^(xa|x) /, 'xa'],
];

/** `TT. N.T Liên Sơn`, `Thị trấn Nông trường Liên Sơn` → { type: 'thi tran', stem: 'nt lien son' }. */
export function foldName(name: string): FoldedName {
  const plain = foldVietnamese(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\b(nong truong|n t)\b/, 'nt');
  for (const [pattern, type] of TYPES) {
    if (pattern.test(plain)) return { type, stem: plain.replace(pattern, '') };
  }
  return { type: '', stem: plain };
}

/** Whether a written name can be that of a unit: same stem, and the same type word when one is written. */
export const nameFits = (written: FoldedName, unit: FoldedName): boolean =>
  written.stem === unit.stem && (written.type === '' || written.type === unit.type);
