/** The command as it was typed, so that a person can be told how to go on; passwords in addresses stay hidden. */
import { RUNS } from '../workspace.ts';

export function commandLine(args: readonly string[] = process.argv.slice(2)): string {
  return ['thuadat', ...args.map((arg) => quoted(withoutPassword(arg)))].join(' ');
}

export type Places = { readonly database?: string | undefined; readonly runs?: string };

/** Verbs that look for a run in the database alone. */
const WITHOUT_RUNS: ReadonlySet<string | undefined> = new Set(['revert', 'serve', 'lookup']);

/** A command to go on with, as a shell takes it; it looks where this one did. */
export function nextCommand(args: readonly string[], { database, runs }: Places): string {
  return commandLine([
    ...args,
    ...(database === undefined ? [] : ['-d', database]),
    ...(runs === undefined || runs === RUNS || WITHOUT_RUNS.has(args[0]) ? [] : ['--runs', runs]),
  ]);
}

const withoutPassword = (text: string): string => text.replace(/:\/\/([^:/@\s]*):[^@\s]*@/g, '://$1:…@');

const quoted = (arg: string): string =>
  /^[\p{L}\p{N}_\-./:=@,+%…~]+$/u.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
