import { describe, expect, it } from 'vitest';
import { type CommuneCode, parseCommuneCode, parseProvinceCode, parseScale, sure } from '../code.ts';
import { issueMessage } from '../issue/index.ts';
import { issueValue, plainTextsOf } from '../issue/value.ts';
import type { SourceRecord } from '../stages.ts';
import { createDraftParser, type DraftOptions } from './draft.ts';
import { detectRoles } from './roles.ts';

const profile = {
  predecessors: [
    { code: sure(parseProvinceCode('96')), name: 'Cà Mau', zone: 9207 },
    { code: sure(parseProvinceCode('95')), name: 'Bạc Liêu', zone: 5897 },
  ],
  exportZone: 9207,
};
const provinceOf = (code: CommuneCode) => sure(parseProvinceCode(code.startsWith('31') ? '95' : '96'));

function parse(row: Record<string, string | null>, more: Partial<DraftOptions> = {}) {
  return rows([row], more)[0]!;
}
function rows(table: readonly Record<string, string | null>[], more: Partial<DraftOptions> = {}) {
  const fields = Object.keys(table[0]!);
  const parser = createDraftParser({
    sourceName: 'nguồn.shp',
    layerName: 'thua',
    fields,
    roles: detectRoles(fields).roles,
    encoding: 'unicode',
    crs: null,
    profile,
    provinceOf,
    ...more,
  });
  return table.map((row, index) => {
    const record: SourceRecord = { record: index + 1, values: Object.values(row), geometry: null };
    return parser(record, 100 + index, 0, 0);
  });
}

describe('parse', () => {
  it('reads a clean record, keeps the raw values, and finds nothing to say', () => {
    const draft = parse({
      MAXA: '32002',
      SOTO: '12',
      SOTHUA: '34',
      TYLE: '1/500',
      DIENTICH: '120.5',
      LOAIDAT: 'ODT',
      DIACHI: 'Khóm 5',
      maThuaDat: ' W3DU0YCPQPDB ',
    });
    expect(draft).toMatchObject({
      ordinal: 100,
      commune: '32002',
      province: '96',
      sheet: '12',
      parcel: '34',
      scale: '500',
      areaLegal: 120.5,
      landUse: 'ODT',
      address: 'Khóm 5',
      carriedId: ' W3DU0YCPQPDB ',
      zone: 9207,
      fixes: [],
      issues: [],
    });
    expect(draft.values[0]).toBe('32002');
  });

  it('restores lost zeros, says so with the field, and keeps the raw text', () => {
    const draft = parse({ MAXA: '2647.0', SOTO: '012', SOTHUA: ' 34' });
    expect([draft.commune, draft.sheet, draft.parcel]).toEqual(['02647', '12', '34']);
    expect(draft.fixes).toEqual([
      { role: 'commune', raw: '2647.0', value: '02647', reason: 'zeros' },
      { role: 'sheet', raw: '012', value: '12', reason: 'zeros' },
      { role: 'parcel', raw: ' 34', value: '34', reason: 'trim' },
    ]);
    expect(draft.issues.map((one) => [one.code, one.at.field])).toEqual([
      ['key.repaired', 'MAXA'],
      ['key.repaired', 'SOTO'],
      ['key.repaired', 'SOTHUA'],
    ]);
    expect(issueMessage(draft.issues[0]!, 'vi')).toBe(
      'thửa 34 tờ 12 xã 02647 (nguồn.shp #1): “2647.0” được đọc là “02647”',
    );
  });

  it('says each distinct repair once when asked to', () => {
    const table = ['2647', '2647', '2650'].map((MAXA) => ({ MAXA, SOTO: '1', SOTHUA: '1' }));
    const count = (more: Partial<DraftOptions>) => rows(table, more).map((draft) => draft.issues.length);
    expect(count({})).toEqual([1, 1, 1]);
    expect(count({ repairIssues: 'distinct' })).toEqual([1, 0, 1]);
    expect(rows(table, { repairIssues: 'distinct' }).map((draft) => draft.fixes.length)).toEqual([1, 1, 1]);
  });

  it('reports missing and unreadable key parts and leaves them null', () => {
    const draft = parse({ MAXA: 'Năm Căn', SOTO: '', SOTHUA: null });
    expect([draft.commune, draft.sheet, draft.parcel]).toEqual([null, null, null]);
    expect(draft.issues.map((one) => [one.code, one.found, one.at.field])).toEqual([
      ['key.unparsable', 'Năm Căn', 'MAXA'],
      ['zone.unknown', '?', undefined],
      ['key.missing', '', 'SOTO'],
      ['key.missing', '', 'SOTHUA'],
    ]);
    expect(issueValue(draft.issues[0]!.subject, 'vi')).toBe('bản ghi (nguồn.shp #1)');
    expect(issueMessage(draft.issues[2]!, 'en')).toBe('record (nguồn.shp #1): map sheet number is missing');
  });

  it('reads each parcel in the zone of its old province when the source states none', () => {
    const table = [
      { MAXA: '31825', SOTO: '1', SOTHUA: '1' },
      { MAXA: '32002', SOTO: '1', SOTHUA: '1' },
    ];
    expect(rows(table).map((draft) => draft.zone)).toEqual([5897, 9207]);
    expect(rows(table, { crs: 9208 }).map((draft) => draft.zone)).toEqual([9208, 9208]);
    expect(rows(table, { crs: { '95': 9205 } }).map((draft) => draft.zone)).toEqual([9205, 9207]);
  });

  it('takes the commune from the config, or from joined columns', () => {
    const constants = { commune: sure(parseCommuneCode('32002')), scale: sure(parseScale('1:2000')) };
    expect(parse({ SOTO: '1', SOTHUA: '2' }, { constants })).toMatchObject({
      commune: '32002',
      scale: '2000',
      issues: [],
    });
    const joined = parse(
      { MATINH: '96', MAHUYEN: '964', MAXA: '32002', SOTO: '1', SOTHUA: '1' },
      { roles: { commune: 'MATINH+MAHUYEN+MAXA', sheet: 'SOTO', parcel: 'SOTHUA' } },
    );
    expect(joined).toMatchObject({ commune: '32002', province: '96' });
    expect(joined.fixes[0]).toMatchObject({ raw: '9696432002', reason: 'joined' });
    expect(parse({ MAXA: '96.964.32002', SOTO: '1', SOTHUA: '1' }).commune).toBe('32002');
    // one digit short: which part lost its zero is not known
    for (const MAXA of ['964.2647', '10812647', '1008002647.5', '108002647']) {
      expect(parse({ MAXA, SOTO: '1', SOTHUA: '1' }).commune).toBeNull();
    }
  });

  it('decodes text, notes each conversion, and says it once for the column', () => {
    const table = ['B¶o Th¾ng', 'B¸t X¸t', 'Sa Pa'].map((DIACHI) => ({
      MAXA: '32002',
      SOTO: '1',
      SOTHUA: '1',
      DIACHI,
    }));
    const drafts = rows(table, { encoding: 'tcvn3' });
    expect(drafts.map((draft) => draft.address)).toEqual(['Bảo Thắng', 'Bát Xát', 'Sa Pa']);
    expect(drafts.map((draft) => draft.fixes.length)).toEqual([1, 1, 0]);
    expect(drafts.map((draft) => draft.issues.map((one) => one.code))).toEqual([
      ['encoding.converted'],
      [],
      [],
    ]);
    expect(drafts[0]!.values[3]).toBe('B¶o Th¾ng');
  });

  it('prefers the legal area and does not guess an ambiguous one', () => {
    const key = { MAXA: '32002', SOTO: '1', SOTHUA: '1' };
    expect(parse({ ...key, DIENTICH: '99', DTPL: '1.234,5' }).areaLegal).toBe(1234.5);
    const doubtful = parse({ ...key, DIENTICH: '1.234' });
    expect(doubtful.areaLegal).toBeNull();
    const [issue] = doubtful.issues;
    expect(issue!.code).toBe('area.ambiguous');
    expect(plainTextsOf(issue!).expected).toBe('1234 m² / 1.234 m²');
    expect(issueValue(issue!.expected, 'vi')).toBe('1.234 m² / 1,234 m²');
    expect(issueValue(issue!.expected, 'en')).toBe('1,234 m² / 1.234 m²');
    expect(parse({ ...key, DIENTICH: '1.234' }, { decimal: '.' }).areaLegal).toBe(1.234);
    const learnt = rows(['45,2', '1.234'].map((DIENTICH) => ({ ...key, DIENTICH })));
    expect(learnt.map((draft) => draft.areaLegal)).toEqual([45.2, 1234]);
  });

  it('gives plain data', () => {
    const draft = parse({ MAXA: '2647', SOTO: '1', SOTHUA: '1' });
    expect(structuredClone(draft)).toEqual(draft);
  });
});

describe('tables as people make them', () => {
  it('turns hectares into square metres and says it once', () => {
    const drafts = rows([
      { MAXA: '32002', SOTO: '1', SOTHUA: '1', 'DT (ha)': '0,1234' },
      { MAXA: '32002', SOTO: '1', SOTHUA: '2', 'DT (ha)': '1,5' },
    ]);
    expect(drafts.map(({ areaLegal }) => areaLegal)).toEqual([1234, 15000]);
    expect(drafts.flatMap(({ issues }) => issues.map(({ code, expected }) => [code, expected]))).toEqual([
      ['area.converted', { kind: 'area', value: 1234, decimals: 0 }],
    ]);
  });

  it.each([
    [{ MAXA: 'Tổng cộng', SOTO: null, SOTHUA: null, DIENTICH: '1234.5' }],
    [{ MAXA: null, SOTO: 'Cộng:', SOTHUA: '', DIENTICH: '1234.5' }],
    [{ MAXA: 'TỔNG SỐ THỬA', SOTO: null, SOTHUA: 'Tổng', DIENTICH: null }],
    [{ MAXA: 'Cộng trang 3', SOTO: null, SOTHUA: null, DIENTICH: '7' }],
  ])('knows a row of totals: one note, and nothing of it is a parcel', (row) => {
    const draft = parse(row);
    expect(draft.issues.map(({ code }) => code)).toEqual(['row.total']);
    expect([draft.commune, draft.sheet, draft.parcel, draft.areaLegal]).toEqual([null, null, null, null]);
    expect(draft.values).toEqual(Object.values(row));
  });

  it.each([
    [{ MAXA: 'Tổng cộng', SOTO: '1', SOTHUA: '12' }],
    [{ MAXA: '32002', SOTO: 'Tổng cộng', SOTHUA: null }],
    [{ TENXA: 'Tổng Cọt', MAXA: '32002', SOTO: '1', SOTHUA: null }],
  ])('takes no row with a parcel number, nor one that only mentions the word, for a total', (row) => {
    expect(parse(row).issues.map(({ code }) => code)).not.toContain('row.total');
  });

  it('says of a missing number that its cell is covered by merged ones', () => {
    const fields = ['MAXA', 'SOTO', 'SOTHUA'];
    const parser = createDraftParser({
      ...{ sourceName: 's.xlsx', layerName: 'l', fields, roles: detectRoles(fields).roles },
      ...{ encoding: 'unicode', crs: null, profile, provinceOf },
    });
    const record = { record: 1, values: ['32002', null, null], geometry: null, merged: [2] };
    expect(parser(record, 1, 0, 0).issues.map(({ code }) => code)).toEqual(['key.missing', 'key.merged']);
  });
});
