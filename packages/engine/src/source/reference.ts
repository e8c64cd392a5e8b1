/** The user's sheet reference table, graded against the sheets that the sources hold. */

import type { SheetCount } from '@thuadat/core/assign/sheet/key';
import { type GradedTable, gradeReferenceTable } from '@thuadat/core/assign/sheet/reference-grade';
import type { IsoDate, SubNumbers } from '@thuadat/core/code';
import { type Message, message } from '@thuadat/core/message/message';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { readTableCells } from '@thuadat/formats/table/table-cells';
import { PLAN_MESSAGES } from '../messages.ts';

export type TableContext = {
  readonly crosswalk: Crosswalk;
  readonly inventory: readonly SheetCount[];
  readonly epochs: readonly IsoDate[];
  readonly asOf: IsoDate;
  readonly subNumbers?: SubNumbers;
  readonly onNotice?: (notice: Message) => void;
};

/** Only unique rows are used; the others are issues of the run, and their sheets stay open. */
export async function readTable(path: string, context: TableContext): Promise<GradedTable> {
  const { crosswalk, inventory, asOf, subNumbers = {} } = context;
  const lineage = { crosswalk, asOf, epochs: [...new Set(context.epochs)] };
  const graded = gradeReferenceTable(await readTableCells(path), { ...lineage, inventory, subNumbers });
  const grades = new Map<string, number>();
  for (const { grade } of graded.grades) grades.set(grade, (grades.get(grade) ?? 0) + 1);
  const list = [...grades].sort();
  if (graded.missing.length > 0) list.push(['missing', graded.missing.length]);
  context.onNotice?.(
    message(PLAN_MESSAGES, 'reference.grades', {
      path,
      grades: list.map(([grade, rows]) => message(PLAN_MESSAGES, 'reference.grade', { grade, rows })),
    }),
  );
  return graded;
}
