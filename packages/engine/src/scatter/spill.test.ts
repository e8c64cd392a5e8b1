import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommuneCode, ParcelNumber, ProvinceCode, SheetNumber } from '@thuadat/core/code';
import { issue } from '@thuadat/core/issue/index';
import type { CommuneUnit } from '@thuadat/core/run';
import type { ParcelDraft, Resolved } from '@thuadat/core/stages';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createSpillWriter, readSpill } from './spill.ts';
import type { SpillRecord } from './spill-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'thuadat-spill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const UNIT = '02647' as CommuneCode;
const AT = { source: 0, layer: 1 };

const draft = (index: number, more: Partial<ParcelDraft> = {}): ParcelDraft => ({
  ordinal: 100 + index,
  ...AT,
  record: index + 1,
  values: ['10', null, ''],
  geometry: Uint8Array.of(1, 2, 3, index % 256),
  zone: 9208,
  province: '10' as ProvinceCode,
  commune: '02650' as CommuneCode,
  communeName: null,
  sheet: '7' as SheetNumber,
  scale: null,
  series: null,
  parcel: '12' as ParcelNumber,
  areaLegal: null,
  landUse: 'ONT',
  address: null,
  carriedId: null,
  digitalAddress: null,
  fixes: [],
  issues: [],
  ...more,
});
const byCode: Resolved = { status: 'resolved', commune: UNIT, by: 'code', share: null };

let files = 0;
/** Writes records to one unit or more and reads them back, unit by unit. */
function roundTrip(records: readonly (SpillRecord & { readonly unit?: CommuneUnit })[]) {
  const path = join(folder, `${files++}.spill`);
  const spill = createSpillWriter(path);
  for (const [i, record] of records.entries()) spill.append(record.unit ?? UNIT, i, record);
  const units = spill.close();
  const back = new Map(
    units.map((unit) => [unit.unit, [...readSpill(path, unit, { ...AT, base: 100 })].map(plain)]),
  );
  return { path, units, back };
}
/** Geometry and values come back as views of their chunk. */
const plain = ({ draft: { geometry, values, ...rest }, resolved }: SpillRecord) => ({
  draft: { ...rest, values, geometry: geometry === null ? null : Uint8Array.from(geometry) },
  resolved,
});

describe('a spill', () => {
  it('gives back each record as it was, whatever its texts hold', () => {
    // Lone surrogates, controls and separators included: what the user wrote is kept verbatim.
    const text = fc.option(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) }),
      ),
    );
    const anyDraft = fc.record({
      values: fc.array(text, { maxLength: 20 }),
      communeName: text,
      series: text,
      landUse: text,
      address: text,
      carriedId: text,
      digitalAddress: text,
      areaLegal: fc.option(fc.double({ noNaN: true })),
      geometry: fc.option(fc.uint8Array({ maxLength: 300 })),
      record: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    });
    fc.assert(
      fc.property(fc.array(anyDraft, { minLength: 1, maxLength: 30 }), (drafts) => {
        const records = drafts.map((more, i) => ({
          draft: draft(i, more as Partial<ParcelDraft>),
          resolved: byCode,
        }));
        expect(roundTrip(records).back.get(UNIT)).toEqual(records.map(plain));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('keeps fixes, issues and every way of being resolved', () => {
    const found = issue('key.missing', 'thửa ?', { source: 'a', layer: 'b', record: 3 }, '', 'số thửa');
    const fixes = [{ role: 'sheet', raw: '07', value: '7', reason: 'zeros' }] as const;
    const records: (SpillRecord & { unit: CommuneUnit })[] = [
      {
        unit: UNIT,
        draft: draft(0, { fixes, issues: [found] }),
        resolved: { ...byCode, by: 'geometry', share: 0.97 },
      },
      { unit: '.unresolved', draft: draft(1), resolved: { status: 'rejected', issue: found } },
      {
        unit: '.unresolved',
        draft: draft(2),
        resolved: { status: 'ambiguous', candidates: [{ commune: UNIT, share: null }], issue: found },
      },
    ];
    const { back } = roundTrip(records);
    expect(back.get(UNIT)).toEqual(records.slice(0, 1).map(plain));
    expect(back.get('.unresolved')).toEqual(records.slice(1).map(plain));
  });

  it('keeps the order of a unit over many chunks, and records larger than a chunk', () => {
    const large = 'đ'.repeat(200_000);
    const records = Array.from({ length: 3000 }, (_, i) => ({
      unit: (i % 3 === 0 ? '02650' : UNIT) as CommuneCode,
      draft: draft(i, i % 700 === 5 ? { address: large } : {}),
      resolved: byCode,
    }));
    const { units, back } = roundTrip(records);
    expect(units.map(({ unit }) => unit)).toEqual([UNIT, '02650']);
    expect(units[0]!.chunks.length).toBeGreaterThan(2);
    const ordinals = (unit: CommuneUnit) => back.get(unit)!.map((each) => each.draft.ordinal);
    expect(ordinals('02650' as CommuneCode)).toEqual(Array.from({ length: 1000 }, (_, i) => 100 + 3 * i));
    expect(ordinals(UNIT)).toEqual(
      records.filter(({ unit }) => unit === UNIT).map(({ draft: d }) => d.ordinal),
    );
  });

  it('refuses a chunk that is not what was written', () => {
    const { path, units } = roundTrip([{ draft: draft(0), resolved: byCode }]);
    const bytes = readFileSync(path);
    bytes[40]! ^= 1;
    writeFileSync(path, bytes);
    const read = () => [...readSpill(path, units[0]!, { ...AT, base: 1 })];
    expect(read).toThrow(/not those that were written/);
    writeFileSync(path, bytes.subarray(0, 20));
    expect(read).toThrow(/not those that were written/);
  });
});
