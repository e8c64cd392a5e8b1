/**
 * Reading beside GDAL: the same files into memory, and into the same PostgreSQL table, all columns as they stand, by COPY.
 * The tables are those that ogr2ogr makes; ours are made like them, so that both write the same.
 */
import { ewkbHex } from '@thuadat/core/geometry/wkb';
import { FormatError, type Layer } from '@thuadat/formats/format';
import { geopackageThroughGdal } from '@thuadat/formats/gdal/gdal-source';
import { openSource } from '@thuadat/formats/registry';
import { copyLine } from '@thuadat/run/copy-text';
import { openDatabase } from '@thuadat/store/db/open';
import type { Bench } from './bench.ts';
import { ogr2ogr, ogrTarget } from './ogr2ogr.ts';
import { runJob } from './program.ts';
import { sampleProvince } from './sample.ts';

const TURNS = 3;
/** What the tables are said to be in: the zones are not in every PostGIS. */
const SRID = 4326;
/** Characters of rows that go to the server at a time. */
const PIECE = 1 << 20;

export async function benchReading({ options, server, report }: Bench): Promise<void> {
  const { sources } = sampleProvince(Math.min(options.small, options.parcels), options.seed);
  const read = await runJob({ kind: 'read', sources });
  const { records } = read;
  const missing = '*** ogr2ogr or PostgreSQL is not installed: reading is NOT COMPARED ***';
  const start = performance.now();
  for (const path of sources)
    if (!(await ogr2ogr('-f', 'Memory', 'nowhere', path))) return report.say(missing);
  const seconds = (performance.now() - start) / 1000;
  report.row({ name: 'read only', ...read, peer: { name: 'ogr2ogr into memory', records, seconds } });
  const bound = await throughBinding(sources);
  if (bound)
    report.row({ name: 'read only', ...read, peer: { name: "GDAL's binding, same records", ...bound } });
  if (!server) return report.say(missing);
  const address = await server.cluster.database();
  let ours = { ...read, seconds: Number.POSITIVE_INFINITY };
  let theirs = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    theirs = Math.min(theirs, await copyTheirs(sources, address));
    await likeTheirs(address, sources.length);
    const copied = await runJob({ kind: 'copy', sources, target: address });
    if (copied.seconds < ours.seconds) ours = copied;
  }
  await expectSame(address, sources.length);
  report.row({
    name: 'read into a table',
    ...ours,
    peer: { name: 'ogr2ogr, COPY', records, seconds: theirs },
  });
  const ratio = theirs / ours.seconds;
  report.target('reading into a table ≥ ogr2ogr', `${ratio.toFixed(2)} ×`, ratio >= 1);
}

/** All columns of a source as they stand into its table `ours_0`, `ours_1` …, as ogr2ogr does it; the records. */
export async function copyOurs(sources: readonly string[], address: string): Promise<number> {
  const db = await openDatabase(address);
  try {
    let records = 0;
    for (const [i, path] of sources.entries()) {
      const source = await openSource(path, {});
      const columns = await db.query<Column>(
        `select attname as name, atttypid = 'geometry'::regtype as shape from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
        [`ours_${i}`],
      );
      const names = columns.map(({ name }) => `"${name}"`);
      records += await db.copyIn(`ours_${i}`, names, linesOf(source.layers[0]!, columns), 'text');
      await source.close();
    }
    return records;
  } finally {
    await db.close();
  }
}

type Column = { readonly name: string; readonly shape: boolean };

async function* linesOf(layer: Layer, columns: readonly Column[]) {
  const at = columns.map(({ name }) => layer.fields.indexOf(name));
  let text = '';
  for await (const { record, values, geometry } of layer.records()) {
    text += copyLine(
      columns.map(({ shape }, i) => {
        if (shape) return geometry && ewkbHex(geometry, SRID);
        // The column that no attribute fills is the feature's number.
        return at[i]! < 0 ? record : (values[at[i]!] ?? null);
      }),
    );
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/** What a process of its own does for `read only`; the records. */
export async function readAll(sources: readonly string[]): Promise<number> {
  let records = 0;
  for (const path of sources) {
    const source = await openSource(path, {});
    for (const layer of source.layers) for await (const _ of layer.records()) records++;
    await source.close();
  }
  return records;
}

/** The reader that ours replaces; null where there is no GDAL. */
async function throughBinding(sources: readonly string[]) {
  const start = performance.now();
  let records = 0;
  for (const path of sources) {
    const source = await geopackageThroughGdal.open(path, {}).catch((fault: unknown) => {
      if (fault instanceof FormatError) return null;
      throw fault;
    });
    if (source === null) return null;
    for await (const _ of source.layers[0]!.records()) records++;
    await source.close();
  }
  return { records, seconds: (performance.now() - start) / 1000 };
}

/** Seconds. */
async function copyTheirs(sources: readonly string[], address: string): Promise<number> {
  const start = performance.now();
  const layer = [
    '-lco',
    'LAUNDER=NO',
    '-lco',
    'SPATIAL_INDEX=NONE',
    '-nlt',
    'GEOMETRY',
    '-a_srs',
    'EPSG:4326',
  ];
  for (const [i, path] of sources.entries())
    await ogr2ogr(...ogrTarget(address), path, '-overwrite', '-nln', `theirs_${i}`, ...layer);
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
