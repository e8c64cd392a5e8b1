/**
 * A database table, or the answer to a query, as it was at one moment: what the store exports, the reader reads, and
 * `write-back` finds its rows by.
 */

/**
 * How COPY BINARY gives a column's values. `text` also stands for the types that the server itself writes as text before they are
 * copied: all that are not named here. Reals, decimals, dates and instants are among them; 100,000 rows with seven of them
 * were exported and read in 1.0 s so, and in 3.6 s when their digits were made here.
 */
export const COPIED_AS = [
  'text',
  'bool',
  'int2',
  'int4',
  'int8',
  'uuid',
  'jsonb',
  'bytea',
  'geometry',
] as const;
export type CopiedAs = (typeof COPIED_AS)[number];

export type TableColumn = {
  readonly name: string;
  /** As the server writes it: `character varying(20)`, `geometry(MultiPolygon,9208)`. */
  readonly type: string;
  readonly copiedAs: CopiedAs;
};

export type TableGeometryColumn = {
  readonly column: string;
  readonly srid: number;
  /** Null when the server's own list of systems says that the SRID is none of EPSG's; then `crs` is its WKT. */
  readonly epsg: number | null;
  readonly crs: string;
};

/** The same table gives the same description: nothing here depends on when or from where it was read. */
export type TableDescription = {
  /** Null of a query. */
  readonly schema: string | null;
  readonly table: string | null;
  readonly query: string | null;
  readonly columns: readonly TableColumn[];
  /** Columns that tell the rows apart, and by which they are sorted. Empty of a query that is sorted by itself. */
  readonly key: readonly string[];
  readonly geometry: TableGeometryColumn | null;
};

/** What is told beside the file: where it comes from, and where in it the rows begin. */
export type TableSnapshot = TableDescription & {
  /** Host, port and database; never a password. */
  readonly server: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** ISO instant, UTC. */
  readonly exportedAt: string;
  /** Byte offset of every `every`-th row, from the first. */
  readonly marks: { readonly every: number; readonly offsets: readonly number[] };
};

/** `schema.table`, or `query`. */
export const tableName = ({ schema, table }: TableDescription): string =>
  table === null ? 'query' : `${schema}.${table}`;
