/** A PostGIS table as a source: one consistent export, the same bytes for the same rows, and every refusal a sentence. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import type { TableSnapshot } from '@thuadat/formats/pg-copy/table-snapshot';
import { openSource } from '@thuadat/formats/registry';
import { localSource } from '@thuadat/postgis/table-source';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/terminal/exit.ts';
import { chooseLanguage } from '../../src/terminal/language.ts';
import { BINARIES, PARCELS, readAll, refusal, sql, startServer, tableAt, tempFolder } from './tables.ts';

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(BINARIES === null)('a PostGIS table as a source', () => {
  let cluster: PostgresCluster;
  let address: string;
  const folder = tempFolder();
  beforeAll(async () => {
    chooseLanguage([], { THUADAT_LANG: 'en' });
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
    expect(sidecar.columns[4]).toEqual({ name: 'dientich', type: 'numeric(12,1)', copiedAs: 'numeric' });
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
    const named = await refusal(tableAt(address, 'Địa chính.Thửa.đất'), folder);
    expect(named.message).toContain('several geometry columns: g, h');
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
    const view = await refusal(tableAt(address, 'nhin'), folder);
    expect(view.message).toMatch(/public\.nhin is a view and has no primary key.*Add &key=/);
    const path = await localSource(tableAt(address, 'nhin', '&key=gid'), folder);
    expect((await readAll(path)).records).toHaveLength(2500);
  });

  it('is refused with a sentence that says what to do', async () => {
    await sql(
      address,
      `create table khong_khoa (a int not null, b int, geom geometry(Point, 9208)); create unique index on khong_khoa (a);
       insert into khong_khoa values (1, 1, null), (2, 1, null);
       create table khong_hinh (id int primary key, maxa text); insert into khong_hinh values (1, 'x');
       create table hai_hinh (id int primary key, g1 geometry, g2 geometry); insert into hai_hinh values (1, null, null);
       create table rong (id int primary key, geom geometry);
       create table lan_he (id int primary key, geom geometry);
       insert into lan_he select i, st_setsrid(st_makepoint(i, i), case when i = 7 then 9207 else 9208 end) from generate_series(1, 9) i;
       create table rieng (id int primary key, geom geometry); insert into rieng values (1, null);
       alter table rieng enable row level security;
       create role ban login; grant select on rieng to ban`,
    );
    const cases: [argument: string, exit: number, ...said: (string | RegExp)[]][] = [
      [tableAt(address, 'dc.thua_dt'), EXIT.refused, 'no table "dc.thua_dt"', /Nearest: dc\.thua_dat/],
      [address, EXIT.usage, 'no table is named', 'dc.thua_dat', '?table=schema.name'],
      [
        tableAt(address, 'khong_khoa'),
        EXIT.refused,
        'has no primary key',
        'unique indexes there are: a',
        '&key=',
      ],
      [tableAt(address, 'khong_khoa', '&key=b'), EXIT.refused, 'two rows have the key b = 1'],
      [
        tableAt(address, 'khong_khoa', '&key=c'),
        EXIT.refused,
        'key=c: there is no such column; choose of: a, b, geom',
      ],
      [tableAt(address, 'khong_hinh'), EXIT.refused, 'no geometry column', 'id, maxa', '&geometry=none'],
      [tableAt(address, 'hai_hinh'), EXIT.refused, 'several geometry columns: g1, g2', '&geometry=g1'],
      [tableAt(address, 'hai_hinh', '&geometry=g3'), EXIT.refused, 'choose of: g1, g2'],
      [tableAt(address, 'rong'), EXIT.refused, 'public.rong holds no row'],
      [
        tableAt(address, 'lan_he'),
        EXIT.refused,
        'id = 7 has SRID 9207, those before it 9208',
        'one source a system',
      ],
      [`${address}&query=select 1 as a`, EXIT.refused, 'no fixed order', 'order by'],
      [
        `${address}&query=select * from khong order by 1`,
        EXIT.refused,
        'does not run',
        'relation "khong" does not exist',
      ],
      [`${address}&query=select 1; drop table rong`, EXIT.refused, 'does not run', 'a single select'],
      [`${address}&query=select 1 as a, 2 as a order by 1`, EXIT.refused, 'columns of the same name: a'],
      [tableAt(address, 'rong', '&query=select 1'), EXIT.usage, 'both table= and query='],
      [`${address}&query=100%`, EXIT.usage, 'write %25 for %'],
      [
        tableAt(address.replace('thuadat@', 'ban:mat-khau@'), 'dc.thua_dat'),
        EXIT.refused,
        'has no right to select on dc.thua_dat',
        'grant select',
      ],
      [
        tableAt(address.replace('thuadat@', 'ban:mat-khau@'), 'rieng'),
        EXIT.refused,
        'Row security of public.rieng hides rows',
      ],
      [tableAt(address.replace(/test_\d+/, 'khong_co'), 'x'), EXIT.failed, 'there is no such database'],
      [
        'postgres://a:mat-khau@127.0.0.1:1/x?table=y',
        EXIT.failed,
        'No connection to PostgreSQL at 127.0.0.1:1/x',
        'firewall',
      ],
    ];
    for (const [argument, exit, ...said] of cases) {
      const ended = await refusal(argument, folder);
      for (const text of said)
        expect(ended.message, argument).toMatch(text instanceof RegExp ? text : literal(text));
      expect(ended.exit, ended.message).toBe(exit);
      expect(ended.message).not.toContain('mat-khau');
    }
    const { message } = await refusal(`${address}&query=select * from rong order by 1`, folder);
    expect(message).toContain('query holds no row');
    expect(readdirSync(folder).filter((name) => /rong|lan_he|khong_khoa/.test(name))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const attributes = await readAll(
      await localSource(tableAt(address, 'khong_hinh', '&geometry=none'), folder),
    );
    expect(attributes.records).toEqual([{ record: 1, values: ['1', 'x'], geometry: null }]);
  });

  it('leaves nothing under its final name when the connection is lost midway', async () => {
    const relay = await breakingRelay(
      Number(/:(\d+)\//.exec(address)![1]),
      decodeURIComponent(/host=([^&]+)/.exec(address)![1]!),
      400_000,
    );
    const name = new URL(address).pathname;
    const own = tempFolder();
    const ended = await refusal(
      `postgres://thuadat:mat-khau@127.0.0.1:${relay.port}${name}?table=dong_thoi`,
      own,
    );
    relay.close();
    expect(ended.exit).toBe(EXIT.failed);
    expect(ended.message).toMatch(
      /connection to 127\.0\.0\.1:\d+.* was lost midway.*run the same command again/,
    );
    expect(readdirSync(own)).toEqual([]);
    rmSync(own, { recursive: true });
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

const literal = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** A TCP port that hands on to the server's socket and cuts the line after so many bytes of answers. */
async function breakingRelay(port: number, folder: string, bytes: number) {
  const { connect } = await import('node:net');
  const relay = createServer((near) => {
    const far = connect(`${folder}/.s.PGSQL.${port}`);
    let sent = 0;
    near.pipe(far);
    far.on('data', (chunk) => {
      sent += chunk.length;
      near.write(chunk);
      if (sent > bytes) near.destroy();
    });
    near.on('error', () => {});
    near.on('close', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return { port: (relay.address() as { port: number }).port, close: () => relay.close() };
}
