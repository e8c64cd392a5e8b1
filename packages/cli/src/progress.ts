/** Long work shows itself: a bar on a terminal, nothing where standard error is a file or a pipe. */
import { SingleBar } from 'cli-progress';
import { count } from './language.ts';

export type Progress = {
  /** Begins a stage; `total` null = not known beforehand. */
  stage(name: string, total: number | null): void;
  advance(by: number): void;
  stop(): void;
};

export const silentProgress: Progress = { stage() {}, advance() {}, stop() {} };

/** Redraws at most ten times a second. */
export function terminalProgress(): Progress {
  if (!process.stderr.isTTY) return silentProgress;
  let bar: SingleBar | null = null;
  return {
    stage(name, total) {
      bar?.stop();
      const shape = total === null ? '{value}' : '{bar} {percentage}% · {value}/{total} · {eta_formatted}';
      bar = new SingleBar({
        format: `  ${name.padEnd(12)} ${shape}`,
        barsize: 28,
        hideCursor: true,
        clearOnComplete: true,
        fps: 10,
        stream: process.stderr,
        formatValue: (value, _options, type) => (type === 'percentage' ? String(value) : count(value)),
      });
      bar.start(total ?? 0, 0);
    },
    advance(by) {
      bar?.increment(by);
    },
    stop() {
      bar?.stop();
      bar = null;
    },
  };
}
