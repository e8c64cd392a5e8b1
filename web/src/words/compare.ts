/** Words of comparing before and after, and of backgrounds. */

export const VI = {
  compare: 'So sánh',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  compare: 'Compare',
};
