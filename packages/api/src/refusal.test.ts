import { describe, expect, it } from 'vitest';
import { Refusal, refusalText } from './refusal.ts';

describe('a refusal', () => {
  it('is told in both languages with what was found and what to do', () => {
    expect(refusalText('bulk.too-many', { most: 5000 }, 'vi')).toEqual({
      detail: 'Bộ lọc có hơn 5000 việc.',
      next: 'Hãy thu hẹp còn một loại vấn đề, một xã hoặc một tờ bản đồ.',
    });
    expect(refusalText('case.held', { by: 'Lan' }, 'en')).toEqual({
      detail: 'Lan has this case open.',
      next: 'Go on with the next case.',
    });
  });

  it('keeps its name and values, and says itself in English to a log', () => {
    const refusal = new Refusal('commune.foreign', { unit: '02647' });
    expect(refusal.code).toBe('commune.foreign');
    expect(refusal.message).toBe(
      'Commune 02647 is concerned too, which is not yours. Ask someone who has both.',
    );
  });

  it('leaves a place open rather than say nothing of it', () => {
    expect(refusalText('run.absent', {}, 'en').detail).toBe('Run "{name}" is not in this database.');
  });
});
