import { decodeTcvn3 } from '@thuadat/core/text/tcvn3';
import { decodeVni } from '@thuadat/core/text/vni';
import { decodeWindows1258 } from '@thuadat/core/text/windows1258';
import { expect, test } from 'vitest';
import { encodeLegacy } from './legacy-text.ts';

const TEXT = 'Ông Nguyễn Đức Thắng và bà Lò Thị Tuyết, thôn Nậm Mạ, xã Trịnh Tường, huyện Bát Xát, ỷ ỵ ỡ ự';

test.each([
  ['tcvn3', decodeTcvn3],
  ['vni', decodeVni],
  ['windows-1258', decodeWindows1258],
] as const)('what is written in %s reads back', (encoding, decode) => {
  const back = decode(encodeLegacy(TEXT, encoding).toString('latin1')).normalize('NFC');
  expect(back.toLowerCase()).toBe(TEXT.toLowerCase());
  if (encoding !== 'tcvn3') expect(back).toBe(TEXT);
});
