/** Words of the queue, the case and its decision. */

export const VI = {
  review: 'Kiểm tra',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  review: 'Review',
};
