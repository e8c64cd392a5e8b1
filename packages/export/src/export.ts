/**
 * The stage `export`: files from what the store holds, never recomputed. The same database content and date give the
 * same bytes, on both engines; a folder appears whole or not at all.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import { formatReferenceTable, REFERENCE_COLUMNS } from '@thuadat/core/assign/sheet/reference-table';
import type { CommuneCode, IsoDate } from '@thuadat/core/code';
import { zoneParameters } from '@thuadat/core/geodesy/vn2000';
import { type RefusalError, refusal } from '@thuadat/core/message/message';
import { disarm } from '@thuadat/core/text/csv';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { writeReferenceTable } from '@thuadat/formats/table/reference-table';
import type { WriteFormat } from '@thuadat/formats/write/writer';
import type { Database } from '@thuadat/store/db/database';
import { appendAudit } from '@thuadat/store/registry/audit';
import { readApplied, readRun, readSheetMoves, type StoredRun } from '@thuadat/store/registry/export-rows';
import { addressRecord } from './address-lines.ts';
import { BRIDGE_COLUMNS, type Column, PARCEL_COLUMNS } from './columns.ts';
import { type DictionaryTable, dataDictionary } from './data-dictionary.ts';
import { EXPORT_KIND, EXPORT_MANIFEST, intoFolder, listFiles } from './folder.ts';
import { type ExportManifest, type ExportUnit, tally, unitsOf, type WriterCounts } from './manifest.ts';
import { EXPORT_MESSAGES } from './messages.ts';
import { type Names, namesOf } from './names.ts';
import { ISSUE_COLUMNS_CSV, OPEN_COLUMNS, writeIssues, writeOpenRecords } from './open-records.ts';
import { openParcelLayers, PLANE_FORMATS } from './parcels.ts';
import { type SourceColumns, sourceColumns } from './source-columns.ts';
import { openCsvFile, openJsonLines, type TextFile } from './text-file.ts';

export type { ExportManifest } from './manifest.ts';

export type ExportOptions = SourceColumns & {
  readonly dir: string;
  readonly format: WriteFormat;
  /** Date written into the manifest; no clock is read. */
  readonly date: IsoDate;
  /** EPSG code of one VN-2000 zone for all parcels (gpkg and shp); default: a layer a zone. */
  readonly singleZone?: number;
  /** Only these new communes (and `.unresolved`). */
  readonly units?: readonly string[];
  /** Who exports, and the ISO instant, for the audit: people's data leave the database on the record only. */
  readonly audit?: { readonly by: string; readonly at: string };
  /** Names and acts; default: the built-in log. */
  readonly crosswalk?: Crosswalk;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: { readonly parcels: number; readonly unit: string }) => void;
};

type Job = {
  readonly db: Database;
  readonly run: StoredRun;
  readonly units: readonly ExportUnit[];
  readonly options: ExportOptions;
  readonly crosswalk: Crosswalk;
  readonly names: Names;
  readonly columns: readonly Column[];
  readonly folder: string;
};

export async function exportRun(
  db: Database,
  runId: string,
  options: ExportOptions,
): Promise<ExportManifest> {
  refuseZone(options);
  const run = await readRun(db, runId);
  if (!run || run.state === 'reverted') throw notApplied(runId, db, run?.state);
  const units = unitsOf(run, options.units);
  const crosswalk = options.crosswalk ?? loadCrosswalk();
  const names = namesOf(run.manifest, crosswalk);
  const columns = [...PARCEL_COLUMNS, ...sourceColumns(run.manifest, options)];
  return intoFolder(options.dir, runId, async (folder) => {
    const job: Job = { db, run, units, options, crosswalk, names, columns, folder };
    const told = await writeParcels(job);
    await writeOpen(job, told);
    await writeReferenceTables(job, told);
    const counts = tally(units, told, runId);
    await writeFile(join(folder, 'datapackage.json'), dataDictionary(runId, dictionaryTables(job, told)));
    const manifest: ExportManifest = {
      kind: EXPORT_KIND,
      run: runId,
      tool: run.manifest.tool,
      province: run.manifest.province,
      profile: run.manifest.profile,
      asOf: run.manifest.asOf,
      date: options.date,
      format: options.format,
      singleZone: options.singleZone ?? null,
      sourceColumns: options.withSourceColumns ?? false,
      personal: options.personal ?? false,
      crosswalk: { run: run.manifest.crosswalk, names: crosswalk.hash },
      provenance: run.provenance.get(runId) ?? {},
      counts,
      withoutPolygon: told.withoutPolygon,
      units,
      files: await listFiles(folder, told.rows),
    };
    await writeFile(join(folder, EXPORT_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    if (options.personal) await recordDisclosure(job, counts.exported);
    return manifest;
  });
}

/** People's data leave the database on the record: who, when, how many parcels. */
async function recordDisclosure({ db, run, options }: Job, parcels: number): Promise<void> {
  const { audit, format, withSourceColumns = false, units } = options;
  if (!audit) throw new Error('an export of personal columns needs who asks for it, and when');
  await db.transaction((tx) =>
    appendAudit(tx, {
      at: audit.at,
      who: audit.by,
      what: 'export.personal',
      runId: run.manifest.id,
      unit: null,
      detail: { parcels, format, sourceColumns: withSourceColumns, units: units ?? null },
    }),
  );
}

function dictionaryTables({ columns }: Job, told: WriterCounts): DictionaryTable[] {
  const texts = (names: readonly string[]) => names.map((name) => ({ name, type: 'string' as const }));
  const layers = [...told.rows.keys()].filter((name) => name.startsWith('parcels'));
  return [
    {
      ...{ files: layers, vi: 'Thửa đất có hiệu lực', en: 'Parcels in force', fields: columns },
      primaryKey: ['xaId', 'soHieuToBanDo', 'soThuTuThua'],
    },
    {
      ...{ files: ['bridge.csv'], vi: 'Bảng cũ–mới', en: 'Old keys to new ones', fields: BRIDGE_COLUMNS },
      primaryKey: ['stt'],
    },
    {
      ...{
        files: ['ambiguous.csv', 'rejected.csv'],
        vi: 'Bản ghi chưa gán được',
        en: 'Records that were not assigned',
      },
      ...{ fields: texts(OPEN_COLUMNS), primaryKey: ['stt'] },
    },
    { files: ['issues.csv'], vi: 'Vấn đề', en: 'Issues', fields: texts(ISSUE_COLUMNS_CSV) },
    {
      ...{
        files: ['reference-table.csv', 'reference-table.xlsx'],
        vi: 'Bảng tham chiếu tờ bản đồ',
        en: 'Sheet reference table',
      },
      fields: texts(REFERENCE_COLUMNS),
    },
  ];
}

/** A zone nobody asked the format to hold would be ignored silently. */
function refuseZone({ singleZone, format }: ExportOptions): void {
  if (singleZone === undefined) return;
  if (!PLANE_FORMATS.includes(format)) {
    throw refusal(EXPORT_MESSAGES, 'usage', 'export.no-plane', { format, formats: PLANE_FORMATS });
  }
  if (zoneParameters(singleZone)) return;
  throw refusal(EXPORT_MESSAGES, 'usage', 'export.unknown-zone', { epsg: String(singleZone) });
}

const notApplied = (run: string, { label }: Database, state: string | undefined): RefusalError =>
  refusal(EXPORT_MESSAGES, 'usage', state ? 'export.reverted' : 'export.not-applied', {
    run,
    database: label,
  });

/** One pass over the parcels in force feeds the layers, the table before/after and the address records. */
async function writeParcels(job: Job): Promise<WriterCounts> {
  const { db, run, names, columns, options, folder } = job;
  const raw = Boolean(options.personal || options.withSourceColumns);
  const { format, singleZone = null } = options;
  const profile = findProfile(run.manifest.profile);
  const layers = openParcelLayers({ folder, format, singleZone, profile, names, columns });
  const header = BRIDGE_COLUMNS.map((column) => column.name);
  const bridge = await openCsvFile(folder, 'bridge.csv', header);
  const addresses = await openJsonLines(folder, 'digital-address.jsonl');
  const told: WriterCounts = { rows: new Map(), parcels: new Map(), open: new Map(), withoutPolygon: 0 };
  return closing([layers, bridge, addresses], async () => {
    for (const { unit } of job.units.filter((each) => each.state === 'applied')) {
      let parcels = 0;
      for await (const row of readApplied(db, run.manifest.id, unit, { raw })) {
        if (parcels++ % 500 === 0) options.signal?.throwIfAborted();
        await layers.write(row);
        await bridge.write(bridgeCells(row, names));
        const { parcelId } = row;
        if (parcelId === null) continue;
        await addresses.write([JSON.stringify(addressRecord({ ...row, parcelId }, names, run))]);
      }
      told.parcels.set(unit, parcels);
      options.onProgress?.({ parcels, unit });
    }
    for (const [name, rows] of await layers.close()) told.rows.set(name, rows);
    told.withoutPolygon = layers.withoutPolygon;
    await closeInto(told, [bridge, addresses]);
    return told;
  });
}

const bridgeCells = (row: Parameters<(typeof BRIDGE_COLUMNS)[number]['of']>[0], names: Names) =>
  BRIDGE_COLUMNS.map((column) => disarm(column.of(row, names)));

async function writeOpen(job: Job, told: WriterCounts): Promise<void> {
  const { db, run, folder, options } = job;
  const { personal = false, signal } = options;
  const scope = { db, runId: run.manifest.id, sources: run.manifest.sources, personal, signal };
  const ambiguous = await openCsvFile(folder, 'ambiguous.csv', OPEN_COLUMNS);
  const rejected = await openCsvFile(folder, 'rejected.csv', OPEN_COLUMNS);
  const issues = await openCsvFile(folder, 'issues.csv', ISSUE_COLUMNS_CSV);
  await closing([ambiguous, rejected, issues], async () => {
    for (const { unit, state } of job.units) {
      if (state === 'waiting') continue;
      const before = { ambiguous: ambiguous.rows, rejected: rejected.rows };
      await writeOpenRecords(scope, unit, 'ambiguous', ambiguous);
      await writeOpenRecords(scope, unit, 'rejected', rejected);
      await writeIssues(scope, unit, issues);
      told.open.set(unit, {
        ambiguous: ambiguous.rows - before.ambiguous,
        rejected: rejected.rows - before.rejected,
      });
    }
    await closeInto(told, [ambiguous, rejected, issues]);
  });
}

async function closeInto(told: WriterCounts, files: readonly TextFile[]): Promise<void> {
  for (const file of files) {
    await file.close();
    told.rows.set(file.name, file.rows);
  }
}

/** Lets go of open files when the work fails; the folder itself is removed by its maker. */
async function closing<T>(files: readonly { drop(): Promise<void> }[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    for (const file of files) await file.drop().catch(() => {});
    throw cause;
  }
}

/** The whole sheet plan of the chosen communes, those not in force included: the table is what a specialist edits to plan again. */
async function writeReferenceTables(
  { db, run, units, crosswalk, folder }: Job,
  told: WriterCounts,
): Promise<void> {
  const chosen = new Set(units.map(({ unit }) => unit));
  const moves = (await readSheetMoves(db, run.manifest.id)).filter((move) => chosen.has(move.newCommune));
  const epochs = [...new Set(run.manifest.sources.map((source) => source.epoch))].sort();
  const nameOf = (code: CommuneCode) =>
    epochs.map((epoch) => crosswalk.unitAt(code, epoch)?.name ?? null).find((name) => name !== null) ?? null;
  const rows = formatReferenceTable(moves, { nameOf, newProvince: run.manifest.province });
  for (const name of ['reference-table.csv', 'reference-table.xlsx']) {
    await writeReferenceTable(join(folder, name), rows);
    told.rows.set(name, rows.length);
  }
}
