/** `thuadat completion`: what a shell loads so that the Tab key knows verbs and options. */
import { Argument, type Command } from 'commander';
import { completionScript, SHELLS, type Shell } from '../terminal/completion.ts';
import { say } from '../terminal/language.ts';

export function declareCompletion(program: Command): void {
  program
    .command('completion')
    .description(
      say(
        'in tập lệnh gợi ý bằng phím Tab cho bash, zsh hoặc fish',
        'print a completion script for bash, zsh or fish',
      ),
    )
    .addArgument(new Argument('<shell>', say('trình lệnh', 'shell')).choices(SHELLS))
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, program));
    });
}
