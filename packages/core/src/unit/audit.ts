/**
 * What a log of units and events must satisfy before anything may be resolved with it. The walk through the log only
 * goes forward in time (a unit ends on an event's date, its successor lives on that date), so cycles cannot arise once
 * every unit ends after it begins.
 */
import type { Unit, UnitEvent } from './event.ts';

/** A fault of the log; `unit` or `event` is the index of the row concerned. */
export type LogFault = {
  readonly unit?: number;
  readonly event?: number;
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
};

export const describeUnit = (unit: Unit): string =>
  `${unit.code} ${unit.name} (${unit.from} – ${unit.to ?? '…'})`;
const describeEvent = (event: UnitEvent): string =>
  `event of ${event.date}, ${event.from} → ${event.to ?? 'abolished'}`;

/** Units by code, oldest first; indexes into `units`. */
function unitsByCode(units: readonly Unit[]): Map<string, number[]> {
  const byCode = new Map<string, number[]>();
  units.forEach((unit, index) => {
    const list = byCode.get(unit.code);
    if (list) list.push(index);
    else byCode.set(unit.code, [index]);
  });
  for (const list of byCode.values()) list.sort((a, b) => (units[a]!.from < units[b]!.from ? -1 : 1));
  return byCode;
}

function auditUnits(units: readonly Unit[], byCode: Map<string, number[]>): LogFault[] {
  const faults: LogFault[] = [];
  units.forEach((unit, index) => {
    if (unit.to === null || unit.from < unit.to) return;
    faults.push({
      unit: index,
      subject: `unit ${unit.code} ${unit.name}`,
      found: `from ${unit.from}, to ${unit.to}`,
      expected: '"to" after "from"',
      hint: '"to" is the first day on which the unit no longer stands; leave it empty while it does.',
    });
  });
  for (const list of byCode.values()) {
    for (let i = 1; i < list.length; i++) {
      const before = units[list[i - 1]!]!;
      const after = units[list[i]!]!;
      if (before.to !== null && before.to <= after.from) continue;
      faults.push({
        unit: list[i]!,
        subject: `code ${after.code}`,
        found: `${describeUnit(before)} and ${describeUnit(after)} at the same time`,
        expected: 'one unit a code on any date',
        hint: `Close the earlier row with "to" = ${after.from}, or correct the dates.`,
      });
    }
  }
  return faults;
}

function auditEvent(
  event: UnitEvent,
  before: readonly Unit[],
  after: readonly Unit[],
): Omit<LogFault, 'event'>[] {
  const faults: Omit<LogFault, 'event'>[] = [];
  const subject = describeEvent(event);
  const add = (found: string, expected: string, hint: string) =>
    faults.push({ subject, found, expected, hint });
  if (!before.some((unit) => unit.to === event.date)) {
    add(
      before.map(describeUnit).join('; ') || `no unit with code ${event.from}`,
      `a unit ${event.from} that ends on ${event.date}`,
      'A unit whose land or name changes ends on the date of the event; a new row with the same code may follow it.',
    );
  }
  if (event.to !== null && !after.some((u) => u.from <= event.date && (u.to === null || event.date < u.to))) {
    add(
      after.map(describeUnit).join('; ') || `no unit with code ${event.to}`,
      `a unit ${event.to} that stands on ${event.date}`,
      'Add the successor to the units file.',
    );
  }
  if ((event.kind === 'abolish') !== (event.to === null)) {
    add(
      `kind ${event.kind}, to "${event.to ?? ''}"`,
      'kind "abolish" exactly when there is no successor',
      'Correct one of the two.',
    );
  }
  if (event.kind === 'recode' && event.from === event.to)
    add(`recode ${event.from} → ${event.to}`, 'two different codes', 'Use "rename" or "transfer".');
  if (event.kind === 'rename' && event.from !== event.to)
    add(`rename ${event.from} → ${event.to}`, 'the same code', 'Use "recode" or "merge".');
  if (event.kind === 'split' && event.relation === 'whole')
    add('kind split, relation whole', 'relation "part"', 'Each edge of a split carries a part of the unit.');
  return faults;
}

/** Edges of one ended unit: all of it must be accounted for, once. */
function auditEnd(unit: Unit, edges: readonly UnitEvent[]): Omit<LogFault, 'unit'> | null {
  const subject = `unit ${describeUnit(unit)}`;
  const fault = (found: string, expected: string, hint: string) => ({ subject, found, expected, hint });
  if (edges.length === 0)
    return fault(
      'no event on the day it ends',
      'a successor, or an event of kind "abolish"',
      `Add the event of ${unit.to} with from = ${unit.code}.`,
    );
  const targets = edges.map((edge) => edge.to ?? '(abolished)');
  if (new Set(targets).size < targets.length)
    return fault(`edges to ${targets.join(', ')}`, 'one edge to each successor', 'Remove the duplicate row.');
  if (edges.length > 1 && edges.some((edge) => edge.relation === 'whole'))
    return fault(
      `a whole edge beside others: ${targets.join(', ')}`,
      'one whole edge, or parts only',
      'Mark each edge of a split unit "part".',
    );
  if (edges.length === 1 && edges[0]!.relation === 'part')
    return fault(
      `one part edge, to ${targets[0]}`,
      'where the rest went',
      'Add the edge of the remaining part, or mark this one "whole".',
    );
  return null;
}

/** All faults of a log; none means that it can be built and resolved with. */
export function auditLog(units: readonly Unit[], events: readonly UnitEvent[]): LogFault[] {
  const byCode = unitsByCode(units);
  const faults = auditUnits(units, byCode);
  const of = (code: string | null) => (code === null ? [] : (byCode.get(code) ?? []).map((i) => units[i]!));
  const edges = new Map<string, UnitEvent[]>();
  events.forEach((event, index) => {
    for (const fault of auditEvent(event, of(event.from), of(event.to)))
      faults.push({ ...fault, event: index });
    const key = `${event.from} ${event.date}`;
    const list = edges.get(key);
    if (list) list.push(event);
    else edges.set(key, [event]);
  });
  units.forEach((unit, index) => {
    if (unit.to === null) return;
    const fault = auditEnd(unit, edges.get(`${unit.code} ${unit.to}`) ?? []);
    if (fault) faults.push({ ...fault, unit: index });
  });
  return faults;
}
