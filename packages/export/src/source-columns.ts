/** Columns of the sources beside ours, when they are asked for; what says who a person is only when that is asked for too. */

import { isPersonalColumn } from '@thuadat/core/parse/personal-column';
import type { RunManifest } from '@thuadat/core/run';
import { decodeText } from '@thuadat/core/text/decode';
import type { StoredIssue } from '@thuadat/run/issue-file';
import type { AppliedRow } from '@thuadat/store/registry/export-rows';
import { COLUMN_WORDS } from './column-words.ts';
import type { Column } from './columns.ts';

export type SourceColumns = {
  /** Every column of the sources, under its own name with {@link PREFIX} before it. */
  readonly withSourceColumns?: boolean;
  /** Names, papers, birth and contact of people too, and the holder as `tenChu`. */
  readonly personal?: boolean;
};

/** Keeps `xaId` of a source apart from ours. */
const PREFIX = 'goc_';

const HOLDER_COLUMN = 'tenChu';

export function sourceColumns(
  manifest: RunManifest,
  { withSourceColumns, personal }: SourceColumns,
): Column[] {
  const names = new Set(
    withSourceColumns
      ? manifest.sources.flatMap((source) => source.layers.flatMap(({ fields }) => fields))
      : [],
  );
  const columns = [...names]
    .filter((name) => personal || !isPersonal(name))
    .map(
      (name): Column => ({
        name: `${PREFIX}${readable(name)}`,
        title: readable(name),
        type: 'string',
        of: (row) => textOf(row, name),
      }),
    );
  return personal ? [holderColumn(manifest), ...columns] : columns;
}

function holderColumn({ sources }: RunManifest): Column {
  const { vi: title } = COLUMN_WORDS[HOLDER_COLUMN]!;
  return {
    ...{ name: HOLDER_COLUMN, title, type: 'string' },
    of(row) {
      const holder = sources[row.source]?.layers[row.layer]?.roles.holder;
      return holder === undefined ? null : textOf(row, holder);
    },
  };
}

/** Columns of one name in one layer are told apart by nothing: their values stand together. */
function textOf({ raw }: AppliedRow, name: string): string | null {
  const values = raw.flatMap(([column, value]) =>
    column === name && value !== null ? [readable(value)] : [],
  );
  return values.length === 0 ? null : values.join(' | ');
}

/** The store keeps texts as the source had them, legacy bytes too. */
const readable = (text: string): string => decodeText(text, 'mixed');

/** Columns by name: the same ones stand in every record. */
const known = new Map<string, boolean>();

function isPersonal(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const personal = isPersonalColumn(readable(name));
  known.set(name, personal);
  return personal;
}

/** In place of what is not shown. */
const HIDDEN = '***';

/** The source's columns of a record, with what says who a person is left out unless it was asked for. */
export const rawCells = (raw: AppliedRow['raw'], personal: boolean): AppliedRow['raw'] =>
  personal ? raw : raw.map(([name, value]) => [name, value !== null && isPersonal(name) ? HIDDEN : value]);

/** An issue about a column that says who a person is, without what stands there or is read there. */
export const shownIssue = (row: StoredIssue): StoredIssue =>
  row.at.field !== undefined && isPersonal(row.at.field) ? { ...row, found: HIDDEN, expected: HIDDEN } : row;
