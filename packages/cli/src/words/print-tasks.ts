/** Long work on the screen: a line as the process itself draws it, who is at it, or how to go on. */
import { count, language, say } from '../terminal/language.ts';
import { bold, dim, green, red, yellow } from '../terminal/print.ts';
import { runningLine } from '../terminal/progress/stage-line.ts';
import type { Task } from '../terminal/tasks.ts';

const KIND: Readonly<Record<Task['kind'], readonly [vi: string, en: string]>> = {
  plan: ['Lập kế hoạch', 'Plan'],
  apply: ['Áp dụng', 'Apply'],
  revert: ['Hoàn tác', 'Revert'],
};

export function taskLines(tasks: readonly Task[], columns: number): string[] {
  return tasks.flatMap((task) => {
    const { communes } = task;
    const units =
      communes === null
        ? ''
        : say(
            `, ${count(communes.done)}/${count(communes.total)} xã`,
            `, ${count(communes.done)}/${count(communes.total)} communes`,
          );
    const shown =
      task.stage === 'start'
        ? [dim(`  ${say('đang chuẩn bị', 'getting ready')}`)]
        : [runningLine({ ...task, elapsed: elapsed(task) }, task.rss, columns)];
    return [
      `${mark(task)} ${bold(`${say(...KIND[task.kind])} ${task.name}`)}${units}`,
      ...shown,
      `  ${standing(task)}`,
      ...(task.life === 'running' ? [] : goOn(task)),
    ];
  });
}

const mark = ({ life }: Task): string =>
  life === 'running' ? green('▶') : life === 'stopped' || life === null ? yellow('■') : red('✗');

/** Of the stage while it runs; of another machine's as it said last. */
const elapsed = ({ life, since, elapsed: told }: Task): number =>
  life === 'running' && since !== null ? Math.max(told, (Date.now() - Date.parse(since)) / 1000) : told;

const time = (instant: string | null): string =>
  instant
    ? new Date(instant).toLocaleString(language() === 'vi' ? 'vi-VN' : 'en-GB', {
        dateStyle: 'short',
        timeStyle: 'medium',
      })
    : '?';

function standing({ life, host, pid, since, at }: Task): string {
  const who =
    pid === null || pid === 0
      ? say('một tiến trình', 'a process')
      : say(`tiến trình ${pid} trên máy ${host}`, `process ${pid} on ${host}`);
  if (life === 'running')
    return say(`${who} đang làm, từ ${time(since)}`, `${who} is at it, since ${time(since)}`);
  if (life === 'stopped') return say(`đã dừng, lần cuối ${time(at)}`, `stopped; last heard of ${time(at)}`);
  if (life === 'dead')
    return say(`${who} không còn chạy, lần cuối ${time(at)}`, `${who} is gone; last heard of ${time(at)}`);
  if (life === 'silent')
    return say(
      `${who} không có tín hiệu từ ${time(at)}, có lẽ đã chết`,
      `${who} has given no sign since ${time(at)} and seems dead`,
    );
  return say(`dở dang, lần cuối ${time(at)}`, `not finished; last change ${time(at)}`);
}

function goOn({ command, cwd }: Task): string[] {
  const place = cwd === null || cwd === process.cwd() ? '' : say(` (trong thư mục ${cwd})`, ` (in ${cwd})`);
  return [`  ${say('Làm tiếp bằng đúng lệnh cũ', 'Go on with the same command')}${place}:`, `    ${command}`];
}
