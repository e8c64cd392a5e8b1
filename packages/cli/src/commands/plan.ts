/** `thuadat plan`: computes a run from sources; touches nothing but the run's own folder. */
import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { findProfile, loadCrosswalk, PROFILES } from '@thuadat/admin-units/index';
import type { Config } from '@thuadat/core/config';
import { previousDay } from '@thuadat/core/inspect/epoch';
import type { Message } from '@thuadat/core/message/message';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { EMPTY_REGISTRY, type RegistryState, readRegistry } from '@thuadat/engine/settle/registry';
import { NO_REVIEW, type ReviewState } from '@thuadat/engine/settle/reviewed';
import { reportDecisions } from '@thuadat/engine/work/decision-outcome';
import { planRun } from '@thuadat/engine/work/plan';
import { localSources, snapshotFolder } from '@thuadat/postgis/table-source';
import { queueDispatch } from '@thuadat/queue/queue-dispatch';
import { reviewedRecords, standingDecisions } from '@thuadat/store/review/reviewed';
import type { Command } from 'commander';
import { readConfig, reprojectHelp, reprojecting } from '../config-file.ts';
import { nextCommand } from '../terminal/command-line.ts';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import {
  byOption,
  configOption,
  databaseOption,
  dateOption,
  jsonOption,
  provinceOption,
  runsOption,
} from '../terminal/options.ts';
import { json, talk } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { printPlan } from '../words/report.ts';
import { printDecisions } from '../words/review-report.ts';
import { word } from '../words/word.ts';
import { databaseTarget } from '../workspace.ts';
import { clock, stopSignal, withDatabase, worker } from './session.ts';
import { readUnits } from './units.ts';

export type PlanFlags = {
  readonly province?: string;
  readonly config?: string;
  readonly boundaries?: string;
  readonly oldBoundaries?: string;
  readonly decisions?: string;
  readonly sheetTable?: string;
  readonly units?: string;
  readonly runs: string;
  readonly database?: string;
  readonly workers?: number;
  readonly queue?: string;
  readonly shared?: string;
  readonly reproject?: boolean;
  readonly by?: string;
  readonly date?: string;
  readonly json?: boolean;
};

export function declarePlan(program: Command): void {
  program
    .command('plan')
    .description(
      say(
        'lập kế hoạch chuyển đổi từ dữ liệu nguồn; không thay đổi gì ngoài thư mục của lượt chạy',
        'compute a run from sources; writes nothing but the run',
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
    .option('-b, --boundaries <file>', say('lớp ranh giới xã mới', 'boundary layer of the new communes'))
    .option('--old-boundaries <file>', say('lớp ranh giới xã cũ', 'boundary layer of the old communes'))
    .option('--decisions <file>', say('bảng quyết định (CSV)', 'decision table (CSV)'))
    .option(
      '--sheet-table <file>',
      say('bảng tham chiếu tờ bản đồ (CSV, XLSX)', 'sheet reference table (CSV, XLSX)'),
    )
    .option(
      '--units <prefix>',
      say(
        'nhật ký đơn vị hành chính bổ sung (<prefix>.units.csv, .events.csv)',
        'further log of administrative units (<prefix>.units.csv, .events.csv)',
      ),
    )
    .addOption(runsOption())
    .addOption(databaseOption())
    .option('--workers <n>', say('số tiến trình xử lý', 'worker processes'), Number)
    .option(
      '--queue <url>',
      say(
        'giao phần việc cho các "thuadat worker" qua hàng đợi trong PostgreSQL (tạo lược đồ thuadat_queue)',
        'hand the work to "thuadat worker" processes through a queue in PostgreSQL (makes schema thuadat_queue)',
      ),
    )
    .option(
      '--shared <dir>',
      say(
        'với --queue: thư mục mà mọi máy đều thấy, chứa thư mục các lượt chạy và tệp nguồn',
        'with --queue: folder that all machines see, holding the runs and the sources',
      ),
    )
    .option('--reproject', reprojectHelp())
    .addOption(byOption())
    .addOption(dateOption())
    .addOption(jsonOption())
    .action(async (sources: string[], flags: PlanFlags) => {
      const made = !existsSync(flags.runs);
      try {
        process.exitCode = await plan(sources, flags);
      } finally {
        if (made) await rmdir(flags.runs).catch(() => {}); // only when nothing is in it
      }
    });
}

export async function plan(sources: readonly string[], flags: PlanFlags): Promise<number> {
  const config = withFlags(await readConfig(flags.config), flags);
  const profile = chooseProfile(flags.province ?? config.province);
  const log = config.units ? await readUnits(config.units) : null;
  const crosswalk = log ? loadCrosswalk(log) : loadCrosswalk();
  const { instant } = clock(flags.date);
  const onNotice = (notice: Message) => talk(word(notice));
  const earlier = await earlierWork(flags.database, profile, crosswalk, flags.runs);
  const { path, manifest } = await planRun({
    profile,
    crosswalk,
    ...(log ? { log } : {}),
    paths: await localSources(sources, snapshotFolder(flags.runs), openProgress(), stopSignal()),
    config,
    ...(flags.config ? { apart: [flags.config] } : {}),
    runs: flags.runs,
    ...earlier,
    by: worker(flags.by),
    at: instant,
    progress: openProgress(),
    signal: stopSignal(),
    onNotice,
    ...(flags.oldBoundaries ? { oldBoundaries: flags.oldBoundaries } : {}),
    ...(flags.workers ? { workers: flags.workers } : {}),
    ...(flags.queue
      ? { dispatch: await queueDispatch(flags.queue, flags.shared ?? flags.runs, onNotice) }
      : {}),
  });
  const decisions = await reportDecisions(path, earlier.reviewed.standing);
  if (flags.json) json({ path, ...manifest, ...(decisions.length > 0 ? { decisions } : {}) });
  else {
    await printPlan(manifest, path, flags);
    printDecisions(decisions);
    talk(`${say('Tiếp theo', 'Next')}: ${nextCommand(['apply', manifest.id], flags)}`);
  }
  const open =
    manifest.counts.ambiguous + manifest.counts.rejected > 0 ||
    manifest.communes.some(({ blocking }) => blocking > 0);
  return open ? EXIT.open : EXIT.ok;
}

/** Options on the command line win over the config file. */
function withFlags(config: Config, flags: PlanFlags): Config {
  return {
    ...reprojecting(config, flags),
    ...(flags.boundaries ? { boundaries: { ...config.boundaries, path: flags.boundaries } } : {}),
    ...(flags.decisions ? { decisions: flags.decisions } : {}),
    ...(flags.units ? { units: flags.units } : {}),
    ...(flags.sheetTable ? { sheetPlan: { ...config.sheetPlan, table: flags.sheetTable } } : {}),
  };
}

export function chooseProfile(name: string | undefined): ProvinceProfile {
  const profile = name === undefined ? null : findProfile(name);
  if (profile) return profile;
  const known = PROFILES.map(({ id, name: each }) => `${id} (${each})`).join(', ');
  throw new CommandError(
    say(
      name === undefined ? `Thiếu --province. Có: ${known}.` : `Không có tỉnh “${name}”. Có: ${known}.`,
      name === undefined
        ? `--province is missing. There are: ${known}.`
        : `No province "${name}". There are: ${known}.`,
    ),
  );
}

type EarlierWork = { readonly registry: RegistryState; readonly reviewed: ReviewState };

/** Registry and decisions count when a database is named, or the workspace has one. */
async function earlierWork(
  target: string | undefined,
  profile: ProvinceProfile,
  crosswalk: Crosswalk,
  runs: string,
): Promise<EarlierWork> {
  const place = databaseTarget(target);
  if (!/^postgres(ql)?:/.test(place) && !existsSync(place))
    return { registry: EMPTY_REGISTRY, reviewed: NO_REVIEW };
  const eve = previousDay(profile.effective);
  const own = new Set<string>(profile.predecessors.map(({ code }) => code));
  const communes = crosswalk.units
    .filter(({ province, from }) => own.has(province) && from <= eve)
    .map(({ code }) => code);
  return withDatabase(target, async (db) => ({
    registry: await readRegistry(db, profile.code, [...new Set(communes)], runs),
    reviewed: {
      records: await reviewedRecords(db, profile.code),
      standing: await standingDecisions(db, profile.code),
    },
  }));
}
