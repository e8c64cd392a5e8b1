/** How the text of a CSV file is written: encoding, delimiter, a line that states the delimiter. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { rolesNamed } from '@thuadat/core/parse/roles';
import { judgeEncoding, newTally, tally } from '../byte-text.ts';
import type { Detected } from '../format.ts';
import { tell } from '../messages.ts';

const HEAD = 1 << 16;
/** Lines among which the names of the columns are looked for. */
const LINES = 40;

export async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** UTF-16 by its mark, or by the zeros: of Latin text every second byte is zero, of Vietnamese text still most. */
export function wideEncoding(head: Buffer): Detected<string> | null {
  const mark = head.subarray(0, 2).toString('hex');
  const marked = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : null;
  if (marked)
    return { value: marked, sure: 'detected', why: tell('text.mark', { mark: marked.toUpperCase() }) };
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i & 1]!++;
  const pairs = head.length / 2;
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) < pairs / 3 || Math.min(even, odd) > pairs / 50) return null;
  const value = odd > even ? 'utf-16le' : 'utf-16be';
  return { value, sure: 'guessed', why: tell('text.wide', { mark: value.toUpperCase() }) };
}

/** `stated`: the first line is `sep=;`, as Excel takes it, and holds nothing else. */
export type Delimiter = { readonly mark: string; readonly stated: boolean };

const STATED = /^\ufeff?"?sep=(.)"?$/i;
const MARKS = [',', ';', '\t', '|'];

export function findDelimiter(head: Buffer, wide: Detected<string> | null): Delimiter {
  const text = wide ? new TextDecoder(wide.value).decode(head) : head.toString('utf8');
  const lines = text.split(/\r?\n|\r/, LINES + 1).slice(0, LINES);
  const stated = STATED.exec(lines[0] ?? '');
  if (stated) return { mark: stated[1]!, stated: true };
  const plain = lines.filter((line) => line !== '').map(withoutMarks);
  const named = (mark: string) => Math.max(0, ...plain.map((line) => rolesNamed(line.split(mark)).size));
  // Where no names are known: what both the header and the first row have most of.
  const common = (mark: string) => Math.min(...plain.slice(0, 2).map((line) => line.split(mark).length - 1));
  const scores = MARKS.map((mark) => ({ mark, named: named(mark), common: common(mark) }));
  const known = scores.some((score) => score.named > 1);
  const best = scores.reduce((one, other) =>
    (known ? other.named - one.named || other.common - one.common : other.common - one.common) > 0
      ? other
      : one,
  );
  return { mark: best.mark, stated: false };
}

/** What stands in quotes keeps its letters, but no mark of it parts cells; nor does one in the brackets of a geometry. */
const withoutMarks = (line: string): string =>
  line
    .replace(/"((?:[^"]|"")*)"?/g, (_, quoted: string) => quoted.replace(/[,;\t|]/g, ' '))
    .replace(/\([^()]*\)/g, (inner) => inner.replace(/[,;\t|]/g, ' '))
    .replace(/\(.*\)/g, (inner) => inner.replace(/[,;\t|]/g, ' '));

/** Line by line over the whole file: a line break is never part of another character. */
export async function surveyText(path: string): Promise<Detected<string>> {
  const seen = newTally();
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const end = piece.lastIndexOf(0x0a) + 1;
    const block = Buffer.concat([rest, piece.subarray(0, end)]);
    rest = end === 0 ? block : piece.subarray(end);
    if (end > 0) line = surveyBlock(block, line);
  }
  surveyBlock(rest, line);
  return judgeEncoding(null, seen);

  function surveyBlock(block: Buffer, firstLine: number): number {
    let at = 0;
    let number = firstLine;
    const whole = isUtf8(block);
    if (whole) tally(seen, block, () => '');
    while (at < block.length) {
      const next = block.indexOf(0x0a, at) + 1 || block.length;
      if (!whole) tally(seen, block.subarray(at, next), () => tell('place.line', { line: number }));
      number++;
      at = next;
    }
    return number;
  }
}
