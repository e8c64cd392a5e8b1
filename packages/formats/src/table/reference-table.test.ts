import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SheetCount, sheetKeyText } from '@thuadat/core/assign/sheet/key';
import { planSheets } from '@thuadat/core/assign/sheet/plan';
import { gradeReferenceTable } from '@thuadat/core/assign/sheet/reference-grade';
import { formatReferenceTable } from '@thuadat/core/assign/sheet/reference-table';
import type { CommuneCode, IsoDate, ProvinceCode, Scale, SheetNumber } from '@thuadat/core/code';
import { toyCrosswalk } from '@thuadat/core/unit/toy-log.fixture';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { writeReferenceTable } from './reference-table.ts';
import { readTableCells } from './table-cells.ts';

const folder = mkdtempSync(join(tmpdir(), 'thuadat-table-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count = (oldCommune: string, sheet: string, scale: string | null, series: string | null = null) =>
  ({
    newCommune: '00001' as CommuneCode,
    oldCommune: oldCommune as CommuneCode,
    oldProvince: '10' as ProvinceCode,
    sheet: sheet as SheetNumber,
    scale: scale as Scale | null,
    series,
    parcels: 3,
  }) satisfies SheetCount;

const inventory = [
  count('00001', '7', '1000'),
  count('00003', '1', '500'),
  count('00003', '1', '1000'),
  count('00003', '12a', null),
  count('00002', '3', '500', 'đo năm 1998'),
  count('00002', '3', '500', 'đo năm 2012'),
];
const lineage = { crosswalk: toyCrosswalk, asOf: '2025-07-01' as IsoDate, epochs: ['2025-06-30' as IsoDate] };
const names = {
  nameOf: (code: CommuneCode) => toyCrosswalk.unitAt(code, '2025-06-30' as IsoDate)?.name ?? null,
  newProvince: '15' as ProvinceCode,
};
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.each(['csv', 'xlsx'])('a reference table as %s', (extension) => {
  it.each(['continue', 'range', 'prefix'] as const)(
    'gives the same numbers again after %s, writing and reading',
    async (strategy) => {
      const plan = planSheets(inventory, { strategy });
      const path = join(folder, `${strategy}.${extension}`);
      await writeReferenceTable(path, formatReferenceTable(plan.moves, names));
      const graded = gradeReferenceTable(await readTableCells(path), { ...lineage, inventory });
      expect(graded.issues).toEqual([]);
      expect(graded.missing).toEqual(inventory.filter((each) => plan.open.has(sheetKeyText(each))));
      const again = planSheets(inventory, { strategy: 'table', table: graded.table });
      expect(again.moves).toEqual(plan.moves);
    },
  );

  it('has the same bytes whenever it is written', async () => {
    const rows = formatReferenceTable(planSheets(inventory, { strategy: 'continue' }).moves, names);
    const [first, second] = [join(folder, `a.${extension}`), join(folder, `b.${extension}`)];
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), toFake: ['Date'] });
    await writeReferenceTable(first, rows);
    vi.setSystemTime(new Date('2027-08-09T10:11:12Z'));
    await writeReferenceTable(second, rows);
    vi.useRealTimers();
    expect(sha256(second)).toBe(sha256(first));
  });

  it('keeps codes as text, zeros and all, and the names with their accents', async () => {
    const rows = formatReferenceTable(planSheets(inventory, { strategy: 'prefix' }).moves, names);
    const path = join(folder, `text.${extension}`);
    await writeReferenceTable(path, rows);
    const table = await readTableCells(path);
    const row = table.rows.find(({ cells }) => cells[4] === '3-13' && cells[8] === '1/500');
    expect(row?.cells).toEqual([
      '15',
      '00001',
      '10',
      '00003',
      '3-13',
      '1',
      null,
      null,
      '1/500',
      'Phường Lào Cai',
    ]);
  });
});

it('reads a semicolon table in Windows text with other headings, as Excel saves it', async () => {
  const path = join(folder, 'excel.csv');
  const text = 'Ma xa;Ma xa cu;So hieu to ban do;So hieu to ban do cu\r\n1;3;9;1\r\n';
  writeFileSync(path, text, 'latin1');
  const table = await readTableCells(path);
  const one = [count('00003', '1', '500')];
  const graded = gradeReferenceTable(table, { ...lineage, inventory: one });
  expect([...graded.table.values()]).toEqual(['9']);
  expect(graded.issues.map((each) => [each.code, each.found, each.expected])).toEqual([
    ['sheet.table-repaired', '1', '00001'],
    ['sheet.table-repaired', '3', '00003'],
  ]);
});

it('refuses a file that is no table', async () => {
  const path = join(folder, 'a.geojson');
  writeFileSync(
    path,
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]}',
  );
  await expect(readTableCells(path)).rejects.toThrow(/reference table expected|expected a reference table/);
});
