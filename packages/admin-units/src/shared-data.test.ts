/** Row by row against the reference data beside the repository, where it is present; none of it is copied here. */
import { existsSync, readFileSync } from 'node:fs';
import { type CommuneCode, type IsoDate, parseCommuneCode, parseIsoDate, sure } from '@thuadat/core/code';
import { parseCsvTable } from '@thuadat/core/text/csv';
import { describe, expect, test } from 'vitest';
import { areaNameAt, districtNames, loadCrosswalk, provinceNames } from './index.ts';
import { PROFILES } from './profiles.ts';

const shared = new URL('../../../../shared/data/', import.meta.url);
const present = existsSync(new URL('crosswalk-laocai.csv', shared));
if (!present)
  console.warn(`SKIPPED: ${shared.pathname} is not there; the log is not compared with the reference data.`);

const table = (name: string) => parseCsvTable(readFileSync(new URL(name, shared), 'utf8')).rows;
const code = (text: string): CommuneCode => sure(parseCommuneCode(text));
const date = (text: string): IsoDate => sure(parseIsoDate(text));
const BEFORE = date('2025-06-30');
const AFTER = date('2025-07-01');
const crosswalk = loadCrosswalk();
const stem = (name: string) => name.replace(/^(Xã|Phường|Thị trấn) /u, '');

describe.skipIf(!present)('the log against the reference data', () => {
  test.each([
    ['crosswalk-laocai.csv', 319],
    ['crosswalk-camau.csv', 186],
  ])('%s: all %i edges, with codes, names, districts, relation, act and clause', (name, count) => {
    const rows = table(name);
    expect(rows).toHaveLength(count);
    for (const { cell } of rows) {
      const from = code(cell('old_commune_code'));
      const to = code(cell('new_commune_code'));
      expect(crosswalk.unitAt(from, BEFORE)).toMatchObject({
        name: cell('old_commune_name'),
        province: cell('old_province_code'),
        district: cell('old_district_code'),
      });
      expect(crosswalk.unitAt(to, AFTER)).toMatchObject({
        name: cell('new_commune_name'),
        province: cell('new_province_code'),
      });
      const edges = crosswalk.events.filter((e) => e.date === AFTER && e.from === from && e.to === to);
      expect(edges).toMatchObject([
        { relation: cell('relation'), act: `${cell('resolution')} §${cell('law_clause')}` },
      ]);
      expect(
        areaNameAt(provinceNames, edges.length ? crosswalk.unitAt(from, BEFORE)!.province : null, BEFORE),
      ).toBe(cell('old_province_name'));
      expect(areaNameAt(districtNames, crosswalk.unitAt(from, BEFORE)!.district, BEFORE)).toBe(
        cell('old_district_name'),
      );
    }
    const own = new Set(rows.map(({ cell }) => cell('old_commune_code')));
    expect(crosswalk.events.filter((e) => e.date === AFTER && own.has(e.from))).toHaveLength(count);
  });

  test.each(['communes-laocai-2025.csv', 'communes-camau-2025.csv'])(
    '%s: names and number of predecessors',
    (name) => {
      for (const { cell } of table(name)) {
        const to = code(cell('new_commune_code'));
        const sources = crosswalk.predecessors(to, AFTER, BEFORE);
        expect(crosswalk.unitAt(to, AFTER)?.name).toBe(cell('new_commune_name'));
        const parts = sources.filter((source) => source.relation === 'part').length;
        expect([sources.length, parts], to).toEqual([
          Number(cell('predecessors')),
          Number(cell('predecessors_part')),
        ]);
      }
    },
  );

  test('splits-camau.csv: the candidates of the 19 split communes', () => {
    const expected = new Map<CommuneCode, string[]>();
    for (const { cell } of table('splits-camau.csv')) {
      const from = code(cell('old_commune_code'));
      expected.set(from, [...(expected.get(from) ?? []), cell('new_commune_code')].sort());
    }
    expect(expected.size).toBe(19);
    for (const [from, candidates] of expected) {
      const resolution = crosswalk.resolve(from, BEFORE, AFTER);
      expect(resolution.kind === 'split' && resolution.candidates.map((unit) => unit.code)).toEqual(
        candidates,
      );
    }
  });

  test('62 codes that live on name something else than before, by the spelling of the Resolutions', () => {
    const renamed = new Set<string>();
    for (const { cell } of [...table('crosswalk-laocai.csv'), ...table('crosswalk-camau.csv')]) {
      const unit = crosswalk.unitAt(code(cell('old_commune_code')), AFTER);
      if (unit && stem(cell('old_name_in_law')) !== stem(unit.name)) renamed.add(unit.code);
    }
    expect(renamed.size).toBe(62);
    expect(renamed).toContain('02647');
  });

  test('ten new names belong to an old commune that went elsewhere: never join by name', () => {
    const misled = crosswalk.units.filter((unit) => {
      if (unit.from !== AFTER) return false;
      const own = PROFILES.find((p) => p.code === unit.province)!.predecessors.map((p) => p.code);
      const sources = crosswalk.predecessors(unit.code, AFTER, BEFORE).map((p) => p.unit);
      return crosswalk.units.some(
        (other) =>
          crosswalk.unitAt(other.code, BEFORE) === other &&
          own.includes(other.province) &&
          stem(other.name) === stem(unit.name) &&
          !sources.includes(other),
      );
    });
    expect(misled.map((unit) => unit.name)).toEqual(
      expect.arrayContaining(['Xã Tân Ân', 'Xã Nguyễn Việt Khái']),
    );
    expect(misled).toHaveLength(10);
  });

  test('the earlier acts that we carry lead where historic-codes.csv says', () => {
    let compared = 0;
    for (const { cell } of table('historic-codes.csv')) {
      const from = code(cell('historic_code'));
      const unit = crosswalk
        .history(from)
        .find((u) => u.name === cell('historic_name') && u.to !== null && u.to < AFTER);
      if (!unit || cell('historic_district_code') !== unit.district) continue;
      compared++;
      const june = crosswalk.predecessors(code(cell('june2025_code')), BEFORE, unit.from).map((p) => p.unit);
      expect(june, `${from} → ${cell('june2025_code')}`).toContain(unit);
      const resolution = crosswalk.resolve(from, unit.from, AFTER);
      const ends =
        resolution.kind === 'split' ? resolution.candidates : 'unit' in resolution ? [resolution.unit] : [];
      expect(ends.map((end) => end.code)).toContain(code(cell('new_code_2025')));
    }
    expect(compared).toBeGreaterThanOrEqual(20);
  });

  test.each([
    ['lao-cai', 'boundaries-laocai-2025.geojson'],
    ['ca-mau', 'boundaries-camau-2025.geojson'],
  ])('the extent of %s takes in every boundary, and no more than a margin', (id, name) => {
    const [west, south, east, north] = PROFILES.find((profile) => profile.id === id)!.extent;
    const box = [180, 90, -180, -90];
    const walk = (node: unknown): void => {
      if (!Array.isArray(node)) return;
      const [x, y] = node;
      if (typeof x !== 'number' || typeof y !== 'number') for (const child of node) walk(child);
      else {
        box[0] = Math.min(box[0]!, x);
        box[1] = Math.min(box[1]!, y);
        box[2] = Math.max(box[2]!, x);
        box[3] = Math.max(box[3]!, y);
      }
    };
    for (const feature of JSON.parse(readFileSync(new URL(name, shared), 'utf8')).features)
      walk(feature.geometry.coordinates);
    for (const margin of [box[0]! - west, box[1]! - south, east - box[2]!, north - box[3]!]) {
      expect(margin).toBeGreaterThan(0.04);
      expect(margin).toBeLessThan(0.07);
    }
  });
});
