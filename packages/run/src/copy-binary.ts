/**
 * PostgreSQL's binary COPY format, written straight into one growing buffer: no string a row, nothing to escape, numbers
 * as they are. Why not COPY text: it took 20 µs a parcel to write and the server longer to read back, half of it hex of
 * geometries. Layout: 11 bytes of signature, flags, extension length; rows of (field count, then length + bytes a field,
 * length -1 for null); -1 as the last field count. All numbers big-endian.
 */

export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Strings up to this length are encoded here; above it the call into the runtime's encoder is worth its price. */
const SHORT = 64;
const DAY = 86_400_000;
/** PostgreSQL counts days from 2000-01-01. */
const EPOCH_DAY = Date.UTC(2000, 0, 1) / DAY;

/** Gathers rows; whoever owns it takes `bytes` up to `length` and calls {@link CopyRows.clear}. */
export class CopyRows {
  bytes: Buffer = Buffer.allocUnsafe(2 << 20);
  length = 0;
  private view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  private readonly days = new Map<string, number>();

  clear(): void {
    this.length = 0;
  }

  private ensure(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.view = new DataView(grown.buffer, grown.byteOffset, grown.length);
  }

  raw(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  row(fields: number): void {
    this.ensure(2);
    this.view.setInt16(this.length, fields);
    this.length += 2;
  }

  null(): void {
    this.ensure(4);
    this.view.setInt32(this.length, -1);
    this.length += 4;
  }

  int4(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.ensure(8);
    this.view.setInt32(this.length, 4);
    this.view.setInt32(this.length + 4, value);
    this.length += 8;
  }

  int8(value: number): void {
    this.ensure(12);
    this.view.setInt32(this.length, 8);
    this.view.setInt32(this.length + 4, Math.floor(value / 2 ** 32));
    this.view.setUint32(this.length + 8, value >>> 0);
    this.length += 12;
  }

  /** Numbers must be finite: an unknown number is null, never NaN. Minus zero becomes zero, as in text. */
  float8(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    if (!Number.isFinite(value)) throw new RangeError(`a finite number or null was expected, ${value} found`);
    this.ensure(12);
    this.view.setInt32(this.length, 8);
    this.view.setFloat64(this.length + 4, value + 0);
    this.length += 12;
  }

  date(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    let day = this.days.get(value);
    if (day === undefined) {
      day = Date.parse(`${value}T00:00:00Z`) / DAY - EPOCH_DAY;
      if (!Number.isInteger(day)) throw new RangeError(`a date YYYY-MM-DD was expected, ${value} found`);
      this.days.set(value, day);
    }
    this.int4(day);
  }

  /** PostgreSQL's text cannot hold NUL: it becomes U+FFFD. Verbatim values travel as JSON, where NUL is an escape. */
  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    const from = this.open();
    const end = value.length <= SHORT ? this.shortUtf8(value, 1) : -1;
    if (end < 0) this.longUtf8(value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value);
    else this.length = end;
    this.close(from);
  }

  bytea(value: Uint8Array | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.ensure(4);
    this.view.setInt32(this.length, value.length);
    this.length += 4;
    this.raw(value);
  }

  /** A value whose length is known at its end: `open`, write, `close` with what `open` gave. */
  open(): number {
    this.ensure(4);
    this.length += 4;
    return this.length;
  }

  close(from: number): void {
    this.view.setInt32(from - 4, this.length - from);
  }

  byte(value: number): void {
    this.ensure(1);
    this.bytes[this.length++] = value;
  }

  /** A JSON string inside an open value; the very bytes of `JSON.stringify`. */
  jsonString(value: string): void {
    this.byte(0x22);
    const end = value.length <= SHORT ? this.shortUtf8(value, 0x20) : -1;
    if (end < 0) {
      this.length--;
      this.longUtf8(JSON.stringify(value));
      return;
    }
    this.length = end;
    this.byte(0x22);
  }

  private longUtf8(value: string): void {
    this.ensure(value.length * 3);
    this.length += this.bytes.write(value, this.length, 'utf8');
  }

  /**
   * Position after `value` in UTF-8; -1 where it holds a character below `least`, half of a surrogate pair or, in JSON
   * (`least` = space), one that needs an escape.
   */
  private shortUtf8(value: string, least: number): number {
    this.ensure(value.length * 3);
    const { bytes } = this;
    const json = least === 0x20;
    let at = this.length;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code < 0x80) {
        if (code < least || (json && (code === 0x22 || code === 0x5c))) return -1;
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        if (code >= 0xd800 && code < 0xe000) return -1;
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      }
    }
    return at;
  }
}
