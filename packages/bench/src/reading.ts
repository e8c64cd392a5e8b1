/**
 * Reading beside ogr2ogr: the same files into the same PostgreSQL table, all columns as they stand, by COPY. The tables are
 * those that ogr2ogr makes; ours are made like them, so that both write the same.
 */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { FormatError } from '@thuadat/formats/format';
import { geopackageThroughGdal } from '@thuadat/formats/gdal/gdal-source';
import { openDatabase } from '@thuadat/store/db/open';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import { type Done, runJob } from './job.ts';
import { ogrRead } from './peer.ts';
import { type Row, table } from './table.ts';

export type ReadingOptions = {
  /** Files of any format, one layer each. */
  readonly sources: readonly string[];
  readonly cluster: PostgresCluster | null;
  readonly say: (line: string) => void;
};

export type ReadingResult = {
  readonly rows: readonly Row[];
  /** Our records a second into the table over ogr2ogr's; null where either could not be measured. */
  readonly ratio: number | null;
};

/** Each way is tried this often, in turns, and its best counts: another program's load hits both. */
const TURNS = 3;

export async function benchReading({ sources, cluster, say }: ReadingOptions): Promise<ReadingResult> {
  say(`\nReading: ${sources.map((path) => basename(path)).join(', ')}`);
  const rows = [await readOnly(sources)];
  const bound = await throughBinding(sources);
  if (bound !== null)
    rows.push({ ...rows[0]!, peer: { name: "GDAL's binding, same records", perSecond: bound } });
  const into = cluster === null ? null : await intoTables(sources, await cluster.database());
  if (into === null)
    say('*** ogr2ogr or PostgreSQL is not installed: reading into a table is NOT COMPARED ***');
  else rows.push(into);
  say(table(rows));
  const ratio = into?.peer ? into.records / into.seconds / into.peer.perSecond : null;
  if (ratio !== null)
    say(
      `${ratio >= 1 ? 'held  ' : 'MISSED'}  reading into a table: ${ratio.toFixed(2)} × ogr2ogr (target ≥ 1)`,
    );
  return { rows, ratio };
}

async function readOnly(sources: readonly string[]): Promise<Row> {
  const row = rowOf('read only', await runJob({ kind: 'read', sources }));
  const seconds = ogrRead(sources);
  return seconds === null
    ? row
    : { ...row, peer: { name: 'ogr2ogr into memory', perSecond: row.records / seconds } };
}

/** Records a second of the reader that ours replaces, for the GeoPackages among the sources; null where there is no GDAL. */
async function throughBinding(sources: readonly string[]): Promise<number | null> {
  const start = performance.now();
  let records = 0;
  for (const path of sources.filter((each) => each.endsWith('.gpkg'))) {
    const source = await geopackageThroughGdal.open(path, {}).catch((fault: unknown) => {
      if (fault instanceof FormatError) return null;
      throw fault;
    });
    if (source === null) return null;
    for await (const _ of source.layers[0]!.records()) records++;
    await source.close();
  }
  return records === 0 ? null : (records * 1000) / (performance.now() - start);
}

const rowOf = (stage: string, { stages, peakRss }: Done): Row => ({ ...stages[0]!, stage, peakRss });

/** Null where there is no ogr2ogr. */
async function intoTables(sources: readonly string[], address: string): Promise<Row | null> {
  let best: Row | null = null;
  let theirs = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    let seconds = 0;
    for (const [i, path] of sources.entries()) {
      const took = ogrCopy(path, address, `theirs_${i}`);
      if (took === null) return null;
      seconds += took;
    }
    theirs = Math.min(theirs, seconds);
    const tasks = sources.map((source, i) => ({ source, table: `ours_${i}` }));
    await likeTheirs(address, tasks.length);
    const ours = rowOf('read into a table', await runJob({ kind: 'copy', target: address, tasks }));
    if (best === null || ours.seconds < best.seconds) best = ours;
  }
  await expectSame(address, sources.length);
  return { ...best!, peer: { name: 'ogr2ogr, COPY', perSecond: best!.records / theirs } };
}

function ogrCopy(path: string, address: string, name: string): number | null {
  const url = new URL(address);
  const target = `PG:host='${url.searchParams.get('host')}' port=${url.port} user=${url.username} dbname=${basename(url.pathname)}`;
  const start = performance.now();
  try {
    execFileSync(
      'ogr2ogr',
      [
        ...[
          '-f',
          'PostgreSQL',
          target,
          path,
          '-overwrite',
          '-nln',
          name,
          '-nlt',
          'GEOMETRY',
          '-a_srs',
          'EPSG:4326',
        ],
        ...['-lco', 'LAUNDER=NO', '-lco', 'SPATIAL_INDEX=NONE', '--config', 'PG_USE_COPY', 'YES'],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return (performance.now() - start) / 1000;
}

async function likeTheirs(address: string, tables: number): Promise<void> {
  const db = await openDatabase(address);
  for (let i = 0; i < tables; i++)
    await db.script(
      `drop table if exists ours_${i}; create table ours_${i} (like theirs_${i} including all)`,
    );
  await db.close();
}

/** A faster way to write something else would not count. */
async function expectSame(address: string, tables: number): Promise<void> {
  const db = await openDatabase(address);
  for (let i = 0; i < tables; i++) {
    const [counted] = await db.query<{ n: number }>(
      `select count(*)::int as n from ((table theirs_${i} except table ours_${i})
       union all (table ours_${i} except table theirs_${i})) as differing`,
    );
    if (counted?.n !== 0) throw new Error(`${counted?.n} rows of table ${i} differ from those of ogr2ogr.`);
  }
  await db.close();
}
