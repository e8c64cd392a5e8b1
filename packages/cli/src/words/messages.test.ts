import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageTable } from '@thuadat/core/message/message';
import { describe, expect, it } from 'vitest';
import { EXPORT_MESSAGES } from '../export/messages.ts';
import { ISSUE_MESSAGES, PLAN_MESSAGES } from '../plan/messages.ts';
import { WRITE_BACK_MESSAGES } from '../write-back/messages.ts';

type Room = { readonly table: MessageTable; readonly folders: readonly string[] };

/** Each table, and the folders that raise its messages. */
const ROOMS: Readonly<Record<string, Room>> = {
  PLAN_MESSAGES: { table: PLAN_MESSAGES, folders: ['plan'] },
  EXPORT_MESSAGES: { table: EXPORT_MESSAGES, folders: ['export', 'issue-list', 'review'] },
  WRITE_BACK_MESSAGES: { table: WRITE_BACK_MESSAGES, folders: ['write-back'] },
};

const sourceOf = ({ folders }: Room): string =>
  folders
    .map((name) => join(import.meta.dirname, '..', name))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'messages.ts')
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    )
    .join('\n');

const placesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)),
];

describe.each(Object.entries(ROOMS))('%s', (_, room) => {
  it('has the same values in both languages', () => {
    for (const [code, { vi, en }] of Object.entries(room.table))
      expect(placesIn(vi).sort(), code).toEqual(placesIn(en).sort());
  });

  it('words nothing that is never raised', () => {
    const source = `${sourceOf(room)}\n${issueRefusalSource}`;
    expect(Object.keys(room.table).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });
});

/** The refusal for an issue is made beside the table. */
const issueRefusalSource = readFileSync(join(import.meta.dirname, '../plan/messages.ts'), 'utf8').split(
  'export function issueRefusal',
)[1]!;

it('gives a code one wording, whichever table it is of', () => {
  const all = [ISSUE_MESSAGES, ...Object.values(ROOMS).map(({ table }) => table)].flatMap(Object.keys);
  expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
});
