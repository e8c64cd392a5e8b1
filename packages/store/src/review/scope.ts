/** Whose eyes a question is asked with: every statement of the review is narrowed by it. */

import { Refusal } from '@thuadat/api/refusal';
import type { Actor } from '@thuadat/core/review/account';

export type Scope = {
  readonly run: string;
  /** New commune codes and `.unresolved`; null = all. */
  readonly units: readonly string[] | null;
  /** Account id: what others hold is told apart from one's own. */
  readonly actor: number;
};

export const scopeOf = (run: string, actor: Actor): Scope => ({ run, units: actor.units, actor: actor.id });

/** `<unit>:<seq>`; null when it is no such key. */
export function splitCaseKey(key: string): { readonly unit: string; readonly seq: number } | null {
  const match = /^([\w.]{1,20}):(\d{1,9})$/.exec(key);
  return match ? { unit: match[1]!, seq: Number(match[2]) } : null;
}

/** What was asked for is not there, or not for these eyes: the two are not told apart. */
export class NotThereError extends Refusal {
  override name = 'NotThereError';
  constructor(name: string) {
    super('absent', { name });
  }
}
