/**
 * The legal syllables of Vietnamese, as a measure of whether a decoding is right. Orthography only (onset, rhyme, tone and
 * where the tone mark stands); not a dictionary. Tone placement matters here: VNI's `Xaõ` would otherwise pass as `xão`.
 */
const ONSETS: ReadonlySet<string> = new Set(
  ' b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' '),
);

const RHYMES = [
  'a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây',
  'e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu',
  'i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y ych yêm yên yêng yêt yêu ynh yt',
  'o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot',
  'ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt',
  'u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu',
  'ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu',
]
  .join(' ')
  .split(' ');

const ACUTE = '\u0301';
const DOT = '\u0323';
const TONES = ['\u0300', '\u0309', '\u0303', ACUTE, DOT];

/** Indexes of the vowels that may carry the tone mark; two for `oa`, `oe`, `uy` (`hoà` and `hòa` are both written). */
function tonePlaces(rhyme: string): readonly number[] {
  const vowels = /^[aăâeêioôơuưy]+/.exec(rhyme)?.[0] ?? '';
  const marked = vowels.search(/[ăâêôơư][^ăâêôơư]*$/);
  if (marked >= 0) return [marked];
  if (vowels.length === 3) return [1];
  if (vowels.length === 2 && rhyme.length > 2) return [1];
  return rhyme === 'oa' || rhyme === 'oe' || rhyme === 'uy' ? [0, 1] : [0];
}

function tonedRhymes(): Set<string> {
  const all = new Set<string>(RHYMES);
  for (const rhyme of RHYMES) {
    // Syllables closed by a stop take only the acute and the dot.
    const tones = /(?:c|ch|p|t|k)$/.test(rhyme) ? [ACUTE, DOT] : TONES;
    for (const at of tonePlaces(rhyme)) {
      for (const tone of tones) {
        all.add(`${rhyme.slice(0, at + 1)}${tone}${rhyme.slice(at + 1)}`.normalize('NFC'));
      }
    }
  }
  return all;
}

const TONED_RHYMES: ReadonlySet<string> = tonedRhymes();

/** Whether a word (composed Unicode, any case) is a legal Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  const lower = word.toLowerCase();
  for (let split = Math.min(3, lower.length - 1); split >= 0; split--) {
    if (TONED_RHYMES.has(lower.slice(split)) && ONSETS.has(lower.slice(0, split))) return true;
  }
  return false;
}

/** All legal spellings in lower case, sorted: for tests. */
export function allSyllables(): string[] {
  return [...ONSETS].flatMap((onset) => [...TONED_RHYMES].map((rhyme) => onset + rhyme)).sort();
}

const NOT_ASCII = /[^\0-\x7f]/;
// White space, digits and ASCII punctuation part words; other symbols stay inside them, since a symbol in the middle of
// a word is the very sign of a wrong decoding.
const BREAKS = /[\s\d!-/:-@[-`{-~–—“”‘’…]+/;

/** Counts a text's words that are not plain ASCII: how many there are and how many are legal syllables. */
export function weighWords(text: string): { words: number; legal: number } {
  let words = 0;
  let legal = 0;
  for (const word of text.split(BREAKS)) {
    if (!NOT_ASCII.test(word)) continue;
    words++;
    if (isSyllable(word)) legal++;
  }
  return { words, legal };
}
