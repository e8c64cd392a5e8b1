/** Text format of COPY: one line a row, tab between fields, `\N` for null. Fast enough for millions of rows. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters COPY needs escaped
const SPECIAL = /[\\\t\n\r\u0000]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SPECIALS = /[\\\t\n\r\u0000]/g;
/** PostgreSQL's text cannot hold NUL: it becomes U+FFFD. Verbatim values travel as JSON, where NUL is an escape. */
const ESCAPE: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\ufffd',
};

/** One field. Numbers must be finite: an unknown number is null, never NaN. */
export function copyField(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') {
    return SPECIAL.test(value) ? value.replace(SPECIALS, (mark) => ESCAPE[mark]!) : value;
  }
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (!Number.isFinite(value)) throw new RangeError(`a finite number or null was expected, ${value} found`);
  return String(value);
}

const MEANING: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

/** Fields of one row without its line end, as {@link copyLine} wrote them; null is `\N`. */
export const copyFields = (line: string): (string | null)[] =>
  line
    .split('\t')
    .map((field) =>
      field === '\\N'
        ? null
        : field.includes('\\')
          ? field.replace(/\\(.)/g, (_, mark: string) => MEANING[mark] ?? mark)
          : field,
    );

/** One row with its line end. */
export function copyLine(fields: readonly (string | number | boolean | null)[]): string {
  let line = '';
  for (let i = 0; i < fields.length; i++) line += (i ? '\t' : '') + copyField(fields[i]!);
  return `${line}\n`;
}
