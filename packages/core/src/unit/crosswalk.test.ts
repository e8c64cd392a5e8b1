import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommuneCode, IsoDate, ProvinceCode } from '../code.ts';
import { buildCrosswalk } from './crosswalk.ts';
import type { Unit, UnitEvent, UnitResolution } from './event.ts';

const date = (text: string) => text as IsoDate;
const code = (text: string) => text as CommuneCode;
const unit = (c: string, name: string, from: string, to: string | null): Unit => ({
  code: code(c),
  name: `Xã ${name}`,
  province: '15' as ProvinceCode,
  district: null,
  from: date(from),
  to: to === null ? null : date(to),
});
const edge = (
  on: string,
  kind: UnitEvent['kind'],
  from: string,
  to: string | null,
  relation: UnitEvent['relation'] = 'whole',
): UnitEvent => ({
  date: date(on),
  kind,
  from: code(from),
  to: to === null ? null : code(to),
  relation,
  act: '1/NQ',
});

/** Ends of a resolution as text, to compare. */
const ends = (r: UnitResolution): string =>
  r.kind === 'split'
    ? `split ${r.candidates.map((u) => u.code).join(' ')}`
    : r.kind === 'exact' || r.kind === 'merged'
      ? `${r.kind} ${r.unit.code}`
      : r.kind;

// 2020: A and B merge into code A; C is renamed. 2025: A(new) and C go into code B, D is split over B and D, E is abolished.
const TOY_UNITS = [
  unit('00001', 'A', '2019-01-01', '2020-01-01'),
  unit('00002', 'B', '2019-01-01', '2020-01-01'),
  unit('00001', 'AB', '2020-01-01', '2025-07-01'),
  unit('00003', 'C', '2019-01-01', '2020-01-01'),
  unit('00003', 'Mới', '2020-01-01', '2025-07-01'),
  unit('00004', 'D', '2019-01-01', '2025-07-01'),
  unit('00005', 'E', '2019-01-01', '2025-07-01'),
  unit('00002', 'Lớn', '2025-07-01', null),
  unit('00004', 'D còn lại', '2025-07-01', null),
];
const TOY_EVENTS = [
  edge('2020-01-01', 'merge', '00001', '00001'),
  edge('2020-01-01', 'merge', '00002', '00001'),
  edge('2020-01-01', 'rename', '00003', '00003'),
  edge('2025-07-01', 'merge', '00001', '00002'),
  edge('2025-07-01', 'merge', '00003', '00002'),
  edge('2025-07-01', 'split', '00004', '00002', 'part'),
  edge('2025-07-01', 'split', '00004', '00004', 'part'),
  edge('2025-07-01', 'abolish', '00005', null),
];
const toy = buildCrosswalk(TOY_UNITS, TOY_EVENTS, 'toy');
const resolve = (c: string, epoch: string, asOf: string) =>
  ends(toy.resolve(code(c), date(epoch), date(asOf)));

test('a code read at its own date is that unit, with no events between', () => {
  expect(toy.resolve(code('00001'), date('2019-05-05'), date('2019-05-05'))).toMatchObject({
    kind: 'exact',
    unit: { name: 'Xã A' },
    via: [],
  });
});

test('a recycled code leads elsewhere from each of its dates', () => {
  expect(toy.history(code('00002')).map((u) => u.name)).toEqual(['Xã B', 'Xã Lớn']);
  expect(resolve('00002', '2019-12-31', '2020-01-01')).toBe('merged 00001');
  expect(resolve('00002', '2019-12-31', '2025-07-01')).toBe('merged 00002');
  expect(toy.unitAt(code('00002'), date('2022-01-01'))).toBeNull();
  expect(toy.resolve(code('00002'), date('2022-01-01'), date('2025-07-01'))).toMatchObject({
    kind: 'unknown',
    known: [{ name: 'Xã B' }, { name: 'Xã Lớn' }],
  });
});

test('a rename is exact and names its act; a later merger is merged', () => {
  const renamed = toy.resolve(code('00003'), date('2019-12-31'), date('2024-01-01'));
  expect(renamed).toMatchObject({ kind: 'exact', unit: { name: 'Xã Mới' }, via: [{ kind: 'rename' }] });
  const merged = toy.resolve(code('00003'), date('2019-12-31'), date('2025-07-01'));
  expect(merged.kind === 'merged' && merged.via.map((e) => e.date)).toEqual(['2020-01-01', '2025-07-01']);
});

test('a split keeps all candidates, also the one under the same code', () => {
  expect(resolve('00004', '2024-01-01', '2025-06-30')).toBe('exact 00004');
  expect(resolve('00004', '2024-01-01', '2025-07-01')).toBe('split 00002 00004');
});

test('an abolished unit is retired and an unheard-of code unknown', () => {
  expect(resolve('00005', '2024-01-01', '2026-01-01')).toBe('retired');
  expect(resolve('00099', '2024-01-01', '2026-01-01')).toBe('unknown');
});

test('predecessors are the reverse, whole or in part', () => {
  const before = (asOf: string, epoch: string) =>
    toy.predecessors(code('00002'), date(asOf), date(epoch)).map((p) => `${p.unit.code} ${p.relation}`);
  expect(before('2025-07-01', '2025-06-30')).toEqual(['00001 whole', '00003 whole', '00004 part']);
  expect(before('2025-07-01', '2019-06-01')).toEqual([
    '00001 whole',
    '00002 whole',
    '00003 whole',
    '00004 part',
  ]);
});

test('parts that come back together resolve to the one unit that holds them', () => {
  const log = buildCrosswalk(
    [
      unit('00001', 'A', '2019-01-01', '2020-01-01'),
      unit('00002', 'B', '2020-01-01', '2025-07-01'),
      unit('00003', 'C', '2020-01-01', '2025-07-01'),
      unit('00004', 'D', '2025-07-01', null),
    ],
    [
      edge('2020-01-01', 'split', '00001', '00002', 'part'),
      edge('2020-01-01', 'split', '00001', '00003', 'part'),
      edge('2025-07-01', 'merge', '00002', '00004'),
      edge('2025-07-01', 'merge', '00003', '00004'),
    ],
    '',
  );
  const at = (asOf: string) => ends(log.resolve(code('00001'), date('2019-06-01'), date(asOf)));
  expect([at('2021-01-01'), at('2025-07-01')]).toEqual(['split 00002 00003', 'exact 00004']);
  expect(log.predecessors(code('00004'), date('2025-07-01'), date('2019-06-01'))).toMatchObject([
    { unit: { code: '00001' }, relation: 'whole' },
  ]);
});

test('a unit that only receives land stands on and stays its own predecessor', () => {
  const log = buildCrosswalk(
    [unit('00001', 'A', '2019-01-01', '2024-12-01'), unit('00002', 'B', '2019-01-01', null)],
    [edge('2024-12-01', 'merge', '00001', '00002')],
    '',
  );
  expect(ends(log.resolve(code('00002'), date('2020-01-01'), date('2025-01-01')))).toBe('merged 00002');
  const sources = (epoch: string) =>
    log.predecessors(code('00002'), date('2025-01-01'), date(epoch)).map((p) => p.unit.code);
  expect([sources('2020-01-01'), sources('2024-12-01')]).toEqual([['00001', '00002'], ['00002']]);
});

test('a part that was abolished leaves the code undecided even with one candidate', () => {
  const log = buildCrosswalk(
    [unit('00001', 'A', '2019-01-01', '2025-07-01'), unit('00002', 'B', '2019-01-01', null)],
    [
      edge('2025-07-01', 'split', '00001', '00002', 'part'),
      edge('2025-07-01', 'abolish', '00001', null, 'part'),
    ],
    '',
  );
  expect(ends(log.resolve(code('00001'), date('2019-06-01'), date('2025-07-01')))).toBe('split 00002');
});

test('resolving backwards is a fault of the caller', () => {
  expect(() => toy.resolve(code('00001'), date('2025-07-01'), date('2020-01-01'))).toThrow(/predecessors/);
});

test.each([
  ['a missing successor', TOY_UNITS.slice(0, -1), TOY_EVENTS, /a unit 00004 that stands on 2025-07-01/],
  ['an end without event', TOY_UNITS, TOY_EVENTS.slice(0, -1), /no event on the day it ends/],
  [
    'a unit that ends before it begins',
    [...TOY_UNITS, unit('00009', 'X', '2021-01-01', '2021-01-01')],
    TOY_EVENTS,
    /"to" after "from"/,
  ],
  [
    'two units under one code',
    [...TOY_UNITS, unit('00004', 'X', '2024-01-01', '2024-02-01')],
    TOY_EVENTS,
    /at the same time/,
  ],
  ['an edge doubled', TOY_UNITS, [...TOY_EVENTS, TOY_EVENTS[0]!], /one edge to each successor/],
  ['a split into one part', TOY_UNITS, TOY_EVENTS.filter((e) => e.to !== '00004'), /where the rest went/],
  [
    'a whole edge beside a part',
    TOY_UNITS,
    [...TOY_EVENTS, edge('2025-07-01', 'merge', '00001', '00004')],
    /one whole edge, or parts only/,
  ],
])('%s is refused on build', (_what, units, events, message) => {
  expect(() => buildCrosswalk(units, events, '')).toThrow(message);
});

/** A random log: at each date some of the living units are merged, split, recoded or left alone; codes are recycled. */
const DATES = ['2019-01-01', '2020-01-01', '2022-01-01', '2025-07-01', '2026-03-01'];
type Log = { units: Unit[]; events: UnitEvent[] };
function randomLog(choices: readonly number[]): Log {
  let at = 0;
  const next = (n: number) => choices[at++ % choices.length]! % n;
  const units: Unit[] = [];
  const events: UnitEvent[] = [];
  let living = ['00001', '00002', '00003', '00004', '00005'].map((c) => unit(c, `${c}-0`, DATES[0]!, null));
  DATES.slice(1).forEach((on, step) => {
    const stay = living.filter(() => next(3) === 0);
    const going = living.filter((u) => !stay.includes(u));
    const free = [1, 2, 3, 4, 5, 6, 7].map((n) => `0000${n}`).filter((c) => !stay.some((u) => u.code === c));
    const born = free
      .slice(0, Math.max(1, next(free.length)))
      .map((c) => unit(c, `${c}-${step + 1}`, on, null));
    const targets = [...stay, ...born];
    for (const u of going) {
      const parts = new Set([next(targets.length), ...(next(3) === 0 ? [next(targets.length)] : [])]);
      for (const index of parts) {
        const to = targets[index]!.code;
        const [kind, relation] =
          parts.size > 1 ? (['split', 'part'] as const) : (['merge', 'whole'] as const);
        events.push(edge(on, kind, u.code, to, relation));
      }
      units.push({ ...u, to: date(on) });
    }
    living = targets;
  });
  return { units: [...units, ...living], events };
}

/** Oracle: every path written out by plain recursion over the lists, no index, no memory. */
function leaves(log: Log, at: Unit, asOf: string): string[] {
  if (at.to === null || asOf < at.to) return [`${at.code}@${at.from}`];
  return log.events
    .filter((e) => e.from === at.code && e.date === at.to)
    .flatMap((e) =>
      log.units
        .filter((u) => u.code === e.to && u.from <= e.date && (u.to === null || e.date < u.to))
        .flatMap((u) => leaves(log, u, asOf)),
    );
}
const unique = (list: readonly string[]) => [...new Set(list)].sort();
const found = (r: UnitResolution): string[] =>
  unique(
    (r.kind === 'split' ? r.candidates : r.kind === 'exact' || r.kind === 'merged' ? [r.unit] : []).map(
      (u) => `${u.code}@${u.from}`,
    ),
  );

test('agrees with the oracle, forward and backward, on random logs', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 }), (choices) => {
      const log = randomLog(choices);
      const crosswalk = buildCrosswalk(log.units, log.events, '');
      for (const epoch of DATES)
        for (const asOf of DATES.filter((d) => d >= epoch)) {
          const standing = log.units.filter((u) => u.from <= epoch && (u.to === null || epoch < u.to));
          const reach = new Map(standing.map((u) => [u, unique(leaves(log, u, asOf))]));
          for (const [u, expected] of reach) {
            const actual = crosswalk.resolve(u.code, date(epoch), date(asOf));
            expect(found(actual)).toEqual(expected);
            const shared = [...reach.values()].filter((ends) => ends.includes(expected[0]!)).length > 1;
            expect(actual.kind).toBe(expected.length > 1 ? 'split' : shared ? 'merged' : 'exact');
          }
          for (const u of log.units.filter((x) => x.from <= asOf && (x.to === null || asOf < x.to))) {
            const back = crosswalk.predecessors(u.code, date(asOf), date(epoch));
            const expected = [...reach].filter(([, ends]) => ends.includes(`${u.code}@${u.from}`));
            expect(back.map((p) => `${p.unit.code} ${p.relation}`).sort()).toEqual(
              expected.map(([b, ends]) => `${b.code} ${ends.length > 1 ? 'part' : 'whole'}`).sort(),
            );
          }
        }
    }),
    { numRuns: 60, seed: 19 },
  );
});

test('resolving in two hops is resolving the composed log', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 }), (choices) => {
      const log = randomLog(choices);
      const crosswalk = buildCrosswalk(log.units, log.events, '');
      for (const u of log.units)
        for (const middle of DATES.filter((d) => d >= u.from))
          for (const last of DATES.filter((d) => d >= middle)) {
            const direct = found(crosswalk.resolve(u.code, u.from, date(last)));
            const hops = found(crosswalk.resolve(u.code, u.from, date(middle))).flatMap((end) =>
              found(crosswalk.resolve(code(end.split('@')[0]!), date(middle), date(last))),
            );
            expect(unique(hops)).toEqual(direct);
          }
    }),
    { numRuns: 60, seed: 25 },
  );
});
