import { expect, it } from 'vitest';
import { random } from '../geometry/random.test-data.ts';
import { searchDamage, textDamage } from './mojibake.ts';
import { isPlainText } from './plain-text.ts';
import { allSyllables } from './syllable.ts';
import { TCVN3_UPPER } from './tcvn3.ts';

const next = random(5);
const pick = <T>(list: ArrayLike<T>): T => list[Math.floor(next() * list.length)]!;
const syllables = allSyllables();

function sound(): string {
  const words = Array.from({ length: 1 + Math.floor(next() * 6) }, () => {
    const word = pick(syllables);
    const way = next();
    return way < 0.3 ? word.toUpperCase() : way < 0.6 ? word[0]!.toUpperCase() + word.slice(1) : word;
  });
  return words.join(pick([' ', ' ', ', ', ' – ', '/', '…', '\u00a0']));
}

/** Ways in which a text suffers. */
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.normalize('NFD'),
  // Still in TCVN3: each letter as the byte it was.
  (text) =>
    [...text]
      .map((c) => (TCVN3_UPPER.includes(c) ? String.fromCharCode(128 + TCVN3_UPPER.indexOf(c)) : c))
      .join(''),
  // UTF-8 read as Latin-1.
  (text) => Buffer.from(text, 'utf8').toString('latin1'),
  (text) => text.replace(/[^\0-\x7f]/g, () => pick('?\ufffd\x01ÿ')),
  // A .Vn…H font's capitals.
  (text) => text.replace(/[a-z]/g, (c) => c.toUpperCase()),
  (text) => [...text].map((c) => (next() < 0.5 ? c.toUpperCase() : c.toLowerCase())).join(''),
  // VNI and Windows-1258 put marks of their own behind letters.
  (text) => text.replace(/[aeouy]/g, (c) => c + pick(' øùûõïâàåãáäêéèúüëÌÒÞìò')),
  (text) =>
    text + pick(['m²', ' 5 m³', '°', '½', '“', '\u2019s', '\u{1f600}', '\ud800', '—', '•', 'Đ.', '٣']),
];

it('calls a text plain only when the full search finds nothing in it and composing changes nothing', () => {
  let plain = 0;
  for (let i = 0; i < 30_000; i++) {
    const once = pick(WAYS)(sound());
    const text = next() < 0.1 ? pick(WAYS)(once) : once;
    const full = searchDamage(text);
    expect(textDamage(text)).toEqual(full);
    if (!isPlainText(text)) continue;
    plain++;
    expect([full, text.normalize('NFC')]).toEqual([null, text]);
  }
  expect(plain).toBeGreaterThan(5000);
});

it('agrees with the full search on random characters', () => {
  // Letters of all kinds, signs, bytes 0x80–0xFF and what Windows-1252 makes of them.
  const alphabet =
    'aZẢảàÀăĂđĐơưựỰạỊị ?m²³.,-–“”…\u00a0\u00a9\u00c3\u00ba»\u2030€™Ÿßÿðþ\u0301\u0323\ufffd\x02\t\ud83d\ude00ǅ';
  for (let i = 0; i < 60_000; i++) {
    const text = Array.from({ length: 1 + Math.floor(next() * 7) }, () =>
      next() < 0.05 ? String.fromCharCode(Math.floor(next() * 0x10000)) : pick(alphabet),
    ).join('');
    expect([text, textDamage(text)]).toEqual([text, searchDamage(text)]);
    if (isPlainText(text)) expect(text.normalize('NFC')).toBe(text);
  }
});

it('takes what stands in nearly all cells for plain', () => {
  for (const text of [
    '',
    'ONT',
    '1234.5',
    'Nguyễn Văn Bình',
    'Tổ 5, phường Lào Cai',
    'HOÀNG THỊ HÀ',
    'Ô Chợ Dừa',
  ])
    expect(isPlainText(text)).toBe(true);
  for (const text of ['HOàNG', 'Nguy?n', 'Nguyá»…n', 'HOà', 'a\x01'.replace('\x01', '\x07'), 'ng\u0301'])
    expect(isPlainText(text)).toBe(false);
});
