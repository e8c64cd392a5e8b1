import { expect, it } from 'vitest';
import { type DigitalAddressParcel, digitalAddressRecord, keyAddress } from './digital-address.ts';

const parcel: DigitalAddressParcel = {
  maThuaDat: 'w7czvunjbvrf',
  maDiaChiSo: null,
  point: { lon: 103.97, lat: 22.47 },
  province: { code: '15', name: 'Tỉnh Lào Cai' },
  commune: { code: '02647', name: 'Phường Lào Cai' },
  sheet: '105',
  scale: '1/500',
  parcel: '12',
  address: 'Tổ 5, phường Cốc Lếu, TP Lào Cai',
  old: {
    province: { code: '10', name: 'Tỉnh Lào Cai' },
    commune: { code: '02641', name: 'Phường Cốc Lếu' },
    sheet: '5',
    parcel: '12',
    asOf: '2025-06-30',
  },
  validFrom: '2026-02-03',
  validTo: null,
  provenance: { state: 'minted' },
};

it('keeps the old address word for word and composes the new one of the key alone', () => {
  const record = digitalAddressRecord(parcel);
  expect(record.profile).toBe('thuadat-unofficial-1');
  expect(record.address).toEqual({
    old: 'Tổ 5, phường Cốc Lếu, TP Lào Cai',
    new: 'Thửa đất số 12, tờ bản đồ số 105, Phường Lào Cai, Tỉnh Lào Cai',
  });
});

it('names a unit by its code when its name is not known', () => {
  const unnamed = { ...parcel, commune: { code: '02647', name: null }, province: { code: '15', name: null } };
  expect(keyAddress(unnamed)).toBe('Thửa đất số 12, tờ bản đồ số 105, xã 02647, tỉnh 15');
});

it('gives equal text for equal parcels, whatever the order of their keys', () => {
  const turned = Object.fromEntries(Object.entries(parcel).reverse()) as DigitalAddressParcel;
  expect(JSON.stringify(digitalAddressRecord(turned))).toBe(JSON.stringify(digitalAddressRecord(parcel)));
});
