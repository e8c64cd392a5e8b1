/** Which encoding a column or file is in: by how many words become legal syllables under each reading. */
import { ENCODING_MESSAGES } from '../message/encoding.ts';
import { type Message, message } from '../message/message.ts';
import { isAscii } from './byte-text.ts';
import {
  bestEncoding,
  CANDIDATES,
  type CandidateEncoding,
  decodeText,
  type TextEncoding,
  weighEncodings,
} from './decode.ts';
import { hasFontCapitals } from './tcvn3.ts';

export type EncodingVerdict = {
  /** `ascii`: nothing to decode. */
  readonly encoding: TextEncoding | 'ascii';
  readonly sure: 'detected' | 'guessed' | 'unknown';
  readonly why: Message;
  /** The reading that most words are legal under, whether or not it is taken. */
  readonly best: CandidateEncoding;
  /** Values weighed (those that are not plain ASCII). */
  readonly values: number;
  /** Share (0..1) of their words that are legal syllables under `encoding`. */
  readonly legal: number;
  /** Readings that some values need; more than one makes the encoding `mixed`. */
  readonly needed: readonly {
    readonly encoding: CandidateEncoding;
    readonly values: number;
    readonly sample: string;
  }[];
  /** Unicode values that are decomposed and will be composed. */
  readonly decomposed: number;
  /** Values with small toned letters among capitals (.Vn…H fonts). */
  readonly fontCapitals: number;
};

export type EncodingDetector = {
  add(value: string | null): void;
  result(): EncodingVerdict;
};

/** Every value up to here is weighed, then one in 64: bounded work on a file of any size. */
const FULL = 4000;
const STRIDE = 64;
/** A second encoding is reported from this share of the values. */
const MIXED_SHARE = 0.01;
const MIXED_LEAST = 2;

type Tally = { words: number; legal: number; only: number; sample: string };

/** Streaming: give it every text value of a column (or of a file), then ask. */
export function createEncodingDetector(): EncodingDetector {
  const tallies = Object.fromEntries(
    CANDIDATES.map((encoding) => [encoding, { words: 0, legal: 0, only: 0, sample: '' }]),
  ) as Record<CandidateEncoding, Tally>;
  let seen = 0;
  let weighed = 0;
  let decomposed = 0;
  let fontCapitals = 0;

  function add(value: string | null): void {
    if (value === null || isAscii(value)) return;
    seen++;
    if (seen > FULL && seen % STRIDE !== 0) return;
    weighed++;
    if (value.normalize('NFC') !== value) decomposed++;
    const weights = weighEncodings(value);
    for (const encoding of CANDIDATES) {
      tallies[encoding].words += weights[encoding]?.words ?? 1;
      tallies[encoding].legal += weights[encoding]?.legal ?? 0;
    }
    const best = bestEncoding(value);
    if (best === null) return;
    // Only where the others read less: `Hà` says nothing between Unicode and Windows-1258.
    const share = (encoding: CandidateEncoding) => {
      const weight = weights[encoding];
      return weight && weight.words > 0 ? weight.legal / weight.words : 0;
    };
    const rivals = CANDIDATES.filter((encoding) => encoding !== best).map(share);
    if (share(best) > Math.max(...rivals)) {
      if (tallies[best].only === 0) tallies[best].sample = decodeText(value, best);
      tallies[best].only++;
    }
    if (hasFontCapitals(decodeText(value, best))) fontCapitals++;
  }

  return { add, result: () => judge(tallies, weighed, decomposed, fontCapitals) };
}

function judge(
  tallies: Record<CandidateEncoding, Tally>,
  values: number,
  decomposed: number,
  fontCapitals: number,
): EncodingVerdict {
  const share = (encoding: CandidateEncoding) =>
    tallies[encoding].words > 0 ? tallies[encoding].legal / tallies[encoding].words : 0;
  const ranked = [...CANDIDATES].sort((a, b) => share(b) - share(a));
  const best = ranked[0] as CandidateEncoding;
  const least = Math.max(MIXED_LEAST, values * MIXED_SHARE);
  const needed = CANDIDATES.filter((encoding) => tallies[encoding].only >= least).map((encoding) => ({
    encoding,
    values: tallies[encoding].only,
    sample: tallies[encoding].sample,
  }));
  const common = { values, best, needed, decomposed, fontCapitals };
  if (values === 0) {
    const why = message(ENCODING_MESSAGES, 'encoding.ascii', {});
    return { encoding: 'ascii', sure: 'detected', why, legal: 1, ...common };
  }
  if (needed.length > 1) {
    const list = needed.map((one) =>
      message(ENCODING_MESSAGES, 'encoding.needed', { encoding: one.encoding, values: one.values }),
    );
    const why = message(ENCODING_MESSAGES, 'encoding.several', { values, needed: list });
    return { encoding: 'mixed', sure: 'guessed', why, legal: share(best), ...common };
  }
  const legal = share(best);
  const margin = legal - share(ranked[1] as CandidateEncoding);
  const percent = message(ENCODING_MESSAGES, 'encoding.legal', {
    percent: Math.round(legal * 100),
    encoding: best,
  });
  if (legal < 0.5) {
    const why = message(ENCODING_MESSAGES, 'encoding.none', { share: percent });
    return { encoding: 'unicode', sure: 'unknown', why, legal, ...common };
  }
  const sure = legal >= 0.8 && margin >= 0.1 && tallies[best].words >= 5 ? 'detected' : 'guessed';
  return { encoding: best, sure, why: percent, legal, ...common };
}

/** All at once, for a list in hand. */
export function detectTextEncoding(values: Iterable<string | null>): EncodingVerdict {
  const detector = createEncodingDetector();
  for (const value of values) detector.add(value);
  return detector.result();
}
