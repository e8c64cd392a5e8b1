/** A PostGIS table that cannot be a source: the sentence that says what to do, and the exit code. */
import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { TableError } from '@thuadat/postgis/fault';
import { localSource } from '@thuadat/postgis/table-source';
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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';
import { chooseLanguage } from '../src/terminal/language.ts';
import { tableExit, tableMessage } from '../src/words/table-fault.ts';

describe.skipIf(BINARIES === null)('a PostGIS table', () => {
  let cluster: PostgresCluster;
  let address: string;
  const folder = tempFolder();
  beforeAll(async () => {
    chooseLanguage([], { THUADAT_LANG: 'en' });
    cluster = startServer();
    address = await cluster.database();
    await sql(address, `create schema dc; ${PARCELS('dc.thua_dat', 100)}`);
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true });
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
    await sql(
      address,
      `create schema "Địa chính"; create table "Địa chính"."Thửa.đất" (id int primary key, g geometry, h geometry);
       create view nhin as select gid, maxa, geom from dc.thua_dat`,
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
      [tableAt(address, 'Địa chính.Thửa.đất'), EXIT.refused, 'several geometry columns: g, h'],
      [tableAt(address, 'nhin'), EXIT.refused, /public\.nhin is a view and has no primary key.*Add &key=/],
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
    await sql(address, PARCELS('dong_thoi', 30_000));
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
});

/** The refusal's message and exit code. */
async function refusal(argument: string, folder: string): Promise<{ message: string; exit: number }> {
  try {
    await localSource(argument, folder);
  } catch (error) {
    if (error instanceof TableError)
      return { message: tableMessage(error.fault), exit: tableExit(error.fault) };
    throw error;
  }
  throw new Error('nothing was refused');
}

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
