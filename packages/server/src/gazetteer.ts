/** Names of units at a date from the project's own log; a run names its new communes itself. */
import { areaNameAt, loadCrosswalk, provinceNames } from '@thuadat/admin-units/index';
import { parseCommuneCode, parseIsoDate, parseProvinceCode } from '@thuadat/core/code';
import type { Gazetteer } from '@thuadat/store/view/parcel';

export function createGazetteer(): Gazetteer {
  const crosswalk = loadCrosswalk();
  return {
    commune(code, asOf) {
      const commune = parseCommuneCode(code);
      const date = parseIsoDate(asOf ?? '');
      return commune.ok && date.ok ? (crosswalk.unitAt(commune.value, date.value)?.name ?? null) : null;
    },
    province(code, asOf) {
      const province = parseProvinceCode(code);
      const date = parseIsoDate(asOf ?? '');
      return province.ok && date.ok ? areaNameAt(provinceNames, province.value, date.value) : null;
    },
  };
}
