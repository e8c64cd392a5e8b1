/**
 * What makes a case the same case in another run: the rule, the record and what was found. A record that moved in its file,
 * or whose fault changed, is another case: a decision is never carried over on a guess.
 */
import { createHash } from 'node:crypto';
import type { Issue } from '@thuadat/core/issue/index';
import { plainTextsOf } from '@thuadat/core/issue/value';
import { canonicalJson } from '@thuadat/run/canonical-json';

export function fingerprintOf(
  issue: Pick<Issue, 'code' | 'subject' | 'found' | 'expected'> & {
    readonly at: Issue['at'];
    readonly shape?: unknown;
  },
): string {
  const { code, at, shape } = issue;
  const { subject, found, expected } = plainTextsOf(issue);
  const parts = [
    code,
    at.source,
    at.layer,
    at.record,
    at.field ?? null,
    subject,
    found,
    expected,
    shape ?? null,
  ];
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

/** Whether an accepted case is drawn for a second look: by the case itself, so that nobody can choose. */
export const isDrawn = (fingerprint: string, oneIn: number): boolean =>
  Number.parseInt(fingerprint.slice(0, 8), 16) % oneIn === 0;

/** Content of a record, as `reject` and `choose` were decided on it: attributes verbatim and geometry. */
export const recordHash = (rawJson: string, wkbHex: string): string =>
  createHash('sha256').update(`${rawJson}\n${wkbHex.toLowerCase()}`).digest('hex');
