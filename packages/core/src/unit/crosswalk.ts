/** Builds the log's indexes and walks it: forward for old → new, backward for new → old. */
import type { CommuneCode, IsoDate } from '../code.ts';
import { message, refusal } from '../message/message.ts';
import { UNIT_MESSAGES } from '../message/unit.ts';
import { auditLog } from './audit.ts';
import type { Crosswalk, Unit, UnitEvent, UnitResolution } from './event.ts';

type Edge = { readonly event: UnitEvent; readonly from: Unit; readonly to: Unit | null };

/** The log as a graph: nodes are units (code and time), edges lead from an ended unit to one that stands on that day. */
type Graph = {
  readonly history: ReadonlyMap<CommuneCode, readonly Unit[]>;
  readonly out: ReadonlyMap<Unit, readonly Edge[]>;
  readonly into: ReadonlyMap<Unit, readonly Edge[]>;
};

/** Where all land of one unit stands later: `lost` = a part or all of it was abolished without successor. */
type Walk = { readonly units: readonly Unit[]; readonly lost: boolean; readonly via: readonly UnitEvent[] };

/** Resolutions are asked once a parcel: remembered by unit and date. The cap only guards a server that is asked for every date. */
const MEMORY = 100_000;

/** Throws when the log has faults: cross-references are checked once, here, so that no walk can meet a dead end. */
export function buildCrosswalk(
  units: readonly Unit[],
  events: readonly UnitEvent[],
  hash: string,
): Crosswalk {
  const faults = auditLog(units, events);
  if (faults.length > 0) {
    const list = faults
      .slice(0, 5)
      .map(({ fault }) => fault)
      .reduceRight((rest, fault) => message(UNIT_MESSAGES, 'units.and', { fault, rest }));
    throw refusal(UNIT_MESSAGES, 'usage', 'units.faulty', { faults: faults.length, list });
  }
  const graph = buildGraph(units, events);
  const memory = new Map<Unit, Map<IsoDate, UnitResolution>>();
  let remembered = 0;
  const unitAt = (code: CommuneCode, date: IsoDate) =>
    graph.history.get(code)?.find((unit) => stands(unit, date)) ?? null;

  function resolve(code: CommuneCode, epoch: IsoDate, asOf: IsoDate): UnitResolution {
    if (asOf < epoch)
      throw new RangeError(`resolve goes forward: ${asOf} is before ${epoch}; use predecessors`);
    const unit = unitAt(code, epoch);
    if (!unit) return { kind: 'unknown', known: graph.history.get(code) ?? [] };
    // The epoch matters beside the unit: which others stood then decides between exact and merged.
    const key = `${epoch}${asOf}` as IsoDate;
    const known = memory.get(unit)?.get(key);
    if (known) return known;
    const resolution = resolveUnit(graph, unit, epoch, asOf);
    if (++remembered % MEMORY === 0) memory.clear();
    const byDate = memory.get(unit) ?? new Map<IsoDate, UnitResolution>();
    memory.set(unit, byDate.set(key, resolution));
    return resolution;
  }

  return {
    units,
    events,
    hash,
    unitAt,
    history: (code) => graph.history.get(code) ?? [],
    resolve,
    predecessors(code, asOf, epoch) {
      if (asOf < epoch) throw new RangeError(`predecessors go back: ${epoch} is after ${asOf}; use resolve`);
      const unit = unitAt(code, asOf);
      if (!unit) return [];
      return walkBack(graph, unit, asOf, epoch).map((before) => {
        const walk = walkForward(graph, before, asOf);
        return { unit: before, relation: walk.units.length === 1 && !walk.lost ? 'whole' : 'part' };
      });
    },
  };
}

/** Half-open: a unit stands from `from` up to the day before `to`. */
const stands = (unit: Unit, date: IsoDate): boolean =>
  unit.from <= date && (unit.to === null || date < unit.to);

function buildGraph(units: readonly Unit[], events: readonly UnitEvent[]): Graph {
  const history = new Map<CommuneCode, Unit[]>();
  for (const unit of units) push(history, unit.code, unit);
  for (const list of history.values()) list.sort((a, b) => (a.from < b.from ? -1 : 1));
  const out = new Map<Unit, Edge[]>();
  const into = new Map<Unit, Edge[]>();
  for (const event of events) {
    const from = history.get(event.from)?.find((unit) => unit.to === event.date);
    const to = event.to === null ? null : history.get(event.to)?.find((unit) => stands(unit, event.date));
    if (!from || to === undefined) continue; // Refused by the audit before.
    const edge = { event, from, to };
    push(out, from, edge);
    if (to) push(into, to, edge);
  }
  return { history, out, into };
}

function resolveUnit(graph: Graph, unit: Unit, epoch: IsoDate, asOf: IsoDate): UnitResolution {
  const { units, lost, via } = walkForward(graph, unit, asOf);
  const [first, ...others] = units;
  if (!first) return { kind: 'retired', lastUnit: unit, via };
  // Parts that all came back into one unit are merged into it; a part that was abolished leaves the code undecided.
  if (others.length > 0 || lost) return { kind: 'split', candidates: units, via };
  const sources = walkBack(graph, first, asOf, epoch);
  return { kind: sources.length > 1 ? 'merged' : 'exact', unit: first, via };
}

function walkForward(graph: Graph, start: Unit, asOf: IsoDate): Walk {
  const seen = new Set<Unit>([start]);
  const ends = new Set<Unit>();
  const via = new Set<UnitEvent>();
  let lost = false;
  for (const unit of seen) {
    if (unit.to === null || asOf < unit.to) {
      ends.add(unit);
      continue;
    }
    for (const edge of graph.out.get(unit) ?? []) {
      via.add(edge.event);
      if (edge.to) seen.add(edge.to);
      else lost = true;
    }
  }
  return { units: [...ends].sort(byCodeThenDate), lost, via: [...via].sort(byDate) };
}

/** The units at `epoch` with a path to `unit`. A unit that only received land stands on and is its own predecessor. */
function walkBack(graph: Graph, start: Unit, asOf: IsoDate, epoch: IsoDate): Unit[] {
  const seen = new Set<Unit>([start]);
  const found = new Set<Unit>();
  for (const unit of seen) {
    if (unit.from <= epoch) found.add(unit);
    for (const edge of graph.into.get(unit) ?? []) {
      // What it received by the epoch was already its own; what it received after asOf is not in question.
      if (epoch < edge.event.date && edge.event.date <= asOf) seen.add(edge.from);
    }
  }
  return [...found].sort(byCodeThenDate);
}

const byCodeThenDate = (a: Unit, b: Unit): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.from < b.from ? -1 : 1;
const byDate = (a: UnitEvent, b: UnitEvent): number => {
  const left = `${a.date} ${a.from} ${a.to ?? ''}`;
  const right = `${b.date} ${b.from} ${b.to ?? ''}`;
  return left < right ? -1 : left > right ? 1 : 0;
};

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
