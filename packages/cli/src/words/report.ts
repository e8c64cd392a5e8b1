/** What `plan` prints: counts that add up, by source, commune and rule. */
import { describeRules, type IdentifierRules } from '@thuadat/core/identifier/method-text';
import { issueMessage } from '@thuadat/core/issue/index';
import type { RunManifest, StatusCounts } from '@thuadat/core/run';
import { EVERYTHING } from '@thuadat/export/issue-list/filter';
import { folderIssues } from '@thuadat/export/issue-list/issue-list';
import { groupIssues } from '@thuadat/export/issue-list/walk';
import { nextCommand, type Places } from '../terminal/command-line.ts';
import { count, language, say } from '../terminal/language.ts';
import { bold, clip, dim, green, out, sample, screenWidth, table } from '../terminal/print.ts';
import { PAINT, printGroups } from './print-issues.ts';

const cells = ({ read, assigned, ambiguous, rejected }: StatusCounts): string[] =>
  [read, assigned, ambiguous, rejected].map(count);
const COUNT_HEAD = () => [
  say('đã đọc', 'read'),
  say('đã xếp', 'assigned'),
  say('chưa rõ', 'ambiguous'),
  say('loại', 'rejected'),
];

/** How many rows are shown; all of them are in `--json`. */
const LIMITS = { communes: 15, issues: 25 };

export async function printPlan(
  run: RunManifest,
  path: string,
  places: Places,
  limits = LIMITS,
): Promise<void> {
  const { counts } = run;
  out(bold(say(`Lượt chạy ${run.id}`, `Run ${run.id}`)));
  out(dim(`  ${path}`));
  out();
  out(bold(say('Nguồn', 'Sources')));
  out(
    table(
      [say('tệp', 'file'), say('dạng', 'format'), say('mã xã tính đến', 'codes as of'), ...COUNT_HEAD()],
      run.sources.map((source, i) => [source.name, source.format, source.epoch, ...cells(run.bySource[i]!)]),
    ),
  );
  out();
  const sum = `${count(counts.assigned)} + ${count(counts.ambiguous)} + ${count(counts.rejected)} = ${count(counts.read)}`;
  out(
    `  ${green('✓')} ${say('Đã xếp + chưa rõ + loại = đã đọc', 'Assigned + ambiguous + rejected = read')}: ${sum}`,
  );
  printTotals(run);
  printCommunes(run, limits.communes);
  await printIssues(run, path, places, limits.issues);
  printNotices(run);
}

function printTotals({ communes, identifier }: RunManifest): void {
  const total = (pick: (each: RunManifest['communes'][number]) => number) =>
    communes.reduce((sum, each) => sum + pick(each), 0);
  const ids = {
    minted: total(({ identifiers }) => identifiers.minted),
    carried: total(({ identifiers }) => identifiers.carried),
    registry: total(({ identifiers }) => identifiers.registry),
    pending: total(({ identifiers }) => identifiers.pending),
  };
  const sheets = { kept: total((each) => each.sheets.kept), moved: total((each) => each.sheets.renumbered) };
  out(
    `  ${say('Tờ bản đồ', 'Sheets')}: ${count(sheets.kept)} ${say('giữ số', 'kept')}, ${count(sheets.moved)} ${say('đánh số lại', 'renumbered')}`,
  );
  out(
    `  ${say('Mã định danh', 'Identifiers')}: ${count(ids.minted)} ${say('cấp mới', 'issued')}, ${count(ids.carried)} ${say('giữ từ nguồn', 'kept from sources')}, ${count(ids.registry)} ${say('đã đăng ký', 'registered before')}, ${count(ids.pending)} ${say('chưa cấp', 'pending')}`,
  );
  out(methodLine(identifier));
  out();
}

/** `Phương pháp tạo mã: điểm cực chính xác (thuadat-2)`. */
export const methodLine = (rules: IdentifierRules): string =>
  `  ${say('Phương pháp tạo mã', 'Identifiers made by')}: ${describeRules(rules, language())}`;

const issuesIn = ({ issues }: RunManifest['communes'][number]): number =>
  Object.values(issues).reduce((sum, n) => sum + n, 0);

function printCommunes({ communes }: RunManifest, limit: number): void {
  out(bold(say('Xã mới', 'New communes')));
  const blocked = communes.filter(({ blocking, unit }) => blocking > 0 && unit !== '.unresolved');
  const shown = [...blocked, ...communes.filter((each) => !blocked.includes(each))];
  out(
    table(
      [
        ...[say('mã', 'code'), say('tên', 'name'), ...COUNT_HEAD()],
        ...[say('vấn đề', 'issues'), say('chặn', 'blocking')],
      ],
      shown
        .slice(0, limit)
        .map((each) => [
          ...[each.unit, each.name, ...cells(each.counts)],
          ...[count(issuesIn(each)), count(each.blocking)],
        ]),
    ),
  );
  if (shown.length > limit)
    out(
      dim(
        say(
          `  … và ${shown.length - limit} xã nữa (--json)`,
          `  … and ${shown.length - limit} more (--json)`,
        ),
      ),
    );
  out();
  const ready =
    communes.length - blocked.length - (communes.some(({ unit }) => unit === '.unresolved') ? 1 : 0);
  out(
    `  ${say(`${count(ready)} xã sẵn sàng áp dụng, ${count(blocked.length)} xã còn việc phải quyết định`, `${count(ready)} communes ready to apply, ${count(blocked.length)} blocked until decided`)}`,
  );
  out();
}

/** Counts, and the first of each rule; the rest by `review` and `export --issues`. */
async function printIssues(
  { issues, id }: RunManifest,
  path: string,
  places: Places,
  limit: number,
): Promise<void> {
  if (issues.length === 0) return;
  const grouped = await groupIssues(await folderIssues(path), EVERYTHING, () => 1);
  out(`${bold(say('Vấn đề theo quy tắc', 'Issues by rule'))} ${dim(count(grouped.total))}`);
  printGroups(grouped, limit);
  const more = nextCommand(['review', id], places);
  const all = nextCommand(['export', id, '--issues', say('van-de.xlsx', 'issues.xlsx')], places);
  out(dim(`  ${say('Xem thêm', 'More')}: ${more} · ${say('toàn bộ', 'all of them')}: ${all}`));
  out();
}

/** Matters of sources, sheets and reference tables, which belong to no single parcel. */
function printNotices({ notices }: RunManifest): void {
  if (notices.length === 0) return;
  out(bold(say('Nguồn và tờ bản đồ', 'Sources and map sheets')));
  const line = (each: (typeof notices)[number]) =>
    `  ${PAINT[each.severity]('■')} ${clip(issueMessage(each, language()), screenWidth() - 5)}`;
  out(sample(notices, 5, line));
  out();
}
