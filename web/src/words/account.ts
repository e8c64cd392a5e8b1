/** Words of signing in and of accounts. */

export const VI = {
  account: 'Tài khoản',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  account: 'Account',
};
