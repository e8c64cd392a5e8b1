/** Every type comes as the very text that the server shows; geometry as plain WKB. */
import { rmSync } from 'node:fs';
import { BINARIES, readAll, sql, startServer, tableAt, tempFolder } from '@thuadat/testing/parcel-table';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localSource } from '../src/table-source.ts';

const COLUMNS: readonly (readonly [name: string, type: string, ...values: string[]])[] = [
  ['chu', 'text', "'Thửa đất'", "''", "E'a\\tb\\nc'", "'🗺'"],
  ['chu_ngan', 'varchar(20)', "'Bảo Hà'", "'  x '", "'x'", "'y'"],
  ['chu_day', 'char(6)', "'ab'", "'abcdef'", "'x'", "''"],
  ['ten', 'name', "'ten'", "'x'", "'y'", "'z'"],
  ['mot_byte', '"char"', "'a'", "''", "'c'", "'d'"],
  ['nho', 'int2', '-32768', '32767', '0', '7'],
  ['vua', 'int4', '-2147483648', '2147483647', '0', '42'],
  ['lon', 'int8', '-9223372036854775808', '9223372036854775807', '4294967296', '-4294967297'],
  ['thap_phan', 'numeric', '0.00010', '-12345678901234567890.0987', "'NaN'", '100000000'],
  ['co_dinh', 'numeric(12,1)', '400.0', '0', '-0.5', '99999999999.9'],
  ['vo_cung', 'numeric', "'Infinity'", "'-Infinity'", '1e-20', '1e30'],
  ['don', 'float4', '0.1', '16777216', "'-0'", '1e-7'],
  ['doi', 'float8', '419735.653', '1e15', "'NaN'", '5e-324'],
  ['doi_xa', 'float8', '123456789012345680', "'-Infinity'", '1.7976931348623157e308', '9007199254740993'],
  ['co', 'bool', 'true', 'false', 'null', 'true'],
  ['ngay', 'date', "'2025-07-01'", "'infinity'", "'0044-03-15 BC'", "'12345-12-31'"],
  [
    'luc',
    'timestamp',
    "'2025-07-01 00:00:00'",
    "'1999-12-31 23:59:59.000001'",
    "'-infinity'",
    "'0001-01-01 BC'",
  ],
  [
    'luc_mui',
    'timestamptz',
    "'2025-07-01 00:00:00+07'",
    "'2000-02-29 12:00:00.5Z'",
    "'infinity'",
    "'0100-01-01 BC'",
  ],
  [
    'ma',
    'uuid',
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    'null',
    "'00000000-0000-0000-0000-000000000000'",
    'null',
  ],
  ['j', 'json', '\'{"a": 1,  "a":2}\'', "'null'", "'[]'", "'1.0'"],
  ['jb', 'jsonb', '\'{"b":1,"a":[1.50,null,"ế"]}\'', "'null'", "'[]'", "'1.0'"],
  ['byte', 'bytea', "'\\x00ff10'", "''", 'null', "'\\x00'"],
  ['khoang', 'interval', "'1 year 2 days'", "'-1 hour'", "'0'", 'null'],
  ['mang', 'int[]', "'{1,2,null}'", "'{}'", 'null', "'{7}'"],
  ['mang_chu', 'varchar(5)[]', '\'{a,"b c"}\'', "'{}'", 'null', "'{x}'"],
  ['gio', 'time', "'12:34:56.7'", "'24:00'", 'null', "'00:00'"],
  ['liet_ke', 'loai', "'ONT'", "'LUC'", 'null', "'ONT'"],
  ['mien', 'ma_xa', "'02647'", "'02650'", 'null', "'00001'"],
  ['mang_luoi', 'inet', "'10.0.0.1/24'", "'::1/64'", 'null', "'10.0.0.0/8'"],
  ['hinh_phu', 'geometry', "'SRID=4326;POINT(1 2)'", 'null', "'POINT(0 0)'", 'null'],
];

describe.skipIf(BINARIES === null)('values of a table', () => {
  let cluster: PostgresCluster;
  let address: string;
  const folder = tempFolder();
  beforeAll(async () => {
    cluster = startServer();
    address = await cluster.database();
    const list = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
    await sql(address, "create type loai as enum ('ONT', 'LUC'); create domain ma_xa as varchar(5)");
    await sql(address, `create table kieu (id int primary key, ${list}, geom geometry)`);
    for (let row = 0; row < 4; row++) {
      const values = COLUMNS.map(([, , ...own]) => own[row]!).join(', ');
      await sql(address, `insert into kieu values (${row + 1}, ${values}, null)`);
    }
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true });
  });

  it('are the texts of the server, whatever their type', async () => {
    const path = await localSource(tableAt(address, 'kieu', '&geometry=geom'), folder);
    const { fields, records } = await readAll(path);
    expect(fields).toEqual(['id', ...COLUMNS.map(([name]) => name)]);
    const options = encodeURIComponent('-c TimeZone=UTC -c DateStyle=ISO');
    for (const [i, name] of fields.entries()) {
      // format('%s') calls the type's output function, where a cast would trim char(n) and write true for t.
      const rows = await sql<{ text: string | null }>(
        `${address}&options=${options}`,
        `select case when "${name}" is null then null else format('%s', "${name}") end as text from kieu order by id`,
      );
      expect(
        records.map(({ values }) => values[i]),
        name,
      ).toEqual(rows.map(({ text }) => text));
    }
  });

  it('of real numbers are those of the server for thousands of them', async () => {
    await sql(
      address,
      `select setseed(0.25); create table so as select i as id, null::geometry as geom,
         case i % 5 when 0 then (random() - 0.5) * 10 ^ (random() * 600 - 300) when 1 then random() * 1e6
           when 2 then 2 ^ (i % 2000 - 1000) when 3 then floor(random() * 2 ^ 53) * 2 ^ (i % 60) else floor(random() * 2 ^ 53) * 2.0 ^ -(i % 8) end::float8 as doi,
         case i % 3 when 0 then (random() - 0.5) * 10 ^ (random() * 70 - 35) when 1 then floor(random() * 2 ^ 24) * 2 ^ (i % 60)
           when 2 then 2 ^ (i % 270 - 149) end::float4 as don,
         ((random() - 0.5) * 10 ^ (random() * 40 - 15))::numeric as thap,
         '2000-01-01'::timestamp + random() * interval '8000 years' - random() * interval '6000 years' as luc,
         ('2000-01-01'::date + (random() * 4000000)::int - 2000000) as ngay
       from generate_series(1, 20000) i; alter table so add primary key (id)`,
    );
    const { fields, records } = await readAll(await localSource(tableAt(address, 'so'), folder));
    for (const name of ['doi', 'don', 'thap', 'luc', 'ngay']) {
      const rows = await sql<{ text: string }>(address, `select ${name}::text as text from so order by id`);
      const at = fields.indexOf(name);
      const wrong = records.filter(({ values }, i) => values[at] !== rows[i]!.text);
      expect(wrong.slice(0, 5).map(({ values, record }) => [values[at], rows[record - 1]!.text])).toEqual([]);
    }
  });

  it('keeps geometries with Z, of many parts, empty or missing', async () => {
    const wkt = [
      'POLYGON((0 0,1 0,1 1,0 0))',
      'POLYGON Z((0 0 5,1 0 5,1 1 5,0 0 5))',
      'MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))',
      'POINT(3 4)',
      'POLYGON EMPTY',
      'CURVEPOLYGON(CIRCULARSTRING(0 0,4 0,4 4,0 4,0 0))',
    ];
    await sql(address, 'create table hinh (id int primary key, geom geometry)');
    for (const [i, text] of wkt.entries())
      await sql(address, 'insert into hinh values ($1, st_geomfromtext($2, 9208))', [i, text]);
    await sql(address, 'insert into hinh values (99, null)');
    const { records } = await readAll(await localSource(tableAt(address, 'hinh'), folder));
    const flat = await sql<{ wkb: Buffer | null }>(
      address,
      "select st_asbinary(st_force2d(geom), 'NDR') as wkb from hinh order by id",
    );
    const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
    const [own, theirs] = [records.map(({ geometry }) => hex(geometry)), flat.map(({ wkb }) => hex(wkb))];
    expect([...own.slice(0, 5), own[6]]).toEqual([...theirs.slice(0, 5), theirs[6]]);
    // A circle comes as straight lines.
    expect(own[5]!.slice(0, 10)).toBe('0103000000');
  });
});
