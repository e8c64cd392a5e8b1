/** What keeps a table of a server from being read or written: told in words by the command line, in its language. */

export type TableFault =
  /** What was typed. */
  | { readonly kind: 'bad-address'; readonly found: string }
  | { readonly kind: 'no-table-named'; readonly server: string; readonly tables: readonly string[] }
  | { readonly kind: 'table-and-query' }
  /** The server. */
  | {
      readonly kind: 'no-connection';
      readonly server: string;
      readonly code: string | null;
      readonly found: string;
    }
  | { readonly kind: 'lost'; readonly server: string; readonly found: string }
  /** The table. */
  | { readonly kind: 'no-table'; readonly table: string; readonly near: readonly string[] }
  | { readonly kind: 'no-right'; readonly table: string; readonly right: string; readonly user: string }
  | { readonly kind: 'row-security'; readonly table: string; readonly user: string }
  | { readonly kind: 'no-geometry'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'several-geometries'; readonly table: string; readonly columns: readonly string[] }
  | {
      readonly kind: 'no-column';
      readonly option: 'geometry' | 'key';
      readonly column: string;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'no-key';
      readonly table: string;
      readonly what: 'table' | 'view';
      /** Sets of columns that a unique index tells apart. */
      readonly unique: readonly string[];
    }
  | { readonly kind: 'empty'; readonly table: string }
  | { readonly kind: 'query-unsorted' }
  | { readonly kind: 'bad-query'; readonly found: string }
  | { readonly kind: 'twin-columns'; readonly columns: readonly string[] }
  /** The rows. */
  | {
      readonly kind: 'mixed-srid';
      readonly table: string;
      readonly key: string;
      readonly found: number;
      readonly expected: number;
    }
  | { readonly kind: 'null-key' | 'key-twice'; readonly table: string; readonly key: string }
  | { readonly kind: 'damaged'; readonly table: string; readonly row: number }
  /** Writing back. */
  | { readonly kind: 'target-exists'; readonly target: string; readonly ours: string | null }
  | { readonly kind: 'name-too-long'; readonly name: string }
  | { readonly kind: 'columns-exist'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'table-changed'; readonly table: string; readonly since: string }
  | { readonly kind: 'not-a-plain-table'; readonly table: string }
  | { readonly kind: 'triggers'; readonly table: string; readonly triggers: readonly string[] }
  | { readonly kind: 'table-busy'; readonly table: string }
  | { readonly kind: 'nothing-to-undo'; readonly target: string; readonly found: string | null }
  | { readonly kind: 'no-create'; readonly schema: string; readonly user: string }
  | { readonly kind: 'not-owner'; readonly table: string; readonly user: string }
  | {
      readonly kind: 'changed-since-written';
      readonly table: string;
      readonly backup: string;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'used-by-others'; readonly target: string; readonly found: string }
  | {
      readonly kind: 'counts-differ';
      readonly target: string;
      readonly found: number;
      readonly expected: number;
    };

export class TableError extends Error {
  override name = 'TableError';
  readonly fault: TableFault;
  constructor(fault: TableFault, options?: ErrorOptions) {
    super(fault.kind, options);
    this.fault = fault;
  }
}

export const tableError = (fault: TableFault, cause?: unknown): TableError =>
  new TableError(fault, cause === undefined ? undefined : { cause });
