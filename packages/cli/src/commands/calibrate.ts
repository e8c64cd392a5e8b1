/** `thuadat calibrate`: finds the method behind identifiers that a source carries; changes nothing. */
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { calibrate } from '@thuadat/core/calibrate/calibrate';
import { openGeos } from '@thuadat/core/identifier/method/geos';
import type { ProvinceProfile } from '@thuadat/core/profile';
import { readCodedParcels } from '@thuadat/engine/source/coded-parcels';
import { openSources } from '@thuadat/engine/source/source-files';
import { localSources, snapshotFolder } from '@thuadat/postgis/table-source';
import type { Command } from 'commander';
import { readConfig } from '../config-file.ts';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { configOption, jsonOption, provinceOption } from '../terminal/options.ts';
import { json, talk } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { printCalibration } from '../words/print-calibration.ts';
import { word } from '../words/word.ts';
import { RUNS } from '../workspace.ts';
import { chooseProfile } from './plan.ts';
import { stopSignal } from './session.ts';

type CalibrateFlags = { readonly province?: string; readonly config?: string; readonly json?: boolean };

export function declareCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description(
      say(
        'tìm phương pháp đã tạo ra các mã định danh có sẵn trong dữ liệu nguồn; không thay đổi gì',
        'find the method that made the identifiers a source carries; changes nothing',
      ),
    )
    .argument(
      '<sources...>',
      say(
        'tệp, thư mục, .zip, mẫu tên ("giao-nop/**/*.shp") hoặc postgres://…?table=lược_đồ.bảng',
        'files, folders, .zip, patterns ("giao-nop/**/*.shp") or postgres://…?table=schema.name',
      ),
    )
    .addOption(provinceOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (sources: string[], flags: CalibrateFlags) => {
      process.exitCode = await calibrateSources(sources, flags);
    });
}

async function calibrateSources(paths: readonly string[], flags: CalibrateFlags): Promise<number> {
  const config = await readConfig(flags.config);
  const profile = chooseProfile(flags.province ?? config.province);
  const signal = stopSignal();
  const progress = openProgress();
  const local = await localSources(paths, snapshotFolder(RUNS), progress, signal);
  const apart = [RUNS, ...(flags.config ? [flags.config] : [])];
  const sources = await openSources(local, { config, unpackIn: tmpdir(), apart });
  try {
    for (const note of sources.notes) talk(word(note));
    const coded = await readCodedParcels(sources.files, { config, profile, progress, signal });
    if (!coded.hasColumn) throw withoutColumn(paths);
    progress.stage('calibrate', coded.parcels.length);
    const geos = await openGeos();
    const calibration = await calibrate(coded.parcels, {
      geos,
      planes: planesOf(profile),
      advance: async (parcels) => {
        progress.advance(parcels);
        await setImmediate();
        signal.throwIfAborted();
      },
    });
    progress.stop();
    if (flags.json) {
      const { records, coded: carrying } = coded;
      json({ records, coded: carrying, ...calibration });
    } else printCalibration(calibration, coded);
    return calibration.verdict.kind === 'proposed' ? EXIT.ok : EXIT.refused;
  } finally {
    progress.stop();
    await sources.close();
  }
}

/** The zones of the old provinces, Cà Mau's other meridian and the 6° zone of the west: what programs are set to here. */
const planesOf = ({ predecessors }: ProvinceProfile): number[] => [
  ...new Set([...predecessors.map(({ zone }) => zone), 5897, 3405]),
];

const withoutColumn = (paths: readonly string[]): CommandError =>
  new CommandError(
    say(
      `${paths.join(', ')}: không có cột mã định danh thửa đất. Khai báo cột trong tệp cấu hình: sources[].roles.parcelId.`,
      `${paths.join(', ')}: no column holds parcel identifiers. Name it in the config file: sources[].roles.parcelId.`,
    ),
    EXIT.refused,
  );
