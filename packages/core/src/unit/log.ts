/**
 * The log's CSV form: what this repository keeps in `admin-units/sources` and what a user supplies for another province.
 * Described in packages/admin-units/README.md.
 */

import {
  type CodeResult,
  type CommuneCode,
  parseCommuneCode,
  parseDistrictCode,
  parseIsoDate,
  parseProvinceCode,
} from '../code.ts';
import { message } from '../message/message.ts';
import { UNIT_MESSAGES, type UnitMessage } from '../message/unit.ts';
import { type CsvTable, canonicalCsv, parseCsvTable } from '../text/csv.ts';
import { auditLog } from './audit.ts';
import type { EventKind, Unit, UnitEvent } from './event.ts';

export const UNIT_COLUMNS = ['code', 'name', 'province', 'district', 'from', 'to'] as const;
export const EVENT_COLUMNS = ['date', 'kind', 'from', 'to', 'relation', 'act'] as const;
const KINDS: readonly EventKind[] = ['merge', 'split', 'rename', 'recode', 'transfer', 'abolish'];
const TYPE_WORDS = ['Xã', 'Phường', 'Thị trấn', 'Đặc khu'] as const;
const TYPE_WORD = new RegExp(`^(?:${TYPE_WORDS.join('|')})( |$)`, 'u');

/** A fault of the log as a file; line 0 = the whole file. Any problem makes the log unusable. */
export type LogProblem = {
  readonly file: 'units' | 'events';
  readonly line: number;
  readonly fault: UnitMessage;
};

export type ParsedLog = {
  readonly units: readonly Unit[];
  readonly events: readonly UnitEvent[];
  readonly problems: readonly LogProblem[];
};

/** One sentence a person can act on: where, what was found, what was expected, the next step. */
export function logProblem({ file: name, line, fault }: LogProblem): UnitMessage {
  const file = message(UNIT_MESSAGES, `units.file-${name}`, {});
  return line > 0
    ? message(UNIT_MESSAGES, 'units.line', { file, line: String(line), fault })
    : message(UNIT_MESSAGES, 'units.whole-file', { file, fault });
}

/**
 * Parses both tables. With `base`, the log extends another: events may name its units, and a unit row with the code and
 * `from` of one of its rows replaces it (so that a later act can end a unit that still stands in the base log).
 * Returned are the rows of the two files only; {@link mergeLog} joins them with the base.
 */
export function parseLog(
  unitTable: string | CsvTable,
  eventTable: string | CsvTable,
  base: Pick<ParsedLog, 'units' | 'events'> = { units: [], events: [] },
): ParsedLog {
  const problems: LogProblem[] = [];
  const units = parseUnits(tableOf(unitTable), problems);
  const events = parseEvents(tableOf(eventTable), problems);
  if (problems.length === 0) {
    const own = { units: units.map((row) => row.value), events: events.map((row) => row.value) };
    const merged = mergeLog(base, own);
    for (const { unit, event, fault } of auditLog(merged.units, merged.events)) {
      const row =
        event === undefined
          ? units.find((r) => r.value === merged.units[unit!])
          : events.find((r) => r.value === merged.events[event]);
      problems.push({ file: event === undefined ? 'units' : 'events', line: row?.line ?? 0, fault });
    }
  }
  return { units: units.map((row) => row.value), events: events.map((row) => row.value), problems };
}

const tableOf = (table: string | CsvTable): CsvTable =>
  typeof table === 'string' ? parseCsvTable(table) : table;

/** Joins an extension to a log; see {@link parseLog}. Edges already in the base are not doubled. */
export function mergeLog(
  base: Pick<ParsedLog, 'units' | 'events'>,
  extra: Pick<ParsedLog, 'units' | 'events'>,
): { units: Unit[]; events: UnitEvent[] } {
  const unitKey = (unit: Unit) => `${unit.code} ${unit.from}`;
  const edgeKey = (event: UnitEvent) => `${event.date} ${event.from} ${event.to ?? ''}`;
  const replaced = new Set(extra.units.map(unitKey));
  const known = new Set(base.events.map(edgeKey));
  return {
    units: [...base.units.filter((unit) => !replaced.has(unitKey(unit))), ...extra.units],
    events: [...base.events, ...extra.events.filter((event) => !known.has(edgeKey(event)))],
  };
}

/** Canonical text of a log: sorted, so that the order of rows in a file does not change its hash. */
export function formatLog(
  units: readonly Unit[],
  events: readonly UnitEvent[],
): { units: string; events: string } {
  const unitRows = units.map((u) => [u.code, u.name, u.province, u.district ?? '', u.from, u.to ?? '']);
  const eventRows = events.map((e) => [e.date, e.kind, e.from, e.to ?? '', e.relation, e.act]);
  const text = (head: readonly string[], rows: string[][]) =>
    canonicalCsv([[...head], ...rows.sort((a, b) => (a.join('\u001f') < b.join('\u001f') ? -1 : 1))]);
  return { units: text(UNIT_COLUMNS, unitRows), events: text(EVENT_COLUMNS, eventRows) };
}

type Row<T> = { readonly line: number; readonly value: T };
type Report = (fault: UnitMessage) => null;

function missingColumns(table: CsvTable, file: LogProblem['file'], columns: readonly string[]): LogProblem[] {
  const header = new Set(table.header.map((name) => name.toLowerCase()));
  const missing = columns.filter((name) => !header.has(name));
  if (missing.length === 0) return [];
  const fault = message(UNIT_MESSAGES, 'units.columns', { missing, found: table.header, columns });
  return [{ file, line: 1, fault }];
}

/** Parses one coded cell exactly: in the log a lost leading zero is a fault, not something to mend. */
function exactly<T>(
  parse: (text: string) => CodeResult<T>,
  text: string,
  column: string,
  report: Report,
): T | null {
  const result = parse(text);
  if (result.ok && result.fix === null) return result.value;
  const expected = result.ok
    ? message(UNIT_MESSAGES, 'units.quoted', { text: String(result.value) })
    : result.expected;
  return report(message(UNIT_MESSAGES, 'units.code', { column, found: text, expected }));
}

function parseUnits(table: CsvTable, problems: LogProblem[]): Row<Unit>[] {
  problems.push(...missingColumns(table, 'units', UNIT_COLUMNS));
  if (problems.some((p) => p.file === 'units')) return [];
  return table.rows.flatMap(({ line, cell }) => {
    const report: Report = (fault) => {
      problems.push({ file: 'units', line, fault });
      return null;
    };
    const code = exactly(parseCommuneCode, cell('code'), 'code', report);
    const province = exactly(parseProvinceCode, cell('province'), 'province', report);
    const district = cell('district')
      ? exactly(parseDistrictCode, cell('district'), 'district', report)
      : undefined;
    const from = exactly(parseIsoDate, cell('from'), 'from', report);
    const to = cell('to') ? exactly(parseIsoDate, cell('to'), 'to', report) : undefined;
    const name = cell('name');
    if (!TYPE_WORD.test(name)) {
      const words = TYPE_WORDS.map((text) => message(UNIT_MESSAGES, 'units.quoted', { text }));
      report(
        message(UNIT_MESSAGES, 'units.name', { found: name, words, sample: `${TYPE_WORDS[1]} Lào Cai` }),
      );
    }
    if (code === null || province === null || district === null || from === null || to === null) return [];
    return [{ line, value: { code, name, province, district: district ?? null, from, to: to ?? null } }];
  });
}

function parseEvents(table: CsvTable, problems: LogProblem[]): Row<UnitEvent>[] {
  problems.push(...missingColumns(table, 'events', EVENT_COLUMNS));
  if (problems.some((p) => p.file === 'events')) return [];
  return table.rows.flatMap(({ line, cell }) => {
    const report: Report = (fault) => {
      problems.push({ file: 'events', line, fault });
      return null;
    };
    const date = exactly(parseIsoDate, cell('date'), 'date', report);
    const from = exactly(parseCommuneCode, cell('from'), 'from', report);
    const to = cell('to') ? exactly<CommuneCode>(parseCommuneCode, cell('to'), 'to', report) : undefined;
    const kind = KINDS.find((k) => k === cell('kind'));
    const relation = (['whole', 'part'] as const).find((r) => r === cell('relation'));
    if (!kind) report(message(UNIT_MESSAGES, 'units.kind', { found: cell('kind'), kinds: KINDS }));
    if (!relation) report(message(UNIT_MESSAGES, 'units.relation', { found: cell('relation') }));
    if (!cell('act')) report(message(UNIT_MESSAGES, 'units.act', {}));
    if (date === null || from === null || to === null || !kind || !relation) return [];
    return [{ line, value: { date, kind, from, to: to ?? null, relation, act: cell('act') } }];
  });
}
