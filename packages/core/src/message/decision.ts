/** What is wrong with a row of the decision table, or open in it. */
import type { MessageTable } from './message.ts';

export const DECISION_MESSAGES = {
  'decision-table.at': {
    vi: 'bảng quyết định, dòng {line}: {fault}',
    en: 'decision table, line {line}: {fault}',
  },
  'decision-table.columns': {
    vi: 'thiếu {missing}: có “{found}”, cần các cột {expected}. Hãy bắt đầu từ bảng do “thuadat review” ghi ra.',
    en: 'missing {missing}: "{found}" found, columns {expected} expected. Start from the sheet that "thuadat review" writes.',
  },
  'decision-table.cell': {
    vi: 'ô {column}: có “{found}”, cần {expected}. Hãy sửa ô này.',
    en: '{column}: "{found}" found, {expected} expected. Correct the cell.',
  },
  'decision-table.no-key': {
    vi: 'có “{oldCommune}” / “{sheet}”, cần mã xã cũ và số hiệu tờ bản đồ. Hãy điền cả hai ô.',
    en: 'row: "{oldCommune}" / "{sheet}" found, an old commune and a sheet expected. Fill in both cells.',
  },
  'decision-table.open-sheet': {
    vi: '{oldCommune}, tờ {sheet}, mọi thửa: chưa có xã mới. Hãy chọn một trong: {candidates}.',
    en: '{oldCommune}, sheet {sheet}, all parcels: a new commune expected. Choose one of: {candidates}.',
  },
  'decision-table.open-parcel': {
    vi: '{oldCommune}, tờ {sheet}, thửa {parcel}: chưa có xã mới. Hãy chọn một trong: {candidates}.',
    en: '{oldCommune}, sheet {sheet}, parcel {parcel}: a new commune expected. Choose one of: {candidates}.',
  },
  'decision-table.unsigned': {
    vi: 'ô reason và by: có “{reason}” / “{by}”, cần lý do và người quyết định. Hãy điền cả hai ô: chúng được ghi vào nhật ký kiểm toán.',
    en: 'reason, by: "{reason}" / "{by}" found, why, and who decided expected. Fill in both cells: they go into the audit.',
  },
  'decision-table.unknown-commune': {
    vi: 'ô oldCommune: có “{found}”, cần mã xã có hiệu lực vào ngày {epochs}. Hãy sửa mã, hoặc bổ sung sự kiện còn thiếu bằng CSV (--units).',
    en: 'oldCommune: "{found}" found, a commune code valid at {epochs} expected. Correct the code, or supply the event it lacks as CSV (--units).',
  },
  'decision-table.not-candidate': {
    vi: 'xã mới của {oldCommune}: có “{found}”, cần một trong {candidates}. Hãy chọn một xã mà xã cũ đã nhập vào.',
    en: 'new commune of {oldCommune}: "{found}" found, one of {candidates} expected. Choose a commune to which the old one went.',
  },
  'decision-table.conflict': {
    vi: 'mâu thuẫn với dòng {other}: có “{mine}” và “{theirs}”, cần một xã mới cho một thửa hoặc một tờ. Hãy bỏ một trong hai dòng, hoặc phân biệt bằng nguồn, tỷ lệ hoặc bộ tờ; cả hai dòng đều không được dùng.',
    en: 'conflict with line {other}: "{mine}" and "{theirs}" found, one new commune for one parcel or sheet expected. Remove one of the two rows, or tell them apart by source, scale or series; neither is used.',
  },
} as const satisfies MessageTable;
