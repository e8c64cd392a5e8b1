/** The sources of the project as texts, for tests that hold something of all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export type SourceFile = { readonly path: string; readonly text: string };

/** Of the packages and the page, without tests and what is built. */
export const SOURCES: readonly SourceFile[] = ['packages', 'web']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((path) => /[/\\]src[/\\].*\.ts$/.test(path))
  .filter((path) => !/node_modules|[/\\]dist[/\\]|\.test\.ts$|\.test-data\.ts$|\.d\.ts$/.test(path))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The one file that holds a text: wherever it is moved, it is found. */
export function fileWith(text: string): SourceFile {
  const [found, ...more] = SOURCES.filter((source) => source.text.includes(text));
  if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} files hold "${text}".`);
  return found;
}

/** What the one file that holds a text exports. */
export const moduleWith = (text: string): Promise<Readonly<Record<string, unknown>>> =>
  import(join(ROOT, fileWith(text).path));
