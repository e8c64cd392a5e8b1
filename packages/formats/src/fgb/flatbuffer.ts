/**
 * Just as much of FlatBuffers as FlatGeobuf needs: fields of tables, vectors, texts. A function a field and no objects,
 * where generated accessors make some for every geometry; a read outside the bytes throws what `isDamage` knows.
 */

import { malformed } from '../format.ts';

/** Where a table's field is; 0 when the table does not have it. */
export function fieldAt(bytes: Buffer, table: number, field: number): number {
  const vtable = table - bytes.readInt32LE(table);
  const slot = 4 + 2 * field;
  if (slot + 2 > bytes.readUInt16LE(vtable)) return 0;
  const offset = bytes.readUInt16LE(vtable + slot);
  return offset === 0 ? 0 : table + offset;
}

/** Where a field's table, vector or text is (a vector begins with its length); 0 when the table does not have it. */
export function targetAt(bytes: Buffer, table: number, field: number): number {
  const at = fieldAt(bytes, table, field);
  return at === 0 ? 0 : at + bytes.readUInt32LE(at);
}

export const rootAt = (bytes: Buffer, at: number): number => at + bytes.readUInt32LE(at);

export function byteField(bytes: Buffer, table: number, field: number, missing = 0): number {
  const at = fieldAt(bytes, table, field);
  return at === 0 ? missing : bytes.readUInt8(at);
}

export function textField(bytes: Buffer, table: number, field: number): string | null {
  const at = targetAt(bytes, table, field);
  if (at === 0) return null;
  const length = bytes.readUInt32LE(at);
  if (at + 4 + length > bytes.length) throw malformed('damage.text', { bytes: length });
  return bytes.toString('utf8', at + 4, at + 4 + length);
}

/** Tables of a vector of tables. */
export function tablesField(bytes: Buffer, table: number, field: number): number[] {
  const at = targetAt(bytes, table, field);
  if (at === 0) return [];
  const length = bytes.readUInt32LE(at);
  if (at + 4 + 4 * length > bytes.length) throw malformed('damage.list', { parts: length });
  return Array.from({ length }, (_, i) => {
    const slot = at + 4 + 4 * i;
    return slot + bytes.readUInt32LE(slot);
  });
}
