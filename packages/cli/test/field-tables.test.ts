/** Tables from the field that lie beside the repository on the project's own machine: each gives what its README says. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { RunManifest } from '@thuadat/core/run';
import { parseConfig } from '@thuadat/engine/config/parse-config';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseProfile } from '../src/commands/plan.ts';

const field = fileURLToPath(new URL('../../../../shared/field/', import.meta.url));
const present = existsSync(field);
if (!present) console.warn(`SKIPPED: ${field} is not there; the tables from the field are not read.`);

const runs = mkdtempSync(join(tmpdir(), 'thuadat-field-'));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

async function plan(file: string, more: Record<string, unknown> = {}): Promise<RunManifest> {
  const source = { match: '**', epoch: '2025-06-30', crs: 9208 };
  const { config, problems } = parseConfig({ province: 'lao-cai', sources: [source], ...more });
  expect(problems).toEqual([]);
  const { manifest } = await planRun({
    ...{ profile: chooseProfile('lao-cai'), crosswalk: loadCrosswalk(), paths: [join(field, file)] },
    ...{
      config: config!,
      runs,
      registry: EMPTY_REGISTRY,
      workers: 1,
      by: 'test',
      at: '2026-01-01T00:00:00.000Z',
    },
  });
  return manifest;
}

const countOf = ({ issues }: RunManifest, code: string): number =>
  issues.find((issue) => issue.code === code)?.count ?? 0;

describe.skipIf(!present)('tables from the field', () => {
  it.each([
    ['read-10-area-header/thua.csv'],
    ['read-10-area-header/header-breaks.xlsx'],
    ['read-11-title-rows/thua.csv'],
    ['read-11-title-rows/title.xlsx'],
    ['read-11-title-rows/extra-sheets.xlsx'],
    ['read-12-sep-line/thua.csv'],
    ['read-13-utf16-no-bom/thua.csv'],
  ])('%s is read whole, with its areas', async (file) => {
    const manifest = await plan(file);
    expect(manifest.counts).toEqual({ read: 30, assigned: 30, ambiguous: 0, rejected: 0 });
    expect(manifest.sources[0]!.layers[0]!.roles.area).toMatch(/di[eệ]n ?t[ií]ch/i);
    for (const code of ['area.unparsable', 'area.differs', 'geometry.missing'])
      expect(countOf(manifest, code)).toBe(0);
  });

  it('says in the run which worksheets it left out', async () => {
    const { notices } = await plan('read-11-title-rows/extra-sheets.xlsx');
    expect(notices.map(({ code, found }) => [code, found])).toContainEqual(['layer.left-out', 'Ghi chú']);
  });

  it('names the dates that stand for sheets', async () => {
    const manifest = await plan('read-08-excel-dates/thua.csv');
    expect(manifest.counts).toEqual({ read: 30, assigned: 24, ambiguous: 0, rejected: 6 });
    expect(countOf(manifest, 'key.date')).toBe(6);
  });

  it('reads the doubles of ESRI and says so', async () => {
    const manifest = await plan('read-09-esri-float/thua.shp');
    expect(manifest.counts.assigned).toBe(30);
    expect(countOf(manifest, 'key.repaired')).toBeGreaterThan(0);
  });

  it('names merged cells and error values', async () => {
    const merged = await plan('read-20-xlsx-merged-cells/merged-data.xlsx');
    expect([merged.counts.assigned, countOf(merged, 'key.merged')]).toEqual([1, 29]);
    const errors = await plan('read-20-xlsx-merged-cells/formula-error.xlsx');
    expect([countOf(errors, 'key.formula'), countOf(errors, 'area.unparsable')]).toEqual([1, 1]);
  });

  it('takes 0 and nothing in the parcel columns of a reference table for the same', async () => {
    for (const table of ['table-0.csv', 'table-empty.csv']) {
      const path = join(field, 'table-04-parcel-zero', table);
      const manifest = await plan('table-04-parcel-zero/p.geojson', {
        sheetPlan: { strategy: 'table', table: path },
      });
      expect(manifest.counts).toEqual({ read: 4, assigned: 4, ambiguous: 0, rejected: 0 });
      expect(countOf(manifest, 'sheet.table-unparsable')).toBe(0);
    }
  });
});
