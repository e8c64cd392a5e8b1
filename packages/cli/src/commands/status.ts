/** `thuadat status`: what the database holds, and whether its audit chain is whole. */
import { verifyAudit } from '@thuadat/store/audit';
import { readStatus } from '@thuadat/store/status';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import { bold, dim, green, json, out, red, table } from '../print.ts';
import { withDatabase } from './session.ts';

export function declareStatus(program: Command): void {
  program
    .command('status')
    .description(
      say(
        'tình trạng cơ sở dữ liệu: lượt chạy, đăng ký, nhật ký kiểm toán',
        'state of the database: runs, registry, audit',
      ),
    )
    .option(
      '-d, --database <target>',
      say('postgres://… hoặc thư mục PGlite', 'postgres://… or a PGlite folder'),
    )
    .option('--json', say('in kết quả dạng JSON', 'print JSON'))
    .action(async (flags: { database?: string; json?: boolean }) => {
      process.exitCode = await status(flags);
    });
}

async function status(flags: { database?: string; json?: boolean }): Promise<number> {
  return withDatabase(flags.database, async (db) => {
    const found = await readStatus(db);
    const audit = await verifyAudit(db);
    if (flags.json) {
      json({ ...found, audit: { ...found.audit, ...audit } });
      return audit.bad === null ? EXIT.ok : EXIT.failed;
    }
    out(`${bold(found.label)} ${dim(`(${found.kind}, schema ${found.schema})`)}`);
    const { registry } = found;
    out(
      `  ${say('Đăng ký', 'Registry')}: ${count(registry.inForce)} ${say('thửa hiệu lực', 'parcels in force')}, ${count(registry.identifiers)} ${say('mã định danh', 'identifiers')}, ${count(registry.closed)} ${say('dòng đã đóng', 'closed rows')}`,
    );
    const mark = audit.bad === null ? green(say('nguyên vẹn', 'whole')) : red(JSON.stringify(audit));
    out(
      `  ${say('Nhật ký', 'Audit')}: ${count(found.audit.rows)} ${say('dòng, chuỗi băm', 'rows, hash chain')} ${mark}`,
    );
    if (found.runs.length === 0) return EXIT.ok;
    out();
    out(
      table(
        [
          say('lượt chạy', 'run'),
          say('trạng thái', 'state'),
          say('đã đọc', 'read'),
          say('xã', 'communes'),
          say('đã áp dụng', 'applied'),
          say('chặn', 'blocked'),
          say('lập lúc', 'planned'),
        ],
        found.runs.map((run) => [
          run.id,
          run.state,
          count(run.counts.read),
          run.units.total,
          run.units.applied,
          run.units.blocked,
          run.plannedAt.slice(0, 16).replace('T', ' '),
        ]),
      ),
    );
    return audit.bad === null ? EXIT.ok : EXIT.failed;
  });
}
