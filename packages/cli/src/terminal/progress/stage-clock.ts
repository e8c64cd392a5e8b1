/** How far one stage is and how fast it goes: counts and times in, figures out. */

export type StageState = {
  /** Name as in JSON: `scatter`, `settle`, `apply` …; {@link stageName} is for people. */
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  /** Of `done`: by an earlier process. */
  readonly already: number;
  /** Records a second over the last half minute; at the end over the whole stage. Null while nothing can be said. */
  readonly rate: number | null;
  /** Seconds left. */
  readonly eta: number | null;
  /** Seconds since the stage began. */
  readonly elapsed: number;
};

export type StageClock = {
  advance(by: number): void;
  state(now: number): StageState;
  /** As `state`, with the rate of the whole stage. */
  end(now: number): StageState;
};

/** Milliseconds that the rate looks back: communes come in lumps of seconds. */
const WINDOW = 30_000;
/** Milliseconds between two samples, and before the first rate. */
const STEP = 500;
const LEAST = 1_000;

/** Times in milliseconds of any steady clock. */
export function createStageClock(
  stage: string,
  total: number | null,
  already: number,
  now: number,
): StageClock {
  let done = already;
  const samples = [{ at: now, done }];
  const state = (at: number, rate: number | null): StageState => {
    const left = total === null ? null : Math.max(0, total - done);
    const eta = left === 0 ? 0 : left === null || rate === null || rate === 0 ? null : left / rate;
    return { stage, done, total, already, rate, eta, elapsed: (at - now) / 1000 };
  };
  return {
    advance(by) {
      done += by;
    },
    state(at) {
      if (at - samples.at(-1)!.at >= STEP) samples.push({ at, done });
      while (samples.length > 2 && samples[1]!.at <= at - WINDOW) samples.shift();
      const first = samples[0]!;
      const rate =
        at - first.at < LEAST || done === already ? null : ((done - first.done) / (at - first.at)) * 1000;
      return state(at, rate);
    },
    end(at) {
      return state(at, at > now ? ((done - already) / (at - now)) * 1000 : null);
    },
  };
}
