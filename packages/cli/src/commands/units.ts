/** A user's own log of administrative units, in the CSV form of `packages/admin-units/README.md`. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { baseLog, type ExtraLog } from '@thuadat/admin-units/index';
import { logProblem, parseLog } from '@thuadat/core/unit/log';
import { readNamedTable } from '@thuadat/formats/table/table-cells';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { word } from '../words/word.ts';

/** Reads `<prefix>.units.csv` and `<prefix>.events.csv`; all faults are listed at once. */
export async function readUnits(prefix: string): Promise<ExtraLog> {
  const names = [`${prefix}.units.csv`, `${prefix}.events.csv`] as const;
  const [units, events] = await Promise.all(names.map(bytesOf));
  const log = parseLog(await readNamedTable(names[0]), await readNamedTable(names[1]), baseLog());
  if (log.problems.length > 0) {
    throw new CommandError(log.problems.map((problem) => word(logProblem(problem))).join('\n'), EXIT.usage);
  }
  const sha256 = createHash('sha256').update(units!).update('\0').update(events!).digest('hex');
  return { units: log.units, events: log.events, sha256 };
}

const bytesOf = (name: string): Promise<Buffer> =>
  readFile(name).catch((cause) => {
    throw new CommandError(say(`${name}: không đọc được.`, `${name}: cannot be read.`), EXIT.usage, {
      cause,
    });
  });
