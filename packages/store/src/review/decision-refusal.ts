/** Why a decision is not taken. */
import { Refusal, type RefusalCode, type RefusalValues } from '@thuadat/api/refusal';
import type { CaseView } from '@thuadat/api/review';

/** Somebody else was first; the case is told as it is now. */
export class ConflictError extends Refusal {
  override name = 'ConflictError';
  constructor(
    code: RefusalCode,
    readonly current: CaseView | null = null,
    values: RefusalValues = {},
  ) {
    super(code, values);
  }
}

/** This person may not do this to this case, or it cannot be done to any. */
export class ForbiddenError extends Refusal {
  override name = 'ForbiddenError';
}
