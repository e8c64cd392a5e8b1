import type { CaseDetail, CaseView } from '@thuadat/api/review';
import { describe, expect, it } from 'vitest';
import { createCasesAhead } from './prefetch-cases.ts';

const line = (key: string, state: CaseView['state'] = 'open') => ({ key, state, heldBy: null }) as CaseView;

function desk() {
  const asked: string[] = [];
  const expected: string[] = [];
  const ahead = createCasesAhead(
    async (key) => {
      asked.push(key);
      if (key === 'gone') throw new Error('not there');
      return { key } as CaseDetail;
    },
    ({ key }) => expected.push(key),
  );
  return { ahead, asked, expected };
}

describe('cases ahead', () => {
  it('fetches the next two open ones once, and tells of them', async () => {
    const { ahead, asked, expected } = desk();
    const cases = [line('1'), line('2', 'decided'), line('3'), line('4'), line('5')];
    await ahead.get('1');
    ahead.follow('1', cases);
    await ahead.get('3');
    await ahead.get('4');
    expect(asked).toEqual(['1', '3', '4']);
    expect(expected).toEqual(['3', '4']);
    ahead.follow('3', cases);
    expect(asked).toEqual(['1', '3', '4', '5']);
    // Behind it now, and let go of.
    await ahead.get('1');
    expect(asked.at(-1)).toBe('1');
  });

  it('asks anew for one that changed, and for one that failed', async () => {
    const { ahead, asked } = desk();
    await ahead.get('1');
    ahead.forget('1');
    await ahead.get('1');
    await expect(ahead.get('gone')).rejects.toThrow('not there');
    await expect(ahead.get('gone')).rejects.toThrow('not there');
    expect(asked).toEqual(['1', '1', 'gone', 'gone']);
  });
});
