/** Names and acts for the exports, by the log of administrative units. */
import { areaNameAt, provinceNames } from '@thuadat/admin-units/index';
import type { NamedUnit } from '@thuadat/core/assign/digital-address';
import type { CommuneCode, IsoDate, ProvinceCode } from '@thuadat/core/code';
import type { RunManifest } from '@thuadat/core/run';
import type { Crosswalk } from '@thuadat/core/unit/event';

export type Names = {
  readonly province: NamedUnit;
  newCommune(code: string): NamedUnit;
  oldCommune(code: string, epoch: string): NamedUnit;
  oldProvince(code: string, epoch: string): NamedUnit;
  /** Acts by which land of the old commune came to the new one, oldest first. */
  acts(oldCommune: string, epoch: string, newCommune: string): string;
};

export function namesOf(manifest: RunManifest, crosswalk: Crosswalk): Names {
  const { asOf, province } = manifest;
  const commune = (code: string, date: string): NamedUnit => ({
    code,
    name: crosswalk.unitAt(code as CommuneCode, date as IsoDate)?.name ?? null,
  });
  const area = (code: string, date: string): NamedUnit => ({
    code,
    name: areaNameAt(provinceNames, code as ProvinceCode, date as IsoDate),
  });
  const known = new Map<string, string>();
  return {
    province: area(province, asOf),
    newCommune: (code) => commune(code, asOf),
    oldCommune: commune,
    oldProvince: area,
    acts(oldCommune, epoch, newCommune) {
      const key = `${oldCommune} ${epoch} ${newCommune}`;
      const text = known.get(key) ?? actsText(crosswalk, oldCommune, epoch, newCommune, asOf);
      known.set(key, text);
      return text;
    },
  };
}

/** Of a split only the branch that leads to the new commune. */
function actsText(crosswalk: Crosswalk, old: string, epoch: string, code: string, asOf: IsoDate): string {
  if (epoch > asOf) return '';
  const resolved = crosswalk.resolve(old as CommuneCode, epoch as IsoDate, asOf);
  const via = 'via' in resolved ? resolved.via : [];
  const taken = via.filter((event) => event.to === code || via.some((next) => next.from === event.to));
  return [...new Set(taken.map((event) => `${event.act} (${event.date})`))].join('; ');
}
