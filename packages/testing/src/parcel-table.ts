/** A throw-away server with tables of parcels, for the tests of PostGIS as source and target. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceRecord } from '@thuadat/core/stages';
import { openSource } from '@thuadat/formats/registry';
import pg from 'pg';
import { postgresBinaries, startPostgres } from './postgres-cluster.ts';

/** Null where no server is installed: those tests are skipped, loudly. */
export const BINARIES = postgresBinaries();
export const startServer = () => startPostgres(BINARIES!);

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'thuadat-postgis-'));

export async function sql<T extends pg.QueryResultRow>(
  address: string,
  text: string,
  params: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query<T>(text, [...params])).rows;
  } finally {
    await client.end();
  }
}

/** The address of a table on a server whose address already has parameters. */
export const tableAt = (address: string, table: string, more = ''): string =>
  `${address}&table=${encodeURIComponent(table)}${more}`;

export async function readAll(path: string): Promise<{ fields: readonly string[]; records: SourceRecord[] }> {
  const source = await openSource(path);
  try {
    const [layer] = source.layers;
    const records: SourceRecord[] = [];
    for await (const record of layer!.records()) records.push(record);
    return { fields: layer!.fields, records };
  } finally {
    await source.close();
  }
}

/** `count` square parcels of old commune 02647 (Lào Cai) in its VN-2000 zone, as a land system keeps them. */
export const PARCELS = (name: string, count: number): string => `
  create table ${name} (
    gid int primary key, maxa text, shbando int, shthua int, dientich numeric(12,1), loaidat varchar(10),
    geom geometry(Polygon, 9208));
  insert into ${name}
    select i, '02647', 1 + i / 500, 1 + i % 500, 400.0, 'LUC',
      st_makeenvelope(419735 + 20 * (i % 100), 2486912 + 20 * (i / 100), 419755 + 20 * (i % 100), 2486932 + 20 * (i / 100), 9208)
    from generate_series(0, ${count - 1}) i;`;
