/** The options that choose issues, of every command that lists them. */

import { SEVERITIES } from '@thuadat/export/issue-list/filter';
import { type Command, Option } from 'commander';
import { say } from '../terminal/language.ts';

export const withFilterOptions = (command: Command): Command =>
  command
    .option(
      '--code <codes>',
      say(
        'chỉ các quy tắc này, ví dụ overlap,area.differs',
        'only these rules, such as overlap,area.differs',
      ),
    )
    .addOption(
      new Option(
        '--severity <levels>',
        say(`chỉ các mức này: ${SEVERITIES.join(', ')}`, `only these levels: ${SEVERITIES.join(', ')}`),
      ),
    )
    .option('--source <files>', say('chỉ các tệp nguồn này', 'only these source files'));
