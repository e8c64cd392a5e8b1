/** From a PostGIS table through plan and apply back to the table, with the built program. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunManifest } from '@thuadat/core/run';
import type { WrittenBack } from '@thuadat/postgis/write-back/write-back';
import { BINARIES, PARCELS, sql, startServer, tableAt, tempFolder } from '@thuadat/testing/parcel-table';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import { answer, buildProgram, environment, PROGRAM, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

type Written = Record<string, string | null> & { gid: string };

describe.skipIf(BINARIES === null)('write-back', () => {
  let cluster: PostgresCluster;
  /** Server of the table, and the registry: two databases. */
  let land: string;
  let registry: string;
  let run: RunManifest & { readonly path: string };
  const base = tempFolder();
  const here = { cwd: base };
  const source = () => tableAt(land, 'dc.thua_dat');

  beforeAll(async () => {
    buildProgram();
    cluster = startServer();
    land = await cluster.database();
    registry = await cluster.database();
    await sql(
      land,
      `create schema dc; ${PARCELS('dc.thua_dat', 1200)} create index on dc.thua_dat using gist (geom)`,
    );
    // Two records that cannot be assigned, and one without geometry.
    await sql(
      land,
      `update dc.thua_dat set maxa = '99999' where gid = 5; update dc.thua_dat set shthua = null where gid = 6;
       update dc.thua_dat set geom = null where gid = 7; alter table dc.thua_dat alter shthua drop not null`,
    );
    const config = { province: 'lao-cai', sources: [{ match: '*', epoch: '2025-06-30', crs: 9208 }] };
    writeFileSync(join(base, 'config.json'), JSON.stringify(config));
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(base, { recursive: true });
  });

  const STAMP = ['--by', 'lan', '--date', '2026-03-02'];
  const writeArgs = (...more: string[]) => [
    ...['write-back', run.id, '--source', source(), '-d', registry, '--runs', join(base, 'runs')],
    ...STAMP,
    ...more,
  ];
  /** The whole table as a hash of its text. */
  const content = async (table: string): Promise<string> => {
    const [row] = await sql<{ all: string }>(
      land,
      `select count(*) || ' rows, ' || md5(string_agg(t::text, e'\\n' order by gid)) as all from ${table} t`,
    );
    return row!.all;
  };
  const statusCounts = (table: string) =>
    sql<{ trangThai: string; n: number }>(
      land,
      `select "trangThai", count(*)::int as n from ${table} group by 1 order by 1`,
    );

  it('is refused before the run is applied', () => {
    const ended = thuadat(
      ['plan', source(), '-c', 'config.json', '--runs', 'runs', '-d', registry, ...STAMP, '--json'],
      here,
    );
    expect(ended.talk).not.toContain('Error');
    run = JSON.parse(ended.out);
    expect(run.sources).toMatchObject([
      { format: 'pgcopy', layers: [{ name: 'dc.thua_dat', records: 1200 }] },
    ]);
    expect(run.sources[0]!.name).toMatch(/^dc\.thua_dat-[0-9a-f]{12}\.pgcopy$/);
    expect(run.counts).toMatchObject({ read: 1200, rejected: 2 });
    // The same table again gives the same run.
    const again = thuadat(
      ['plan', source(), '-c', 'config.json', '--runs', 'runs', '-d', registry, ...STAMP, '--json'],
      here,
    );
    expect(JSON.parse(again.out).id).toBe(run.id);
    // Brought in, but blocked by nothing: no commune is in force before apply.
    const early = thuadat(writeArgs(), here);
    expect(early.exit).toBe(EXIT.usage);
    expect(early.talk).toContain('The database has no single run');
    const applied = answer<{ parcels: number }>(['apply', run.path, '-d', registry, ...STAMP], EXIT.ok, here);
    expect(applied.parcels).toBe(1198);
    const { sources } = answer<{ sources: { epoch: unknown }[] }>(
      ['inspect', source(), '-c', 'config.json'],
      EXIT.ok,
      here,
    );
    expect(sources[0]!.epoch).toBeDefined();
  });

  it('makes a side table with every row once, and takes it back', async () => {
    const before = await content('dc.thua_dat');
    const told = answer<WrittenBack>(writeArgs(), EXIT.open, here);
    expect(told).toMatchObject({ target: 'dc.thua_dat_thuadat', kind: 'side', rows: 1200, undone: false });
    expect(told.counts).toEqual({ assigned: 1198, blocked: 0, ambiguous: 0, rejected: 2, waiting: 0 });
    expect(await statusCounts('dc.thua_dat_thuadat')).toEqual([
      { trangThai: 'assigned', n: 1198 },
      { trangThai: 'rejected', n: 2 },
    ]);
    const written = await sql<Written>(land, 'select * from dc.thua_dat_thuadat order by gid');
    const held = await sql<Record<string, string>>(
      registry,
      `select record, new_commune, new_sheet, new_parcel, parcel_id, id_state, old_sheet, old_parcel
       from assignment where status = 'assigned' order by record`,
    );
    for (const row of held) {
      // Records are numbered in the order of the key, from 1; the key begins at 0.
      expect(written[Number(row.record) - 1]).toMatchObject({
        gid: Number(row.record) - 1,
        trangThai: 'assigned',
        lyDo: null,
        xaId: row.new_commune,
        soHieuToBanDo: row.new_sheet,
        soThuTuThua: row.new_parcel,
        maThuaDat: row.parcel_id,
        nguonMa: row.id_state,
        xaIdCu: '02647',
        soHieuToBanDoCu: row.old_sheet,
        soThuTuThuaCu: row.old_parcel,
        tinhId: '15',
      });
    }
    expect(written[5]).toMatchObject({ trangThai: 'rejected', xaId: null, maThuaDat: null });
    expect(written[5]!.lyDo).not.toBeNull();
    expect(written[7]).toMatchObject({ trangThai: 'assigned', maThuaDat: null, nguonMa: 'pending' });
    const twice = thuadat(writeArgs(), here);
    expect(twice.exit).toBe(EXIT.refused);
    expect(twice.talk).toContain(`dc.thua_dat_thuadat exists, written from run ${run.id}`);
    await sql(land, 'create view dc.dung as select gid from dc.thua_dat_thuadat');
    const used = thuadat(writeArgs('--undo'), here);
    expect(used.exit).toBe(EXIT.refused);
    expect(used.talk).toContain('is used by other objects');
    await sql(land, 'drop view dc.dung');
    expect(answer<WrittenBack>(writeArgs('--undo'), EXIT.ok, here).undone).toBe(true);
    expect(await sql(land, "select to_regclass('dc.thua_dat_thuadat') as t")).toEqual([{ t: null }]);
    expect(await content('dc.thua_dat')).toBe(before);
    const audit = await sql(
      registry,
      "select what, who from audit where what like 'write-back%' order by seq",
    );
    expect(audit).toEqual([
      { what: 'write-back', who: 'lan' },
      { what: 'write-back.undo', who: 'lan' },
    ]);
  });

  it('makes a whole copy with the columns added', async () => {
    await sql(land, 'create schema moi');
    const told = answer<WrittenBack>(writeArgs('--copy', '--to', 'moi.thua_dat'), EXIT.open, here);
    expect(told.target).toBe('moi.thua_dat');
    const [same] = await sql<{ n: number }>(
      land,
      `select count(*)::int as n from dc.thua_dat a join moi.thua_dat b
       on (a.*)::text = (select row(b.gid, b.maxa, b.shbando, b.shthua, b.dientich, b.loaidat, b.geom)::text)`,
    );
    expect(same!.n).toBe(1200);
    expect(await statusCounts('moi.thua_dat')).toHaveLength(2);
    const indexes = await sql<{ indexdef: string }>(
      land,
      "select indexdef from pg_indexes where schemaname = 'moi' order by 1",
    );
    expect(
      indexes.map(({ indexdef }) => /USING (\w+) \((\w+)\)/.exec(indexdef)!.slice(1).join(' ')).sort(),
    ).toEqual(['btree gid', 'gist geom']);
    answer<WrittenBack>(writeArgs('--copy', '--to', 'moi.thua_dat', '--undo'), EXIT.ok, here);
  });

  it('writes in place with a whole backup, and undoes it to the last byte', async () => {
    const before = await content('dc.thua_dat');
    const told = answer<WrittenBack>(writeArgs('--in-place'), EXIT.open, here);
    const backup = `dc.thua_dat_truoc_${run.id.replaceAll('-', '_')}`;
    expect(told).toMatchObject({ target: 'dc.thua_dat', backup, rows: 1200 });
    expect(await content(backup)).toBe(before);
    const [key] = await sql<{ n: number }>(
      land,
      `select count(*)::int as n from pg_index where indrelid = '${backup}'::regclass and indisprimary`,
    );
    expect(key!.n).toBe(1);
    expect(await statusCounts('dc.thua_dat')).toEqual([
      { trangThai: 'assigned', n: 1198 },
      { trangThai: 'rejected', n: 2 },
    ]);
    const twice = thuadat(writeArgs('--in-place'), here);
    expect(twice.exit).toBe(EXIT.refused);
    expect(twice.talk).toContain('already has columns trangThai, lyDo');
    expect(thuadat(writeArgs('--copy'), here).talk).toContain('already has columns trangThai');
    // A later edit is not thrown away: the undo stops and says how to keep it.
    await sql(land, "update dc.thua_dat set loaidat = 'ONT' where gid = 9");
    const edited = thuadat(writeArgs('--in-place', '--undo'), here);
    expect(edited.exit).toBe(EXIT.refused);
    expect(edited.talk).toContain('has rows changed after writing');
    expect(edited.talk).toContain('drop column "trangThai"');
    await sql(land, "update dc.thua_dat set loaidat = 'LUC' where gid = 9");
    // The snapshot is not needed for it.
    const snapshots = join(base, 'runs/.snapshots');
    const kept = `${snapshots}.kept`;
    mkdirSync(kept);
    rmSync(snapshots, { recursive: true });
    expect(answer<WrittenBack>(writeArgs('--in-place', '--undo'), EXIT.ok, here).undone).toBe(true);
    expect(await content('dc.thua_dat')).toBe(before);
    expect(await sql(land, 'select to_regclass($1) as t', [backup])).toEqual([{ t: null }]);
    const nothing = thuadat(writeArgs('--in-place', '--undo'), here);
    expect(nothing.exit).toBe(EXIT.refused);
    expect(nothing.talk).toContain('There is nothing to undo at dc.thua_dat');
    // Without its snapshot the run is written back all the same, while the table still gives the same bytes.
    expect(answer<WrittenBack>(writeArgs('--prefix', 'moi_'), EXIT.open, here).columns[0]).toBe(
      'moi_trangThai',
    );
    expect(existsSync(snapshots)).toBe(true);
    answer<WrittenBack>(writeArgs('--undo'), EXIT.ok, here);
  });

  it('refuses what it must not touch, with a sentence', async () => {
    const refused = (more: readonly string[], exit: number, ...said: string[]) => {
      const ended = thuadat(writeArgs(...more), here);
      for (const text of said) expect(ended.talk).toContain(text);
      expect(ended.talk).not.toMatch(/\n\s+at /);
      expect(ended.exit, ended.talk).toBe(exit);
      expect(ended.out).toBe('');
    };
    refused(['--in-place', '--copy'], EXIT.usage, 'goes with neither --copy nor --to');
    refused(['--to', 'x'.repeat(64)], EXIT.usage, "longer than PostgreSQL's 63 bytes");
    await sql(land, 'create table dc.cua_nguoi_khac (a int)');
    refused(['--to', 'dc.cua_nguoi_khac'], EXIT.refused, 'was not made by thuadat');
    refused(['--to', 'dc.cua_nguoi_khac', '--undo'], EXIT.refused, 'nothing to undo at dc.cua_nguoi_khac');
    refused(['--to', 'khong_co.bang'], EXIT.refused, 'schema khong_co');
    await sql(land, 'alter table dc.thua_dat add "xaId" text; update dc.thua_dat set "xaId" = \'x\'');
    refused(['--in-place'], EXIT.refused, 'already has columns xaId', '--prefix');
    refused(['--copy'], EXIT.refused, 'already has columns xaId');
    // `select xaId` would give this one.
    await sql(land, 'alter table dc.thua_dat rename "xaId" to xaid');
    refused(['--in-place'], EXIT.refused, 'already has columns xaid');
    await sql(land, 'alter table dc.thua_dat drop xaid');
    await sql(
      land,
      `create function dc.f() returns trigger language plpgsql as 'begin new.loaidat := ''SUA''; return new; end';
       create trigger khi_sua before update on dc.thua_dat for each row execute function dc.f()`,
    );
    refused(['--in-place'], EXIT.refused, 'has triggers on update: khi_sua', 'disable trigger');
    await sql(land, 'drop trigger khi_sua on dc.thua_dat');
    const before = await content('dc.thua_dat');
    await sql(land, "update dc.thua_dat set loaidat = 'ONT' where gid = 9");
    refused(
      ['--in-place'],
      EXIT.refused,
      'dc.thua_dat has changed since the snapshot',
      'Plan from the table again',
    );
    refused(['--copy'], EXIT.refused, 'dc.thua_dat has changed since the snapshot');
    await sql(
      land,
      "update dc.thua_dat set loaidat = 'LUC' where gid = 9; delete from dc.thua_dat where gid = 1199",
    );
    refused(['--in-place'], EXIT.refused, 'dc.thua_dat has changed since the snapshot');
    await sql(
      land,
      `insert into dc.thua_dat select 1199, '02647', 3, 200, 400.0, 'LUC', st_makeenvelope(419735 + 20 * 99, 2486912 + 20 * 11, 419755 + 20 * 99, 2486932 + 20 * 11, 9208)`,
    );
    expect(await content('dc.thua_dat')).toBe(before);
    const wrong = thuadat(
      [
        'write-back',
        run.id,
        '--source',
        tableAt(land, 'dc.cua_nguoi_khac'),
        '-d',
        registry,
        '--runs',
        'runs',
      ],
      here,
    );
    expect(wrong.talk).toContain(`Run ${run.id} did not read this table`);
    expect(wrong.exit).toBe(EXIT.usage);
    await sql(
      land,
      'create role nguoi_doc login; grant usage on schema dc to nguoi_doc; grant select on dc.thua_dat to nguoi_doc',
    );
    const reader = source().replace('thuadat@', 'nguoi_doc:mat-khau@');
    for (const [more, said] of [
      [[], 'may not create tables in schema dc'],
      [['--in-place'], 'does not own dc.thua_dat'],
    ] as const) {
      const ended = thuadat(
        ['write-back', run.id, '--source', reader, '-d', registry, '--runs', 'runs', ...more],
        here,
      );
      expect(ended.talk).toContain(said);
      expect(ended.exit).toBe(EXIT.refused);
      expect(ended.talk).not.toContain('mat-khau');
    }
    const tables = await sql<{ t: string }>(
      land,
      "select tablename as t from pg_tables where schemaname = 'dc' order by 1",
    );
    expect(tables.map(({ t }) => t)).toEqual(['cua_nguoi_khac', 'thua_dat']);
  });

  it('takes the outcome from a registry of another kind, elsewhere', async () => {
    const own = join(base, 'registry');
    const more = ['--runs', 'runs-2', '-d', own, ...STAMP];
    const ended = thuadat(['plan', source(), '-c', 'config.json', ...more, '--json'], here);
    const planned: RunManifest & { path: string } = JSON.parse(ended.out);
    answer(['apply', planned.path, '-d', own, ...STAMP], EXIT.ok, here);
    const args = ['write-back', planned.id, '--source', source(), '--to', 'tu_pglite', ...more];
    expect(answer<WrittenBack>(args, EXIT.open, here).counts).toMatchObject({ assigned: 1198, rejected: 2 });
    answer<WrittenBack>(writeArgs('--to', 'tu_postgres'), EXIT.open, here);
    expect(await sql(land, 'select * from dc.tu_pglite except select * from dc.tu_postgres')).toEqual([]);
    answer<WrittenBack>([...args, '--undo'], EXIT.ok, here);
    answer<WrittenBack>(writeArgs('--to', 'tu_postgres', '--undo'), EXIT.ok, here);
  });

  it('takes a query with a key to a side table that is named', async () => {
    const own = await cluster.database();
    const query = `${land}&query=${encodeURIComponent('select gid, maxa, shbando, shthua, geom from dc.thua_dat')}&key=gid`;
    const place = ['--runs', 'runs-3', '-d', own];
    const ended = thuadat(['plan', query, '-c', 'config.json', ...place, ...STAMP, '--json'], here);
    const planned: RunManifest & { path: string } = JSON.parse(ended.out);
    answer(['apply', planned.path, ...place.slice(2), ...STAMP], EXIT.ok, here);
    const args = ['write-back', planned.id, '--source', query, ...place, ...STAMP];
    const bare = thuadat(args, here);
    expect(bare.exit).toBe(EXIT.refused);
    expect(bare.talk).toContain('Write to a side table with --to schema.name');
    const told = answer<WrittenBack>([...args, '--to', 'dc.tu_truy_van'], EXIT.open, here);
    expect(told).toMatchObject({ target: 'dc.tu_truy_van', rows: 1200, counts: { assigned: 1198 } });
    answer<WrittenBack>([...args, '--to', 'dc.tu_truy_van', '--undo'], EXIT.ok, here);
  });

  it('says how to undo, without the password', () => {
    const told = thuadat(
      [
        'write-back',
        run.id,
        '--source',
        source().replace('thuadat@', 'thuadat:mat-khau@'),
        '-d',
        registry,
        '--runs',
        'runs',
        '--in-place',
      ],
      here,
    );
    expect(told.exit).toBe(EXIT.open);
    expect(told.out).toMatch(/1,198 assigned \+ 2 rejected = 1,200/);
    expect(told.out).toMatch(
      /Undo: thuadat write-back lao-cai-\w+ --source 'postgres:\/\/thuadat@.*' --in-place --undo/,
    );
    expect(told.out + told.talk).not.toContain('mat-khau');
    answer<WrittenBack>(writeArgs('--in-place', '--undo'), EXIT.ok, here);
  });

  it('leaves no half snapshot and no half table when it is killed', async () => {
    await sql(land, PARCELS('dc.lon', 150_000));
    const folder = join(base, 'killed');
    mkdirSync(folder);
    const before = await content('dc.thua_dat');
    for (const wait of [120, 250, 400]) {
      const args = [
        'plan',
        tableAt(land, 'dc.lon'),
        '-c',
        join(base, 'config.json'),
        '--runs',
        join(folder, 'runs'),
        '-d',
        join(folder, 'none'),
      ];
      await killedAfter(args, wait, async () => existsSync(join(folder, 'runs/.snapshots')));
      const names = existsSync(join(folder, 'runs/.snapshots'))
        ? readdirSync(join(folder, 'runs/.snapshots'))
        : [];
      for (const name of names.filter((each) => each.endsWith('.pgcopy'))) {
        expect(name).toMatch(/^dc\.lon-[0-9a-f]{12}\.pgcopy$/);
        expect(names).toContain(`${name}.json`);
      }
    }
    for (const wait of [0, 10, 40]) {
      // As soon as the table is locked, the transaction is under way.
      const locked = async () => {
        const rows = await sql(
          land,
          "select 1 from pg_locks where relation = 'dc.thua_dat'::regclass and mode = 'ShareRowExclusiveLock'",
        );
        return rows.length > 0;
      };
      await killedAfter(writeArgs('--in-place'), wait, locked);
      const [state] = await sql<{ columns: number; backups: number }>(
        land,
        `select (select count(*)::int from pg_attribute where attrelid = 'dc.thua_dat'::regclass and attname = 'trangThai') as columns,
           (select count(*)::int from pg_tables where tablename like 'thua_dat_truoc%') as backups`,
      );
      // All or nothing.
      expect([0, 1]).toContain(state!.columns);
      expect(state!.backups).toBe(state!.columns);
      if (state!.columns === 1) answer<WrittenBack>(writeArgs('--in-place', '--undo'), EXIT.ok, here);
      expect(await content('dc.thua_dat')).toBe(before);
    }
  });

  /** Starts the program, and ends it with -9 so many milliseconds after `begun`. */
  async function killedAfter(
    args: readonly string[],
    wait: number,
    begun: () => Promise<boolean>,
  ): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: base,
      env: environment(),
      stdio: 'ignore',
    });
    let ended = false;
    const end = new Promise<void>((resolve) => {
      child.on('exit', () => {
        ended = true;
        resolve();
      });
    });
    while (!ended && !(await begun())) await sleep(5);
    await sleep(wait);
    child.kill('SIGKILL');
    await end;
    // The server notices the lost client a moment later.
    await sleep(300);
  }
});
