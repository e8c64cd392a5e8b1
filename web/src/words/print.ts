/** Words of the printed record. */

export const VI = {
  print: 'In biên bản',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  print: 'Print record',
};
