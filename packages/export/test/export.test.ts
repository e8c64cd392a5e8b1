import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { projection } from '@thuadat/core/geodesy/vn2000';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import type { CommuneUnit } from '@thuadat/core/run';
import { parseCsv } from '@thuadat/core/text/csv';
import { openSource } from '@thuadat/formats/registry';
import { readTableCells } from '@thuadat/formats/table/table-cells';
import { applyRun } from '@thuadat/store/apply/apply';
import { revertRun } from '@thuadat/store/apply/revert';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { lookup } from '@thuadat/store/registry/lookup';
import { ENGINES } from '@thuadat/testing/engines';
import { allRecords } from '@thuadat/testing/files';
import { buildRun, manyParcels, testId } from '@thuadat/testing/run-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDigitalAddressFile } from '../src/digital-address-import.ts';
import { type ExportManifest, type ExportOptions, exportRun } from '../src/export.ts';
import { writeLookupList } from '../src/lookup-list.ts';

const AT = '2026-02-03T04:05:06.789Z';
const date = '2026-02-03' as IsoDate;
const by = { by: 'lan', now: { date, instant: AT } };
const RUN = 'lao-cai-0123456789ab';
const UNITS = [
  { unit: '.unresolved', parcels: [{ status: 'rejected' as const, parcel: '900' }] },
  {
    unit: '02647',
    parcels: [
      ...manyParcels(30).reverse(),
      { parcel: '31', sheet: '2', parcelId: null },
      { parcel: '901', status: 'ambiguous' as const },
    ],
  },
  { unit: '02671', parcels: manyParcels(5, 1000), blocking: 2 },
  { unit: '02674', parcels: manyParcels(4, 2000) },
];

const LAYER = {
  ...{ name: 'thua', fields: ['MAXA', 'SHBANDO', 'SHTHUA', 'TENCHU'], crs: 9208, records: 42 },
  roles: { commune: 'MAXA', sheet: 'SHBANDO', parcel: 'SHTHUA', holder: 'TENCHU' },
};

const base = mkdtempSync(join(tmpdir(), 'thuadat-export-'));
const opened: { name: string; db: Database }[] = [];
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const table = (dir: string, name: string) => {
  const [header, ...rows] = parseCsv(readFileSync(join(dir, name), 'utf8'));
  return rows.map((row) => Object.fromEntries(header!.map((column, i) => [column, row[i]!])));
};
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

beforeAll(async () => {
  for (const engine of ENGINES) {
    const db = await openDatabase(await engine.target());
    opened.push({ name: engine.name, db });
    await migrate(db, AT);
    const folder = await buildRun(RUN, UNITS);
    await applyRun(db, folder, { ...by, onlyUnits: ['.unresolved', '02647', '02671'] as CommuneUnit[] });
    await db.query(
      `insert into issue select $1, '02647', 32, 99, 'commune.split', 'blocking', '=thửa "901"', '{"source":"a.gpkg","layer":"t","record":32}',
       '02647, 02671', '1', null, null, null, '[]'`,
      [RUN],
    );
    await db.query("update assignment set reason = 'commune.split' where run_id = $1 and ordinal = 33", [
      RUN,
    ]);
    await db.query('update issue set ordinal = 33 where run_id = $1 and seq = 99', [RUN]);
    await db.query("update run set manifest = jsonb_set(manifest::jsonb, '{sources,0,layers}', $1::jsonb)", [
      JSON.stringify([LAYER]),
    ]);
    await db.query("update assignment set address = '=HYPERLINK(1)' where run_id = $1 and ordinal = 2", [
      RUN,
    ]);
  }
});
afterAll(async () => {
  for (const { db } of opened) await db.close();
  for (const engine of ENGINES) engine.stop();
  rmSync(base, { recursive: true, force: true });
});

const first = () => opened[0]!.db;
const run = (dir: string, more: Partial<ExportOptions> = {}) =>
  exportRun(first(), RUN, { dir: join(base, dir), format: 'geojson', date, ...more });

describe('an export', () => {
  let manifest: ExportManifest;
  const dir = join(base, 'geojson');
  beforeAll(async () => {
    manifest = await run('geojson');
  });

  it('accounts for every record of the run and hashes every file', () => {
    expect(manifest.counts).toEqual({
      ...{ read: 42, exported: 31, notInForce: 5, ambiguous: 1, rejected: 1, waiting: 4 },
    });
    expect(manifest.units.map(({ unit, state }) => [unit, state])).toEqual([
      ['.unresolved', 'unresolved'],
      ['02647', 'applied'],
      ['02671', 'blocked'],
      ['02674', 'waiting'],
    ]);
    const names = readdirSync(dir).filter((name) => name !== 'export.json');
    expect(manifest.files.map((file) => file.name)).toEqual(names.sort());
    for (const file of manifest.files) expect(sha256(join(dir, file.name))).toBe(file.sha256);
    expect(JSON.parse(readFileSync(join(dir, 'export.json'), 'utf8'))).toEqual(manifest);
  });

  it('writes the parcels in force in the order of their new keys, with old and new names', () => {
    const { features } = JSON.parse(readFileSync(join(dir, 'parcels.geojson'), 'utf8'));
    expect(
      features.map((f: { properties: { soThuTuThua: string } }) => Number(f.properties.soThuTuThua)),
    ).toEqual([...Array(31).keys()].map((n) => n + 1));
    expect(features[0].properties).toMatchObject({
      tinhId: '15',
      tenTinh: 'Tỉnh Lào Cai',
      xaId: '02647',
      tenXa: 'Phường Lào Cai',
      soHieuToBanDo: '101',
      tinhIdCu: '10',
      xaIdCu: '02641',
      soHieuToBanDoCu: '1',
      tyLe: '1/500',
      ngayMaCu: '2025-06-30',
      hieuLucTu: '2026-02-03',
      maThuaDat: testId(31),
    });
    const [x, y] = features[0].geometry.coordinates[0][0];
    const [lon, lat] = projection(9208).toLonLat(400_000 + 31 * 25, 2_480_000);
    expect([x, y]).toEqual([Number(lon.toFixed(9)), Number(lat.toFixed(9))]);
  });

  it('maps old keys to new ones with the date and the act', () => {
    const rows = table(dir, 'bridge.csv');
    expect(rows).toHaveLength(31);
    expect(rows[0]).toMatchObject({
      xaIdCu: '02641',
      soThuTuThuaCu: '1',
      xaId: '02647',
      hieuLucTu: '2026-02-03',
    });
    expect(rows[0]!.vanBan).toMatch(/^1673\/NQ-UBTVQH15.*\(2025-07-01\)$/);
    expect(rows.find((row) => row.soThuTuThuaCu === '31')).toMatchObject({
      maThuaDat: '',
      nguonMa: 'pending',
    });
  });

  it('writes a digital address record for each parcel with an identifier', () => {
    const records = lines(join(dir, 'digital-address.jsonl')).map((line) => JSON.parse(line));
    expect(records).toHaveLength(30);
    expect(records[0]).toMatchObject({
      profile: 'thuadat-unofficial-1',
      maThuaDat: testId(31),
      maDiaChiSo: null,
      point: { lon: 104, lat: 22.5 },
      address: { old: 'tổ 5', new: 'Thửa đất số 1, tờ bản đồ số 101, Phường Lào Cai, Tỉnh Lào Cai' },
      provenance: { state: 'minted', run: RUN, algorithm: 'thuadat-2', precision: null },
    });
  });

  it('lists what was not assigned with its reason and all that the source says', () => {
    const [open] = table(dir, 'ambiguous.csv');
    expect(open).toMatchObject({ stt: '33', donVi: '02647', lyDo: 'commune.split', soThuTuThuaCu: '901' });
    expect(open!.noiDungVi).toMatch(/^'=thửa "901"/);
    expect(JSON.parse(open!.thuocTinhGoc!)).toEqual([
      ['MAXA', '02641'],
      ['SHBANDO', '1'],
      ['SHTHUA', '901'],
      ['TENCHU', '***'],
    ]);
    expect(table(dir, 'rejected.csv').map((row) => [row.donVi, row.soThuTuThuaCu])).toEqual([
      ['.unresolved', '900'],
    ]);
  });

  it('lists the issues in both languages', () => {
    const rows = table(dir, 'issues.csv');
    expect(rows.map((row) => row.ma)).toEqual([
      'commune.split',
      'geometry.self-crossing',
      'geometry.self-crossing',
    ]);
    for (const row of rows) {
      expect(row.noiDungVi).not.toBe('');
      expect(row.noiDungEn).not.toBe(row.noiDungVi);
    }
  });

  it('writes the reference table twice with the same content', async () => {
    const csv = await readTableCells(join(dir, 'reference-table.csv'));
    const xlsx = await readTableCells(join(dir, 'reference-table.xlsx'));
    expect(xlsx.rows).toEqual(csv.rows);
    expect(csv.header[0]).toBe('tinhId');
  });
});

describe('people and the columns of their sources', () => {
  const folderText = (dir: string) =>
    readdirSync(join(base, dir))
      .map((name) => readFileSync(join(base, dir, name), 'utf8'))
      .join('\n');
  const disclosures = () =>
    first().query("select who, detail from audit where what = 'export.personal' order by seq");

  it('stay in the database unless they are asked for', async () => {
    const manifest = await run('plain', { withSourceColumns: true });
    const { features } = JSON.parse(readFileSync(join(base, 'plain', 'parcels.geojson'), 'utf8'));
    expect(features[0].properties).toMatchObject({ goc_MAXA: '02641', goc_SHTHUA: '1' });
    expect(folderText('plain')).not.toContain('Nguyễn Văn A');
    expect(manifest).toMatchObject({ personal: false, sourceColumns: true });
    expect(await disclosures()).toEqual([]);
  });

  it('come out when asked, and the audit tells who asked', async () => {
    const audit = { by: 'lan', at: AT };
    const manifest = await run('people', { personal: true, withSourceColumns: true, audit, format: 'gpkg' });
    expect(manifest.personal).toBe(true);
    const source = await openSource(join(base, 'people', 'parcels-9208.gpkg'));
    const { fields } = source.layers[0]!;
    const [record] = await allRecords(source);
    await source.close();
    expect(record!.values[fields.indexOf('tenChu')]).toBe('Nguyễn Văn A\t\\');
    expect(record!.values[fields.indexOf('goc_TENCHU')]).toBe('Nguyễn Văn A\t\\');
    expect(readFileSync(join(base, 'people', 'ambiguous.csv'), 'utf8')).toContain('Nguyễn Văn A');
    expect(await disclosures()).toEqual([
      { who: 'lan', detail: { parcels: 31, format: 'gpkg', sourceColumns: true, units: null } },
    ]);
    await expect(run('nobody', { personal: true })).rejects.toThrow(/who asks/);
    expect(existsSync(join(base, 'nobody'))).toBe(false);
  });
});

describe('the data dictionary', () => {
  it.each(['geojson', 'shp', 'csv', 'gpkg'] as const)(
    'of %s names every column as the files have it, with types, keys and code lists',
    async (format) => {
      const manifest = await run(`dictionary-${format}`, { format, withSourceColumns: true });
      const dir = join(base, `dictionary-${format}`);
      const { resources } = JSON.parse(readFileSync(join(dir, 'datapackage.json'), 'utf8')) as {
        resources: { path: string; schema: { fields: Record<string, unknown>[]; primaryKey?: string[] } }[];
      };
      const tables = manifest.files
        .map(({ name }) => name)
        .filter((name) => /\.(csv|xlsx|geojson|shp|gpkg)$/.test(name) && !name.endsWith('.fields.csv'));
      expect(resources.map(({ path }) => path).sort()).toEqual(tables.sort());
      for (const { path, schema } of resources) {
        const source = await openSource(join(dir, path));
        const names = schema.fields.map(({ name }) => name);
        expect(names, path).toEqual(source.layers[0]!.fields.filter((name) => name !== 'WKT'));
        await source.close();
        for (const { title, titleEn } of schema.fields) {
          expect(title, path).not.toBe('');
          expect(titleEn, path).not.toBe('');
        }
        for (const key of schema.primaryKey ?? []) expect(names).toContain(key);
      }
      const parcels = resources.find(({ path }) => path.startsWith('parcels'))!.schema;
      expect(parcels.primaryKey).toHaveLength(3);
      expect(parcels.fields.find(({ name }) => name === 'dienTich')).toMatchObject({
        type: 'number',
        unit: 'm²',
      });
      expect(parcels.fields.find(({ name }) => name === 'nguonMa')).toMatchObject({
        constraints: { enum: ['minted', 'carried', 'registry', 'pending'] },
      });
      // Short names in a Shapefile mean the same.
      const legal = parcels.fields.find(
        ({ name }) => name === (format === 'shp' ? 'DTPHAPLY' : 'dienTichPhapLy'),
      );
      expect(legal).toMatchObject({ title: 'Diện tích pháp lý', titleEn: 'Legal area', unit: 'm²' });
    },
  );
});

describe('the bytes', () => {
  it.each(['geojson', 'csv', 'jsonl', 'gpkg', 'fgb', 'shp'] as const)(
    'of %s are the same on every database and when written again',
    async (format) => {
      const hashes: string[] = [];
      for (const { name, db } of [...opened, opened[0]!]) {
        const dir = join(base, `same-${format}-${name}`);
        await exportRun(db, RUN, { dir, format, date });
        hashes.push(
          readdirSync(dir)
            .sort()
            .map((file) => `${file} ${sha256(join(dir, file))}`)
            .join('\n'),
        );
      }
      expect(new Set(hashes).size).toBe(1);
    },
  );
});

describe('formats', () => {
  it('disarm what a spreadsheet would run in columns that people typed, and only in CSV', async () => {
    await run('csv', { format: 'csv' });
    const rows = table(join(base, 'csv'), 'parcels.csv');
    expect(rows.find((row) => row.stt === '2')!.diaChi).toBe("'=HYPERLINK(1)");
    expect(rows[0]!.xaId).toBe('02647');
    expect(rows[0]!.WKT).toMatch(/^POLYGON \(\(103/);
    const jsonl = lines(join(base, 'same-jsonl-pglite', 'parcels.jsonl')).map((line) => JSON.parse(line));
    expect(jsonl.find((row) => row.properties.stt === 2).properties.diaChi).toBe('=HYPERLINK(1)');
  });

  it('keep the coordinates of the maps in their own zone to the last bit', async () => {
    await run('gpkg', { format: 'gpkg' });
    const source = await openSource(join(base, 'gpkg', 'parcels-9208.gpkg'));
    const points: number[] = [];
    for await (const { geometry } of source.layers[0]!.records())
      points.push(decodePolygonal(geometry!)!.coords[0]!);
    await source.close();
    expect(points[0]).toBe(400_000 + 31 * 25);
  });

  it('bring all parcels into one zone on demand, and refuse one that a format cannot hold', async () => {
    const manifest = await run('zone', { format: 'gpkg', singleZone: 5897 });
    expect(manifest.files.map((file) => file.name)).toContain('parcels-5897.gpkg');
    const source = await openSource(join(base, 'zone', 'parcels-5897.gpkg'));
    for await (const { geometry } of source.layers[0]!.records()) {
      const [x, y] = decodePolygonal(geometry!)!.coords;
      const place = projection(5897).toLonLat(x!, y!);
      const expected = projection(9208).toLonLat(400_000 + 31 * 25, 2_480_000);
      expect(Math.hypot(place[0] - expected[0], place[1] - expected[1])).toBeLessThan(1e-10);
      break;
    }
    await source.close();
    await expect(run('x', { format: 'geojson', singleZone: 5897 })).rejects.toThrow(/WGS84/);
    await expect(run('x', { format: 'gpkg', singleZone: 1234 })).rejects.toThrow(/EPSG:1234/);
  });

  it('name the columns of a Shapefile as land systems abbreviate them', async () => {
    await run('shp', { format: 'shp' });
    const source = await openSource(join(base, 'shp', 'parcels-9208.shp'));
    const { fields } = source.layers[0]!;
    await source.close();
    expect(fields).toEqual(
      expect.arrayContaining(['xaId', 'SHBANDO', 'SHTHUA', 'SHBANDOCU', 'SHTHUACU', 'maThuaDat']),
    );
    expect(readdirSync(join(base, 'shp'))).not.toContain('parcels-9208.fields.csv');
  });

  it('take some communes only', async () => {
    const manifest = await run('some', { units: ['02671'] });
    expect(manifest.counts).toMatchObject({ read: 5, exported: 0, notInForce: 5 });
    expect(existsSync(join(base, 'some', 'parcels.geojson'))).toBe(true);
    await expect(run('x', { units: ['99999'] })).rejects.toThrow(/99999/);
  });
});

describe('the folder', () => {
  const leftovers = () => readdirSync(base).filter((name) => name.startsWith('.'));

  it('is replaced when an export wrote it, and refused when it holds anything else', async () => {
    await run('again');
    await run('again', { format: 'csv' });
    expect(readdirSync(join(base, 'again'))).not.toContain('parcels.geojson');
    writeFileSync(join(base, 'again', 'ghi chú.txt'), 'của tôi');
    await expect(run('again')).rejects.toThrow(/ghi chú\.txt/);
    expect(existsSync(join(base, 'again', 'parcels.csv'))).toBe(true);
    mkdirSync(join(base, 'empty'));
    await run('empty');
    expect(leftovers()).toEqual([]);
    expect(statSync(join(base, 'empty')).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('says so when its place cannot be written', async () => {
    await expect(run('again/parcels.csv/x')).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it('does not appear when the work is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const options = { dir: join(base, 'stopped'), format: 'geojson', date, signal: stop.signal } as const;
    await expect(exportRun(first(), RUN, options)).rejects.toThrow(/abort/i);
    expect(existsSync(join(base, 'stopped'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('does not appear when the database has lost a record of the run', async () => {
    await first().query("update run_unit set state = 'applied' where run_id = $1 and unit = '02671'", [RUN]);
    await expect(run('lost')).rejects.toThrow(/not in the registry|records found/);
    await first().query("update run_unit set state = 'staged' where run_id = $1 and unit = '02671'", [RUN]);
    expect(existsSync(join(base, 'lost'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });
});

describe('digital addresses', () => {
  it('come back by identifier and stand in the next export', async () => {
    const path = join(base, 'vnpost.csv');
    writeFileSync(
      path,
      `maThuaDat,maDiaChiSo,validFrom\n${testId(31).toUpperCase()},0123456789,2026-03-01\n`,
    );
    const result = await importDigitalAddressFile(first(), path, by);
    expect(result).toMatchObject({ read: 1, imported: 1, unknownCount: 0 });
    await run('addressed');
    const [record] = lines(join(base, 'addressed', 'digital-address.jsonl'));
    expect(JSON.parse(record!)).toMatchObject({ maThuaDat: testId(31), maDiaChiSo: '0123456789' });
  });

  it('are taken whole or not at all', async () => {
    const path = join(base, 'bad.csv');
    writeFileSync(path, `parcelId,maDiaChiSo\n${testId(30)},0123456780\nw7a,1\n`);
    await expect(importDigitalAddressFile(first(), path, by)).rejects.toThrow(
      /record 2, field "parcelId".*"w7a"/,
    );
    const [row] = await first().query('select count(*)::int as n from digital_address');
    expect(row).toEqual({ n: 1 });
    writeFileSync(path, 'ma,dia chi\n1,2\n');
    await expect(importDigitalAddressFile(first(), path, by)).rejects.toThrow(
      /columns parcelId and maDiaChiSo/,
    );
  });
});

describe('a list of digital addresses', () => {
  const list = (name: string, rows: readonly (readonly [number, string, string?])[]) => {
    const path = join(base, name);
    const text = rows.map(([n, code, from = '']) => `${testId(n)},${code},${from}\n`).join('');
    writeFileSync(path, `maThuaDat,maDiaChiSo,validFrom\n${text}`);
    return importDigitalAddressFile(first(), path, by);
  };
  const periods = async (n: number) =>
    (
      await first().query<{ text: string }>(
        `select code || ' ' || valid_from || ' ' || coalesce(valid_to::text, '') as text from digital_address
         where parcel_id = $1 order by valid_from`,
        [testId(n)],
      )
    ).map((row) => row.text.trim());

  it('is judged as a whole: rows that contradict each other or what stands are named and not stored', async () => {
    const result = await list('conflicts.csv', [
      [2, '1111111111', '2026-04-01'],
      [3, '1111111111', '2026-04-01'],
      [4, '2222222222', '2026-04-01'],
      [4, '3333333333', '2026-04-01'],
      // Of the parcel that the first list gave this code.
      [5, '0123456789', '2026-04-01'],
      [6, '4444444444', '2026-04-01'],
      [6, '4444444444', '2026-04-01'],
    ]);
    expect(result).toMatchObject({ read: 7, imported: 1, conflictCount: 5, unknownCount: 0 });
    expect(result.conflicts).toEqual([
      { kind: 'code', parcelId: testId(2), code: '1111111111', other: testId(3) },
      { kind: 'code', parcelId: testId(3), code: '1111111111', other: testId(2) },
      { kind: 'parcel', parcelId: testId(4), code: '2222222222', other: '3333333333' },
      { kind: 'parcel', parcelId: testId(4), code: '3333333333', other: '2222222222' },
      { kind: 'code', parcelId: testId(5), code: '0123456789', other: testId(31) },
    ]);
    expect([await periods(2), await periods(4), await periods(5)]).toEqual([[], [], []]);
    expect(await periods(6)).toEqual(['4444444444 2026-04-01']);
  });

  it('keeps a history without gaps or overlaps, whatever the order in which it comes', async () => {
    expect(await list('later.csv', [[6, '5555555555', '2026-06-01']])).toMatchObject({
      imported: 1,
      replaced: [{ parcelId: testId(6), before: '4444444444', after: '5555555555', from: '2026-06-01' }],
    });
    expect(await list('between.csv', [[6, '6666666666', '2026-05-01']])).toMatchObject({ imported: 1 });
    expect(await list('again.csv', [[6, '5555555555', '2026-07-01']])).toMatchObject({
      imported: 0,
      unchanged: 1,
    });
    expect(await periods(6)).toEqual([
      '4444444444 2026-04-01 2026-05-01',
      '6666666666 2026-05-01 2026-06-01',
      '5555555555 2026-06-01',
    ]);
  });

  it('lets two parcels exchange their codes', async () => {
    await list('two.csv', [
      [7, '7777777777', '2026-04-01'],
      [8, '8888888888', '2026-04-01'],
    ]);
    const exchanged = await list('exchange.csv', [
      [7, '8888888888', '2026-05-01'],
      [8, '7777777777', '2026-05-01'],
    ]);
    expect(exchanged).toMatchObject({ imported: 2, conflictCount: 0, replacedCount: 2 });
    expect(await periods(8)).toEqual(['8888888888 2026-04-01 2026-05-01', '7777777777 2026-05-01']);
  });

  it.each(['12345', '123456789', '12345678901', '012345678x'])(
    'holds codes of ten digits, not %s',
    async (code) => {
      await expect(list('digits.csv', [[9, code]])).rejects.toThrow(/10 digits/);
    },
  );

  it('is found again by its code, with the parcels that have had it', async () => {
    const options = { crosswalk: loadCrosswalk(), asOf: date };
    const found = await lookup(first(), ' 7777777777 ', options);
    expect(found.kind).toBe('digitalAddress');
    expect(found.parcels.map(({ parcelId }) => parcelId).sort()).toEqual([testId(7), testId(8)].sort());
    expect(found.parcels[0]!.digitalAddresses.map(({ code }) => code)).toContain('7777777777');
    expect((await lookup(first(), '9999999999', options)).parcels).toEqual([]);
  });
});

describe('a list that is looked up', () => {
  const options = { crosswalk: loadCrosswalk(), asOf: date };

  it('comes back row by row, with what was found and what was not', async () => {
    const path = join(base, 'danh-sach.csv');
    writeFileSync(
      path,
      'Mã xã;Tờ bản đồ;Số thửa;Người hỏi\r\n02641;1;2;Lan\r\n02641;1;9999;=1+1\r\nkhông rõ;;;Bình\r\n02647;101;3;An\r\n',
    );
    const to = join(base, 'ket-qua.csv');
    expect(await writeLookupList(first(), options, path, to)).toEqual({
      ...{ rows: 4, unanswered: 2, columns: ['Mã xã', 'Tờ bản đồ', 'Số thửa'] },
    });
    const rows = table(base, 'ket-qua.csv');
    expect(rows.map((row) => [row.hang, row.traCuu, row.ketQua])).toEqual([
      ['1', '02641/1/2', 'thấy'],
      ['2', '02641/1/9999', 'không thấy'],
      ['3', 'không rõ', 'không phải mã hoặc khóa'],
      ['4', '02647/101/3', 'thấy'],
    ]);
    expect(rows[0]).toMatchObject({
      tinhTrang: 'đang hiệu lực',
      xaId: '02647',
      xaIdCu: '02641',
      soThuTuThuaCu: '2',
    });
    expect(rows.map((row) => row['ds_Người hỏi'])).toEqual(['Lan', "'=1+1", 'Bình', 'An']);
  });

  it('is refused where a key lacks a part', async () => {
    const path = join(base, 'thieu.csv');
    writeFileSync(path, 'Mã xã;Tờ;Ghi chú\n02641;1;x\n');
    const work = writeLookupList(first(), options, path, join(base, 'thieu-kq.csv'));
    await expect(work).rejects.toThrow(/commune code, sheet and parcel/);
    expect(existsSync(join(base, 'thieu-kq.csv'))).toBe(false);
  });

  it('may be of identifiers alone, in a workbook, in any order', async () => {
    const path = join(base, 'ma.csv');
    writeFileSync(path, `Mã định danh\n${testId(31)}\n${testId(2)}\nw7zzzzzzzzzz\n`);
    const to = join(base, 'ma-ket-qua.xlsx');
    expect(await writeLookupList(first(), options, path, to)).toMatchObject({ rows: 3, unanswered: 1 });
    const { header, rows } = await readTableCells(to);
    const at = header.indexOf('maThuaDat');
    expect(rows.map(({ cells }) => cells[at])).toEqual([testId(31), testId(2), null]);
  });
});

it('refuses a run that is not in the database, and one that was reverted', async () => {
  const options = { dir: join(base, 'none'), format: 'geojson', date } as const;
  await expect(exportRun(first(), 'lao-cai-none', options)).rejects.toThrow(/thuadat apply/);
  await revertRun(first(), RUN, by);
  await expect(exportRun(first(), RUN, options)).rejects.toThrow(/was reverted/);
  expect(existsSync(join(base, 'none'))).toBe(false);
});
