/** `thuadat review`: writes the doubtful parcels of a run as a table to fill in; `plan --decisions` reads it back. */

import { writeFile } from 'node:fs/promises';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { CommuneCode, IsoDate, ParcelNumber, SheetNumber } from '@thuadat/core/code';
import { parseScale } from '@thuadat/core/code';
import { type DecisionRow, formatDecisions } from '@thuadat/core/decision';
import { openRunFolder, type RunFolder, readAssignmentCells } from '@thuadat/store/run-folder';
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
  for await (const cells of readAssignmentCells(folder.path, '.unresolved')) {
    const commune = cells.old_commune as CommuneCode | null;
    const sheet = cells.old_sheet as SheetNumber | null;
    if (cells.status !== 'ambiguous' || commune === null || sheet === null) continue;
    const scale = parseScale((cells.old_scale as string | null) ?? '');
    rows.push({
      source: manifest.sources[cells.source as number]?.name ?? null,
      oldCommune: commune,
      oldName: crosswalk.unitAt(commune, cells.old_epoch as IsoDate)?.name ?? commune,
      sheet,
      scale: scale.ok ? scale.value : null,
      series: cells.old_series as string | null,
      parcel: cells.old_parcel as ParcelNumber | null,
      candidates: JSON.parse(cells.candidates as string),
      decided: null,
    });
  }
  return rows;
}
