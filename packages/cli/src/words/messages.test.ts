import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageTable } from '@thuadat/core/message/message';
import { describe, expect, it } from 'vitest';
import { EXPORT_MESSAGES } from '../export/messages.ts';
import { ISSUE_MESSAGES, PLAN_MESSAGES } from '../plan/messages.ts';
import { QUEUE_MESSAGES } from '../plan/queue-messages.ts';
import { POSTGIS_MESSAGES } from '../write-back/messages.ts';

type Room = { readonly table: MessageTable; readonly places: readonly string[] };

/** Each table, and the folders and files that raise its messages. */
const ROOMS: Readonly<Record<string, Room>> = {
  PLAN_MESSAGES: { table: PLAN_MESSAGES, places: ['plan'] },
  QUEUE_MESSAGES: { table: QUEUE_MESSAGES, places: ['plan/queue-dispatch.ts'] },
  EXPORT_MESSAGES: { table: EXPORT_MESSAGES, places: ['export', 'issue-list', 'review'] },
  POSTGIS_MESSAGES: { table: POSTGIS_MESSAGES, places: ['write-back', 'plan/table-source.ts'] },
};

const source = join(import.meta.dirname, '..');
const filesOf = (place: string): string[] =>
  place.endsWith('.ts')
    ? [place]
    : readdirSync(join(source, place))
        .filter((name) => name.endsWith('.ts') && !/test\.ts$|messages\.ts$/.test(name))
        .map((name) => join(place, name));

/** Without the tables themselves. */
const textOf = ({ places }: Room): string =>
  [...places.flatMap(filesOf).map((path) => readFileSync(join(source, path), 'utf8')), issueRefusal].join(
    '\n',
  );

/** Made beside the table. */
const issueRefusal = readFileSync(join(source, 'plan/messages.ts'), 'utf8').split(
  'export function issueRefusal',
)[1]!;

const placesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)),
];

describe.each(Object.entries(ROOMS))('%s', (_, room) => {
  it('has the same values in both languages', () => {
    for (const [code, { vi, en }] of Object.entries(room.table))
      expect(placesIn(vi).sort(), code).toEqual(placesIn(en).sort());
  });

  it('words nothing that is never raised', () => {
    const text = textOf(room);
    expect(Object.keys(room.table).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});

it('gives a code one wording, whichever table it is of', () => {
  const all = [ISSUE_MESSAGES, ...Object.values(ROOMS).map(({ table }) => table)].flatMap(Object.keys);
  expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
});
