/** Results go to standard output, talk to standard error, so that output can be piped. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { say } from './language.ts';

/**
 * Signs that a terminal obeys instead of showing: controls but for line ends and tabs, and those that turn the direction of writing.
 * A cell of a source that holds one must neither paint the screen nor show digits in another order.
 */
const OBEYED = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** Each as its code, `\u202E`, which is also what JSON writes. */
const visible = (text: string): string =>
  text.replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);

/** Stands for ESC in our own colours until they are printed; drawn anew in each process, so that no file can hold it. */
const COLOUR = String.fromCodePoint(0xf0000 + randomInt(0xfffe));
const COLOUR_CODE = new RegExp(`${COLOUR}(\\[\\d+m)`, 'gu');

/** Text as it goes out: what data holds is shown, what we paint is obeyed. */
const printable = (text: string): string => visible(text).replace(COLOUR_CODE, '\u001b$1');

let takeAway: (() => void) | null = null;

/** Who draws a line in place takes it away before anything else is printed. */
export function holdLine(hide: (() => void) | null): void {
  takeAway = hide;
}

export function out(text = ''): void {
  if (process.stdout.isTTY) takeAway?.();
  process.stdout.write(`${printable(text)}\n`);
}

/** For long lists: waits for who reads, so that what was not read yet does not pile up. */
export async function outSlowly(text: string): Promise<void> {
  if (!process.stdout.write(`${printable(text)}\n`)) await once(process.stdout, 'drain');
}

// Who reads may have seen enough (`| head`): that is no fault.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit();
  // A terminal that is gone: the work ends by itself, told by the hang-up.
  if (fault.code !== 'EIO') throw fault;
});

export function talk(text = ''): void {
  takeAway?.();
  process.stderr.write(`${printable(text)}\n`);
}

export const json = (value: unknown): void => out(JSON.stringify(value, null, 2));

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colour ? `${COLOUR}[${code}m${text}${COLOUR}[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

/** Width on a terminal: combining marks and colour codes take no column. */
function width(text: string): number {
  return [...text.replace(COLOUR_CODE, '').normalize('NFC')].length;
}

/** Plain aligned columns; cells that look like numbers are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  // A line end in a cell would break the table.
  const cells = rows.map((row) => row.map((cell) => visible(String(cell)).replace(/[\n\t]/g, ' ')));
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
