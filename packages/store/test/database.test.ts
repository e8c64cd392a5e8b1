import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { copyLine } from '@thuadat/run/copy-text';
import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/db/database.ts';
import { openDatabase } from '../src/db/open.ts';

describe.each(ENGINES)('a database on $name', (engine) => {
  let db: Database;
  let target: string;
  beforeAll(async () => {
    target = await engine.target();
    db = await openDatabase(target);
    await db.script('create table thing (n bigint primary key, label text, doc json)');
  });
  afterAll(async () => {
    await db.close();
    engine.stop();
  });

  it('gives the same values for the same types', async () => {
    const rows = await db.query(
      `select 9007199254740991::bigint as big, date '2025-07-01' as day,
        timestamptz '2025-07-01 07:00:00.5+07' as at, '[["MAXA","02647"]]'::json as doc, 0.1::float8 as share,
        st_setsrid(st_makepoint(1, 2), 9208) as geom, true as yes, null::text as nothing, array['a','b'] as list,
        $1::text as word, $2::bigint as count`,
      ['Tả Phìn', 12],
    );
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        day: '2025-07-01',
        at: '2025-07-01T00:00:00.500Z',
        doc: [['MAXA', '02647']],
        share: 0.1,
        geom: '0101000020F8230000000000000000F03F0000000000000040',
        yes: true,
        nothing: null,
        list: ['a', 'b'],
        word: 'Tả Phìn',
        count: 12,
      },
    ]);
  });

  it('copies rows from chunks cut anywhere and streams them back in order', async () => {
    const rows = 30_000;
    async function* chunks() {
      let text = '';
      for (let n = 0; n < rows; n++)
        text += copyLine([n, `thửa\t${n}\n\\`, JSON.stringify({ n, pad: 'x'.repeat(200) })]);
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 777_777) yield bytes.subarray(at, at + 777_777);
    }
    expect(await db.copyIn('thing', ['n', 'label', 'doc'], chunks())).toBe(rows);
    let seen = 0;
    for await (const row of db.stream<{ n: number; label: string }>(
      'select n, label from thing where n >= $1 order by n',
      [0],
    )) {
      expect(row.n).toBe(seen);
      if (seen % 10_000 === 0) {
        expect(row.label).toBe(`thửa\t${seen}\n\\`);
        expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
      }
      seen++;
    }
    expect(seen).toBe(rows);
  });

  it('rolls a failed transaction back, names the SQL, and goes on', async () => {
    const before = await db.query('select count(*)::int as n from thing');
    const failing = db.transaction(async (tx) => {
      await tx.query('insert into thing (n) values (-1)');
      await tx.query('insert into thing (n) values (-1)');
    });
    await expect(failing).rejects.toMatchObject({ name: 'DatabaseError', state: '23505' });
    await expect(failing).rejects.toThrow(/insert into thing/);
    expect(await db.query('select count(*)::int as n from thing')).toEqual(before);
  });

  it('rolls back when COPY meets a bad row', async () => {
    async function* bad() {
      yield Buffer.from('-5\tx\t{}\nno number\ty\t{}\n');
    }
    await expect(db.copyIn('thing', ['n', 'label', 'doc'], bad())).rejects.toThrow(/bigint/);
    expect(await db.query('select n from thing where n < 0')).toEqual([]);
  });

  it('rolls back when the rows themselves break off', async () => {
    async function* torn() {
      yield Buffer.from('-6\tx\t{}\n');
      throw new Error('the disk is gone');
    }
    await expect(db.copyIn('thing', ['n', 'label', 'doc'], torn())).rejects.toThrow(/disk is gone/);
    expect(await db.query('select n from thing where n < 0')).toEqual([]);
  });

  it('refuses a second holder of a lock and gives it back', async () => {
    await db.exclusive('apply', async () => {
      await expect(db.exclusive('apply', async () => 1)).rejects.toMatchObject({ name: 'BusyError' });
    });
    expect(await db.exclusive('apply', async () => 2)).toBe(2);
  });

  // A server keeps its own lock: only the embedded database has a folder to guard.
  if (engine.name === 'pglite') {
    it('refuses a second process in one folder, and takes over from a dead one', async () => {
      await expect(openDatabase(target)).rejects.toThrow(/is in use by process/);
      const folder = await engine.target();
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        join(folder, 'lock'),
        JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), started: '' }),
      );
      const second = await openDatabase(folder);
      expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).pid).toBe(process.pid);
      await second.close();
      await (await openDatabase(folder)).close();
    });
  }
});
