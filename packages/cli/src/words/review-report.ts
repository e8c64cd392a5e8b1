/** What became of each decision, as `plan` prints it: sums, and each that was dropped. */

import { issueValue } from '@thuadat/core/issue/value';
import type { DecisionFate, DecisionOutcome } from '@thuadat/engine/work/decision-outcome';
import { count, language, say } from '../terminal/language.ts';
import { out, sample, yellow } from '../terminal/print.ts';

const FATES: Readonly<Record<DecisionFate, () => string>> = {
  kept: () => say('giữ nguyên', 'kept'),
  used: () => say('đã thực hiện', 'used'),
  waiting: () => say('chờ người thứ hai', 'waiting for a second person'),
  'source-absent': () =>
    say('bỏ: nguồn không có trong kế hoạch này', 'dropped: its source is not in this plan'),
  'record-changed': () => say('bỏ: bản ghi đã thay đổi', 'dropped: the record was changed'),
  'finding-changed': () => say('bỏ: nội dung vấn đề đã khác', 'dropped: what was found is different now'),
  'no-longer-raised': () => say('bỏ: không còn vấn đề này', 'dropped: the case is no longer raised'),
};

const STANDS: readonly DecisionFate[] = ['kept', 'used', 'waiting'];
/** Dropped decisions named on the screen; all of them are in `decisions.json`. */
const NAMED = 8;

export function printDecisions(outcomes: readonly DecisionOutcome[]): void {
  if (outcomes.length === 0) return;
  const sums = (Object.keys(FATES) as DecisionFate[]).flatMap((fate) => {
    const n = outcomes.filter((each) => each.fate === fate).length;
    return n === 0 ? [] : [`${count(n)} ${FATES[fate]()}`];
  });
  out(`  ${say('Quyết định đã có', 'Decisions so far')}: ${sums.join('; ')}`);
  const dropped = outcomes.filter(({ fate }) => !STANDS.includes(fate));
  if (dropped.length === 0) return;
  out(
    sample(
      dropped,
      NAMED,
      ({ subject, code, who, fate }) =>
        `      ${yellow('!')} ${issueValue(subject, language())} (${code}, ${who}): ${FATES[fate]()}`,
    ),
  );
}
