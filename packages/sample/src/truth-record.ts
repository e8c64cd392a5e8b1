/**
 * What must become of each record of a golden case, as it was planted: outcome, new key, texts. Nothing here calls what
 * the cases test. The sheet numbers follow the rule of ARCHITECTURE's stage `assign` written a second time, and the texts are
 * those the drawing began with, before a file's encoding spoiled them.
 */
import type { CaseFile, CaseTruthFile } from './case.ts';
import { DIALECTS } from './columns.ts';
import type { SampleRecord, SampleRole } from './generate.ts';
import type { LegacyEncoding } from './legacy-text.ts';

export type Outcome = 'assigned' | 'ambiguous' | 'rejected';

/** Where a case departs from "all are assigned, sheets continue". */
export type PlantedOutcome = {
  readonly ambiguous?: (record: SampleRecord) => boolean;
  /** `copy`: the same record stood before, in this file or an earlier one. */
  readonly rejected?: (record: SampleRecord, copy: boolean) => boolean;
  /** New sheet numbers by `commune/sheet`, from a reference table. */
  readonly sheets?: ReadonlyMap<string, string>;
};

/** One row a record: outcome, new key or `-`, then the texts of `columns`, composed. */
export type TruthTable = {
  readonly columns: readonly string[];
  /** What the texts are written in, whatever the file says. */
  readonly encoding: LegacyEncoding | 'unicode';
  readonly rows: readonly (readonly [outcome: Outcome, newKey: string, ...texts: (string | null)[]])[];
};

const TEXT_ROLES: readonly SampleRole[] = ['communeName', 'holder', 'address'];

export function plantedRecords(
  files: readonly CaseFile[],
  planted: PlantedOutcome = {},
): CaseTruthFile['records'] {
  const outcomes = outcomesOf(files, planted);
  const kept = files.flatMap(({ records }, f) => records.filter((_, i) => outcomes[f]![i] === 'assigned'));
  const sheets = planted.sheets ?? continuedSheets(kept);
  return Object.fromEntries(
    files.map((file, f) => {
      const columns = DIALECTS[file.options.dialect].filter(({ role }) => TEXT_ROLES.includes(role));
      const rows = file.records.map((record, i): TruthTable['rows'][number] => {
        const outcome = outcomes[f]![i]!;
        const texts = columns.map(({ role }) => record.values[role]?.normalize('NFC') ?? null);
        return [outcome, outcome === 'assigned' ? newKeyOf(record, sheets) : '-', ...texts];
      });
      const encoding = file.options.encoding ?? 'unicode';
      return [file.name, { columns: columns.map(({ name }) => name), encoding, rows }];
    }),
  );
}

function outcomesOf(
  files: readonly CaseFile[],
  { ambiguous, rejected }: PlantedOutcome,
): readonly (readonly Outcome[])[] {
  const seen = new Set<SampleRecord>();
  return files.map(({ records }) =>
    records.map((record) => {
      const copy = seen.has(record);
      seen.add(record);
      if (rejected?.(record, copy)) return 'rejected';
      return ambiguous?.(record) ? 'ambiguous' : 'assigned';
    }),
  );
}

/** A sheet of one old commune in one new one: a split commune's sheet may go on in two. */
const sheetOf = ({ oldCommune, newCommune, values }: SampleRecord): string =>
  `${newCommune} ${oldCommune}/${values.sheet}`;

function newKeyOf(record: SampleRecord, sheets: ReadonlyMap<string, string>): string {
  const { oldCommune, newCommune, values } = record;
  const sheet = sheets.get(sheetOf(record)) ?? sheets.get(`${oldCommune}/${values.sheet}`);
  if (sheet === undefined) throw new Error(`No new number for sheet ${values.sheet} of ${oldCommune}.`);
  return `${newCommune}/${sheet}/${values.parcel}`;
}

/**
 * The old commune whose code lives on keeps its numbers (where it has no parcels, the one with most); the others' sheets
 * follow its last one: by scale, then by old commune, then by number.
 */
function continuedSheets(records: readonly SampleRecord[]): Map<string, string> {
  const sheets = new Map<string, string>();
  for (const commune of new Set(records.map(({ newCommune }) => newCommune))) {
    const inside = records.filter(({ newCommune }) => newCommune === commune);
    const keeper = keeperOf(commune, inside);
    const [own, others] = [true, false].map((keeps) =>
      inside.filter(({ oldCommune }) => (oldCommune === keeper) === keeps),
    );
    for (const record of own!) sheets.set(sheetOf(record), record.values.sheet!);
    let last = Math.max(...own!.map(({ values }) => Number(values.sheet)));
    for (const record of others!.sort(inOrder))
      if (!sheets.has(sheetOf(record))) sheets.set(sheetOf(record), String(++last));
  }
  return sheets;
}

function keeperOf(commune: string, records: readonly SampleRecord[]): string {
  const parcels = new Map<string, number>();
  for (const { oldCommune } of records) parcels.set(oldCommune, (parcels.get(oldCommune) ?? 0) + 1);
  return parcels.has(commune) ? commune : [...parcels].sort((a, b) => b[1] - a[1])[0]![0];
}

const inOrder = (a: SampleRecord, b: SampleRecord): number =>
  Number(a.values.scale) - Number(b.values.scale) ||
  Number(a.oldCommune) - Number(b.oldCommune) ||
  Number(a.values.sheet) - Number(b.values.sheet);

/** JSON with one line a record, so that a difference is read line by line. */
export function formatTruth({ records, ...counts }: CaseTruthFile): string {
  const tables = Object.entries(records).map(([file, { columns, encoding, rows }]) => {
    const lines = rows.map((row) => `        ${JSON.stringify(row)}`).join(',\n');
    return `    ${JSON.stringify(file)}: {\n      "columns": ${JSON.stringify(columns)},\n      "encoding": "${encoding}",\n      "rows": [\n${lines}\n      ]\n    }`;
  });
  const head = JSON.stringify(counts, null, 2).replace(/\n}$/, ',');
  return `${head}\n  "records": {${tables.length > 0 ? `\n${tables.join(',\n')}\n  ` : ''}}\n}\n`;
}
