/** A PostGIS table as a source: one consistent export, the same bytes for the same rows, and every refusal a sentence. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TableSnapshot } from '@thuadat/formats/pg-copy/table-snapshot';
import { openSource } from '@thuadat/formats/registry';
import {
  BINARIES,
  PARCELS,
  readAll,
  sql,
  startServer,
  tableAt,
  tempFolder,
} from '@thuadat/testing/parcel-table';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localSource } from '../src/table-source.ts';

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(BINARIES === null)('a PostGIS table as a source', () => {
  let cluster: PostgresCluster;
  let address: string;
  const folder = tempFolder();
  beforeAll(async () => {
    cluster = startServer();
    address = await cluster.database();
    await sql(address, `create schema dc; ${PARCELS('dc.thua_dat', 2500)}`);
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true });
  });

  it('is exported once: unchanged rows give the same file, changed rows another', async () => {
    const path = await localSource(tableAt(address, 'dc.thua_dat'), folder);
    expect(basename(path)).toBe(`dc.thua_dat-${sha256(path).slice(0, 12)}.pgcopy`);
    const sidecar: TableSnapshot = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    expect(sidecar).toMatchObject({ rows: 2500, sha256: sha256(path), key: ['gid'], schema: 'dc' });
    expect(sidecar.geometry).toMatchObject({ column: 'geom', srid: 9208, epsg: 9208 });
    expect(sidecar.columns[4]).toEqual({ name: 'dientich', type: 'numeric(12,1)', copiedAs: 'text' });
    // Rows lie elsewhere on disk, and are the same.
    await sql(address, 'update dc.thua_dat set loaidat = loaidat where gid % 7 = 0');
    await sql(address, 'vacuum full dc.thua_dat');
    expect(await localSource(tableAt(address, 'DC.THUA_DAT'), folder)).toBe(path);
    expect(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).toEqual(sidecar);
    await sql(address, "update dc.thua_dat set loaidat = 'ONT' where gid = 77");
    const changed = await localSource(tableAt(address, 'dc.thua_dat'), folder);
    expect(changed).not.toBe(path);
    await sql(address, "update dc.thua_dat set loaidat = 'LUC' where gid = 77");
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    // Another name of a column is another file too, although no value differs.
    await sql(address, 'alter table dc.thua_dat rename loaidat to mdsd');
    expect(await localSource(tableAt(address, 'dc.thua_dat'), folder)).not.toBe(path);
    await sql(address, 'alter table dc.thua_dat rename mdsd to loaidat');
  });

  it('is read like any source, and in ranges that give the whole', async () => {
    const path = await localSource(tableAt(address, 'dc.thua_dat'), folder);
    const { fields, records } = await readAll(path);
    expect(fields).toEqual(['gid', 'maxa', 'shbando', 'shthua', 'dientich', 'loaidat']);
    expect(records).toHaveLength(2500);
    expect(records[0]).toMatchObject({ record: 1, values: ['0', '02647', '1', '1', '400.0', 'LUC'] });
    expect(records[2499]!.record).toBe(2500);
    const source = await openSource(path);
    const [layer] = source.layers;
    expect(layer).toMatchObject({ name: 'dc.thua_dat', count: 2500 });
    expect(layer!.crs.value.epsg).toBe(9208);
    const ranges = layer!.ranges!(900);
    expect(ranges).toEqual([
      { from: 0, to: 1000 },
      { from: 1000, to: 2000 },
      { from: 2000, to: 2500 },
    ]);
    for (const cut of [
      ranges,
      [
        { from: 0, to: 1 },
        { from: 1, to: 1700 },
        { from: 1700, to: 9999 },
      ],
    ]) {
      const parts = [];
      for (const range of cut) for await (const record of layer!.records(range)) parts.push(record);
      expect(parts).toEqual(records);
    }
    await source.close();
  });

  it('is one moment of the table, whatever others write meanwhile', async () => {
    await sql(address, PARCELS('dong_thoi', 30_000));
    const writer = new pg.Client(address);
    await writer.connect();
    let stop = false;
    let writes = 0;
    const writing = (async () => {
      for (; !stop; writes++) await writer.query(`update dong_thoi set dientich = ${writes}`);
    })();
    const areas: Set<string | null>[] = [];
    for (let i = 0; i < 3; i++) {
      const { records } = await readAll(await localSource(tableAt(address, 'dong_thoi'), folder));
      expect(records).toHaveLength(30_000);
      areas.push(new Set(records.map(({ values }) => values[4]!)));
    }
    stop = true;
    await writing;
    await writer.end();
    expect(writes).toBeGreaterThan(0);
    for (const set of areas) expect(set.size).toBe(1);
  });

  it('may be a query, sorted by itself or by key=', async () => {
    const query = encodeURIComponent(
      "select gid, maxa || '+x' as ma, geom from dc.thua_dat where loaidat like 'L%'",
    );
    const sorted = `${address}&query=${query}${encodeURIComponent(' order by gid desc;')}`;
    const { fields, records } = await readAll(await localSource(sorted, folder));
    expect(fields).toEqual(['gid', 'ma']);
    expect(records[0]!.values).toEqual(['2499', '02647+x']);
    const keyed = await readAll(await localSource(`${address}&query=${query}&key=gid`, folder));
    expect(keyed.records[0]!.values).toEqual(['0', '02647+x']);
  });

  it('may have any name, and a geography or several geometries when one is chosen', async () => {
    await sql(
      address,
      `create schema "Địa chính"; create table "Địa chính"."Thửa.đất" ("Mã ""số""" text primary key, g geography(Point, 4326), h geometry);
       insert into "Địa chính"."Thửa.đất" values ('a', 'POINT(104 22)', null), ('b', null, 'SRID=9208;POINT(1 2)')`,
    );
    const path = await localSource(tableAt(address, '"Địa chính"."Thửa.đất"', '&geometry=g'), folder);
    expect(basename(path)).toMatch(/^Địa_chính\.Thửa\.đất-[0-9a-f]{12}\.pgcopy$/);
    const { fields, records } = await readAll(path);
    expect(fields).toEqual(['Mã "số"', 'h']);
    expect(records[0]!.geometry).toHaveLength(21);
    expect(records[1]!.values).toEqual(['b', '0101000020F8230000000000000000F03F0000000000000040']);
  });

  it('may be a partitioned table, or a view with key=', async () => {
    await sql(
      address,
      `create table phan (id int, xa text, geom geometry(Point, 9208), primary key (id, xa)) partition by list (xa);
       create table phan_1 partition of phan for values in ('1'); create table phan_2 partition of phan default;
       insert into phan select i, (i % 2)::text, st_setsrid(st_makepoint(i, i), 9208) from generate_series(1, 10) i;
       create view nhin as select gid, maxa, geom from dc.thua_dat`,
    );
    expect((await readAll(await localSource(tableAt(address, 'phan'), folder))).records).toHaveLength(10);
    const path = await localSource(tableAt(address, 'nhin', '&key=gid'), folder);
    expect((await readAll(path)).records).toHaveLength(2500);
  });

  it('is refused when its file was cut or changed', async () => {
    const path = await localSource(tableAt(address, 'dc.thua_dat'), folder);
    const bytes = readFileSync(path);
    const other = join(folder, 'cut.pgcopy');
    writeFileSync(other, bytes.subarray(0, bytes.length - 1000));
    await expect(readAll(other)).rejects.toThrow(
      /cut\.pgcopy, record [\d,]+: the end of the file inside a row/,
    );
    writeFileSync(other, bytes.subarray(0, 40));
    await expect(readAll(other)).rejects.toThrow(/a description of the columns/);
    writeFileSync(other, 'PGCOPY');
    await expect(readAll(other)).rejects.toThrow(/cut\.pgcopy/);
    const bare = Buffer.alloc(21, 0);
    bytes.copy(bare, 0, 0, 11);
    bare.writeInt16BE(-1, 19);
    writeFileSync(other, bare);
    await expect(readAll(other)).rejects.toThrow(/a bare COPY file/);
    // Without its sidecar the file still reads, only not in ranges.
    writeFileSync(other, bytes);
    expect((await readAll(other)).records).toHaveLength(2500);
    expect(existsSync(`${other}.json`)).toBe(false);
  });
});
