/** What the user's config file says, once it is read and checked (`packages/engine/src/config/`). */
import type { SheetOrder } from './assign/sheet/order.ts';
import type { CheckRules } from './check/rules-table.ts';
import type { IsoDate, SubNumbers } from './code.ts';
import { EXACT_METHOD, type IdentifierMethod } from './identifier/method.ts';
import type { IssueCode, Severity } from './issue/index.ts';
import type { Decimal } from './parse/area.ts';
import type { Constants } from './parse/draft.ts';
import type { SheetStrategy } from './profile.ts';
import type { ColumnRole } from './stages.ts';
import type { TextEncoding } from './text/decode.ts';

export type Axes = 'xy' | 'yx';

/** A table of attributes beside the geometry. A key's column has one name on both sides, or a pair of names. */
export type AttributesConfig = {
  /** Path of the table: XLSX, CSV or DBF. */
  readonly file: string;
  readonly key: readonly (string | { readonly geometry: string; readonly table: string })[];
  /** Columns of the table that are taken over; all unless told. */
  readonly columns?: readonly string[];
};

export const keyPairs = ({ key }: AttributesConfig): { geometry: string; table: string }[] =>
  key.map((column) => (typeof column === 'string' ? { geometry: column, table: column } : column));

/** What the user knows of a source. All entries that match a layer apply, later ones over earlier ones. */
export type SourceConfig = {
  readonly match: string;
  readonly layer?: string;
  /** Only these layers or worksheets of the file, as globs. */
  readonly layers?: readonly string[];
  /** Row of a table that holds the column names, from 1. */
  readonly headerRow?: number;
  readonly skip?: boolean;
  readonly encoding?: TextEncoding;
  readonly crs?: number | Readonly<Record<string, number>>;
  readonly axes?: Axes;
  /** Coordinates in a system that is no zone are brought to WGS84 degrees, where a way is known. `crs` naming such a system says as much. */
  readonly reproject?: boolean;
  readonly epoch?: IsoDate;
  readonly decimal?: Decimal;
  readonly roles?: Readonly<Partial<Record<ColumnRole, string | null>>>;
  readonly constants?: Constants;
  readonly attributes?: AttributesConfig;
};

export type BoundaryConfig = {
  readonly path: string;
  readonly layer?: string;
  readonly codeColumn?: string;
  readonly nameColumn?: string;
  readonly crs?: number;
  readonly epoch?: IsoDate;
};

export type Config = {
  readonly province?: string;
  readonly asOf?: IsoDate;
  readonly sources: readonly SourceConfig[];
  readonly sheetPlan: SheetOrder & {
    readonly strategy?: SheetStrategy;
    readonly rangeSize?: number;
    readonly perCommune: Readonly<Record<string, SheetStrategy>>;
    /** Path of a reference table, CSV or XLSX. */
    readonly table?: string;
  };
  readonly rules: {
    readonly split: { readonly minShare?: number; readonly maxOther?: number };
    readonly georeference: { readonly minInside?: number };
    /** Absent: no more than the usual ones. */
    readonly subNumbers?: SubNumbers;
    /** Laid over the dated set: `checkRulesAt(date, { ...check, severities })`. */
    readonly check: Partial<Omit<CheckRules, 'from' | 'severities' | 'source' | 'agricultural'>>;
    readonly severities: Readonly<Partial<Record<IssueCode, Severity>>>;
  };
  /** How new identifiers are made; those issued or carried are never made anew. */
  readonly identifier: { readonly method: IdentifierMethod };
  readonly boundaries?: BoundaryConfig;
  readonly decisions?: string;
  readonly units?: string;
  readonly output?: string;
};

export const EMPTY_CONFIG: Config = {
  sources: [],
  sheetPlan: { perCommune: {} },
  rules: { split: {}, georeference: {}, check: {}, severities: {} },
  identifier: { method: EXACT_METHOD },
};

/** `*` and `?` within one folder, `**` over folders; a pattern without `/` fits the file name in any folder. */
export const matchesGlob = (pattern: string, path: string): boolean =>
  new RegExp(`(?:^|/)${globSource(pattern)}$`, 'u').test(plainPath(path));

/** The same of a whole path: a pattern without `/` fits what lies in the first folder only. */
export const matchesWholeGlob = (pattern: string, path: string): boolean =>
  new RegExp(`^${globSource(pattern)}$`, 'u').test(plainPath(path));

const plainPath = (path: string): string => path.replaceAll('\\', '/').normalize('NFC');

const globSource = (pattern: string): string =>
  plainPath(pattern)
    .replace(/^\.\//, '')
    .replace(/[.+^${}()|[\]]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (sign) => (sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : '.*'));

/** All that the config says of one layer of a source, merged in order; and which entries said it. */
export function sourceConfig(
  config: Config,
  path: string,
  layer: string,
): { readonly settings: Omit<SourceConfig, 'match' | 'layer'>; readonly entries: readonly number[] } {
  let settings: Omit<SourceConfig, 'match' | 'layer'> = {};
  const entries: number[] = [];
  for (const [index, { match, layer: only, ...own }] of config.sources.entries()) {
    if (!matchesGlob(match, path) || (only !== undefined && !matchesGlob(only, layer))) continue;
    entries.push(index);
    settings = {
      ...settings,
      ...own,
      ...(own.roles ? { roles: { ...settings.roles, ...own.roles } } : {}),
      ...(own.constants ? { constants: { ...settings.constants, ...own.constants } } : {}),
    };
  }
  return { settings, entries };
}
