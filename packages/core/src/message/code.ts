/** What a code, a number or a date must be like. */
import { formatMessage, type Message, type MessageTable } from './message.ts';

export const CODE_MESSAGES = {
  'code.province': { vi: 'mã tỉnh gồm 2 chữ số', en: 'province code: 2 digits' },
  'code.district': { vi: 'mã huyện gồm 3 chữ số', en: 'district code: 3 digits' },
  'code.commune': { vi: 'mã xã gồm 5 chữ số', en: 'commune code: 5 digits' },
  'code.sheet': {
    vi: 'số hiệu tờ bản đồ là một số lớn hơn 0',
    en: 'map sheet number: a number above 0',
  },
  'code.parcel': { vi: 'số thứ tự thửa là một số lớn hơn 0', en: 'parcel number: a number above 0' },
  'code.scale': {
    vi: 'tỷ lệ bản đồ là một trong 1:200, 1:500, 1:1000, 1:2000, 1:5000, 1:10000, 1:25000',
    en: 'map scale: one of 1:200, 1:500, 1:1000, 1:2000, 1:5000, 1:10000, 1:25000',
  },
  'code.date': { vi: 'một ngày có thật, viết YYYY-MM-DD', en: 'date: YYYY-MM-DD' },
  'code.parcel-id': {
    vi: 'mã định danh thửa đất gồm 12 ký tự GeoHash (0-9 và a-z trừ a, i, l, o)',
    en: 'parcel identifier: 12 GeoHash characters (0-9 and a-z without a, i, l, o)',
  },
} as const satisfies MessageTable;

export type CodeMessage = Message<keyof typeof CODE_MESSAGES>;

/** For logs. */
export const expectedInEnglish = (expected: CodeMessage): string =>
  formatMessage(expected, 'en', CODE_MESSAGES);
