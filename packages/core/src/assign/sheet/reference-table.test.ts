import { describe, expect, it } from 'vitest';
import type { CommuneCode, IsoDate, ProvinceCode, Scale, SheetNumber } from '../../code.ts';
import { issueMessage } from '../../issue/index.ts';
import { toyCrosswalk } from '../../unit/toy-log.fixture.ts';
import type { SheetCount } from './key.ts';
import { gradeReferenceTable } from './reference-grade.ts';
import { findReferenceColumns, formatReferenceTable, REFERENCE_COLUMNS } from './reference-table.ts';

const count = (oldCommune: string, sheet: string, scale: string | null = '1000', newCommune = '00001') =>
  ({
    newCommune: newCommune as CommuneCode,
    oldCommune: oldCommune as CommuneCode,
    oldProvince: '10' as ProvinceCode,
    sheet: sheet as SheetNumber,
    scale: scale as Scale | null,
    series: null,
    parcels: 3,
  }) satisfies SheetCount;

/** `xaId xaIdCu soHieuToBanDo soHieuToBanDoCu tyLe soThuTuThua soThuTuThuaCu`, `-` for none. */
const table = (...lines: string[]) => ({
  source: 'bảng.csv',
  header: ['xaId', 'xaIdCu', 'soHieuToBanDo', 'soHieuToBanDoCu', 'tyLe', 'soThuTuThua', 'soThuTuThuaCu'],
  rows: lines.map((line, i) => ({
    record: i + 1,
    cells: line.split(' ').map((cell) => (cell === '-' ? null : cell)),
  })),
});

const options = { crosswalk: toyCrosswalk, asOf: '2025-07-01' as IsoDate, epochs: ['2025-06-30' as IsoDate] };
const grade = (inventory: readonly SheetCount[], ...lines: string[]) => {
  const graded = gradeReferenceTable(table(...lines), { ...options, inventory });
  return {
    grades: graded.grades.map((row) => row.grade),
    numbers: [...graded.table.values()],
    missing: graded.missing.map((sheet) => `${sheet.oldCommune}/${sheet.sheet}/${sheet.scale}`),
    issues: graded.issues.map((each) => each.code),
    graded,
  };
};

describe('grading', () => {
  it('uses a row that leaves no doubt and names the sheets without one', () => {
    const result = grade([count('00003', '1'), count('00003', '2')], '00001 00003 9 1 1/1000');
    expect(result).toMatchObject({
      grades: ['unique'],
      numbers: ['9'],
      missing: ['00003/2/1000'],
      issues: [],
    });
  });

  it.each(['0', '0.0', '000'])(
    'takes %s in the parcel columns for “parcel numbers do not change”',
    (zero) => {
      const result = grade([count('00003', '1')], `00001 00003 9 1 1/1000 ${zero} ${zero}`);
      expect(result).toMatchObject({ grades: ['unique'], numbers: ['9'], issues: [] });
      const half = grade([count('00003', '1')], `00001 00003 9 1 1/1000 - ${zero}`);
      expect(half).toMatchObject({ grades: ['unique'], numbers: ['9'], issues: [] });
      const one = grade([count('00003', '1')], `00001 00003 9 1 1/1000 7 ${zero}`);
      expect(one).toMatchObject({ grades: ['renumbering'], numbers: [] });
    },
  );

  it('names a date that stands for a sheet, and what may have been typed', () => {
    const { graded, ...result } = grade([count('00003', '1')], '00001 00003 2-Thg5 1 1/1000');
    expect(result).toMatchObject({ grades: ['unparsable'], issues: ['sheet.table-date'] });
    expect(issueMessage(graded.issues[0]!, 'vi')).toContain('2-5 | 2/5');
  });

  it('reads sub-numbers with a slash only where the province has them', () => {
    const inventory = [count('00003', '1')];
    const rows = table('00001 00003 9/2 1 1/1000');
    const graded = (slash: boolean) =>
      gradeReferenceTable(rows, { ...options, inventory, subNumbers: { slash } }).grades[0]!.grade;
    expect([graded(false), graded(true)]).toEqual(['unparsable', 'unique']);
  });

  describe('ghiChu', () => {
    const noted = (note: string) => {
      const cells = table('00001 00003 9 1 1/1000 - -');
      const graded = gradeReferenceTable(
        {
          ...cells,
          header: [...cells.header, 'ghiChu'],
          rows: [{ record: 1, cells: [...cells.rows[0]!.cells, note] }],
        },
        { ...options, inventory: [count('00003', '1')] },
      );
      return { grade: graded.grades[0]!.grade, said: graded.issues.map((each) => issueMessage(each, 'vi')) };
    };

    it.each(['Phường Kim Tân', 'TT. Năm Căn', 'Xã Nậm Có cũ', 'kim tân; bộ bản đồ: đo năm 1998'])(
      '%s is another old commune: the row conflicts, and both are named',
      (note) => {
        const { grade: found, said } = noted(note);
        expect(found).toBe('conflicting');
        expect(said).toHaveLength(1);
        expect(said[0]).toMatch(/(Kim Tân|Năm Căn|Nậm Có).*00003 Phường Lào Cai/);
      },
    );

    it.each([
      'Phường Lào Cai',
      'P. Lao Cai',
      'bản đồ đo vẽ lại năm 2012',
      '',
      'Phường Lào Cai; bộ bản đồ: 2012',
    ])('“%s” contradicts nothing', (note) => expect(noted(note).said).toEqual([]));
  });

  it('lets the scale tell two sheets of one number apart', () => {
    const both = [count('00003', '1', '500'), count('00003', '1', '1000')];
    expect(grade(both, '00001 00003 8 1 1/500', '00001 00003 9 1 1/1000')).toMatchObject({
      grades: ['unique', 'unique'],
      numbers: ['8', '9'],
    });
  });

  it('takes a row without scale for the only sheet there is, and leaves it in doubt between two', () => {
    expect(grade([count('00003', '1', '500')], '00001 00003 8 1 -').grades).toEqual(['unique']);
    const two = grade([count('00003', '1', '500'), count('00003', '1', '1000')], '00001 00003 8 1 -');
    expect(two).toMatchObject({ grades: ['ambiguous'], numbers: [], issues: ['sheet.table-ambiguous'] });
  });

  it('does not take the scale of a row for that of a sheet whose scale is not known among others', () => {
    const result = grade([count('00003', '1', null), count('00003', '1', '1000')], '00001 00003 8 1 1/500');
    expect(result).toMatchObject({ grades: ['unused'], numbers: [] });
    expect(grade([count('00003', '1', null)], '00001 00003 8 1 1/500').numbers).toEqual(['8']);
  });

  it('names both candidates of a key that points to two new sheets and uses neither', () => {
    const { graded, ...result } = grade(
      [count('00003', '1')],
      '00001 00003 10 1 1/1000',
      '00001 00003 9 1 1/1000',
    );
    expect(result).toMatchObject({
      grades: ['ambiguous', 'ambiguous'],
      numbers: [],
      missing: ['00003/1/1000'],
    });
    expect(graded.grades[0]!.candidates).toEqual(['9', '10']);
    expect(issueMessage(graded.issues[0]!, 'vi')).toBe(
      'bảng.csv, tờ 1 tỷ lệ 1/1000 xã cũ 00003 → xã 00001: bảng tham chiếu cho nhiều khả năng (số tờ mới 9, 10); cần một số tờ mới cho một tờ cũ (tỷ lệ 1/1000). Không số nào được dùng',
    );
  });

  it('refuses both rows when two old sheets go to one new sheet, even when one of them has no data yet', () => {
    const result = grade([count('00003', '1')], '00001 00003 9 1 1/1000', '00001 00007 9 4 1/1000');
    expect(result).toMatchObject({
      grades: ['conflicting', 'conflicting'],
      numbers: [],
      issues: ['sheet.table-conflicting'],
    });
  });

  it('refuses an old commune that did not become the new one, and says which did', () => {
    const { graded, ...result } = grade([count('00003', '1')], '00001 00004 9 1 1/1000');
    expect(result).toMatchObject({ grades: ['not-predecessor'], issues: ['sheet.table-not-predecessor'] });
    expect(graded.issues[0]).toMatchObject({
      found: '00004',
      expected: ['00001', '00002', '00003', '00007'],
    });
  });

  it('refuses a province code that is not that of the commune', () => {
    const cells = { source: 'b', header: ['tinhIdCu', ...table().header.slice(0, 4)], rows: [] as never[] };
    const rows = [{ record: 1, cells: ['15', '00001', '00003', '9', '1'] }];
    const graded = gradeReferenceTable({ ...cells, rows }, { ...options, inventory: [count('00003', '1')] });
    expect(graded.issues.map((each) => [each.code, each.found, each.expected])).toEqual([
      ['sheet.table-not-predecessor', '15/00003', '10/00003'],
    ]);
  });

  it('repairs lost zeros and says so once a column', () => {
    const result = grade([count('00003', '1'), count('00003', '2')], '1 3 9 1.0 1:1000', '1 3 10 2.0 1:1000');
    expect(result.grades).toEqual(['unique', 'unique']);
    expect(result.issues).toEqual(Array(3).fill('sheet.table-repaired'));
  });

  it('takes equal rows for one and says so', () => {
    const result = grade([count('00003', '1')], '00001 00003 9 1 1/1000', '00001 00003 9 1 1/1000');
    expect(result).toMatchObject({
      grades: ['unique', 'unique'],
      numbers: ['9'],
      issues: ['sheet.table-duplicate'],
    });
  });

  it('leaves a sheet open when one of its parcels is renumbered', () => {
    const result = grade(
      [count('00003', '1')],
      '00001 00003 9 1 1/1000',
      '00001 00003 9 1 1/1000 81 12',
      '00001 00003 9 1 1/1000 13 13',
    );
    expect(result).toMatchObject({
      grades: ['renumbering', 'renumbering', 'renumbering'],
      numbers: [],
      issues: ['sheet.table-renumbering'],
    });
  });

  it('takes rows of single parcels that keep their numbers for their sheet', () => {
    const result = grade(
      [count('00003', '1')],
      '00001 00003 9 1 1/1000 12 12',
      '00001 00003 9 1 1/1000 13 13',
    );
    expect(result).toMatchObject({ numbers: ['9'], issues: [] });
  });

  it('says which cell cannot be read and counts the rows that nothing needs', () => {
    const result = grade([], '00001 00003 IX 1 1/1000', '00001 00003 9 1 1/1000', '00001 00003 10 2 1/700');
    expect(result.grades).toEqual(['unparsable', 'unused', 'unparsable']);
    expect(result.issues.toSorted()).toEqual([
      'sheet.table-unparsable',
      'sheet.table-unparsable',
      'sheet.table-unused',
    ]);
  });

  it('refuses a table without its columns', () => {
    const cells = { source: 'b', header: ['xaId', 'XAID', 'tyLe'], rows: [{ record: 1, cells: ['1'] }] };
    const graded = gradeReferenceTable(cells, { ...options, inventory: [] });
    expect(graded.issues).toMatchObject([
      { code: 'sheet.table-columns', expected: ['xaIdCu', 'soHieuToBanDo', 'soHieuToBanDoCu', 'xaId'] },
    ]);
  });

  it('does not depend on the order of the rows', () => {
    const inventory = [count('00003', '1'), count('00007', '1'), count('00003', '2')];
    const lines = ['00001 00003 9 1 -', '00001 00007 9 1 -', '00001 00003 11 2 -', '00001 00003 11 2 1/1000'];
    const forward = grade(inventory, ...lines);
    const backward = grade(inventory, ...[...lines].reverse());
    expect(backward.grades.toReversed()).toEqual(forward.grades);
    expect(backward.numbers).toEqual(forward.numbers);
  });
});

it('finds the columns whatever the case and accents of their headings', () => {
  const header = ['SOHIEUTOBANDO', 'Số hiệu tờ bản đồ cũ', 'Mã xã', 'xa_id_cu', 'Tỷ lệ'];
  const { places, missing } = findReferenceColumns(header);
  expect(Object.fromEntries(places)).toEqual({
    soHieuToBanDo: 0,
    soHieuToBanDoCu: 1,
    xaId: 2,
    xaIdCu: 3,
    tyLe: 4,
  });
  expect(missing).toEqual([]);
});

it('writes exactly the columns of the national system', () => {
  const moves = [{ ...count('00003', '1', '500'), newSheet: '12' as SheetNumber, kept: false }];
  const rows = formatReferenceTable(moves, {
    nameOf: () => 'Phường Lào Cai',
    newProvince: '15' as ProvinceCode,
  });
  expect(Object.keys(rows[0]!)).toEqual([...REFERENCE_COLUMNS]);
  expect(Object.values(rows[0]!)).toEqual([
    '15',
    '00001',
    '10',
    '00003',
    '12',
    '1',
    '',
    '',
    '1/500',
    'Phường Lào Cai',
  ]);
});
