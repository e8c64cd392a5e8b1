/**
 * Words that stand in an issue's values as codes (`role.commune`, `code.date`, `district.own`): what is kept and handed on is free of
 * language, a person reads the word.
 */
import { EVIDENCE } from '../inspect/epoch-evidence.ts';
import { CODE_MESSAGES } from '../message/code.ts';
import type { Language, Wording } from '../message/message.ts';
import { ROLE_NAMES } from '../parse/role-name.ts';

const TERMS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ...Object.entries<Wording>(CODE_MESSAGES),
  ...Object.entries<Wording>(EVIDENCE),
  ...Object.entries<Wording>(ROLE_NAMES).map(([role, name]) => [`role.${role}`, name] as const),
]);

/** A value of an issue as it is read; all that is no known code stays. */
export const issueValue = (value: string, language: Language): string =>
  value.replace(/[a-z-]+\.[A-Za-z-]+/g, (text) => TERMS.get(text)?.[language] ?? text);
