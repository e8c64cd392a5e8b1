/** Results go to standard output, talk to standard error, so that output can be piped. */
import { once } from 'node:events';
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

/** For long lists: waits for who reads, so that what was not read yet does not pile up. */
export async function outSlowly(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

// Who reads may have seen enough (`| head`): that is no fault.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit();
  // A terminal that is gone: the work ends by itself, told by the hang-up.
  if (fault.code !== 'EIO') throw fault;
});

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

/** Columns of the screen; of a file or pipe, what a screen usually has. */
export const screenWidth = (): number => process.stdout.columns ?? 120;

/** One line of at most `columns`. */
export function clip(text: string, columns: number): string {
  const marks = [...text.replace(/\s+/g, ' ')];
  return marks.length <= columns ? marks.join('') : `${marks.slice(0, Math.max(0, columns - 1)).join('')}…`;
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
