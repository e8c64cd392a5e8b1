/** `thuadat inspect`: says what a source is before anybody relies on it; changes nothing. */
import { tmpdir } from 'node:os';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { Config } from '@thuadat/core/config';
import { identifierProvenance } from '@thuadat/core/identifier/provenance';
import { createEpochDetector, describeVerdict, previousDay } from '@thuadat/core/inspect/epoch';
import {
  createLayerInspector,
  type LayerInspection,
  type SourceInspection,
  summariseSource,
} from '@thuadat/core/inspect/index';
import { issueMessage } from '@thuadat/core/issue/index';
import { detectRoles } from '@thuadat/core/parse/roles';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Crosswalk } from '@thuadat/core/unit/event';
import {
  epochFacts,
  type PreparedLayer,
  prepareSource,
  provinceAt,
  type SourceFile,
} from '@thuadat/engine/source/prepare-source';
import { systemIssue } from '@thuadat/engine/source/reproject';
import { openSources } from '@thuadat/engine/source/source-files';
import { TOOL } from '@thuadat/engine/work/context';
import { localSource, snapshotFolder } from '@thuadat/postgis/table-source';
import type { Command } from 'commander';
import { readConfig, reprojectHelp, reprojecting } from '../config-file.ts';
import { EXIT } from '../terminal/exit.ts';
import { count, language, say } from '../terminal/language.ts';
import { configOption, jsonOption, provinceOption } from '../terminal/options.ts';
import { bold, dim, green, json, out, red, table, talk, yellow } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { explain } from '../words/failure.ts';
import { methodLine } from '../words/report.ts';
import { word } from '../words/word.ts';
import { RUNS } from '../workspace.ts';
import { chooseProfile } from './plan.ts';
import { stopSignal } from './session.ts';

type InspectFlags = {
  readonly province?: string;
  readonly config?: string;
  readonly reproject?: boolean;
  readonly json?: boolean;
  readonly brief?: boolean;
};

export function declareInspect(program: Command): void {
  program
    .command('inspect')
    .description(
      say(
        'xem tệp nguồn là gì: dạng, lớp, hệ tọa độ, bảng mã, cột, thời điểm của mã xã',
        'say what a source is: format, layers, coordinates, text, columns, date of its codes',
      ),
    )
    .argument(
      '<files...>',
      say(
        'tệp, thư mục, .zip, mẫu tên ("giao-nop/**/*.shp") hoặc postgres://…?table=lược_đồ.bảng',
        'files, folders, .zip, patterns ("giao-nop/**/*.shp") or postgres://…?table=schema.name',
      ),
    )
    .addOption(provinceOption())
    .addOption(configOption())
    .option('--reproject', reprojectHelp())
    .addOption(jsonOption())
    .action(async (files: string[], flags: InspectFlags) => {
      process.exitCode = await inspect(files, flags);
    });
}

/** A file that cannot be read does not keep the others from being shown. */
export async function inspect(paths: readonly string[], flags: InspectFlags): Promise<number> {
  const config = reprojecting(await readConfig(flags.config), flags);
  const name = flags.province ?? config.province;
  const profile = name === undefined ? null : chooseProfile(name);
  const crosswalk = loadCrosswalk();
  const found: SourceInspection[] = [];
  let exit: number = EXIT.ok;
  const show = async (file: SourceFile): Promise<number> => {
    const source = await inspectSource(file, config, profile, crosswalk);
    found.push(source);
    if (!flags.json) printSource(source, flags.brief ?? false);
    return source.ready ? EXIT.ok : EXIT.open;
  };
  for (const path of paths)
    exit = Math.max(exit, await told(() => showDelivery(path, config, flags.config, show)));
  const identifier = identifierProvenance(config.identifier.method, TOOL);
  if (flags.json) json({ identifier, sources: found });
  else out(methodLine(identifier));
  return exit;
}

const told = (work: () => Promise<number>): Promise<number> => work().catch(explain);

/** One argument may be a folder of files; the worst of their exit codes. */
async function showDelivery(
  argument: string,
  config: Config,
  configFile: string | undefined,
  show: (file: SourceFile) => Promise<number>,
): Promise<number> {
  const local = await localSource(argument, snapshotFolder(RUNS), openProgress(), stopSignal());
  const apart = [RUNS, ...(configFile === undefined ? [] : [configFile])];
  const sources = await openSources([local], { config, unpackIn: tmpdir(), apart });
  try {
    for (const note of sources.notes) talk(word(note));
    let exit: number = EXIT.ok;
    for (const file of sources.files) exit = Math.max(exit, await told(() => show(file)));
    return exit;
  } finally {
    await sources.close();
  }
}

async function inspectSource(
  file: SourceFile,
  config: Config,
  profile: ProvinceProfile | null,
  crosswalk: Crosswalk,
): Promise<SourceInspection> {
  const source = await prepareSource(file, config);
  try {
    const detector = profile === null ? null : createEpochDetector(crosswalk, profile);
    const layers: LayerInspection[] = [];
    for (const prepared of source.layers) {
      const inspector = createLayerInspector(inspectorOptions(file, prepared, config, profile, crosswalk));
      const { facts } = epochFacts(prepared);
      for await (const record of prepared.layer.records()) {
        inspector.add(record);
        detector?.add(facts(record));
      }
      layers.push(inspector.result());
    }
    const { format, encoding } = source.open;
    const constant = source.layers.some(({ settings }) => settings.constants?.commune !== undefined);
    return summariseSource(
      { name: file.name, format, encoding },
      layers,
      detector?.verdict() ?? null,
      constant,
    );
  } finally {
    await source.open.close();
  }
}

function inspectorOptions(
  file: SourceFile,
  prepared: PreparedLayer,
  config: Config,
  profile: ProvinceProfile | null,
  crosswalk: Crosswalk,
) {
  const { layer, settings, encodings, subNumbers } = prepared;
  const { minInside } = config.rules.georeference;
  const system = systemIssue(file.name, prepared, profile);
  return {
    sourceName: file.name,
    layer,
    ...(system ? { systemIssue: system } : {}),
    detected: detectRoles(layer.fields, settings.roles ?? {}),
    encodings,
    subNumbers,
    profile,
    provinceOf: profile === null ? () => null : provinceAt(crosswalk, previousDay(profile.effective)),
    ...(settings.crs === undefined ? {} : { crs: settings.crs }),
    ...(settings.constants ? { constants: settings.constants } : {}),
    ...(settings.decimal ? { decimal: settings.decimal } : {}),
    ...(minInside === undefined ? {} : { minInside }),
  };
}

const SURE: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  declared: ['tệp khai báo', 'declared'],
  detected: ['phát hiện', 'detected'],
  guessed: ['phỏng đoán', 'guessed'],
  unknown: ['chưa rõ', 'unknown'],
};
const sure = (level: string): string => dim(`(${say(...(SURE[level] ?? [level, level]))})`);

/** `brief` leaves out the columns. */
function printSource(source: SourceInspection, brief: boolean): void {
  const mark = source.ready ? green('✓') : yellow('■');
  out(
    `${mark} ${bold(source.name)}  ${source.format} · ${count(source.records)} ${say('bản ghi', 'records')}`,
  );
  out(
    `  ${say('bảng mã tệp', 'file encoding')}: ${source.encoding.value} ${sure(source.encoding.sure)} ${dim(word(source.encoding.why))}`,
  );
  if (source.epoch) {
    const { epoch, asOf } = source.epoch;
    const words = {
      before: say('mã xã cũ', 'old codes'),
      after: say('mã xã mới (đã chuyển)', 'new codes (migrated)'),
      mixed: say('lẫn mã cũ và mới', 'old and new mixed'),
      undetermined: say('chưa xác định được', 'undetermined'),
    };
    const text = epoch === 'before' ? green(words[epoch]) : red(words[epoch]);
    out(
      `  ${say('thời điểm mã xã', 'date of the codes')}: ${text} ${asOf ?? ''} ${dim(describeVerdict(source.epoch, language()))}`,
    );
  }
  if (brief) return;
  source.layers.forEach(printLayer);
  out();
}

function printLayer(layer: LayerInspection): void {
  out();
  out(
    `  ${say('lớp', 'layer')} ${bold(layer.name)}: ${count(layer.records)} ${say('bản ghi', 'records')}, ${count(layer.withGeometry)} ${say('có hình', 'with geometry')}, ${count(layer.communes.length)} ${say('xã', 'communes')}`,
  );
  const { epsg, text } = layer.crs.value;
  out(
    `  ${say('hệ tọa độ', 'coordinate system')}: ${epsg === null ? text || '?' : `EPSG:${epsg}`} ${sure(layer.crs.sure)}`,
  );
  if (layer.georeference?.issue)
    out(
      `    ${layer.georeference.ok ? yellow('■') : red('✗')} ${issueMessage(layer.georeference.issue, language())}`,
    );
  else if (layer.georeference)
    out(
      `    ${green('✓')} ${say('nằm trong địa bàn tỉnh', 'inside the province')} ${sure(layer.georeference.sure)}`,
    );
  out(
    table(
      [
        say('cột', 'column'),
        say('vai trò', 'role'),
        say('có giá trị', 'filled'),
        say('bảng mã', 'encoding'),
        say('ví dụ', 'example'),
      ],
      layer.columns.map((column) => [
        column.name.replace(/\s+/g, ' '),
        column.role ?? '–',
        count(column.filled),
        column.encoding.encoding,
        (column.sample ?? '').slice(0, 32),
      ]),
    ),
  );
  for (const { code, count: n, samples } of layer.issues) {
    out(
      `    ${count(n).padStart(7)}  ${code}  ${dim(samples[0] ? issueMessage(samples[0], language()) : '')}`,
    );
  }
  for (const note of layer.notes) out(`    ${dim(word(note))}`);
}
