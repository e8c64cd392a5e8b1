/** What was planted in the demo's data, as the sheet that a reviewer is examined with: which answer to which case is right. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '@thuadat/core/review/rule';
import { parseCsvTable } from '@thuadat/core/text/csv';

export type Right = {
  readonly verdict: Verdict;
  /** Of a choice: the code of the commune, or the record that stands, as `file #record`. */
  readonly choice: string | null;
};

/** What the generator plants → under which rule it is found → what is right: only a survey mends it, it is none, it goes. */
const ANSWERS: Readonly<Record<string, readonly (readonly [code: string, verdict: Verdict])[]>> = {
  straddle: [['commune.straddles', 'choose']],
  'duplicate-key': [['duplicate.key-before', 'choose']],
  'same-place': [
    ['duplicate.geometry', 'choose'],
    ['identifier.clash', 'survey'],
  ],
  'dead-code': [['commune.other-epoch', 'survey']],
  'duplicate-copy': [['duplicate.copy', 'accept']],
  'bow-tie': [
    ['geometry.self-crossing', 'survey'],
    ['identifier.pending-crossing', 'survey'],
  ],
  'carried-wrong': [['identifier.carried-outside', 'survey']],
  'carried-clash': [['identifier.carried-outside', 'survey']],
  'missing-parcel': [['key.missing', 'reject']],
  overlap: [['overlap.parcel', 'survey']],
  'outside-commune': [['place.outside-commune', 'survey']],
  'area-off': [['area.differs', 'accept']],
  'multi-part': [['geometry.multi-part', 'accept']],
  sliver: [['geometry.sliver', 'accept']],
};

const samples = fileURLToPath(new URL('../../../data-samples/demo', import.meta.url));

/** `code`: the rule of a case; `records`: those on the screen, as `file #record`. Null when nothing was planted there. */
export type AnswerSheet = (code: string, records: readonly string[]) => Right | null;

export function answerSheet(province: 'ca-mau' | 'lao-cai'): AnswerSheet {
  const planted = new Map<string, Readonly<Record<string, unknown>>>();
  const { rows } = parseCsvTable(readFileSync(`${samples}/${province}/truth.csv`, 'utf8'));
  for (const { cell } of rows)
    planted.set(
      `${cell('kind')} ${cell('file')} #${cell('record')}`,
      JSON.parse(cell('known') || '{}') as Record<string, unknown>,
    );
  return (code, records) => {
    for (const [kind, found] of Object.entries(ANSWERS)) {
      const verdict = found.find(([each]) => each === code)?.[1];
      const wrong = records.find((name) => planted.has(`${kind} ${name}`));
      if (verdict === undefined || wrong === undefined) continue;
      if (verdict !== 'choose') return { verdict, choice: null };
      const choice =
        kind === 'straddle'
          ? largest(planted.get(`${kind} ${wrong}`)!)
          : records.find((name) => name !== wrong && !planted.has(`${kind} ${name}`));
      return choice === undefined ? null : { verdict, choice };
    }
    return null;
  };
}

const largest = (shares: Readonly<Record<string, unknown>>): string | undefined =>
  Object.entries(shares).sort((a, b) => Number(b[1]) - Number(a[1]))[0]?.[0];
