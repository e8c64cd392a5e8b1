/** The command as it was typed, so that a person can be told how to go on; passwords in addresses stay hidden. */
export function commandLine(args: readonly string[] = process.argv.slice(2)): string {
  return ['thuadat', ...args.map((arg) => quoted(withoutPassword(arg)))].join(' ');
}

const withoutPassword = (text: string): string => text.replace(/:\/\/([^:/@\s]*):[^@\s]*@/g, '://$1:…@');

const quoted = (arg: string): string =>
  /^[\p{L}\p{N}_\-./:=@,+%…~]+$/u.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
