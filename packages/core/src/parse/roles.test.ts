import { describe, expect, it } from 'vitest';
import { columnIndex, detectRoles } from './roles.ts';

describe('column roles', () => {
  it('knows the columns of VBDLIS and keeps maThua apart from maThuaDat', () => {
    const fields =
      'tinhId huyenId xaId thuaDatId soHieuToBanDo soThuTuThua soHieuToBanDoCu soThuTuThuaCu maThua maThuaDat dienTich dienTichPhapLy loaiThuaDat diaChi maDiaChiSo'.split(
        ' ',
      );
    const { roles, problems, unused } = detectRoles(fields);
    expect(problems).toEqual([]);
    expect(roles).toEqual({
      province: 'tinhId',
      district: 'huyenId',
      commune: 'xaId',
      sheet: 'soHieuToBanDo',
      parcel: 'soThuTuThua',
      oldSheet: 'soHieuToBanDoCu',
      oldParcel: 'soThuTuThuaCu',
      parcelId: 'maThuaDat',
      area: 'dienTich',
      areaLegal: 'dienTichPhapLy',
      address: 'diaChi',
      digitalAddress: 'maDiaChiSo',
    });
    expect(unused).toEqual(['thuaDatId', 'maThua', 'loaiThuaDat']);
  });

  it.each([
    ['MAXA SHBANDO SHTHUA DIENTICH LOAIDAT TENCHU DIACHI', 'MAXA SHBANDO SHTHUA'],
    ['Mã_xã Số_tờ Số_thửa Tỷ_lệ', 'Mã_xã Số_tờ Số_thửa'],
    ['MA_XA SO_TO SO_THUA DIEN_TICH MA_LOAI_DAT', 'MA_XA SO_TO SO_THUA'],
    ['XAID SOHIEUTOBA SOTHUTUTHU DIENTICHPH', 'XAID SOHIEUTOBA SOTHUTUTHU'],
    ['maxa soto sothua', 'maxa soto sothua'],
  ])('finds the key in %s', (fields, key) => {
    const { roles, problems } = detectRoles(fields.split(' '));
    expect([roles.commune, roles.sheet, roles.parcel]).toEqual(key.split(' '));
    expect(problems).toEqual([]);
  });

  it('reads names that DBF cut to ten characters', () => {
    const { roles } = detectRoles(['DIENTICHPH', 'MADINHDANH', 'MUCDICHSUD']);
    expect(roles).toEqual({ areaLegal: 'DIENTICHPH', parcelId: 'MADINHDANH', landUse: 'MUCDICHSUD' });
  });

  it('says that the second of two names cut alike is not known', () => {
    const { roles, problems } = detectRoles(['SOHIEUTOBA', 'SOHIEUTO_1']);
    expect(roles).toEqual({ sheet: 'SOHIEUTOBA' });
    expect(problems).toEqual([{ kind: 'truncated', role: 'sheet', columns: ['SOHIEUTOBA', 'SOHIEUTO_1'] }]);
  });

  it('takes neither of two columns that may both be the commune', () => {
    const { roles, problems } = detectRoles(['MAXA', 'xaId', 'SOTO']);
    expect(roles).toEqual({ sheet: 'SOTO' });
    expect(problems).toEqual([{ kind: 'ambiguous', role: 'commune', columns: ['MAXA', 'xaId'] }]);
  });

  it('prefers the measured area of the attribute to the one the GIS computed', () => {
    expect(detectRoles(['Shape_Area', 'DIENTICH']).roles).toEqual({ area: 'DIENTICH' });
  });

  it('takes neither of two columns of one name, unless the config says which', () => {
    expect(detectRoles(['SOTO', 'SOTO']).problems).toEqual([
      { kind: 'duplicate', role: 'sheet', columns: ['SOTO', 'SOTO'] },
    ]);
    const { roles, problems } = detectRoles(['SOTO', 'SOTO'], { sheet: 'SOTO#2' });
    expect([roles.sheet, problems]).toEqual(['SOTO#2', []]);
    expect(columnIndex(['SOTO', 'SOTO'], 'SOTO#2')).toBe(1);
  });

  it.each([
    'Diện tích (m²)',
    'Diện tích\n(m2)',
    'DT (m2)',
    'DIENTICH_M2',
    'Diện tích [M²]',
    'Diện tích, ĐVT: m²',
    'Diện tích (đơn vị: mét vuông)',
    'DT (ha)',
    'Diện tích: ha',
  ])('takes %j for the area', (name) => expect(detectRoles([name]).roles).toEqual({ area: name }));

  it.each(['Diện tích (sào)', 'DT (công)', 'Diện tích (1000 m2)', 'Diện tích (km²)'])(
    'does not read %j as square metres, and says so',
    (name) => {
      const { roles, problems } = detectRoles([name]);
      expect(roles).toEqual({});
      expect(problems).toEqual([{ kind: 'unit', role: 'area', columns: [name] }]);
    },
  );

  it('knows a unit from another word, goes by square metres first, and refuses a foreign unit from the config too', () => {
    expect(detectRoles(['Diện tích (GCN)', 'DT', 'Dân tộc (ha)']).roles).toEqual({
      areaLegal: 'Diện tích (GCN)',
    });
    expect(detectRoles(['Diện tích (ha)', 'Diện tích (m2)']).roles).toEqual({ area: 'Diện tích (m2)' });
    const { roles, problems } = detectRoles(['S (sào)', 'S'], { area: 'S (sào)' });
    expect([roles, problems]).toEqual([{}, [{ kind: 'unit', role: 'area', columns: ['S (sào)'] }]]);
    expect(detectRoles(['S (theo GCN)'], { area: 'S (theo GCN)' }).roles).toEqual({ area: 'S (theo GCN)' });
  });

  it('follows the config against the names, and reports a column that is not there', () => {
    const { roles, problems } = detectRoles(['MAXA', 'ma_cu', 'SOTO'], { commune: 'MA_CU', sheet: 'TOSO' });
    expect(roles).toEqual({ commune: 'MA_CU' });
    expect(problems).toEqual([{ kind: 'missing-column', role: 'sheet', columns: ['TOSO'] }]);
  });

  it('leaves a role empty when the config says null, and joins columns when it says so', () => {
    const fields = ['MATINH', 'MAHUYEN', 'MAXA', 'TYLE'];
    const { roles } = detectRoles(fields, { scale: null, commune: 'MATINH+MAHUYEN+MAXA' });
    expect(roles).toEqual({ commune: 'MATINH+MAHUYEN+MAXA' });
  });
});
