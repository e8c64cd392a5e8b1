import type { IssueView } from '@thuadat/api/map';
import { ISSUES, type IssueCode } from '@thuadat/core/issue/index';
import { describe, expect, it } from 'vitest';
import { ruleTitle } from './rule-title.ts';
import { formatDate, formatShare, issueSentence } from './wording.ts';

describe('shares', () => {
  it('never round an unfinished commune up to done', () => {
    expect(formatShare(99_999, 100_000, 'en')).toBe('99.99%');
    expect(formatShare(4_999_999, 5_000_000, 'vi')).toBe('99,99%');
    expect(formatShare(10, 10, 'vi')).toBe('100%');
    expect(formatShare(1, 3, 'en')).toBe('33%');
    expect(formatShare(0, 0, 'en')).toBe('–');
  });
});

describe('dates', () => {
  it('are day first in Vietnamese', () => {
    expect(formatDate('2025-07-01', 'vi')).toBe('01/07/2025');
    expect(formatDate('2025-07-01T00:00:00Z', 'en')).toBe('2025-07-01');
  });
});

describe('rule titles', () => {
  it.each(Object.keys(ISSUES) as IssueCode[])('%s reads as a heading in both languages', (code) => {
    for (const language of ['vi', 'en'] as const) {
      const title = ruleTitle(code, language);
      expect(title.length).toBeGreaterThan(6);
      expect(title).not.toMatch(/[{}]|^[…\s]*$|[:,]$/);
    }
  });

  it('is the code itself for a rule of a newer version', () => {
    expect(ruleTitle('future.rule', 'vi')).toBe('future.rule');
  });
});

describe('an issue’s sentence', () => {
  it('leaves the subject out where it stands beside it', () => {
    const issue: IssueView = {
      key: '02647:1',
      unit: '02647',
      ordinal: 1,
      status: 'assigned',
      code: 'identifier.clash',
      severity: 'blocking',
      subject: 'Thửa 1 tờ 2',
      at: { source: 's', layer: 'l', record: 1 },
      found: 'w7czvunjbvrf',
      expected: '',
      lonLat: null,
      shape: null,
    };
    expect(issueSentence(issue, 'en')).toBe('Identifier w7czvunjbvrf is also that of another parcel');
  });
});
