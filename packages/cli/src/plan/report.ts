/** What `plan` prints: counts that add up, by source, commune and rule. */
import { ISSUES, issueMessage, type Severity } from '@thuadat/core/issue';
import type { RunManifest, StatusCounts } from '@thuadat/core/run';
import { count, language, say } from '../language.ts';
import { bold, dim, green, out, red, sample, table, yellow } from '../print.ts';

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  blocking: red,
  error: red,
  warning: yellow,
  info: dim,
};
const SEVERITY: Readonly<Record<Severity, readonly [vi: string, en: string]>> = {
  blocking: ['chặn áp dụng', 'blocking'],
  error: ['lỗi', 'error'],
  warning: ['cảnh báo', 'warning'],
  info: ['ghi nhận', 'info'],
};

const cells = ({ read, assigned, ambiguous, rejected }: StatusCounts): string[] =>
  [read, assigned, ambiguous, rejected].map(count);
const COUNT_HEAD = () => [
  say('đã đọc', 'read'),
  say('đã xếp', 'assigned'),
  say('chưa rõ', 'ambiguous'),
  say('loại', 'rejected'),
];

/** How many rows are shown; all of them are in `--json`. */
const LIMITS = { communes: 25, issues: 30 };

export function printPlan(run: RunManifest, path: string, limits = LIMITS): void {
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
  printIssues(run, limits.issues);
  printNotices(run);
}

function printTotals({ communes }: RunManifest): void {
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
  out();
}

function printCommunes({ communes }: RunManifest, limit: number): void {
  out(bold(say('Xã mới', 'New communes')));
  const blocked = communes.filter(({ blocking, unit }) => blocking > 0 && unit !== '.unresolved');
  const shown = [...blocked, ...communes.filter((each) => !blocked.includes(each))];
  out(
    table(
      [say('mã', 'code'), say('tên', 'name'), ...COUNT_HEAD(), say('chặn', 'blocking')],
      shown
        .slice(0, limit)
        .map((each) => [each.unit, each.name, ...cells(each.counts), count(each.blocking)]),
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

function printIssues({ issues }: RunManifest, limit: number): void {
  if (issues.length === 0) return;
  const order: readonly Severity[] = ['blocking', 'error', 'warning', 'info'];
  const sorted = [...issues].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count,
  );
  out(bold(say('Vấn đề theo quy tắc', 'Issues by rule')));
  out(
    sample(sorted, limit, ({ code, severity, count: n }) => {
      const info = ISSUES[code];
      const hint = language() === 'vi' ? info.hintVi : info.hintEn;
      const name = `${count(n).padStart(8)}  ${PAINT[severity](say(...SEVERITY[severity]).padEnd(12))} ${code.padEnd(28)}`;
      return `  ${name} ${dim(hint)}`;
    }),
  );
  out();
}

/** Matters of sheets and reference tables, which belong to no single parcel. */
function printNotices({ notices }: RunManifest): void {
  if (notices.length === 0) return;
  out(bold(say('Tờ bản đồ', 'Map sheets')));
  out(sample(notices, 10, (each) => `  ${PAINT[each.severity]('■')} ${issueMessage(each, language())}`));
  out();
}
