/**
 * Members of a JSON object with their values as written: `2647.0` stays `2647.0`, a number beyond 2⁵³ keeps its digits,
 * and a key that stands twice is seen twice. `JSON.parse` loses all three.
 */
import { malformed } from '../format.ts';

export type Member = { readonly key: string; readonly raw: string };

/** `text` is one valid JSON object. */
export function jsonMembers(text: string): Member[] {
  const members: Member[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text.charCodeAt(at) === 0x2c) at = skipSpace(text, at + 1);
    if (text.charCodeAt(at) === 0x7d) return members;
    if (text.charCodeAt(at) !== 0x22) throw malformed('json.key', { text: text.slice(at, at + 20) });
    const keyEnd = stringEnd(text, at);
    const key = stringOf(text.slice(at, keyEnd));
    at = skipSpace(text, keyEnd);
    if (text.charCodeAt(at) !== 0x3a)
      throw malformed('json.colon', { text: text.slice(0, keyEnd).slice(-40) });
    at = skipSpace(text, at + 1);
    const end = valueEnd(text, at);
    members.push({ key, raw: text.slice(at, end) });
    at = end;
  }
}

/** The verbatim text of a member's value; null for `null`. Lists and objects stay JSON. */
export function memberText(raw: string): string | null {
  if (raw.charCodeAt(0) === 0x22) return stringOf(raw);
  return raw === 'null' ? null : raw;
}

const stringOf = (raw: string): string =>
  raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);

function skipSpace(text: string, at: number): number {
  for (; ; at++) {
    const c = text.charCodeAt(at);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return at;
  }
}

/** Index after the closing quote. */
function stringEnd(text: string, open: number): number {
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw malformed('json.string-endless', {});
    let back = quote;
    while (text.charCodeAt(back - 1) === 0x5c) back--;
    if ((quote - back) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === 0x22) return stringEnd(text, at);
  if (first !== 0x7b && first !== 0x5b) return plainEnd(text, at);
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) i = stringEnd(text, i) - 1;
    else if (c === 0x7b || c === 0x5b) depth++;
    else if ((c === 0x7d || c === 0x5d) && --depth === 0) return i + 1;
  }
  throw malformed('json.list-endless', {});
}

function plainEnd(text: string, at: number): number {
  PLAIN.lastIndex = at;
  if (!PLAIN.test(text)) throw malformed('json.value', { text: text.slice(at, at + 20) });
  return PLAIN.lastIndex;
}

/** JSON's numbers and words; `NaN` and infinities are not JSON but are written by some programs. */
const PLAIN = /(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|-?Infinity|NaN|true|false|null)(?=[\s,}\]])/y;
