/** Words of signing in and of accounts. */

export const VI = {
  'account.signIn': 'Đăng nhập',
  'account.name': 'Tên đăng nhập',
  'account.password': 'Mật khẩu',
  'account.signOut': 'Đăng xuất',
  'account.wrong': 'Tên hoặc mật khẩu không đúng.',
  'account.wait': 'Thử quá nhiều lần. Chờ một phút rồi thử lại.',
} as const;

export const EN: Readonly<Record<keyof typeof VI, string>> = {
  'account.signIn': 'Sign in',
  'account.name': 'Name',
  'account.password': 'Password',
  'account.signOut': 'Sign out',
  'account.wrong': 'Name and password do not belong together.',
  'account.wait': 'Too many tries. Wait a minute and try again.',
};
