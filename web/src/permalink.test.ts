import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPermalink, parsePermalink } from './permalink.ts';
import { INITIAL, type State } from './state.ts';

describe('the permalink', () => {
  it('of the opening screen says nothing', () => {
    expect(formatPermalink(INITIAL)).toBe('?');
    expect(parsePermalink('')).toEqual(INITIAL);
  });

  it('brings back every state it was made from', () => {
    const state: fc.Arbitrary<State> = fc.record({
      language: fc.constantFrom('vi', 'en'),
      run: fc.option(fc.stringMatching(/^[a-z-]{1,20}$/)),
      view: fc.option(fc.constant({ zoom: 16.25, lat: 22.478123, lon: 103.971456 })),
      parcel: fc.option(fc.integer({ min: 0, max: 5_000_000 })),
      issue: fc.option(fc.stringMatching(/^\d{5}:\d{1,4}$/)),
      tab: fc.constantFrom('communes', 'issues', 'review'),
      filter: fc.record(
        {
          code: fc.constant('overlap.parcel'),
          severity: fc.constantFrom('blocking', 'info'),
          unit: fc.constantFrom('02647', '.unresolved'),
          status: fc.constant('ambiguous'),
        },
        { requiredKeys: [] },
      ),
      case: fc.option(fc.stringMatching(/^\d{5}:\d{1,4}$/)),
      caseFilter: fc.record(
        {
          state: fc.constantFrom('open', 'waiting', 'decided'),
          sheet: fc.constantFrom('12', 'DC7'),
          text: fc.constant('nguyen van'),
          by: fc.constant('lan'),
          area: fc.constant('103.9,22.4;104,22.4;104,22.5'),
        },
        { requiredKeys: [] },
      ),
      compare: fc.constantFrom('none', 'swipe', 'blink', 'side'),
      background: fc.option(fc.stringMatching(/^[a-z-]{1,20}$/)),
      labels: fc.constantFrom('new', 'old', 'none'),
      newBoundaries: fc.boolean(),
      oldBoundaries: fc.boolean(),
    });
    fc.assert(
      fc.property(state, (each) => {
        expect(parsePermalink(formatPermalink(each))).toEqual(each);
      }),
    );
  });

  it('ignores what cannot be read', () => {
    expect(parsePermalink('?at=x/y&parcel=-3&severity=fatal&lang=fr&labels=9&tab=nothing')).toEqual(INITIAL);
    expect(parsePermalink('?at=16/95/103').view).toBeNull();
    expect(parsePermalink('?at=16//103').view).toBeNull();
  });
});
