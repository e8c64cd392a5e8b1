import { expect, it } from 'vitest';
import { isPersonalColumn } from './personal-column.ts';

it.each([
  ...[
    'TENCHU',
    'Tên chủ sử dụng',
    'tenNguoiSuDung2',
    'HỌ TÊN',
    'Số CCCD',
    'CMND',
    'so_giay_to',
    'NamSinh',
    'Ngày sinh',
  ],
  ...[
    'Điện thoại',
    'SDT',
    'Email',
    'diaChiChu',
    'Địa chỉ thường trú',
    'Mã số thuế',
    'Họ tên vợ',
    'ownerName',
    'maSoChuSuDung',
  ],
])('%s says who a person is', (name) => {
  expect(isPersonalColumn(name)).toBe(true);
});

it.each([
  ...[
    'SHBANDO',
    'soThuTuThua',
    'DIENTICH',
    'dt',
    'Loại đất',
    'diaChi',
    'Địa chỉ thửa đất',
    'GHICHU',
    'maThuaDat',
    'maDinhDanh',
  ],
  ...['Số giấy chứng nhận', 'ngayCap', 'tyLe', 'chuVi', 'Chú thích', 'xaId'],
])('%s does not', (name) => {
  expect(isPersonalColumn(name)).toBe(false);
});
