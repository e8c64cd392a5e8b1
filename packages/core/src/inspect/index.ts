/**
 * What `inspect` tells of a source, as plain data: layers, columns with role and encoding, coordinate system and whether
 * the coordinates lie where it says, the date of the codes, and the faults that parsing finds. Nothing is changed.
 */
import { oldZones } from '../assign/identity.ts';
import type { CommuneCode, ProvinceCode, SubNumbers } from '../code.ts';
import type { Issue, IssueCode, Severity } from '../issue/index.ts';
import type { Message } from '../message/message.ts';
import { type Decimal, gatherDecimals } from '../parse/area.ts';
import { type Constants, createDraftParser } from '../parse/draft.ts';
import { columnIndex, columnNames, type DetectedRoles, type RoleProblem } from '../parse/roles.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { ColumnRole, SourceRecord } from '../stages.ts';
import type { TextEncoding } from '../text/decode.ts';
import { createEncodingDetector, type EncodingVerdict } from '../text/detect.ts';
import type { EpochVerdict } from './epoch.ts';
import { createGeoreference, type GeoreferenceVerdict, type InCommune } from './georeference.ts';
import { layerIssues } from './layer-issues.ts';

/** A finding and how sure it is; the shape of `formats`' `Detected`. */
export type Certain<T> = {
  readonly value: T;
  readonly sure: 'declared' | 'detected' | 'guessed' | 'unknown';
  readonly why: Message;
};

export type ColumnInspection = {
  readonly name: string;
  readonly role: ColumnRole | null;
  /** Records with a value. */
  readonly filled: number;
  /** First value, verbatim. */
  readonly sample: string | null;
  readonly encoding: EncodingVerdict;
};

export type IssueTally = {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly count: number;
  /** The first ones, in file order. */
  readonly samples: readonly Issue[];
};

export type LayerInspection = {
  readonly name: string;
  readonly records: number;
  readonly withGeometry: number;
  readonly columns: readonly ColumnInspection[];
  readonly roles: DetectedRoles['roles'];
  readonly roleProblems: readonly RoleProblem[];
  readonly crs: Certain<{ readonly epsg: number | null; readonly text: string }>;
  readonly georeference: GeoreferenceVerdict | null;
  /** Decimal sign that the area column proves. */
  readonly decimal: Decimal | null;
  readonly communes: readonly { readonly code: CommuneCode; readonly records: number }[];
  readonly issues: readonly IssueTally[];
  readonly notes: readonly Message[];
};

export type SourceInspection = {
  readonly name: string;
  readonly format: string;
  readonly encoding: Certain<string>;
  readonly epoch: EpochVerdict | null;
  readonly records: number;
  readonly layers: readonly LayerInspection[];
  /** No issue blocks planning: coordinates in place, key columns found. */
  readonly ready: boolean;
};

export type LayerInspectorOptions = {
  readonly sourceName: string;
  readonly layer: {
    readonly name: string;
    readonly fields: readonly string[];
    readonly crs: LayerInspection['crs'];
    readonly notes?: readonly Message[];
  };
  readonly detected: DetectedRoles;
  /** As the layer is going to be read; one a column. */
  readonly encodings: readonly (TextEncoding | 'ascii')[];
  /** The config's word, over the file's. */
  readonly crs?: number | Readonly<Record<string, number>>;
  readonly constants?: Constants;
  readonly decimal?: Decimal;
  readonly subNumbers?: SubNumbers;
  /** Null: no province was named; coordinates are then not tested. */
  readonly profile: ProvinceProfile | null;
  readonly provinceOf: (commune: CommuneCode) => ProvinceCode | null;
  /** What is to be said of a system that is no zone; where it blocks, nobody knows where the coordinates are. */
  readonly systemIssue?: Issue;
  readonly inCommune?: InCommune;
  readonly minInside?: number;
};

export type LayerInspector = { add(record: SourceRecord): void; result(): LayerInspection };

const SAMPLES = 5;
const NO_PROFILE = { predecessors: [], exportZone: 4326 };

function gatherIssues() {
  const tallies = new Map<IssueCode, { severity: Severity; count: number; samples: Issue[] }>();
  const add = (one: Issue): void => {
    const tally = tallies.get(one.code) ?? { severity: one.severity, count: 0, samples: [] };
    tally.count++;
    if (tally.samples.length < SAMPLES) tally.samples.push(one);
    tallies.set(one.code, tally);
  };
  const list = (): IssueTally[] =>
    [...tallies].map(([code, tally]) => ({ code, ...tally })).sort((a, b) => (a.code < b.code ? -1 : 1));
  return { add, list };
}

/** Streaming: memory grows with the distinct commune codes, not with the records. */
export function createLayerInspector(options: LayerInspectorOptions): LayerInspector {
  const { sourceName, layer, detected, profile, provinceOf } = options;
  const lost = options.systemIssue?.severity === 'blocking';
  const crs = lost ? 4326 : (options.crs ?? layer.crs.value.epsg);
  const parse = createDraftParser({
    sourceName,
    layerName: layer.name,
    fields: layer.fields,
    roles: detected.roles,
    encoding: options.encodings,
    crs: crs ?? (profile === null ? 4326 : null),
    profile: profile ?? NO_PROFILE,
    provinceOf,
    ...(options.constants ? { constants: options.constants } : {}),
    ...(options.decimal ? { decimal: options.decimal } : {}),
    ...(options.subNumbers ? { subNumbers: options.subNumbers } : {}),
  });
  const georeference = profile === null || lost ? null : georeferenceOf(options, profile, crs);
  const legalZone = oldZones(profile ?? NO_PROFILE);
  const columns = layer.fields.map(() => ({
    filled: 0,
    sample: null as string | null,
    encoding: createEncodingDetector(),
  }));
  const areaColumn = columnIndex(layer.fields, detected.roles.areaLegal ?? detected.roles.area ?? '');
  const decimals = gatherDecimals();
  const communes = new Map<CommuneCode, number>();
  const issues = gatherIssues();
  let records = 0;
  let withGeometry = 0;

  return {
    add(record) {
      const draft = parse(record, records++, 0, 0);
      if (record.geometry !== null) withGeometry++;
      record.values.forEach((value, index) => {
        const column = columns[index];
        if (column === undefined || value === null || value === '') return;
        column.filled++;
        column.sample ??= value;
        column.encoding.add(value);
      });
      const area = areaColumn < 0 ? null : record.values[areaColumn];
      if (area) decimals.add(area);
      if (draft.commune !== null) communes.set(draft.commune, (communes.get(draft.commune) ?? 0) + 1);
      for (const one of draft.issues) issues.add(one);
      const old = draft.commune === null ? null : provinceOf(draft.commune);
      const legal = legalZone({ province: old ?? draft.province });
      georeference?.addGeometry(record.geometry, draft.zone, draft.commune, legal);
    },
    result() {
      const placed = georeference?.verdict() ?? null;
      const named = columns.map(
        (column, index): ColumnInspection => ({
          name: layer.fields[index]!,
          role: roleAt(detected, layer.fields, index),
          filled: column.filled,
          sample: column.sample,
          encoding: column.encoding.result(),
        }),
      );
      const whole = [
        ...layerIssues(sourceName, layer.name, detected.problems, named),
        ...(options.systemIssue ? [options.systemIssue] : []),
        ...(placed?.issue ? [placed.issue] : []),
      ];
      const all = gatherIssues();
      for (const one of whole) all.add(one);
      return {
        name: layer.name,
        records,
        withGeometry,
        columns: named,
        roles: detected.roles,
        roleProblems: detected.problems,
        crs: layer.crs,
        georeference: placed,
        decimal: options.decimal ?? decimals.sign(),
        communes: [...communes].sort().map(([code, count]) => ({ code, records: count })),
        issues: [...all.list(), ...issues.list()],
        notes: layer.notes ?? [],
      };
    },
  };
}

function georeferenceOf(options: LayerInspectorOptions, profile: ProvinceProfile, crs: unknown) {
  return createGeoreference({
    profile,
    sourceName: options.sourceName,
    layerName: options.layer.name,
    crsFrom: options.crs !== undefined ? 'config' : crs === null ? null : 'declared',
    ...(options.inCommune ? { inCommune: options.inCommune } : {}),
    ...(options.minInside === undefined ? {} : { minInside: options.minInside }),
  });
}

function roleAt(detected: DetectedRoles, fields: readonly string[], index: number): ColumnRole | null {
  for (const [role, column] of Object.entries(detected.roles) as [ColumnRole, string][]) {
    if (columnNames(column).some((name) => columnIndex(fields, name) === index)) return role;
  }
  return null;
}

const KEY_ROLES: readonly ColumnRole[] = ['sheet', 'parcel'];

/** Puts the layers together. `hasCommune`: the config gives the commune of each layer that lacks the column. */
export function summariseSource(
  source: Pick<SourceInspection, 'name' | 'format' | 'encoding'>,
  layers: readonly LayerInspection[],
  epoch: EpochVerdict | null,
  hasCommune = false,
): SourceInspection {
  const ready = layers.every(
    (layer) =>
      (hasCommune || layer.roles.commune !== undefined) &&
      KEY_ROLES.every((role) => layer.roles[role] !== undefined) &&
      layer.georeference?.ok !== false &&
      !layer.issues.some(
        ({ code, severity }) => code.startsWith('georeference.') && severity === 'blocking',
      ) &&
      !layer.roleProblems.some((problem) => problem.kind === 'missing-column'),
  );
  const records = layers.reduce((sum, layer) => sum + layer.records, 0);
  const dated = epoch === null || epoch.epoch === 'before' || epoch.epoch === 'undetermined';
  return { ...source, epoch, records, layers, ready: ready && dated };
}
