/** Every word of the screen, twice. A key that one language lacks fails the type check. */
import { fillPlaces } from '@thuadat/core/text/fill';
import * as account from './words/account.ts';
import * as base from './words/base.ts';
import * as compare from './words/compare.ts';
import * as print from './words/print.ts';
import * as review from './words/review.ts';

export type Language = 'vi' | 'en';

export type MessageKey =
  | keyof typeof base.VI
  | keyof typeof review.VI
  | keyof typeof compare.VI
  | keyof typeof account.VI
  | keyof typeof print.VI;
type Messages = Readonly<Record<MessageKey, string>>;

const TABLE: Readonly<Record<Language, Messages>> = {
  vi: { ...base.VI, ...review.VI, ...compare.VI, ...account.VI, ...print.VI },
  en: { ...base.EN, ...review.EN, ...compare.EN, ...account.EN, ...print.EN },
};

export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

export const translator =
  (language: Language): Translate =>
  (key, values = {}) =>
    fillPlaces(TABLE[language][key], values);

export const LANGUAGES: readonly Language[] = ['vi', 'en'];
