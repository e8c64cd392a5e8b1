import type { CaseView } from '@thuadat/api/review';
import { describe, expect, it } from 'vitest';
import { lastKnown, lastTold } from './case-line.ts';

const line = (key: string, version: number, state: CaseView['state'] = 'open') =>
  ({ key, version, state }) as CaseView;

describe('a case of which two answers come', () => {
  it('stays as it is known when the list that was read is older', () => {
    const known = [line('a', 2, 'decided'), line('b', 1)];
    expect(lastKnown([line('a', 1), line('b', 1, 'waiting'), line('c', 1)], known)).toEqual([
      line('a', 2, 'decided'),
      line('b', 1, 'waiting'),
      line('c', 1),
    ]);
  });

  it('becomes what is told unless that is older; of the same version what is told last holds', () => {
    const told = new Map([
      ['a', line('a', 1)],
      ['b', line('b', 1)],
      ['c', line('c', 4, 'decided')],
    ]);
    const known = [line('a', 2, 'decided'), line('b', 1, 'decided'), line('c', 3), line('d', 1)];
    expect(lastTold(known, told)).toEqual([
      line('a', 2, 'decided'),
      line('b', 1),
      line('c', 4, 'decided'),
      line('d', 1),
    ]);
  });
});
