import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommuneCode, ProvinceCode, Scale, SheetNumber } from '../../code.ts';
import type { Issue } from '../../issue/index.ts';
import { issueValue } from '../../issue/value.ts';
import { type SheetCount, sheetKeyText } from './key.ts';
import { planSheets } from './plan.ts';

const sheet = (
  newCommune: string,
  oldCommune: string,
  number: string,
  scale: string | null = '1000',
  parcels = 10,
): SheetCount => ({
  newCommune: newCommune as CommuneCode,
  oldCommune: oldCommune as CommuneCode,
  oldProvince: '10' as ProvinceCode,
  sheet: number as SheetNumber,
  scale: scale as Scale | null,
  series: null,
  parcels,
});

const inVietnamese = ({ code, subject, found, expected }: Issue) => ({
  code,
  subject: issueValue(subject, 'vi'),
  found: issueValue(found, 'vi'),
  expected: issueValue(expected, 'vi'),
});

/** In the order of the old communes' codes. */
const numbers = (plan: ReturnType<typeof planSheets>) =>
  plan.moves.map((m) => `${m.oldCommune}/${m.sheet}/${m.scale}→${m.newSheet}`).sort();
const inOrder = (...texts: string[]) => texts.sort();

describe('continue', () => {
  it('keeps the sheets of the old commune whose code lives on and appends the others by scale, commune and number', () => {
    const inventory = [
      sheet('02647', '02650', '2'),
      sheet('02647', '02650', '1'),
      sheet('02647', '02647', '7'),
      sheet('02647', '02644', '1', '500'),
    ];
    const plan = planSheets(inventory, { strategy: 'continue' });
    expect(numbers(plan)).toEqual(
      inOrder('02647/7/1000→7', '02650/1/1000→8', '02650/2/1000→9', '02644/1/500→10'),
    );
    expect(plan.issues).toEqual([]);
    const fine = planSheets(inventory, { strategy: 'continue', scaleOrder: 'fine-first' });
    expect(numbers(fine)).toEqual(
      inOrder('02644/1/500→8', '02647/7/1000→7', '02650/1/1000→9', '02650/2/1000→10'),
    );
  });

  it('goes commune by commune, or by their parcels, where the province does', () => {
    const inventory = [
      sheet('02647', '02647', '1'),
      sheet('02647', '02644', '1', '500', 5),
      sheet('02647', '02650', '1', '500', 9),
      sheet('02647', '02650', '2', '2000', 9),
    ];
    const by = (options: Partial<Parameters<typeof planSheets>[1]>) =>
      numbers(planSheets(inventory, { strategy: 'continue', ...options }));
    expect(by({ groupBy: 'commune' })).toEqual(
      inOrder('02647/1/1000→1', '02644/1/500→2', '02650/2/2000→3', '02650/1/500→4'),
    );
    expect(by({ groupBy: 'commune', communeOrder: 'largest', scaleOrder: 'fine-first' })).toEqual(
      inOrder('02647/1/1000→1', '02650/1/500→2', '02650/2/2000→3', '02644/1/500→4'),
    );
  });

  it('says so when the old commune whose code lives on has no sheet, and continues after an earlier run', () => {
    const inForce = [{ ...sheet('02647', '02644', '9'), newSheet: '40' as SheetNumber }];
    const inventory = [sheet('02647', '02650', '3'), sheet('02647', '02644', '1', '1000', 50)];
    const plan = planSheets(inventory, { strategy: 'continue', inForce });
    expect(plan.issues.map((i) => [i.code, i.found])).toEqual([['sheet.keeper-missing', '02644']]);
    expect(numbers(plan)).toEqual(inOrder('02644/1/1000→1', '02650/3/1000→41'));
  });
});

describe('one number at two scales', () => {
  const two = [
    sheet('02647', '02650', '1', '500'),
    sheet('02647', '02650', '1', '1000'),
    sheet('02647', '02650', '4'),
  ];

  it.each([
    ['continue', 'coarse-first', ['1/1000→1', '4/1000→4', '1/500→5']],
    ['continue', 'fine-first', ['1/500→1', '1/1000→5', '4/1000→4']],
    ['range', 'coarse-first', ['1/1000→1', '4/1000→4', '1/500→5']],
    ['prefix', 'fine-first', ['1/500→1', '1/1000→5', '4/1000→4']],
  ] as const)(
    '%s, %s: two numbers in a commune that is alone, and both sheets named',
    (strategy, scaleOrder, expected) => {
      const plan = planSheets(two, { strategy, scaleOrder });
      expect(numbers(plan)).toEqual(inOrder(...expected.map((text) => `02650/${text}`)));
      expect(plan.issues.map(({ code, found }) => [code, found])).toEqual([['sheet.number-taken', '1 → 5']]);
      const [{ subject, expected: other }] = plan.issues.map(inVietnamese) as [
        ReturnType<typeof inVietnamese>,
      ];
      const [moved, kept] = scaleOrder === 'coarse-first' ? ['500', '1000'] : ['1000', '500'];
      expect([subject, other]).toEqual([`tờ 1 tỷ lệ 1/${moved} xã cũ 02650 → xã 02647`, `02650/1 1/${kept}`]);
    },
  );

  it.each([
    ['continue', ['02647/9/1000→9', '02650/1/1000→10', '02650/4/1000→11', '02650/1/500→12']],
    ['range', ['02647/9/1000→9', '02650/1/1000→101', '02650/4/1000→104', '02650/1/500→105']],
    ['prefix', ['02647/9/1000→9', '02650/1/1000→2-1', '02650/4/1000→2-4', '02650/1/500→2-5']],
  ] as const)('%s: two numbers in a commune that is not the keeper', (strategy, expected) => {
    const plan = planSheets([...two, sheet('02647', '02647', '9')], { strategy, rangeSize: 100 });
    expect(numbers(plan)).toEqual(inOrder(...expected));
  });

  it('leaves a sheet open whose range has no number left', () => {
    const plan = planSheets([...two, sheet('02647', '02650', '99')], { strategy: 'range', rangeSize: 100 });
    expect([...plan.open.values()].map(inVietnamese).map(({ code, subject }) => [code, subject])).toEqual([
      ['sheet.range-full', 'tờ 1 tỷ lệ 1/500 xã cũ 02650 → xã 02647'],
    ]);
  });

  it('takes a sheet without a scale for the one it can be, and says with which it has its number in common', () => {
    const plan = planSheets([sheet('02647', '02650', '1', null), sheet('02647', '02650', '1', '1000')], {
      strategy: 'continue',
    });
    expect(numbers(plan)).toEqual(inOrder('02650/1/1000→1', '02650/1/null→1'));
    expect(plan.issues.map(inVietnamese).map(({ code, found, expected }) => [code, found, expected])).toEqual(
      [['sheet.shared', '1', '02650/1 1/1000']],
    );
  });

  it('leaves a sheet without a scale open where it can be one of two', () => {
    const unsaid = sheet('02647', '02650', '1', null);
    for (const strategy of ['continue', 'range', 'prefix'] as const) {
      const plan = planSheets([...two, unsaid], { strategy });
      expect(plan.moves).toHaveLength(3);
      expect(plan.open.get(sheetKeyText(unsaid))).toMatchObject({
        code: 'sheet.scale-missing',
        expected: ['02650/1 1/1000', '02650/1 1/500'],
      });
    }
  });
});

describe('what an earlier run put in force', () => {
  const put = (count: SheetCount, newSheet: string) => ({ ...count, newSheet: newSheet as SheetNumber });

  it('keeps its number; the others continue after it', () => {
    const applied = sheet('02647', '02650', '1');
    const plan = planSheets([sheet('02647', '02647', '5'), applied, sheet('02647', '02650', '2')], {
      strategy: 'continue',
      inForce: [put(applied, '6')],
    });
    expect(numbers(plan)).toEqual(inOrder('02647/5/1000→5', '02650/1/1000→6', '02650/2/1000→7'));
  });

  it('is not given to a sheet that comes later, not even of the keeper', () => {
    const inForce = [put(sheet('02647', '02650', '1'), '3')];
    const planned = planSheets([sheet('02647', '02647', '3')], { strategy: 'continue', inForce });
    expect(numbers(planned)).toEqual(inOrder('02647/3/1000→4'));
    expect(planned.issues.map(inVietnamese).map(({ code, expected }) => [code, expected])).toEqual([
      ['sheet.number-taken', '02650/1 1/1000'],
    ]);
    for (const strategy of ['range', 'prefix'] as const) {
      const ranked = planSheets([sheet('02647', '02647', '3')], { strategy, inForce });
      expect(numbers(ranked)).toEqual(inOrder(`02647/3/1000→${strategy === 'range' ? '1003' : '2-3'}`));
    }
    const late = sheet('02647', '02647', '3');
    const table = new Map([[sheetKeyText(late), '3' as SheetNumber]]);
    const plan = planSheets([late], { strategy: 'table', table, inForce });
    expect(plan.moves).toEqual([]);
    expect(plan.open.get(sheetKeyText(late))).toMatchObject({
      code: 'sheet.collision',
      expected: ['02650/1 1/1000'],
    });
  });

  it('stays where two sheets got one number before, and that is said', () => {
    const both = [sheet('02647', '02650', '1', '500'), sheet('02647', '02650', '1', '1000')];
    const inForce = both.map((count) => put(count, '1'));
    const plan = planSheets([...both, sheet('02647', '02650', '2')], { strategy: 'continue', inForce });
    expect(numbers(plan)).toEqual(inOrder('02650/1/1000→1', '02650/2/1000→2', '02650/1/500→1'));
    expect(plan.issues.map(inVietnamese).map(({ code, expected }) => [code, expected])).toEqual([
      ['sheet.shared', '02650/1 1/1000'],
    ]);
  });

  it('holds its range and its prefix when a commune comes between', () => {
    const before = sheet('02647', '02653', '1');
    const inventory = [
      sheet('02647', '02647', '1'),
      sheet('02647', '02650', '1'),
      sheet('02647', '02653', '2'),
    ];
    const range = planSheets(inventory, { strategy: 'range', inForce: [put(before, '1001')] });
    expect(numbers(range)).toEqual(inOrder('02647/1/1000→1', '02650/1/1000→2001', '02653/2/1000→1002'));
    const prefix = planSheets(inventory, { strategy: 'prefix', inForce: [put(before, '2-1')] });
    expect(numbers(prefix)).toEqual(inOrder('02647/1/1000→1', '02650/1/1000→3-1', '02653/2/1000→2-2'));
  });
});

describe('range, prefix and table', () => {
  it('gives every old commune its own range and refuses a sheet beyond it', () => {
    const plan = planSheets(
      [sheet('02647', '02647', '5'), sheet('02647', '02650', '12a'), sheet('02647', '02650', '150')],
      {
        strategy: 'range',
        rangeSize: 100,
      },
    );
    expect(numbers(plan)).toEqual(inOrder('02647/5/1000→5', '02650/12a/1000→112a'));
    expect([...plan.open.values()].map((i) => i.code)).toEqual(['sheet.range-full']);
  });

  it('writes the rank of the old commune before the number', () => {
    const plan = planSheets([sheet('02647', '02647', '5'), sheet('02647', '02650', '5')], {
      strategy: 'prefix',
    });
    expect(numbers(plan)).toEqual(inOrder('02647/5/1000→5', '02650/5/1000→2-5'));
  });

  it('takes numbers from the table, leaves missing rows open and refuses a table that gives one number twice', () => {
    const inventory = [
      sheet('02647', '02647', '5'),
      sheet('02647', '02650', '5'),
      sheet('02647', '02650', '6'),
    ];
    const table = new Map(inventory.slice(0, 2).map((s) => [sheetKeyText(s), '9' as SheetNumber]));
    const plan = planSheets(inventory, { strategy: 'table', table });
    expect(plan.moves).toEqual([]);
    expect([...plan.open.values()].map((i) => i.code)).toEqual([
      'sheet.collision',
      'sheet.collision',
      'sheet.not-in-table',
    ]);
  });

  it('lets one commune have another strategy', () => {
    const plan = planSheets(
      [sheet('02647', '02650', '5'), sheet('02671', '02650', '5', '1000', 1), sheet('02671', '02671', '5')],
      {
        strategy: 'continue',
        perCommune: { '02671': 'prefix' },
      },
    );
    expect(numbers(plan)).toEqual(inOrder('02650/5/1000→5', '02671/5/1000→5', '02650/5/1000→2-5'));
  });
});

it('lets no two parcels share a key unless an issue names both sheets, whatever the order of the inventory', () => {
  const key = fc.record({
    old: fc.constantFrom('02635', '02641', '02647'),
    n: fc.constantFrom('1', '2', '3', '7', '12a', '2-1', '1001'),
    scale: fc.constantFrom('500', '1000', '2000', null),
    series: fc.constantFrom(null, null, 'A', 'B'),
  });
  const name = (r: { old: string; n: string; scale: string | null; series: string | null }) =>
    `${r.old}/${r.n}/${r.scale}/${r.series}`;
  const keys = (maxLength: number) => fc.uniqueArray(key, { selector: name, maxLength });
  const numbered = (rows: readonly (Parameters<typeof name>[0] & { to: string })[]) =>
    rows.map((r) => ({
      ...sheet('02647', r.old, r.n, r.scale),
      series: r.series,
      newSheet: r.to as SheetNumber,
    }));
  const to = fc.constantFrom('1', '2', '3', '8', '9', '1001', '2-1');
  const given = (maxLength: number) =>
    fc.uniqueArray(
      fc.tuple(key, to).map(([k, number]) => ({ ...k, to: number })),
      { selector: name, maxLength },
    );
  const options = fc.record({
    strategy: fc.constantFrom('continue', 'range', 'prefix', 'table'),
    groupBy: fc.constantFrom('scale', 'commune'),
    scaleOrder: fc.constantFrom('coarse-first', 'fine-first'),
    communeOrder: fc.constantFrom('code', 'largest'),
    keeper: fc.constantFrom('code', 'largest'),
    rangeSize: fc.constantFrom(10, 1000),
  });
  fc.assert(
    fc.property(keys(30), given(6), given(12), options, (rows, before, rowsOfTable, told) => {
      const inventory = rows.map((r) => ({ ...sheet('02647', r.old, r.n, r.scale), series: r.series }));
      const inForce = numbered(before);
      const table = new Map(numbered(rowsOfTable).map((row) => [sheetKeyText(row), row.newSheet]));
      const all = { ...told, inForce, table } as Parameters<typeof planSheets>[1];
      const plan = planSheets(inventory, all);
      const planned = new Map(plan.moves.map((move) => [sheetKeyText(move), move.newSheet]));
      // Conservation: a number or a reason. What is in force keeps its number.
      for (const count of inventory)
        expect(planned.has(sheetKeyText(count))).toBe(!plan.open.has(sheetKeyText(count)));
      expect(planned.size + plan.open.size).toBe(inventory.length);
      for (const row of inForce) expect(planned.get(sheetKeyText(row)) ?? row.newSheet).toBe(row.newSheet);
      const said = new Set(
        plan.issues.filter(({ code }) => code === 'sheet.shared').map(({ found }) => found),
      );
      const holders = new Map<string, string>(inForce.map((row) => [row.newSheet, sheetKeyText(row)]));
      for (const move of plan.moves) {
        const holder = holders.get(move.newSheet) ?? sheetKeyText(move);
        if (holder !== sheetKeyText(move)) expect(said).toContain(move.newSheet);
        holders.set(move.newSheet, holder);
      }
      expect(planSheets([...inventory].reverse(), all)).toEqual(plan);
    }),
    { numRuns: 500 },
  );
});
