/** How one commune code reads around a reform, and which date fits all codes of a source. */
import type { CommuneCode, DistrictCode, IsoDate } from './code.ts';
import type { ProvinceProfile } from './profile.ts';
import type { Crosswalk, Unit } from './unit/event.ts';

/**
 * `before`, `after`, `both`: stood the day before, on the day, or both. `older`: died before that day. `foreign`: of
 * another province. `unknown`: never in the log.
 */
export type CodeReading = {
  readonly code: CommuneCode;
  readonly reads: 'before' | 'after' | 'both' | 'older' | 'foreign' | 'unknown';
  readonly before: Unit | null;
  readonly after: Unit | null;
  /** All units that ever bore the code, oldest first: when a dead code did live. */
  readonly known: readonly Unit[];
  /** District codes the code's units ever had. */
  readonly districts: readonly DistrictCode[];
};

export function readCode(crosswalk: Crosswalk, profile: ProvinceProfile, code: CommuneCode): CodeReading {
  const own = new Set<string>(profile.predecessors.map((p) => p.code));
  const all = crosswalk.history(code);
  const known = all.filter((unit) => own.has(unit.province) || unit.province === profile.code);
  const old = known.filter((unit) => unit.from < profile.effective && own.has(unit.province));
  const after =
    known.find((unit) => unit.from >= profile.effective || unit.to === null || unit.to > profile.effective) ??
    null;
  const before = old.find((unit) => unit.to === null || unit.to >= profile.effective) ?? null;
  const districts = [...new Set(old.flatMap((unit) => (unit.district === null ? [] : [unit.district])))];
  const reads = nameReading(before, after, old.length > 0, all.length > 0);
  return { code, reads, before, after, known, districts };
}

function nameReading(
  before: Unit | null,
  after: Unit | null,
  old: boolean,
  any: boolean,
): CodeReading['reads'] {
  if (before) return after ? 'both' : 'before';
  // A code that died, and was given out again by the reform, may be read either way.
  if (after) return old ? 'both' : 'after';
  if (old) return 'older';
  return any ? 'foreign' : 'unknown';
}

/**
 * The latest date up to `dayBefore` on which every code of the source stood. An earlier date than `dayBefore` is taken
 * only where no code means another unit on it; null when that is so, for then only a person can tell. When no date fits
 * all, `dayBefore`: the dead codes are then rejected one by one with the times at which they lived.
 */
export function dateOfCodes(
  codes: readonly CodeReading[],
  dayBefore: IsoDate,
  crosswalk: Crosswalk,
): IsoDate | null {
  const old = codes.filter(
    (code) => code.reads === 'before' || code.reads === 'both' || code.reads === 'older',
  );
  const dead = old.filter((code) => code.reads === 'older');
  if (dead.length === 0) return dayBefore;
  const ends = dead.flatMap((code) => code.known.flatMap((unit) => (unit.to === null ? [] : [unit.to])));
  const candidates = [...new Set(ends)].sort().reverse().map(previousDay);
  const fitting = candidates.find((date) => old.every((code) => crosswalk.unitAt(code.code, date) !== null));
  if (fitting === undefined) return dayBefore;
  const recycled = old.some((code) => {
    const then = crosswalk.unitAt(code.code, fitting);
    const last = crosswalk.unitAt(code.code, dayBefore);
    return then !== null && last !== null && then !== last;
  });
  return recycled ? null : fitting;
}

/** The calendar day before, by UTC so that no time zone moves it. Units end on the first day on which they no longer stand. */
export function previousDay(date: IsoDate): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as IsoDate;
}
