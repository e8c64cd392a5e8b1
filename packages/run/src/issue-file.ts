/** Reads the issues of a unit as the run folder holds them, a block of the file at a time. */
import { createReadStream } from 'node:fs';
import { type IssueValues, valuesOf } from '@thuadat/core/issue/value';
import type { CommuneUnit } from '@thuadat/core/run';
import { copyFields } from './copy-text.ts';
import { ISSUE_COLUMNS, issueFile } from './run-folder.ts';

/** An issue as the run keeps it. */
export type StoredIssue = IssueValues & {
  readonly unit: string;
  readonly ordinal: number;
  readonly seq: number;
  readonly code: string;
  readonly severity: string;
  readonly at: {
    readonly source?: string;
    readonly layer?: string;
    readonly record?: number;
    readonly field?: string;
  };
  readonly lon: number | null;
  readonly lat: number | null;
  /** Offending geometry as WGS84 GeoJSON. */
  readonly shape: { readonly type: string; readonly coordinates: unknown } | null;
};

const place = Object.fromEntries(ISSUE_COLUMNS.map((name, i) => [name, i])) as Record<
  (typeof ISSUE_COLUMNS)[number],
  number
>;

/** In the order of the file: that of the unit's sequence. */
export async function* readIssueFile(run: string, unit: CommuneUnit): AsyncIterable<StoredIssue> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(issueFile(run, unit), { highWaterMark: 1 << 18 })) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    // Not by `readline`, which takes further characters than \n for a line's end.
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield issueOf(bytes.toString('utf8', from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
}

function issueOf(line: string): StoredIssue {
  const fields = copyFields(line);
  const text = (name: keyof typeof place) => fields[place[name]]!;
  const orNull = <T>(name: keyof typeof place, read: (field: string) => T): T | null => {
    const field = fields[place[name]];
    return field === null || field === undefined ? null : read(field);
  };
  return {
    unit: text('unit'),
    ordinal: Number(text('ordinal')),
    seq: Number(text('seq')),
    code: text('code'),
    severity: text('severity'),
    at: JSON.parse(text('at')),
    ...valuesOf({ subject: text('subject'), found: text('found'), expected: text('expected') }),
    lon: orNull('lon', Number),
    lat: orNull('lat', Number),
    shape: orNull('shape', JSON.parse),
  };
}
