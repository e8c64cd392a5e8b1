/** Results go to standard output, talk to standard error, so that output can be piped. */
import { say } from './language.ts';

let takeAway: (() => void) | null = null;

/** Who draws a line in place takes it away before anything else is printed. */
export function holdLine(hide: (() => void) | null): void {
  takeAway = hide;
}

export function out(text = ''): void {
  if (process.stdout.isTTY) takeAway?.();
  process.stdout.write(`${text}\n`);
}

export function talk(text = ''): void {
  takeAway?.();
  process.stderr.write(`${text}\n`);
}

export const json = (value: unknown): void => out(JSON.stringify(value, null, 2));

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

/** Width on a terminal: combining marks and colour codes take no column. */
function width(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with ESC
  return [...text.replace(/\u001b\[\d+m/g, '').normalize('NFC')].length;
}

/** Plain aligned columns; cells that look like numbers are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = head.map((title, i) => Math.max(width(title), ...cells.map((row) => width(row[i] ?? ''))));
  const right = head.map(
    (_, i) => cells.length > 0 && cells.every((row) => /^[\d.,%–-]*$/.test(row[i] ?? '')),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat(widths[i]! - width(cell));
        return right[i] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [dim(line(head)), ...cells.map(line)].map((text) => `  ${text}`).join('\n');
}

/** At most `limit` rows, and how many are left out. */
export function sample<T>(items: readonly T[], limit: number, print: (item: T) => string): string {
  const lines = items.slice(0, limit).map(print);
  const rest = items.length - limit;
  if (rest > 0)
    lines.push(
      dim(say(`  … và ${rest} mục nữa (dùng --json để xem hết)`, `  … and ${rest} more (--json lists all)`)),
    );
  return lines.join('\n');
}
