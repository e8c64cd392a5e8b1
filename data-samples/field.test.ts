/** Inputs from the field that lie beside the repository, where they are present; none of them is copied here. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import { chooseProfile } from '@thuadat/cli/commands/plan';
import { readConfig, reprojecting } from '@thuadat/cli/config-file';
import { word } from '@thuadat/cli/words/word';
import { EMPTY_CONFIG } from '@thuadat/core/config';
import { wkbGeometryKind } from '@thuadat/core/geometry/wkb';
import { issueValue } from '@thuadat/core/issue/value';
import { RefusalError } from '@thuadat/core/message/message';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { openSource } from '@thuadat/formats/registry';
import { readIssueFile } from '@thuadat/run/issue-file';
import { afterAll, describe, expect, it } from 'vitest';
import { cellsOf } from './case-oracle.ts';

const FIELD = fileURLToPath(new URL('../../shared/field/', import.meta.url));
const present = existsSync(FIELD);
if (!present) console.warn(`SKIPPED: ${FIELD} is not there; the inputs from the field are not tried.`);

const runs = mkdtempSync(join(tmpdir(), 'thuadat-field-'));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

/** What a plan of a folder's sources says: one file of it, or all. */
async function planned(name: string, only?: string, ownConfig = 'config.json', reproject = false) {
  const folder = join(FIELD, name);
  const own = join(folder, ownConfig);
  const config = reprojecting(existsSync(own) ? await readConfig(own) : EMPTY_CONFIG, { reproject });
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

  /** What each overlap is, as `code found`. */
  async function overlaps({ path, manifest }: Awaited<ReturnType<typeof planned>>): Promise<string[]> {
    const found: string[] = [];
    for (const { unit } of manifest.communes)
      for await (const each of readIssueFile(path, unit))
        if (each.code.startsWith('overlap.')) found.push(`${each.code} ${issueValue(each.found, 'en')}`);
    return found;
  }

  it('shape-01: a contained parcel with a repeated vertex, 262.5 m²', async () => {
    const run = await planned('shape-01-overlap-missed-repeated-vertex');
    expect(await overlaps(run)).toEqual([expect.stringMatching(/^overlap\.parcel 262\.50 m² \(100\.0 %/)]);
  });

  it('shape-02: a bite beside a strip of a millimetre, 15.0 m², 3 m at its widest place', async () => {
    const run = await planned('shape-02-overlap-12m2-dropped-by-mean-width');
    expect(await overlaps(run)).toEqual(['overlap.parcel 15.00 m² (0.0 %, 3.00 m)']);
  });

  it('shape-04: six L-shaped parcels, straight and turned, all named and none over another', async () => {
    for (const file of ['axis-aligned.geojson', 'turned.geojson']) {
      const run = await planned('shape-04-slow-L-parcels', file);
      expect(run.manifest.counts).toMatchObject({ read: 6, assigned: 6 });
      expect(run.cells.filter(({ parcel_id: id }) => id === null)).toEqual([]);
      expect(await overlaps(run)).toEqual([]);
    }
  });

  it.each([
    ['read-01-uppercase-SHP', 'THUA.SHP', 30, {}],
    ['read-04-shx-ignored/stale', 'thua.shp', 30, { 'overlap.parcel': 3 }],
    ['read-04-shx-ignored/null-long', 'thua.shp', 29, { 'geometry.missing': 1 }],
    ['read-05-multipatch-crash', 'thua.shp', 0, { 'geometry.not-polygon': 30 }],
    ['read-14-tin-blocks-all', 'kinds.gpkg', 25, { 'geometry.not-polygon': 5 }],
    ['read-15-without-rowid', 'withoutrowid.gpkg', 30, {}],
    ['read-17-open-ring-text', 'unclosed.geojson', 0, { 'geometry.open-ring': 30 }],
  ])('%s/%s: all 30 records are planned, %i with an identifier', async (folder, file, identified, issues) => {
    const { cells, manifest } = await planned(folder, file);
    expect(cells).toHaveLength(30);
    expect(cells.filter(({ parcel_id }) => parcel_id !== null)).toHaveLength(identified);
    const found = manifest.issues.filter(({ code }) => /^(?:geometry|overlap)\./.test(code));
    expect(Object.fromEntries(found.map(({ code, count }) => [code, count]))).toEqual(issues);
  });

  it.each([
    ['read-05-multipatch-crash', 'thua.shp', 'layer.multipatch', {}],
    ['read-15-without-rowid', 'withoutrowid.gpkg', 'layer.no-rowid', { name: 'phu' }],
  ])('%s: the layer says what it holds', async (folder, file, code, values) => {
    const source = await openSource(join(FIELD, folder, file));
    expect(source.layers.map(({ notes }) => notes)).toEqual([[{ code, values }]]);
    await source.close();
  });

  it('read-16: curves in WKT are straightened', async () => {
    const source = await openSource(join(FIELD, 'read-16-curve-wkt-csv', 'thua.csv'));
    const kinds: string[] = [];
    for await (const { geometry } of source.layers[0]!.records()) kinds.push(wkbGeometryKind(geometry!));
    expect(kinds).toHaveLength(30);
    expect(kinds.filter((kind) => kind !== 'Polygon' && kind !== 'MultiPolygon')).toEqual([]);
  });

  it.each([
    ['read-18-dgn-v8', 'v8.dgn', /DGN V8; cần DGN V7.*Save As/],
    ['read-22-empty-fc', 'emptyfc.geojson', /lớp không có bản ghi nào/],
  ])('%s is refused with the way out', async (folder, file, sentence) => {
    const fault = await planned(folder, file).catch((error: unknown) => error);
    if (!(fault instanceof RefusalError)) throw fault;
    expect(word(fault.reason)).toMatch(sentence);
  });

  const identified = (cells: Awaited<ReturnType<typeof planned>>['cells']) =>
    cells.filter(({ parcel_id }) => parcel_id !== null).length;
  const counted = ({ issues }: Awaited<ReturnType<typeof planned>>['manifest']) =>
    Object.fromEntries(issues.map(({ code, count }) => [code, count]));
  const refusedAs = async (run: Promise<unknown>): Promise<string> => {
    const fault = await run.then(
      () => null,
      (error: unknown) => error,
    );
    if (!(fault instanceof RefusalError)) throw fault ?? new Error('the run was not refused');
    return word(fault.reason);
  };

  it('read-02: web Mercator is refused in words and reprojected when asked; Hà Nội 1972 is refused', async () => {
    const name = 'read-02-unlisted-epsg-crash';
    expect(await refusedAs(planned(name, 'thua.gpkg'))).toContain('--reproject');
    expect(await refusedAs(planned(name, 'hn72-2044.gpkg'))).toContain('Hanoi 1972');
    expect(await refusedAs(planned(name, 'hn72-2044.gpkg', 'config.json', true))).toContain('EPSG:2044');
    const { cells, manifest } = await planned(name, 'thua.gpkg', 'config.json', true);
    expect(identified(cells)).toBe(30);
    expect(counted(manifest)).toMatchObject({ 'georeference.reprojected': 1, 'identifier.reprojected': 30 });
    expect(manifest.sources[0]!.layers[0]).toMatchObject({ crs: 4326, reprojectedFrom: 3857 });
    expect(Number(cells[0]!.area_m2)).toBeCloseTo(115.45, 1);
  });

  it('read-03: a declared zone that is not the old province’s gives no identifier', async () => {
    const { cells, manifest } = await planned('read-03-plan-silent-other-meridian', 'thua.shp');
    expect(identified(cells)).toBe(0);
    expect(counted(manifest)).toEqual({ 'georeference.other-meridian': 1, 'identifier.pending-zone': 30 });
  });

  it('read-06: areas of a source in degrees are those of its zone', async () => {
    const { cells } = await planned('read-06-degrees-area-zero');
    expect(cells[0]!.area_m2).toBe(115.45);
    expect(identified(cells)).toBe(30);
  });

  it('read-07: placeholders are named, the rest is planned, and `crs` in the config is obeyed', async () => {
    const name = 'read-07-mixed-false';
    const stated = await planned(name, 'thua.csv', 'crs.json');
    expect(stated.manifest.counts.assigned).toBe(30);
    expect(identified(stated.cells)).toBe(27);
    expect(counted(stated.manifest)['identifier.pending-coordinates']).toBe(3);
    const silent = await planned(name, 'two-of-30.csv');
    expect(silent.manifest.counts.assigned).toBe(30);
    expect(counted(silent.manifest)).toMatchObject({
      'georeference.undeclared': 1,
      'identifier.pending-coordinates': 2,
      'identifier.pending-undeclared': 28,
    });
  });

  it('shape-05, shape-07: unsound boundaries and a parcel of 4,000 km get no identifier', async () => {
    const unsound = await planned('shape-05-invalid-boundary-gets-identifier');
    // The seventh gapes by 0.04 mm, which is noise (IDENTIFIER.md, § 2); six sound parcels lie beside them.
    expect(unsound.cells.slice(0, 6).filter(({ parcel_id }) => parcel_id !== null)).toEqual([]);
    expect(identified(unsound.cells)).toBe(7);
    const huge = await planned('shape-07-hang-huge-parcel');
    expect(identified(huge.cells)).toBe(huge.cells.length - 1);
    expect(counted(huge.manifest)['place.outside-province']).toBe(1);
  });
});
