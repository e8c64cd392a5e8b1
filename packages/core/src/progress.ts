/** How long work tells how far it is; who shows it, and where, is not its matter. */
export type Progress = {
  /** Begins a stage; `total` null = not known beforehand; `already` of them were done by an earlier process. */
  stage(name: string, total: number | null, already?: number): void;
  advance(by: number): void;
  /** From now on the state is kept in this file too, at most once a second; at `stop` it says that it ended. */
  keep(path: string): void;
  stop(): void;
};

export const silentProgress: Progress = { stage() {}, advance() {}, keep() {}, stop() {} };
