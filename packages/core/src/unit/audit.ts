/**
 * What a log of units and events must satisfy before anything may be resolved with it. The walk through the log only
 * goes forward in time (a unit ends on an event's date, its successor lives on that date), so cycles cannot arise once
 * every unit ends after it begins.
 */
import { message } from '../message/message.ts';
import { UNIT_MESSAGES, type UnitMessage } from '../message/unit.ts';
import type { Unit, UnitEvent } from './event.ts';

/** A fault of the log; `unit` or `event` is the index of the row concerned. */
export type LogFault = {
  readonly unit?: number;
  readonly event?: number;
  readonly fault: UnitMessage;
};

const describeUnit = (unit: Unit): string => `${unit.code} ${unit.name} (${unit.from} – ${unit.to ?? '…'})`;
const ABOLISHED = message(UNIT_MESSAGES, 'units.abolished', {});
const describeEvent = ({ date, from, to }: UnitEvent): UnitMessage =>
  message(UNIT_MESSAGES, 'units.event', { date, from, to: to ?? ABOLISHED });
/** The units of a code, or that there is none. */
const describeUnits = (units: readonly Unit[], code: string): readonly UnitMessage[] =>
  units.length === 0
    ? [message(UNIT_MESSAGES, 'units.no-code', { code })]
    : units.map((unit) => message(UNIT_MESSAGES, 'units.quoted', { text: describeUnit(unit) }));

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
    const fault = message(UNIT_MESSAGES, 'units.ends-before', { unit: describeUnit(unit) });
    faults.push({ unit: index, fault });
  });
  for (const list of byCode.values()) {
    for (let i = 1; i < list.length; i++) {
      const before = units[list[i - 1]!]!;
      const after = units[list[i]!]!;
      if (before.to !== null && before.to <= after.from) continue;
      const both = { before: describeUnit(before), after: describeUnit(after) };
      const { code, from } = after;
      faults.push({
        unit: list[i]!,
        fault: message(UNIT_MESSAGES, 'units.overlap', { code, from, ...both }),
      });
    }
  }
  return faults;
}

function auditEvent(event: UnitEvent, before: readonly Unit[], after: readonly Unit[]): UnitMessage[] {
  const faults: UnitMessage[] = [];
  const { date, kind, from, to, relation } = event;
  const subject = describeEvent(event);
  if (!before.some((unit) => unit.to === date)) {
    const found = describeUnits(before, from);
    faults.push(message(UNIT_MESSAGES, 'units.no-predecessor', { event: subject, found, code: from, date }));
  }
  if (to !== null && !after.some((u) => u.from <= date && (u.to === null || date < u.to))) {
    const found = describeUnits(after, to);
    faults.push(message(UNIT_MESSAGES, 'units.no-successor', { event: subject, found, code: to, date }));
  }
  if ((kind === 'abolish') !== (to === null))
    faults.push(message(UNIT_MESSAGES, 'units.abolish-or-not', { event: subject, kind, to: to ?? '' }));
  if (kind === 'recode' && from === to)
    faults.push(message(UNIT_MESSAGES, 'units.recode-same', { event: subject }));
  if (kind === 'rename' && from !== to)
    faults.push(message(UNIT_MESSAGES, 'units.rename-other', { event: subject }));
  if (kind === 'split' && relation === 'whole')
    faults.push(message(UNIT_MESSAGES, 'units.split-whole', { event: subject }));
  return faults;
}

/** Edges of one ended unit: all of it must be accounted for, once. */
function auditEnd(ended: Unit, date: string, edges: readonly UnitEvent[]): UnitMessage | null {
  const unit = describeUnit(ended);
  if (edges.length === 0)
    return message(UNIT_MESSAGES, 'units.end-without-event', { unit, date, code: ended.code });
  const targets = edges.map((edge) => edge.to ?? ABOLISHED);
  if (new Set(targets).size < targets.length)
    return message(UNIT_MESSAGES, 'units.edge-twice', { unit, targets });
  if (edges.length > 1 && edges.some((edge) => edge.relation === 'whole'))
    return message(UNIT_MESSAGES, 'units.whole-beside', { unit, targets });
  if (edges.length === 1 && edges[0]!.relation === 'part')
    return message(UNIT_MESSAGES, 'units.rest-missing', { unit, targets });
  return null;
}

/** All faults of a log; none means that it can be built and resolved with. */
export function auditLog(units: readonly Unit[], events: readonly UnitEvent[]): LogFault[] {
  const byCode = unitsByCode(units);
  const faults = auditUnits(units, byCode);
  const of = (code: string | null) => (code === null ? [] : (byCode.get(code) ?? []).map((i) => units[i]!));
  const edges = new Map<string, UnitEvent[]>();
  events.forEach((event, index) => {
    for (const fault of auditEvent(event, of(event.from), of(event.to))) faults.push({ event: index, fault });
    const key = `${event.from} ${event.date}`;
    const list = edges.get(key);
    if (list) list.push(event);
    else edges.set(key, [event]);
  });
  units.forEach((unit, index) => {
    if (unit.to === null) return;
    const fault = auditEnd(unit, unit.to, edges.get(`${unit.code} ${unit.to}`) ?? []);
    if (fault) faults.push({ unit: index, fault });
  });
  return faults;
}
