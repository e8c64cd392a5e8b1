import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parseCommuneCode, parseIsoDate, sure } from '@thuadat/core/code';
import { formatLog, parseLog } from '@thuadat/core/unit/log';
import { expect, test } from 'vitest';
import { AREAS_CSV } from './generated/areas.ts';
import { EVENTS_CSV, LOG_SHA256, UNITS_CSV } from './generated/log.ts';
import { areaNameAt, districtNames, loadCrosswalk, provinceNames } from './index.ts';

const code = (text: string) => sure(parseCommuneCode(text));
const date = (text: string) => sure(parseIsoDate(text));
const BEFORE = date('2025-06-30');
const AFTER = date('2025-07-01');
const crosswalk = loadCrosswalk();
const old = (provinces: readonly string[]) =>
  crosswalk.units.filter(
    (unit) => provinces.includes(unit.province) && crosswalk.unitAt(unit.code, BEFORE) === unit,
  );
const fresh = (province: string) =>
  crosswalk.units.filter((unit) => unit.province === province && crosswalk.unitAt(unit.code, AFTER) === unit);
const resolve = (text: string, epoch: string, asOf: string) =>
  crosswalk.resolve(code(text), date(epoch), date(asOf));

test('holds 319 → 99 communes for Lào Cai and 164 → 64 for Cà Mau', () => {
  expect([old(['10']).length, old(['15']).length, old(['95']).length, old(['96']).length]).toEqual([
    151, 168, 64, 100,
  ]);
  expect([fresh('15').length, fresh('96').length]).toEqual([99, 64]);
});

test('no old commune of Lào Cai was split, 19 of Cà Mau were', () => {
  const split = (provinces: readonly string[]) =>
    old(provinces).filter((unit) => crosswalk.resolve(unit.code, BEFORE, AFTER).kind === 'split').length;
  expect([split(['10', '15']), split(['95', '96'])]).toEqual([0, 19]);
});

test('new to old gives the same edges back: 319 and 186', () => {
  const edges = (province: string) =>
    fresh(province).flatMap((unit) => crosswalk.predecessors(unit.code, AFTER, BEFORE));
  expect([edges('15').length, edges('96').length]).toEqual([319, 186]);
  expect(edges('96').filter((edge) => edge.relation === 'part')).toHaveLength(41);
});

test('every new code is the code of one of its predecessors', () => {
  for (const unit of [...fresh('15'), ...fresh('96')]) {
    const sources = crosswalk.predecessors(unit.code, AFTER, BEFORE).map((p) => p.unit.code);
    expect(sources, unit.name).toContain(unit.code);
  }
});

test('the old and the new Phường Lào Cai bear different codes, and the new one that of Phường Kim Tân', () => {
  expect(crosswalk.unitAt(code('02641'), BEFORE)?.name).toBe('Phường Lào Cai');
  expect(crosswalk.unitAt(code('02641'), AFTER)).toBeNull();
  expect(crosswalk.unitAt(code('02647'), BEFORE)?.name).toBe('Phường Kim Tân');
  expect(crosswalk.unitAt(code('02647'), AFTER)?.name).toBe('Phường Lào Cai');
});

test('32155 and 32191 live on although their communes were split', () => {
  for (const [text, other] of [
    ['32155', '32152'],
    ['32191', '32201'],
  ] as const) {
    const resolution = resolve(text, '2025-06-30', '2025-07-01');
    expect(resolution.kind === 'split' && resolution.candidates.map((unit) => unit.code).sort()).toEqual(
      [text, other].sort(),
    );
  }
});

test('eight communes of Lào Cai and one of Cà Mau are exactly one old commune under the same code', () => {
  const same = (province: string) =>
    fresh(province).filter((unit) => {
      const resolution = crosswalk.resolve(unit.code, BEFORE, AFTER);
      return resolution.kind === 'exact' && resolution.unit === unit;
    }).length;
  expect([same('15'), same('96')]).toEqual([8, 1]);
});

test('chains acts: Phố Mới 2019 → Lào Cai 2020 → Lào Cai 2025, under three codes', () => {
  const resolution = resolve('02638', '2019-06-30', '2025-07-01');
  expect(resolution).toMatchObject({ kind: 'merged', unit: { code: '02647', name: 'Phường Lào Cai' } });
  expect(resolution.kind === 'merged' && resolution.via.map((event) => event.act)).toEqual([
    '896/NQ-UBTVQH14',
    '1673/NQ-UBTVQH15 §90',
  ]);
  expect(crosswalk.history(code('02641')).map((unit) => unit.name)).toEqual([
    'Phường Phố Mới',
    'Phường Lào Cai',
  ]);
});

test('a code dead before the reform says when it lived, and resolves from then', () => {
  expect(resolve('02872', '2025-06-30', '2025-07-01')).toMatchObject({
    kind: 'unknown',
    known: [{ name: 'Xã Tà Chải', to: '2024-11-01' }],
  });
  expect(resolve('02872', '2024-10-31', '2025-07-01')).toMatchObject({
    kind: 'merged',
    unit: { name: 'Xã Bắc Hà' },
  });
});

test('32002 was Phường 4 and then Phường 2; all parts of Phường 4 meet again in Phường An Xuyên', () => {
  expect(resolve('32002', '2024-11-30', '2024-12-01').kind).toBe('split');
  expect(resolve('32002', '2024-11-30', '2025-07-01')).toMatchObject({
    kind: 'merged',
    unit: { code: '32002' },
  });
});

test('every edge names its act, and every edge of the reform its clause', () => {
  for (const event of crosswalk.events) {
    expect(event.act).toMatch(/^\d+\/NQ-UBTVQH1[45]/);
    if (event.date === AFTER) expect(event.act).toMatch(/^(1673|1655)\/NQ-UBTVQH15 §\d+$/);
  }
});

test('the generated modules are those of the sources, and the hash is that of the canonical log', () => {
  const sources = new URL('../sources/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, sources), 'utf8');
  const gather = (suffix: string) => {
    const files = readdirSync(sources).filter((name) => name.endsWith(suffix));
    return files.map((name, index) => (index === 0 ? read(name) : read(name).replace(/^.*\n/, ''))).join('');
  };
  const { units, events, problems } = parseLog(gather('.units.csv'), gather('.events.csv'));
  expect(problems).toEqual([]);
  const text = formatLog(units, events);
  const stale = 'run node packages/admin-units/build.mjs';
  expect([UNITS_CSV, EVENTS_CSV, AREAS_CSV], stale).toEqual([text.units, text.events, read('areas.csv')]);
  expect(createHash('sha256').update(text.units).update(text.events).digest('hex')).toBe(LOG_SHA256);
  expect(crosswalk.hash).toBe(LOG_SHA256);
});

test("a user's log goes on top and shows in the hash", () => {
  const lao = crosswalk.unitAt(code('02647'), AFTER)!;
  const ends = { ...lao, to: date('2027-01-01') };
  const next = { ...lao, from: date('2027-01-01'), name: 'Phường Lào Cai Mới' };
  const event = {
    date: next.from,
    kind: 'rename',
    from: lao.code,
    to: lao.code,
    relation: 'whole',
    act: '1/NQ',
  } as const;
  const extended = loadCrosswalk({ units: [ends, next], events: [event], sha256: 'ab' });
  expect(extended.hash).toBe(`${LOG_SHA256}+ab`);
  expect(extended.resolve(code('02641'), BEFORE, date('2027-01-01'))).toMatchObject({
    unit: { name: next.name },
  });
  expect(loadCrosswalk().unitAt(lao.code, date('2027-01-01'))?.name).toBe('Phường Lào Cai');
});

test('province 15 was Yên Bái and is Lào Cai; districts ended with the reform', () => {
  const fifteen = provinceNames.find((area) => area.code === '15')!.code;
  expect([areaNameAt(provinceNames, fifteen, BEFORE), areaNameAt(provinceNames, fifteen, AFTER)]).toEqual([
    'Tỉnh Yên Bái',
    'Tỉnh Lào Cai',
  ]);
  const named = new Set<string>(districtNames.map((area) => area.code));
  for (const unit of crosswalk.units) {
    expect(unit.district === null).toBe(unit.from >= AFTER);
    if (unit.district !== null) expect(named).toContain(unit.district);
  }
  expect(districtNames).toHaveLength(34);
  expect(districtNames.every((area) => area.to === AFTER)).toBe(true);
});
