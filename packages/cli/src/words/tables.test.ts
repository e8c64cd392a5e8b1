/** Every table of messages: both languages, the same values in each, no word of the other language, and no code that nothing raises. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TABLES } from './word.ts';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/src\/.*\.ts$/.test(path) && !/node_modules|\.test\.ts$/.test(path))
  .map((path) => readFileSync(join(packages, path), 'utf8'))
  .join('\n');

const DIACRITICS = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/iu;
const ENGLISH =
  /\b(?:the|of|expected|found|cannot|is|are|was|were|that|which|not|with|again|and|from|file)\b/i;
/** Values, what stands in quotes, and what is written alike in every language: options, names of files and commands. */
const plain = (text: string): string =>
  text.replace(/\{\w+\}|“[^”]*”|"[^"]*"|`[^`]*`|--[\w-]+|\S*[._/]\S+|\bthuadat \w+/g, ' ');
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

const all = Object.entries(TABLES).flatMap(([table, codes]) =>
  Object.entries(codes).map(([code, { vi, en }]) => ({ table, code, vi, en })),
);

describe('the tables of messages', () => {
  it('word each code once', () => {
    const codes = all.map(({ code }) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it('ask for the same values in both languages', () => {
    const odd = all.filter(({ vi, en }) => placeholders(vi).join() !== placeholders(en).join());
    expect(odd.map(({ code }) => code)).toEqual([]);
  });

  it('hold no English in Vietnamese and no Vietnamese in English', () => {
    const strange = all.filter(({ vi, en }) => {
      const wordless = !/\p{L}{2}/u.test(plain(vi));
      return (
        DIACRITICS.test(plain(en)) || ENGLISH.test(plain(vi)) || !(wordless || DIACRITICS.test(plain(vi)))
      );
    });
    expect(strange.map(({ code }) => code)).toEqual([]);
  });

  it('hold no code that no source raises', () => {
    // Once where it is worded, once where it is raised.
    const idle = all.filter(({ code }) => sources.split(`'${code}'`).length < 3);
    expect(idle.map(({ table, code }) => `${table}: ${code}`)).toEqual([]);
  });
});
