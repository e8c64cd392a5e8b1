/** Files dropped into a terminal window arrive as a line of text. */

/** A part in quotes of either kind, one sign behind a backslash, or a run of anything else that is no blank. */
const POSIX = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g;
/** On Windows a backslash divides folders, and an apostrophe is part of a name. */
const WINDOWS = /(?:"[^"]*"|[^\s"])+/g;

/** The paths in a line as a terminal of that platform writes them, without their quotes. */
export function droppedPaths(line: string, platform: NodeJS.Platform): string[] {
  const windows = platform === 'win32';
  const words = line.match(windows ? WINDOWS : POSIX) ?? [];
  return words.map((word) =>
    windows
      ? word.replaceAll('"', '')
      : word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, sign) => single ?? double ?? sign),
  );
}
