/** A golden case: a folder of input files, a config, what is planted and what a run must therefore show. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueCode } from '@thuadat/core/issue/index';
import { boundaryGeoJson, newOutlines } from './boundary.ts';
import type { FaultKind } from './draft.ts';
import { type GenerateOptions, generate, type SampleRecord, territoriesOf } from './generate.ts';
import { formatTruth, type PlantedOutcome, plantedRecords, type TruthTable } from './truth-record.ts';
import { type FileOptions, openWriter } from './writer.ts';

export type CaseFile = {
  readonly name: string;
  readonly records: readonly SampleRecord[];
  readonly options: FileOptions;
  /** Entry in the config beside `match`; none when absent. */
  readonly config?: Readonly<Record<string, unknown>>;
};

/** What a run must show. Counts hold by construction of the input. */
export type CaseTruth = {
  readonly read: number;
  readonly assigned: number;
  readonly ambiguous: number;
  readonly rejected: number;
  /** Issues by code; a code that is not here may come any number of times. */
  readonly issues: Readonly<Partial<Record<IssueCode, number>>>;
  /** The source must be refused, and nothing planned: the counts above are 0. */
  readonly refused: { readonly code: IssueCode; readonly source: string } | null;
};

/** `truth.json`: the counts, and by file what becomes of each record. */
export type CaseTruthFile = CaseTruth & { readonly records: Readonly<Record<string, TruthTable>> };

export type SampleCase = {
  readonly slug: string;
  /** What is planted, a paragraph. */
  readonly planted: string;
  /** What the run must show and why, a paragraph. */
  readonly answer: string;
  readonly province: string;
  readonly files: readonly CaseFile[];
  /** The country the boundary layer is of; no layer when absent. */
  readonly boundaries?: GenerateOptions;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Further files by name. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Which records are not simply assigned; all are when absent. */
  readonly outcome?: PlantedOutcome;
  readonly truth: CaseTruth;
};

export const EPOCH = { epoch: '2025-06-30' };

export const draw = (options: GenerateOptions): SampleRecord[] => [...generate(options)];

/** Records with a fault of this kind. */
export const withFault = (records: readonly SampleRecord[], kind: FaultKind | 'straddle'): SampleRecord[] =>
  records.filter((record) => record.faults.some((fault) => fault.kind === kind));

export const countFault = (records: readonly SampleRecord[], kind: FaultKind | 'straddle'): number =>
  withFault(records, kind).length;

/** As the faults name a twin: `commune/sheet/parcel`. */
export const oldKeyOf = ({ values }: SampleRecord): string =>
  `${values.commune}/${values.sheet}/${values.parcel}`;

/** A truth in which all that is not said is assigned. */
export function truthOf(
  read: number,
  { ambiguous = 0, rejected = 0 }: { readonly ambiguous?: number; readonly rejected?: number } = {},
  issues: CaseTruth['issues'] = {},
): CaseTruth {
  return { read, assigned: read - ambiguous - rejected, ambiguous, rejected, issues, refused: null };
}

export const refusedTruth = (code: IssueCode, source: string): CaseTruth => ({
  read: 0,
  assigned: 0,
  ambiguous: 0,
  rejected: 0,
  issues: {},
  refused: { code, source },
});

/** Writes the case's folder anew; `expected.json`, which the golden tests keep there, is left alone. */
export async function writeCase(sample: SampleCase, root: string): Promise<void> {
  const folder = join(root, sample.slug);
  mkdirSync(folder, { recursive: true });
  for (const { name, records, options } of sample.files) {
    const writer = await openWriter(join(folder, name), options);
    for (const record of records) await writer.write(record);
    await writer.close();
  }
  for (const [name, text] of Object.entries(sample.texts ?? {})) writeFileSync(join(folder, name), text);
  const outlines = join(folder, 'boundaries.geojson');
  if (sample.boundaries) writeFileSync(outlines, outlinesOf(sample, sample.boundaries));
  else rmSync(outlines, { force: true });
  writeFileSync(join(folder, 'config.json'), `${JSON.stringify(configOf(sample), null, 2)}\n`);
  writeFileSync(join(folder, 'truth.json'), formatTruth(truthFileOf(sample)));
  writeFileSync(join(folder, 'README.md'), readmeOf(sample));
}

export const truthFileOf = ({ truth, files, outcome }: SampleCase): CaseTruthFile => ({
  ...truth,
  records: truth.refused ? {} : plantedRecords(files, outcome),
});

function configOf({ province, files, boundaries, config }: SampleCase): object {
  return {
    $schema: '../../../packages/core/config.schema.json',
    province,
    asOf: '2025-07-01',
    sources: files.flatMap((file) => (file.config ? [{ match: file.name, ...file.config }] : [])),
    ...(boundaries && {
      boundaries: { path: 'boundaries.geojson', codeColumn: 'maXa', nameColumn: 'tenXa', crs: 4326 },
    }),
    ...config,
  };
}

/** Only the communes that the case's parcels may go to, and the neighbours that planted parcels lie in. */
function outlinesOf({ files }: SampleCase, country: GenerateOptions): string {
  const old = new Set(files.flatMap(({ records }) => records.map((record) => record.oldCommune)));
  const territories = territoriesOf(country);
  const heirs = new Set(
    territories
      .filter(({ old: { unit } }) => old.has(unit.code))
      .flatMap((t) => t.old.heirs.map((h) => h.code)),
  );
  return boundaryGeoJson(newOutlines(territories).filter(({ unit }) => heirs.has(unit.code)));
}

function readmeOf({ slug, planted, answer, files, truth }: SampleCase): string {
  const rows = files.map(
    ({ name, records, options }) => `| \`${name}\` | ${options.format} | ${records.length} |`,
  );
  const counts = truth.refused
    ? `The run is refused: \`${truth.refused.code}\` on \`${truth.refused.source}\`.`
    : `Read ${truth.read}: assigned ${truth.assigned}, ambiguous ${truth.ambiguous}, rejected ${truth.rejected}.`;
  const issues = Object.entries(truth.issues).map(([code, count]) => `- \`${code}\`: ${count}`);
  return [
    `# ${slug}`,
    planted,
    `## Known answer\n\n${counts} ${answer}${issues.length > 0 ? `\n\n${issues.join('\n')}` : ''}`,
    `## Files\n\n| file | format | records |\n| --- | --- | --- |\n${rows.join('\n')}`,
    '`truth.json` follows from how the input was drawn, not from the toolkit. All parcels, holders and boundaries are synthetic; commune codes and names are real. Drawn by `packages/sample` (`cases.ts`); the same code draws the same bytes.',
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
