/** `thuadat review`: writes the doubtful parcels of a run as a table to fill in; `plan --decisions` reads it back. */

import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { CommuneCode, IsoDate, ParcelNumber, SheetNumber } from '@thuadat/core/code';
import { parseScale } from '@thuadat/core/code';
import { type DecisionRow, formatDecisions } from '@thuadat/core/decision';
import { ASSIGNMENT_COLUMNS, assignmentFile, openRunFolder, type RunFolder } from '@thuadat/store/run-folder';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import { out, talk } from '../print.ts';
import { findRun, RUNS } from '../workspace.ts';

export function declareReview(program: Command): void {
  program
    .command('review')
    .description(
      say(
        'xuất bảng các thửa chưa rõ xã để quyết định; đọc lại bằng "plan --decisions"',
        'write the parcels without a certain commune as a table to decide; "plan --decisions" reads it back',
      ),
    )
    .argument('<run>', say('mã hoặc thư mục lượt chạy', 'run id or folder'))
    .option(
      '-o, --out <file>',
      say('tệp CSV (mặc định: in ra màn hình)', 'CSV file (default: standard output)'),
    )
    .option('--runs <dir>', say('thư mục các lượt chạy', 'folder of runs'), RUNS)
    .action(async (run: string, flags: { out?: string; runs: string }) => {
      const folder = await openRunFolder(findRun(run, flags.runs));
      const rows = await openCases(folder);
      const crosswalk = loadCrosswalk();
      const text = formatDecisions(
        rows,
        (code) => crosswalk.unitAt(code, folder.manifest.asOf)?.name ?? code,
      );
      if (flags.out) {
        await writeFile(flags.out, `\ufeff${text}`);
        talk(
          say(
            `${flags.out}: ${count(rows.length)} thửa cần quyết định. Điền cột newCommune, reason, by.`,
            `${flags.out}: ${count(rows.length)} parcels to decide. Fill in newCommune, reason, by.`,
          ),
        );
      } else out(text.trimEnd());
      process.exitCode = rows.length > 0 ? EXIT.open : EXIT.ok;
    });
}

/** Parcels that wait for a commune: they lie in the unit of the unresolved. */
async function openCases(folder: RunFolder): Promise<DecisionRow[]> {
  const { manifest } = folder;
  if (!manifest.communes.some(({ unit }) => unit === '.unresolved')) return [];
  const crosswalk = loadCrosswalk();
  const rows: DecisionRow[] = [];
  const lines = createInterface({ input: createReadStream(assignmentFile(folder.path, '.unresolved')) });
  for await (const line of lines) {
    const cells = line.split('\t');
    const cell = (column: (typeof ASSIGNMENT_COLUMNS)[number]): string | null => {
      const text = cells[ASSIGNMENT_COLUMNS.indexOf(column)];
      return text === undefined || text === '\\N' ? null : text;
    };
    const commune = cell('old_commune') as CommuneCode | null;
    const sheet = cell('old_sheet') as SheetNumber | null;
    if (cell('status') !== 'ambiguous' || commune === null || sheet === null) continue;
    const scale = parseScale(cell('old_scale') ?? '');
    rows.push({
      source: manifest.sources[Number(cell('source'))]?.name ?? null,
      oldCommune: commune,
      oldName: crosswalk.unitAt(commune, cell('old_epoch') as IsoDate)?.name ?? commune,
      sheet,
      scale: scale.ok ? scale.value : null,
      series: cell('old_series'),
      parcel: cell('old_parcel') as ParcelNumber | null,
      candidates: JSON.parse(cell('candidates') ?? '[]'),
      decided: null,
    });
  }
  return rows;
}
