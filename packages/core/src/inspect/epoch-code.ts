/** How one commune code reads around a reform, and which date fits all codes of a source. */
import type { CommuneCode, DistrictCode, IsoDate } from '../code.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { Crosswalk, Unit } from '../unit/event.ts';

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
  /** Codes of the old communes of which land went into `after`. */
  readonly sources: readonly CommuneCode[];
  /** Earlier units of the code whose land went elsewhere than that of `before`: reading them at the wrong date misplaces. */
  readonly elsewhere: readonly Unit[];
};

/** The new communes to which a unit's land went, as text to compare. */
function destinations(crosswalk: Crosswalk, unit: Unit, effective: IsoDate): string {
  const resolution = crosswalk.resolve(unit.code, unit.from, effective);
  if (resolution.kind === 'split') return resolution.candidates.map((candidate) => candidate.code).join(' ');
  return resolution.kind === 'exact' || resolution.kind === 'merged' ? resolution.unit.code : '';
}

export function readCode(crosswalk: Crosswalk, profile: ProvinceProfile, code: CommuneCode): CodeReading {
  const own = new Set<string>(profile.predecessors.map((p) => p.code));
  const all = crosswalk.history(code);
  const known = all.filter((unit) => own.has(unit.province) || unit.province === profile.code);
  const old = known.filter((unit) => unit.from < profile.effective && own.has(unit.province));
  const after =
    known.find((u) => u.from >= profile.effective || u.to === null || u.to > profile.effective) ?? null;
  const before = old.find((unit) => unit.to === null || unit.to >= profile.effective) ?? null;
  const districts = [...new Set(old.flatMap((unit) => (unit.district === null ? [] : [unit.district])))];
  const reads = nameReading(before, after, old.length > 0, all.length > 0);
  const sources = after
    ? crosswalk
        .predecessors(after.code, profile.effective, previousDay(profile.effective))
        .map(({ unit }) => unit.code)
    : [];
  const now = before ? destinations(crosswalk, before, profile.effective) : null;
  const elsewhere = old.filter(
    (unit) => unit !== before && now !== null && destinations(crosswalk, unit, profile.effective) !== now,
  );
  return { code, reads, before, after, known, districts, sources, elsewhere };
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
 * only where no code led elsewhere then; null when one did, for then only a person can tell. When no date fits
 * all, `dayBefore`: the dead codes are then rejected one by one with the times at which they lived.
 */
export function dateOfCodes(
  codes: readonly CodeReading[],
  crosswalk: Crosswalk,
  effective: IsoDate,
): IsoDate | null {
  const dayBefore = previousDay(effective);
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
    return then !== null && code.elsewhere.includes(then);
  });
  return recycled ? null : fitting;
}

/** The calendar day before, by UTC so that no time zone moves it. Units end on the first day on which they no longer stand. */
export function previousDay(date: IsoDate): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as IsoDate;
}
