/**
 * Decisions of people on parcels whose new commune the code alone cannot tell: a CSV that `review` writes with the
 * candidates and reads back filled in.
 */

import {
  type CodeResult,
  type CommuneCode,
  formatScale,
  type IsoDate,
  type ParcelNumber,
  parseCommuneCode,
  parseParcelNumber,
  parseScale,
  parseSheetNumber,
  type Scale,
  type SheetNumber,
  type SubNumbers,
} from '../code.ts';
import { DECISION_MESSAGES } from '../message/decision.ts';
import { type Message, message, type ValuesOf } from '../message/message.ts';
import type { Candidate } from '../stages.ts';
import { type CsvTable, disarm, formatCsv, parseCsvTable, rearm } from '../text/csv.ts';
import type { Crosswalk, Unit } from '../unit/event.ts';

/** Parcel null = the whole sheet. Source, scale and series null = whichever. */
export type Decision = {
  readonly source: string | null;
  readonly oldCommune: CommuneCode;
  readonly sheet: SheetNumber;
  readonly scale: Scale | null;
  readonly series: string | null;
  readonly parcel: ParcelNumber | null;
  readonly newCommune: CommuneCode;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
};

/** What the row of the sheet is about; `oldName` and `candidates` are for the reader and ignored on the way back. */
export type DecisionRow = Omit<Decision, 'newCommune' | 'reason' | 'by' | 'at'> & {
  readonly oldName: string;
  readonly candidates: readonly Candidate[];
  readonly decided: Pick<Decision, 'newCommune' | 'reason' | 'by' | 'at'> | null;
};

export const DECISION_COLUMNS = [
  'source',
  'oldCommune',
  'oldName',
  'sheet',
  'scale',
  'series',
  'parcel',
  'candidates',
  'newCommune',
  'reason',
  'by',
  'at',
] as const;

/** `open`: nothing decided yet. `warning`: kept, but a person should look. `error`: the row is not used. */
export type DecisionGrade = 'error' | 'warning' | 'open';

export type DecisionProblem = {
  readonly line: number;
  readonly grade: DecisionGrade;
  /** What was found, what was expected, what to do next. */
  readonly fault: Message;
};

const fault = <Code extends keyof typeof DECISION_MESSAGES>(
  code: Code,
  values: ValuesOf<typeof DECISION_MESSAGES, Code>,
): Message => message(DECISION_MESSAGES, code, values);

export type ParsedDecisions = {
  readonly decisions: readonly Decision[];
  readonly problems: readonly DecisionProblem[];
};

/** Against what decisions are checked: the dates at which the run's sources are read, and that of the new codes. */
export type DecisionContext = {
  readonly crosswalk: Crosswalk;
  readonly epochs: readonly IsoDate[];
  readonly asOf: IsoDate;
  readonly subNumbers?: SubNumbers;
};

/** One message a person can act on, with its line. */
export const decisionProblem = (p: DecisionProblem): Message =>
  fault('decision-table.at', { line: p.line, fault: p.fault });

/** The sheet `review` writes; {@link parseDecisions} reads it back once `newCommune` is filled in. */
export function formatDecisions(rows: readonly DecisionRow[], nameOf: (code: CommuneCode) => string): string {
  const candidate = ({ commune, share }: Candidate) =>
    `${commune} ${nameOf(commune)}${share === null ? '' : ` ${formatShare(share)}`}`;
  return formatCsv([
    [...DECISION_COLUMNS],
    ...rows.map((row) => [
      row.source && disarm(row.source),
      row.oldCommune,
      row.oldName,
      row.sheet,
      row.scale ? formatScale(row.scale) : null,
      row.series && disarm(row.series),
      row.parcel ?? null,
      row.candidates.map(candidate).join('; '),
      row.decided?.newCommune ?? null,
      disarm(row.decided?.reason ?? null),
      disarm(row.decided?.by ?? null),
      row.decided?.at ?? null,
    ]),
  ]);
}

/** Share in per cent with one decimal, rounded down so that nothing short of all is written as 100 %. */
export const roundedShare = (share: number): number => Math.floor(share * 1000) / 10;

const formatShare = (share: number): string => `${roundedShare(share).toFixed(1)}%`;

/** Reads the sheet, as text or as rows. Rows in error, among them both sides of a conflict, are left out of `decisions`: never guess. */
export function parseDecisions(sheet: string | CsvTable, context: DecisionContext): ParsedDecisions {
  const table = typeof sheet === 'string' ? parseCsvTable(sheet) : sheet;
  const problems: DecisionProblem[] = [];
  const header = new Set(table.header.map((name) => name.toLowerCase()));
  const missing = ['oldCommune', 'sheet', 'newCommune'].filter((name) => !header.has(name.toLowerCase()));
  if (missing.length > 0) {
    const told = { missing, found: table.header.join(','), expected: DECISION_COLUMNS };
    return {
      decisions: [],
      problems: [{ line: 1, grade: 'error', fault: fault('decision-table.columns', told) }],
    };
  }
  const rows = table.rows.flatMap(({ line, cell }) => {
    const report: Report = (grade, what) => problems.push({ line, grade, fault: what });
    const decision = parseRow(cell, context.subNumbers ?? {}, report);
    if (!decision) return [];
    const wrong = candidateFault(decision, context);
    if (wrong) problems.push({ line, grade: 'error', fault: wrong });
    return wrong ? [] : [{ line, decision }];
  });
  const decisions = withoutConflicts(rows, problems);
  problems.sort((a, b) => a.line - b.line);
  return { decisions, problems };
}

type Report = (grade: DecisionGrade, what: Message) => unknown;

function parseRow(cell: (column: string) => string, subNumbers: SubNumbers, report: Report): Decision | null {
  let failed = false;
  const read = <T>(parse: (text: string) => CodeResult<T>, column: string): T | null => {
    const text = cell(column);
    if (text === '') return null;
    const result = parse(text);
    if (result.ok) return result.value;
    failed = true;
    report('error', fault('decision-table.cell', { column, found: text, expected: result.expected }));
    return null;
  };
  const oldCommune = read(parseCommuneCode, 'oldCommune');
  const sheet = read((text) => parseSheetNumber(text, subNumbers), 'sheet');
  const scale = read(parseScale, 'scale');
  const parcel = read((text) => parseParcelNumber(text, subNumbers), 'parcel');
  const newCommune = read(parseCommuneCode, 'newCommune');
  if (failed) return null;
  if (!oldCommune || !sheet) {
    const told = { oldCommune: cell('oldCommune'), sheet: cell('sheet') };
    report('error', fault('decision-table.no-key', told));
    return null;
  }
  if (!newCommune) {
    const told = { oldCommune, sheet, candidates: cell('candidates') };
    report(
      'open',
      parcel === null
        ? fault('decision-table.open-sheet', told)
        : fault('decision-table.open-parcel', { ...told, parcel }),
    );
    return null;
  }
  if (!cell('reason') || !cell('by'))
    report('warning', fault('decision-table.unsigned', { reason: cell('reason'), by: cell('by') }));
  return {
    source: rearm(cell('source')) || null,
    oldCommune,
    sheet,
    scale,
    series: rearm(cell('series')) || null,
    parcel,
    newCommune,
    reason: rearm(cell('reason')),
    by: rearm(cell('by')),
    at: cell('at'),
  };
}

/** Units at `asOf` among which land of `code` must lie. */
export function candidatesOf(
  crosswalk: Crosswalk,
  code: CommuneCode,
  epoch: IsoDate,
  asOf: IsoDate,
): readonly Unit[] {
  const resolution = crosswalk.resolve(code, epoch, asOf);
  if (resolution.kind === 'split') return resolution.candidates;
  return resolution.kind === 'exact' || resolution.kind === 'merged' ? [resolution.unit] : [];
}

function candidateFault(decision: Decision, { crosswalk, epochs, asOf }: DecisionContext): Message | null {
  const candidates = new Map<string, string>();
  for (const epoch of epochs)
    for (const unit of candidatesOf(crosswalk, decision.oldCommune, epoch, asOf))
      candidates.set(unit.code, unit.name);
  if (candidates.has(decision.newCommune)) return null;
  return candidates.size === 0
    ? fault('decision-table.unknown-commune', { found: decision.oldCommune, epochs })
    : fault('decision-table.not-candidate', {
        oldCommune: decision.oldCommune,
        found: decision.newCommune,
        candidates: [...candidates].map(([code, name]) => `${code} ${name}`),
      });
}

type Placed = { readonly line: number; readonly decision: Decision };

/** Two rows on the same parcel (or the same sheet) that say different things are both dropped. */
function withoutConflicts(rows: readonly Placed[], problems: DecisionProblem[]): Decision[] {
  const groups = new Map<string, Placed[]>();
  for (const row of rows) {
    const { oldCommune, sheet, parcel } = row.decision;
    const key = `${oldCommune} ${sheet} ${parcel ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const dropped = new Set<Placed>();
  for (const group of groups.values()) {
    group.forEach((row, index) => {
      for (const other of group.slice(index + 1)) {
        if (!overlap(row.decision, other.decision)) continue;
        if (row.decision.newCommune === other.decision.newCommune) continue;
        for (const [mine, theirs] of [
          [row, other],
          [other, row],
        ] as const) {
          dropped.add(mine);
          problems.push({
            line: mine.line,
            grade: 'error',
            fault: fault('decision-table.conflict', {
              other: theirs.line,
              mine: mine.decision.newCommune,
              theirs: theirs.decision.newCommune,
            }),
          });
        }
      }
    });
  }
  return rows.filter((row) => !dropped.has(row)).map((row) => row.decision);
}

const meets = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
const overlap = (a: Decision, b: Decision): boolean =>
  meets(a.source, b.source) && meets(a.scale, b.scale) && meets(a.series, b.series);

/** Finds the decision for a parcel: one on the parcel goes before one on its sheet. */
export function decisionIndex(decisions: readonly Decision[]): {
  find(parcel: {
    readonly source: string;
    readonly commune: CommuneCode;
    readonly sheet: SheetNumber | null;
    readonly scale: Scale | null;
    readonly series: string | null;
    readonly parcel: ParcelNumber | null;
  }): Decision | null;
} {
  const byKey = new Map<string, Decision[]>();
  for (const decision of decisions) {
    const key = `${decision.oldCommune} ${decision.sheet} ${decision.parcel ?? ''}`;
    byKey.set(key, [...(byKey.get(key) ?? []), decision]);
  }
  // A decision that names a scale does not cover a parcel without one: it may be of another sheet set.
  const covers = (decided: string | null, actual: string | null) => decided === null || decided === actual;
  return {
    find({ source, commune, sheet, scale, series, parcel }) {
      if (byKey.size === 0 || sheet === null) return null;
      for (const level of parcel === null ? [''] : [parcel, '']) {
        const found = byKey
          .get(`${commune} ${sheet} ${level}`)
          ?.find((d) => covers(d.source, source) && covers(d.scale, scale) && covers(d.series, series));
        if (found) return found;
      }
      return null;
    },
  };
}
