import { CODE_MESSAGES } from '../message/code.ts';
import { CONFIG_MESSAGES } from '../message/config.ts';
import { formatMessage, type Language } from '../message/message.ts';
import type { ConfigProblem } from './schema.ts';

const WORDS: Readonly<Record<'vi' | 'en', Readonly<Record<ConfigProblem['kind'], string>>>> = {
  vi: {
    type: '{path}: sai kiểu: {found}; cần {expected}',
    value: '{path}: giá trị không hợp lệ: {found}; cần {expected}',
    'missing-key': '{path}: thiếu khóa này; cần {expected}',
    'unknown-key': '{path}: không có khóa này; các khóa có thể dùng: {expected}',
  },
  en: {
    type: '{path}: wrong type: {found}; {expected} expected',
    value: '{path}: not valid: {found}; {expected} expected',
    'missing-key': '{path}: this key is missing; {expected} expected',
    'unknown-key': '{path}: no such key; known keys: {expected}',
  },
};

/** The problem's sentence: where, what was found, what was expected, and what was probably meant. */
export function formatConfigProblem(problem: ConfigProblem, language: 'vi' | 'en'): string {
  const hint =
    problem.likely === null
      ? ''
      : language === 'vi'
        ? ` Ý là “${problem.likely}”?`
        : ` Did you mean "${problem.likely}"?`;
  const text = WORDS[language][problem.kind]
    .replaceAll(
      '{path}',
      problem.path === '' ? (language === 'vi' ? '(cả tệp)' : '(whole file)') : problem.path,
    )
    .replaceAll('{found}', problem.found)
    .replaceAll('{expected}', expectedIn(problem.expected, language));
  return `${text}.${hint}`;
}

const MESSAGES = { ...CODE_MESSAGES, ...CONFIG_MESSAGES };

function expectedIn(expected: ConfigProblem['expected'], language: Language): string {
  if (typeof expected === 'string') return expected;
  return 'code' in expected ? formatMessage(expected, language, MESSAGES) : expected[language];
}
