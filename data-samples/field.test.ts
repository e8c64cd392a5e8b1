/** Inputs from the field that lie beside the repository, where they are present; none of them is copied here. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { chooseProfile } from '@thuadat/cli/commands/plan';
import { readConfig } from '@thuadat/cli/config-file';
import { EMPTY_CONFIG } from '@thuadat/core/config';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { afterAll, describe, expect, it } from 'vitest';
import { cellsOf } from './case-oracle.ts';

const FIELD = fileURLToPath(new URL('../../shared/field/', import.meta.url));
const present = existsSync(FIELD);
if (!present) console.warn(`SKIPPED: ${FIELD} is not there; the inputs from the field are not tried.`);

const runs = mkdtempSync(join(tmpdir(), 'thuadat-field-'));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

/** What a plan of a folder's sources says: one file of it, or all. */
async function planned(name: string, only?: string) {
  const folder = join(FIELD, name);
  const own = join(folder, 'config.json');
  const config = existsSync(own) ? await readConfig(own) : EMPTY_CONFIG;
  const files = readdirSync(folder).filter((file) => !file.endsWith('.json') && (!only || file === only));
  const run = await planRun({
    profile: chooseProfile(config.province ?? 'lao-cai'),
    crosswalk: loadCrosswalk(),
    paths: files.map((file) => join(folder, file)),
    config,
    runs: join(runs, `${name}-${only ?? ''}`),
    registry: EMPTY_REGISTRY,
    workers: 1,
    by: 'test',
    at: '2026-01-01T00:00:00.000Z',
  });
  return { ...run, cells: await cellsOf(run.path, run.manifest) };
}

describe.skipIf(!present)('inputs from the field', () => {
  it('key-07: sheet 1 at 1:500 and at 1:1000 get two numbers, and no two parcels one key', async () => {
    const { cells, manifest } = await planned('key-07-two-scales');
    const keys = cells.map((cell) => `${cell.new_commune}/${cell.new_sheet}/${cell.new_parcel}`);
    expect(keys).not.toContain('null/null/null');
    expect(new Set(keys).size).toBe(4);
    expect(manifest.notices.map(({ code }) => code)).toEqual(['sheet.number-taken']);
  });
});
