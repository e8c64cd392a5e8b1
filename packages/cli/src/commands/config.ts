/** `thuadat config`: checks a config file, or writes one to begin with. */
import { existsSync } from 'node:fs';
import type { Config } from '@thuadat/core/config';
import { exampleConfig } from '@thuadat/engine/config/example';
import { CONFIG_SCHEMA } from '@thuadat/engine/config/schema';
import type { Command } from 'commander';
import { readConfig } from '../config-file.ts';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { language, say } from '../terminal/language.ts';
import { green, json, out } from '../terminal/print.ts';
import { chooseProfile } from './plan.ts';

type ConfigFlags = { readonly example?: boolean; readonly schema?: boolean };

export function declareConfig(program: Command): void {
  program
    .command('config')
    .description(
      say(
        'kiểm tra một tệp cấu hình, hoặc in ra một tệp mẫu có chú thích',
        'check a config file, or print one with notes to begin with',
      ),
    )
    .argument('[file]', say('tệp cấu hình cần kiểm tra', 'config file to check'))
    .option('--example', say('in tệp mẫu có chú thích', 'print a sample with notes'))
    .option(
      '--schema',
      say('in khuôn dạng (JSON Schema) cho trình soạn thảo', 'print its form (JSON Schema) for editors'),
    )
    .action(async (file: string | undefined, flags: ConfigFlags) => {
      if ([file, flags.example, flags.schema].filter(Boolean).length !== 1) throw oneOfThree();
      if (flags.example) process.stdout.write(exampleConfig(language()));
      else if (flags.schema) json(CONFIG_SCHEMA);
      else await check(file!);
    });
}

const oneOfThree = (): CommandError =>
  new CommandError(
    say(
      'Cần đúng một trong ba: một tệp để kiểm tra, --example hoặc --schema.',
      'One of three is expected: a file to check, --example or --schema.',
    ),
  );

async function check(file: string): Promise<void> {
  const config = await readConfig(file);
  if (config.province !== undefined) chooseProfile(config.province);
  const absent = filesOf(config).filter((path) => !existsSync(path));
  if (absent.length > 0) {
    throw new CommandError(
      say(
        `${file}: không thấy các tệp mà cấu hình nêu: ${absent.join(', ')}. Đường dẫn tính từ thư mục chứa tệp cấu hình.`,
        `${file}: files that it names are not there: ${absent.join(', ')}. Paths begin at the folder of the config file.`,
      ),
      EXIT.usage,
    );
  }
  out(`  ${green('✓')} ${say(`${file}: dùng được.`, `${file}: can be used.`)}`);
}

const filesOf = ({ boundaries, decisions, sheetPlan, sources, units }: Config): string[] =>
  [
    ...sources.map(({ attributes }) => attributes?.file),
    boundaries?.path,
    decisions,
    sheetPlan.table,
    ...(units ? [`${units}.units.csv`, `${units}.events.csv`] : []),
  ].filter((path) => path !== undefined);
