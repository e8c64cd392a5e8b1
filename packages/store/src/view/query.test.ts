import { describe, expect, it } from 'vitest';
import { foldText, parseQuery } from './query.ts';

describe('parseQuery', () => {
  it.each([
    ['02647 12 345', { kind: 'key', place: '02647', sheet: '12', parcel: '345' }],
    ['02647/12/345', { kind: 'key', place: '02647', sheet: '12', parcel: '345' }],
    ['12/345', { kind: 'key', place: '', sheet: '12', parcel: '345' }],
    ['Lào Cai 12/345', { kind: 'key', place: 'lao cai', sheet: '12', parcel: '345' }],
    ['phường Lào Cai tờ 12 thửa 345', { kind: 'key', place: 'phuong lao cai', sheet: '12', parcel: '345' }],
    ['thửa 345 tờ 12 Bát Xát', { kind: 'key', place: 'bat xat', sheet: '12', parcel: '345' }],
    ['thửa đất', { kind: 'place', place: 'thua dat' }],
    ['tờ bản đồ số 7', { kind: 'sheet', place: '', sheet: '7' }],
    ['02647 tờ 7', { kind: 'sheet', place: '02647', sheet: '7' }],
    ['02647 12', { kind: 'sheet', place: '02647', sheet: '12' }],
    ['02647', { kind: 'place', place: '02647' }],
    ['DC12/7a', { kind: 'key', place: '', sheet: 'dc12', parcel: '7a' }],
    ['W7CZ VUNJ BVRF', { kind: 'identifier', prefix: 'w7czvunjbvrf' }],
    ['w7cz', { kind: 'identifier', prefix: 'w7cz' }],
    ['Lào Cai', { kind: 'place', place: 'lao cai' }],
    ['Phường Đồng Tâm', { kind: 'place', place: 'phuong dong tam' }],
    ['Phường 1', { kind: 'place', place: 'phuong 1' }],
  ])('reads “%s”', (text, expected) => {
    expect(parseQuery(text)).toEqual(expected);
  });

  it('asks for more than one letter', () => {
    expect(parseQuery(' x ')).toBeNull();
  });

  it('folds composed and decomposed accents to the same text', () => {
    expect(foldText('Mường Khương')).toBe(foldText('Mường Khương'.normalize('NFD')));
    expect(foldText('  ĐỒNG   Tuyển ')).toBe('dong tuyen');
  });
});
