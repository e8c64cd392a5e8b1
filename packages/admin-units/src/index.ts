/** The log of administrative units of the provinces this repository knows, and their names. */
import type { DistrictCode, IsoDate, ProvinceCode } from '@thuadat/core/code';
import { parseCsvTable } from '@thuadat/core/text/csv';
import { buildCrosswalk } from '@thuadat/core/unit/crosswalk';
import type { Crosswalk, Unit, UnitEvent } from '@thuadat/core/unit/event';
import { mergeLog, parseLog } from '@thuadat/core/unit/log';
import { AREAS_CSV } from './generated/areas.ts';
import { EVENTS_CSV, LOG_SHA256, UNITS_CSV } from './generated/log.ts';

export { findProfile, PROFILES } from './profiles.ts';

/** A user's own log, already parsed with {@link baseLog} as its base; `sha256` is that of its two files. */
export type ExtraLog = {
  readonly units: readonly Unit[];
  readonly events: readonly UnitEvent[];
  readonly sha256: string;
};

/** A province or district as it was named from `from` to `to` (half-open; null = open). */
export type AreaName<Code> = {
  readonly code: Code;
  readonly name: string;
  readonly province: ProvinceCode | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
};

let base: { units: readonly Unit[]; events: readonly UnitEvent[] } | null = null;
let built: Crosswalk | null = null;

/** Units and events of this repository: what a user's own log may build on. */
export function baseLog(): { units: readonly Unit[]; events: readonly UnitEvent[] } {
  if (base) return base;
  const { units, events, problems } = parseLog(UNITS_CSV, EVENTS_CSV);
  // What is built in was read without fault when it was built: a fault here is one of the program.
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  base = { units, events };
  return base;
}

/** The crosswalk of the built-in log; with `extra`, of both, and the hash names both. */
export function loadCrosswalk(extra?: ExtraLog): Crosswalk {
  const log = baseLog();
  if (!extra) {
    built ??= buildCrosswalk(log.units, log.events, LOG_SHA256);
    return built;
  }
  const merged = mergeLog(log, extra);
  return buildCrosswalk(merged.units, merged.events, `${LOG_SHA256}+${extra.sha256}`);
}

function areaNames<Code extends string>(level: 'province' | 'district'): AreaName<Code>[] {
  return parseCsvTable(AREAS_CSV)
    .rows.filter((row) => row.cell('level') === level)
    .map(({ cell }) => ({
      code: cell('code') as Code,
      name: cell('name'),
      province: (cell('province') || null) as ProvinceCode | null,
      from: (cell('from') || null) as IsoDate | null,
      to: (cell('to') || null) as IsoDate | null,
    }));
}

export const provinceNames: readonly AreaName<ProvinceCode>[] = areaNames<ProvinceCode>('province');
export const districtNames: readonly AreaName<DistrictCode>[] = areaNames<DistrictCode>('district');

/** The name a province or district code had on a date; code 15 was Yên Bái before 2025-07-01 and is Lào Cai since. */
export function areaNameAt<Code>(names: readonly AreaName<Code>[], code: Code, date: IsoDate): string | null {
  const held = names.find(
    (area) =>
      area.code === code && (area.from === null || area.from <= date) && (area.to === null || date < area.to),
  );
  return held?.name ?? null;
}
