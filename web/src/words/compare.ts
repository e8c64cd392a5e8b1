/** Words of comparing before and after, of backgrounds and of areas. */

export const VI = {
  compare: 'So sánh trước và sau',
  'compare.none': 'Tắt',
  'compare.swipe': 'Rèm',
  'compare.blink': 'Nháy',
  'compare.side': 'Cạnh nhau',
  'compare.handle': 'Kéo để so sánh trước và sau',
  'compare.before': 'Trước sắp xếp',
  'compare.after': 'Sau sắp xếp',
  background: 'Bản đồ nền',
  'background.none': 'Không có nền',
  'lasso.start': 'Chọn vùng',
  'lasso.hint': 'Kéo chuột quanh vùng cần xem, Esc để thôi',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  compare: 'Compare before and after',
  'compare.none': 'Off',
  'compare.swipe': 'Swipe',
  'compare.blink': 'Blink',
  'compare.side': 'Side by side',
  'compare.handle': 'Drag to compare before and after',
  'compare.before': 'Before',
  'compare.after': 'After',
  background: 'Background map',
  'background.none': 'No background',
  'lasso.start': 'Choose an area',
  'lasso.hint': 'Drag around the area; Esc stops',
};
