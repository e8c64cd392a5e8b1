/** A user's own PostGIS tables: in as one consistent snapshot, out as new columns. */

export { isTableAddress, parseTableAddress, type TableAddress } from './address.ts';
export { type LocalSnapshot, snapshotTable } from './table-source.ts';
