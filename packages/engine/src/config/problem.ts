/** What is wrong with a config file, as data; and its sentence. */
import { CODE_MESSAGES, type CodeMessage } from '@thuadat/core/message/code';
import { formatMessage, type Language, type Wording } from '@thuadat/core/message/message';
import { CONFIG_MESSAGES, type ConfigMessage } from './messages.ts';

/** `unknown-key` and `value` may carry what was probably meant. */
export type ConfigProblem = {
  readonly kind: 'type' | 'value' | 'missing-key' | 'unknown-key' | 'twin-key' | 'syntax';
  /** `sources[0].crs`, empty = the whole file; of `syntax` line and column, `3:17`. */
  readonly path: string;
  readonly found: string;
  /** Keys and values as they are; a message; or what the schema says in both languages. */
  readonly expected: string | CodeMessage | ConfigMessage | Wording;
  readonly likely: string | null;
};

export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** The way to a value: keys of objects, indexes of lists. */
export type Keys = readonly (string | number)[];

export const joined = (path: string, key: string | number): string =>
  typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;

export const pathOf = (keys: Keys): string => keys.reduce<string>(joined, '');

const WORDS: Readonly<Record<Language, Readonly<Record<ConfigProblem['kind'], string>>>> = {
  vi: {
    type: '{path}: sai kiểu: {found}; cần {expected}',
    value: '{path}: giá trị không hợp lệ: {found}; cần {expected}',
    'missing-key': '{path}: thiếu khóa này; cần {expected}',
    'unknown-key': '{path}: không có khóa này; các khóa có thể dùng: {expected}',
    'twin-key': '{path}: khóa này được viết hai lần (dòng {found}); cần {expected}',
    syntax: 'dòng:cột {path}: không đọc được từ {found}; cần {expected}',
  },
  en: {
    type: '{path}: wrong type: {found}; {expected} expected',
    value: '{path}: not valid: {found}; {expected} expected',
    'missing-key': '{path}: this key is missing; {expected} expected',
    'unknown-key': '{path}: no such key; known keys: {expected}',
    'twin-key': '{path}: this key stands twice (lines {found}); {expected} expected',
    syntax: 'line:column {path}: cannot be read from {found} on; {expected} expected',
  },
};

/** The problem's sentence: where, what was found, what was expected, and what was probably meant. */
export function formatConfigProblem(problem: ConfigProblem, language: Language): string {
  const hint =
    problem.likely === null
      ? ''
      : language === 'vi'
        ? ` Ý là “${problem.likely}”?`
        : ` Did you mean "${problem.likely}"?`;
  const values: Readonly<Record<string, string>> = {
    path: problem.path === '' ? (language === 'vi' ? '(cả tệp)' : '(whole file)') : problem.path,
    found: problem.found,
    expected: expectedIn(problem.expected, language),
  };
  const text = WORDS[language][problem.kind].replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
  return `${text}.${hint}`;
}

const MESSAGES = { ...CODE_MESSAGES, ...CONFIG_MESSAGES };

function expectedIn(expected: ConfigProblem['expected'], language: Language): string {
  if (typeof expected === 'string') return expected;
  return 'code' in expected ? formatMessage(expected, language, MESSAGES) : expected[language];
}
