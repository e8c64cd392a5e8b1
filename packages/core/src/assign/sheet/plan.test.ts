import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommuneCode, ProvinceCode, Scale, SheetNumber } from '../../code.ts';
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

const numbers = (plan: ReturnType<typeof planSheets>) =>
  plan.moves.map((m) => `${m.oldCommune}/${m.sheet}/${m.scale}→${m.newSheet}`);

describe('continue', () => {
  it('keeps the sheets of the old commune whose code lives on and appends the others by scale, commune and number', () => {
    const plan = planSheets(
      [
        sheet('02647', '02650', '2'),
        sheet('02647', '02650', '1'),
        sheet('02647', '02647', '7'),
        sheet('02647', '02644', '1', '500'),
      ],
      { strategy: 'continue' },
    );
    expect(numbers(plan)).toEqual(['02644/1/500→8', '02647/7/1000→7', '02650/1/1000→9', '02650/2/1000→10']);
    expect(plan.issues).toEqual([]);
  });

  it('lets sheets of one old commune share a number when the scale told them apart before', () => {
    const plan = planSheets(
      [
        sheet('02647', '02647', '1', '500'),
        sheet('02647', '02647', '1', '1000'),
        sheet('02647', '02650', '1'),
      ],
      {
        strategy: 'continue',
      },
    );
    expect(numbers(plan)).toEqual(['02647/1/500→1', '02647/1/1000→1', '02650/1/1000→2']);
  });

  it('says so when the old commune whose code lives on has no sheet, and continues after an earlier run', () => {
    const plan = planSheets([sheet('02647', '02650', '3'), sheet('02647', '02644', '1', '1000', 50)], {
      strategy: 'continue',
      taken: new Map([['02647' as CommuneCode, 40]]),
    });
    expect(plan.issues.map((i) => [i.code, i.found])).toEqual([['sheet.keeper-missing', '02644']]);
    expect(numbers(plan)).toEqual(['02644/1/1000→1', '02650/3/1000→41']);
  });
});

it('leaves a sheet that an earlier run renumbered as it is, and continues after it', () => {
  const applied = sheet('02647', '02650', '1');
  const plan = planSheets([sheet('02647', '02647', '5'), applied, sheet('02647', '02650', '2')], {
    strategy: 'continue',
    fixed: new Map([[sheetKeyText(applied), '6' as SheetNumber]]),
    taken: new Map([['02647' as CommuneCode, 6]]),
  });
  expect(numbers(plan).sort()).toEqual(['02647/5/1000→5', '02650/1/1000→6', '02650/2/1000→7']);
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
    expect(numbers(plan)).toEqual(['02647/5/1000→5', '02650/12a/1000→112a']);
    expect([...plan.open.values()].map((i) => i.code)).toEqual(['sheet.range-full']);
  });

  it('writes the rank of the old commune before the number', () => {
    const plan = planSheets([sheet('02647', '02647', '5'), sheet('02647', '02650', '5')], {
      strategy: 'prefix',
    });
    expect(numbers(plan)).toEqual(['02647/5/1000→5', '02650/5/1000→2-5']);
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
    expect(numbers(plan)).toEqual(['02650/5/1000→5', '02650/5/1000→2-5', '02671/5/1000→5']);
  });
});

it('gives every sheet exactly one number, none twice, whatever the order of the inventory', () => {
  const arbitrary = fc.uniqueArray(
    fc.record({
      old: fc.constantFrom('02635', '02641', '02647'),
      n: fc.integer({ min: 1, max: 60 }),
      scale: fc.constantFrom('500', '1000', null),
    }),
    { selector: (r) => `${r.old}/${r.n}/${r.scale}`, maxLength: 40 },
  );
  fc.assert(
    fc.property(arbitrary, fc.constantFrom('continue', 'range', 'prefix'), (rows, strategy) => {
      const inventory = rows.map((r) => sheet('02647', r.old, String(r.n), r.scale));
      const plan = planSheets(inventory, { strategy: strategy as 'continue' });
      expect(plan.moves.length).toBe(inventory.length);
      const owner = new Map<string, string>();
      for (const m of plan.moves) {
        const from = `${m.oldCommune}/${m.sheet}`;
        expect(owner.get(m.newSheet) ?? from).toBe(from);
        owner.set(m.newSheet, from);
      }
      expect(planSheets([...inventory].reverse(), { strategy: strategy as 'continue' })).toEqual(plan);
    }),
  );
});
