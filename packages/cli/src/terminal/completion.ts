/** Completion scripts for shells, made of the verbs and options as they are declared; file names complete everywhere else. */
import type { Command, Option } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

type Verb = { readonly name: string; readonly description: string; readonly options: readonly Option[] };

/** What completes after `thuadat VERB `; of a verb with verbs of its own, those too. */
export function completionScript(shell: Shell, program: Command): string {
  const help = program.createHelp();
  const verbs = help.visibleCommands(program).map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...help.visibleOptions(command), ...below(command)],
  }));
  return { bash, zsh, fish }[shell](verbs, program.options);
}

/** Options of the verbs below one, such as `account add --role`. */
const below = (command: Command): readonly Option[] => command.commands.flatMap((each) => each.options);

const flagsOf = (options: readonly Option[]): string[] => [
  ...new Set(options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== undefined)),
];

const choicesOf = (verbs: readonly Verb[], root: readonly Option[]): readonly Option[] => [
  ...new Map(
    [...root, ...verbs.flatMap(({ options }) => options)]
      .filter(({ argChoices }) => argChoices !== undefined)
      .map((option) => [option.long, option]),
  ).values(),
];

function bash(verbs: readonly Verb[], root: readonly Option[]): string {
  const choices = choicesOf(verbs, root).map(
    ({ short, long, argChoices }) =>
      `    ${[short, long].filter(Boolean).join('|')}) words='${argChoices!.join(' ')}' ;;`,
  );
  const cases = verbs.map(({ name, options }) => `    ${name}) words='${flagsOf(options).join(' ')}' ;;`);
  return `# thuadat completion bash > ~/.local/share/bash-completion/completions/thuadat
_thuadat() {
  local here="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verb='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in ${verbs.map(({ name }) => name).join('|')}) verb="$word"; break ;; esac
  done
  case "$before" in
${choices.join('\n')}
  esac
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$here")); return; fi
  case "$verb" in
${cases.join('\n')}
    '') words='${[...verbs.map(({ name }) => name), ...flagsOf(root)].join(' ')}' ;;
  esac
  if [ -z "$verb" ] || [ "\${here:0:1}" = - ]; then COMPREPLY=($(compgen -W "$words" -- "$here")); return; fi
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$here"))
}
complete -F _thuadat thuadat
`;
}

/** Inside single quotes of a shell. */
const plain = (text: string): string => text.replaceAll("'", "'\\''");

function zsh(verbs: readonly Verb[], root: readonly Option[]): string {
  const spec = ({ short, long, description, argChoices, required, optional }: Option): string[] => {
    const note = plain(description.replace(/[[\]:\\]/g, '\\$&'));
    const value = argChoices
      ? `:value:(${argChoices.join(' ')})`
      : required || optional
        ? ':value:_files'
        : '';
    return [short, long].filter((flag) => flag !== undefined).map((flag) => `'${flag}[${note}]${value}'`);
  };
  const all = (options: readonly Option[]) => options.flatMap(spec).join(' ');
  return `#compdef thuadat
# thuadat completion zsh > "\${fpath[1]}/_thuadat"
_thuadat() {
  local -a verbs=(
${verbs.map(({ name, description }) => `    '${name}:${plain(description.replaceAll(':', '\\:'))}'`).join('\n')}
  )
  local verb="\${words[2]}"
  if (( CURRENT == 2 )); then
    _describe 'thuadat' verbs
    _arguments ${all(root)}
    return
  fi
  shift words; (( CURRENT-- ))
  case "$verb" in
${verbs.map(({ name, options }) => `    ${name}) _arguments ${all(options)} '*:file:_files' ;;`).join('\n')}
    *) _files ;;
  esac
}
compdef _thuadat thuadat
`;
}

function fish(verbs: readonly Verb[], root: readonly Option[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const line = (condition: string, { short, long, description, argChoices, required, optional }: Option) =>
    [
      `complete -c thuadat -n ${quoted(condition)}`,
      short ? `-s ${short.slice(1)}` : '',
      long ? `-l ${long.slice(2)}` : '',
      argChoices ? `-x -a ${quoted(argChoices.join(' '))}` : required || optional ? '-r' : '',
      `-d ${quoted(description)}`,
    ]
      .filter(Boolean)
      .join(' ');
  return `# thuadat completion fish > ~/.config/fish/completions/thuadat.fish
${verbs.map(({ name, description }) => `complete -c thuadat -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`).join('\n')}
${root.map((option) => line('__fish_use_subcommand', option)).join('\n')}
${verbs.flatMap(({ name, options }) => options.map((option) => line(`__fish_seen_subcommand_from ${name}`, option))).join('\n')}
`;
}
