/** What an error of the server says (RFC 9457), with the next step. */
import { code, integer, maybe, object, optional, type Plain, text } from './parts.ts';
import type { RefusalCode } from './refusal.ts';
import { caseView } from './review.ts';

export const problem = object({
  type: text,
  title: text,
  status: integer,
  /** What was refused, by a name that stays; absent for faults of the request's form and of the server. */
  code: optional(code<RefusalCode>()),
  detail: text,
  next: text,
  /** With a conflict: the case as it is now, where there is one. */
  case: optional(maybe(caseView)),
});
export type Problem = Plain<typeof problem>;
