/** Turns whatever was thrown into one message and an exit code; only faults of the program show a stack. */
import { RefusalError, type RefusalKind } from '@thuadat/core/message/message';
import { TableError } from '@thuadat/postgis/fault';
import { commandLine } from '../terminal/command-line.ts';
import { CommandError, EXIT } from '../terminal/exit.ts';
import { say } from '../terminal/language.ts';
import { red, talk, yellow } from '../terminal/print.ts';
import { tableExit, tableMessage } from './table-fault.ts';
import { word } from './word.ts';

/** System faults that a person can mend. */
const SYSTEM: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  ENOSPC: [
    'Đĩa đã đầy: giải phóng chỗ trống rồi chạy lại cùng lệnh.',
    'The disk is full: make room and run the same command again.',
  ],
  EACCES: ['Không có quyền truy cập.', 'Access is denied.'],
  EROFS: ['Hệ thống tệp chỉ cho đọc.', 'The file system is read-only.'],
  EADDRINUSE: [
    'Cổng đang được dùng: chọn cổng khác bằng --port.',
    'The port is in use: choose another with --port.',
  ],
};

const EXIT_OF: Readonly<Record<RefusalKind, number>> = {
  usage: EXIT.usage,
  refused: EXIT.refused,
  failed: EXIT.failed,
  stopped: EXIT.stopped,
};

/** Not an error: what is kept, and the command that goes on. */
function explainStop(message: string): number {
  talk(`${yellow('■')} ${message}`);
  talk(`  ${say('Chạy tiếp', 'Go on with')}: ${commandLine()}`);
  return EXIT.stopped;
}

/** Prints the failure and returns the exit code. */
export function explain(error: unknown): number {
  const say1 = (text: string) => talk(`${red(say('Lỗi:', 'Error:'))} ${text}`);
  if (error instanceof CommandError && error.exit === EXIT.stopped) return explainStop(error.message);
  if (error instanceof CommandError) {
    say1(error.message);
    return error.exit;
  }
  if (error instanceof RefusalError) {
    if (error.kind === 'stopped') return explainStop(word(error.reason));
    say1(word(error.reason));
    return EXIT_OF[error.kind];
  }
  if (error instanceof TableError) {
    say1(tableMessage(error.fault));
    return tableExit(error.fault);
  }
  if ((error as Error | null)?.name === 'AbortError') {
    return explainStop(
      say('Đã dừng; phần đang làm dở không được giữ lại.', 'Stopped; what was half done was not kept.'),
    );
  }
  const fault = error as NodeJS.ErrnoException;
  const known = fault?.code ? SYSTEM[fault.code] : undefined;
  if (known) {
    say1(`${say(...known)} (${fault.message})`);
    return EXIT.failed;
  }
  say1(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.failed;
}
