/** What the tables of messages say together; that each code is raised and worded alike is held by `scripts/completeness.test.ts`. */

import { ISSUES, type IssueInfo } from '@thuadat/core/issue/index';
import { describe, expect, it } from 'vitest';
import { TABLES } from './word.ts';

const DIACRITICS = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/iu;
const ENGLISH =
  /\b(?:the|of|expected|found|cannot|is|are|was|were|that|which|not|with|again|and|from|file)\b/i;
/** Values, what stands in quotes, and what is written alike in every language: options, names of files, commands and products. */
const plain = (text: string): string =>
  text.replace(/\{\w+\}|“[^”]*”|"[^"]*"|`[^`]*`|--[\w-]+|\S*[._/]\S+|\bthuadat \w+|File Geodatabase/g, ' ');
const issues = Object.entries<IssueInfo>(ISSUES).flatMap(([code, { vi, en, hintVi, hintEn }]) => [
  { table: 'issue', code, vi, en },
  { table: 'hint', code: `${code} (hint)`, vi: hintVi, en: hintEn },
]);
const all = Object.entries(TABLES).flatMap(([table, codes]) =>
  Object.entries(codes).map(([code, { vi, en }]) => ({ table, code, vi, en })),
);

describe('the tables of messages', () => {
  it('word each code once', () => {
    const codes = all.map(({ code }) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it('hold no English in Vietnamese and no Vietnamese in English', () => {
    const strange = [...all, ...issues].filter(({ vi, en }) => {
      const wordless = !/\p{L}{2}/u.test(plain(vi));
      return (
        DIACRITICS.test(plain(en)) || ENGLISH.test(plain(vi)) || !(wordless || DIACRITICS.test(plain(vi)))
      );
    });
    expect(strange.map(({ code }) => code)).toEqual([]);
  });
});
