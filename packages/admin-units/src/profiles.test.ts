import { expect, test } from 'vitest';
import { districtNames, loadCrosswalk, provinceNames } from './index.ts';
import { findProfile, PROFILES } from './profiles.ts';

test('a profile is found by slug, code or name', () => {
  for (const key of ['lao-cai', 'Lao-Cai', '15', 'Tỉnh Lào Cai'])
    expect(findProfile(key)?.id).toBe('lao-cai');
  expect(findProfile('96')?.id).toBe('ca-mau');
  expect(findProfile('hue')).toBeNull();
});

test('Cà Mau keeps two central meridians, Lào Cai has one', () => {
  const zones = (id: string) => findProfile(id)?.predecessors.map((p) => `${p.code} ${p.zone}`);
  expect(zones('lao-cai')).toEqual(['10 9208', '15 9208']);
  expect(zones('ca-mau')).toEqual(['96 9207', '95 5897']);
});

test('the predecessors are provinces of the log, and hold all units that went into the new one', () => {
  const crosswalk = loadCrosswalk();
  for (const profile of PROFILES) {
    const own = new Set<string>(profile.predecessors.map((p) => p.code));
    for (const p of profile.predecessors)
      expect(provinceNames.some((a) => a.code === p.code && a.name === p.name)).toBe(true);
    for (const unit of crosswalk.units) {
      if (unit.province !== profile.code || unit.from !== profile.effective) continue;
      const before = '2025-06-30' as typeof profile.effective;
      for (const source of crosswalk.predecessors(unit.code, profile.effective, before))
        expect(own.has(source.unit.province)).toBe(true);
    }
  }
  expect(districtNames.every((district) => district.province !== null)).toBe(true);
});

test('every point of the extent has one of the identifier prefixes', () => {
  // Two GeoHash characters: 5 bits of longitude and 5 of latitude, a cell of 11.25° × 5.625°.
  const base32 = '0123456789bcdefghjkmnpqrstuvwxyz';
  const prefix = (lon: number, lat: number): string => {
    const x = Math.floor(((lon + 180) / 360) * 32);
    const y = Math.floor(((lat + 90) / 180) * 32);
    let bits = 0;
    for (let i = 4; i >= 0; i--) bits = (bits << 2) | (((x >> i) & 1) << 1) | ((y >> i) & 1);
    return base32[bits >> 5]! + base32[bits & 31]!;
  };
  expect(prefix(103.971905437, 22.479042898)).toBe('w7');
  for (const { extent, idPrefixes } of PROFILES) {
    const [west, south, east, north] = extent;
    const seen = new Set<string>();
    for (let i = 0; i <= 20; i++)
      for (let j = 0; j <= 20; j++)
        seen.add(prefix(west + ((east - west) * i) / 20, south + ((north - south) * j) / 20));
    expect([...seen].sort()).toEqual([...idPrefixes].sort());
  }
});
