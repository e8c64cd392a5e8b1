import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';
import { detectTextEncoding } from './detect.ts';
import { textDamage } from './mojibake.ts';
import { foldVietnamese } from './search-key.ts';
import { allSyllables, isSyllable } from './syllable.ts';
import { hasFontCapitals } from './tcvn3.ts';

/** Written from the published charts, letter by letter, not from the decoder's tables. */
const LETTERS =
  'à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ è ẻ ẽ é ẹ ê ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ư ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ đ'.split(
    ' ',
  );
const TCVN3 =
  'µ ¶ · ¸ ¹ ¨ » ¼ ½ ¾ Æ © Ç È É Ê Ë Ì Î Ï Ð Ñ ª Ò Ó Ô Õ Ö × Ø Ü Ý Þ ß á â ã ä « å æ ç è é ¬ ê ë ì í î ï ñ ò ó ô \xad õ ö ÷ ø ù ú û ü ý þ ®'.split(
    ' ',
  );
const VNI =
  'aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î ñ'.split(
    ' ',
  );

const CP1258_MARKS: Record<string, string> = {
  '\u0300': 'Ì',
  '\u0309': 'Ò',
  '\u0303': 'Þ',
  '\u0301': 'ì',
  '\u0323': 'ò',
};
const CP1258_LETTERS: Record<string, string> = {
  ă: 'ã',
  Ă: 'Ã',
  đ: 'ð',
  Đ: 'Ð',
  ơ: 'õ',
  Ơ: 'Õ',
  ư: 'ý',
  Ư: 'Ý',
};

const encodeWith = (table: readonly string[]) => {
  const map = new Map(LETTERS.map((letter, index) => [letter, table[index] as string]));
  // TCVN3 alone has capitals of its own; VNI's are made from the small letters below.
  const capitals = table === TCVN3 ? [...'ĂÂÊÔƠƯĐ'] : [];
  for (const [index, letter] of capitals.entries()) map.set(letter, '¡¢£¤¥¦§'[index] as string);
  return (text: string) => [...text].map((letter) => map.get(letter) ?? letter).join('');
};
const toTcvn3 = encodeWith(TCVN3);
const toVniLower = encodeWith(VNI);
const toVni = (text: string) =>
  [...text]
    .map((letter) =>
      letter === letter.toLowerCase() ? toVniLower(letter) : toVniLower(letter.toLowerCase()).toUpperCase(),
    )
    .join('');
const toCp1258 = (text: string) =>
  [...text.normalize('NFD')]
    .reduce<string[]>((out, character) => {
      // circumflex, breve and horn stay on the letter; only tones are separate
      if ('\u0302\u0306\u031b'.includes(character)) {
        const tones = out.at(-1) && '\u0323'.includes(out.at(-1)!) ? [out.pop()!] : [];
        out.push((out.pop()! + character).normalize('NFC'), ...tones);
      } else out.push(character);
      return out;
    }, [])
    .map((character) => CP1258_MARKS[character] ?? CP1258_LETTERS[character] ?? character)
    .join('');
const toUtf8Bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const SYLLABLES = allSyllables();
const NAMES = [
  'Nguyễn Văn Thắng',
  'Giàng A Páo',
  'Phường Lào Cai',
  'Xã Bản Lầu, huyện Mường Khương',
  'Thị trấn Năm Căn',
  'Xã Tạ An Khương Đông',
  'Trần Thị Huệ',
  'Xã Mù Cang Chải',
  'ấp Cái Keo, xã Quách Phẩm',
  'đường Điện Biên Phủ',
];

describe('legacy encodings', () => {
  it('tables of the test cover the same 67 letters', () => {
    expect([LETTERS.length, TCVN3.length, VNI.length]).toEqual([67, 67, 67]);
  });

  it.each([
    ['tcvn3', toTcvn3],
    ['vni', toVni],
    ['windows-1258', toCp1258],
    ['utf-8', toUtf8Bytes],
  ] as const)('decodes every legal syllable encoded in %s back to itself', (encoding, encode) => {
    const wrong = SYLLABLES.filter((syllable) => decodeText(encode(syllable), encoding) !== syllable);
    expect(wrong).toEqual([]);
    expect(SYLLABLES.length).toBeGreaterThan(10000);
  });

  it.each([
    ['vni', toVni],
    ['windows-1258', toCp1258],
  ] as const)('decodes capitals in %s', (encoding, encode) => {
    for (const syllable of SYLLABLES.filter((_, index) => index % 7 === 0)) {
      expect(decodeText(encode(syllable.toUpperCase()), encoding)).toBe(syllable.toUpperCase());
    }
  });

  it('decodes the seven capitals that TCVN3 has', () => {
    expect(decodeText('¡ ¢ £ ¤ ¥ ¦ §', 'tcvn3')).toBe('Ă Â Ê Ô Ơ Ư Đ');
    expect(decodeText('B¶o Th¾ng, Mêng Kh\xad¬ng', 'tcvn3')).toBe('Bảo Thắng, Mờng Khương');
  });

  it('reads a capital followed by its toned small letter as one toned capital', () => {
    expect(decodeText('A¸ ¢Ê ¦í', 'tcvn3')).toBe('Á Ấ Ướ');
  });

  it('leaves capitals of a .Vn…H font as they are and flags them', () => {
    const text = decodeText('Hoµng V¡N TH¸I', 'tcvn3');
    expect(text).toBe('Hoàng VĂN THáI');
    expect(hasFontCapitals(text)).toBe(true);
    expect(hasFontCapitals('Hoàng Văn Thái, TP HÀ NỘI')).toBe(false);
  });

  it('leaves the sign of square metres alone', () => {
    expect(decodeText('®Êt ë 120 m²', 'tcvn3')).toBe('đất ở 120 m²');
  });

  it('composes decomposed Unicode', () => {
    expect(decodeText('Phường Lào Cai'.normalize('NFD'), 'unicode')).toBe('Phường Lào Cai');
  });

  it('composes, and does not decode, a value that is Unicode already, whatever the column is said to be', () => {
    expect(decodeText('Nguyễn Văn', 'tcvn3')).toBe('Nguyễn Văn');
  });

  it('undoes UTF-8 read as Windows-1252', () => {
    expect(decodeText('Nguyá»…n', 'utf-8')).toBe('Nguyễn');
  });

  it('keeps any text whatever when it holds no Vietnamese bytes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]*$/), (text) => {
        for (const encoding of ['unicode', 'utf-8', 'tcvn3', 'vni', 'windows-1258'] as const) {
          expect(decodeText(text, encoding)).toBe(text);
        }
      }),
    );
  });
});

describe('detection', () => {
  it.each([
    ['unicode', (text: string) => text],
    ['tcvn3', toTcvn3],
    ['vni', toVni],
    ['windows-1258', toCp1258],
    ['utf-8', toUtf8Bytes],
  ] as const)('finds %s from a few names', (encoding, encode) => {
    const verdict = detectTextEncoding(NAMES.map(encode));
    expect(verdict).toMatchObject({ encoding, sure: 'detected' });
  });

  it('says nothing of a column in plain ASCII', () => {
    expect(detectTextEncoding(['ONT', 'LUC', null])).toMatchObject({ encoding: 'ascii', values: 0 });
  });

  it('reports a column in two encodings, and reads each value by itself', () => {
    const values = [...NAMES.map(toTcvn3), ...NAMES.map(toVni)];
    const verdict = detectTextEncoding(values);
    expect(verdict.encoding).toBe('mixed');
    expect(verdict.needed.map((one) => one.encoding)).toEqual(['tcvn3', 'vni']);
    expect(values.map((value) => decodeText(value, 'mixed'))).toEqual([...NAMES, ...NAMES]);
  });

  it('counts decomposed values', () => {
    const verdict = detectTextEncoding(NAMES.map((name) => name.normalize('NFD')));
    expect(verdict).toMatchObject({ encoding: 'unicode', decomposed: NAMES.length });
  });

  it('admits that text of another language fits nothing', () => {
    expect(detectTextEncoding(['Wrocław', 'Łódź', 'Kraków żółć']).sure).toBe('unknown');
  });
});

describe('syllables', () => {
  it.each(['Nguyễn', 'nghiêng', 'quyết', 'giếng', 'gì', 'khuỷu', 'hòa', 'hoà', 'thuỷ', 'Đường', 'xã'])(
    'knows %s',
    (word) => expect(isSyllable(word)).toBe(true),
  );
  it.each(['xaõ', 'B¶o', 'đ', 'ngễ ', 'họcs', 'càt', 'Nguyêt̃'])('refuses %s', (word) =>
    expect(isSyllable(word)).toBe(false),
  );
});

describe('damage', () => {
  it.each([
    ['Nguy\ufffdn Văn', 'replacement', null],
    ['Nguy?n Văn A', 'question-mark', null],
    ['Th? tr?n Sa Pa', 'question-mark', null],
    ['Nguyá»…n', 'mojibake', 'Nguyễn'],
    ['B¶o Th¾ng', 'legacy', 'Bảo Thắng'],
    ['THáI', 'font-capitals', 'THÁI'],
    ['a\x00b', 'control', null],
  ] as const)('finds in %j: %s', (value, kind, likely) => {
    expect(textDamage(value)).toMatchObject({ kind, likely });
  });

  it.each([...NAMES, 'Tổ 5, khu phố 2 (cũ: P. Kim Tân)', 'Ai ở đây?', '120 m²', 'UBND xã', 'HÀ NỘI'])(
    'finds none in %s',
    (value) => expect(textDamage(value)).toBeNull(),
  );
});

describe('fold', () => {
  it('drops accents and case', () => {
    expect(foldVietnamese('Phường Lào Cai – Đắk')).toBe('phuong lao cai – dak');
    expect(foldVietnamese('MAXA')).toBe('maxa');
  });
});
