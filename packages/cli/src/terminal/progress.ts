/** Long work shows itself: a line a stage on a terminal, lines of JSON elsewhere, a file for `thuadat status`. */
import type { Progress } from '@thuadat/core/progress';
import { memoryOfTree } from '@thuadat/engine/work/process-life';
import { type KeptState, keepState, whoWorks } from './progress/kept-state.ts';
import { createStageClock, type StageClock, type StageState } from './progress/stage-clock.ts';
import { barView, EAGER, jsonView, NO_VIEW, PATIENT, type ProgressView } from './progress/views.ts';

export const PROGRESS_MODES = ['auto', 'bar', 'json', 'none'] as const;
export type ProgressMode = (typeof PROGRESS_MODES)[number];

let chosen: ProgressMode = 'auto';

/** `--progress`: chosen once at start. */
export function chooseProgress(mode: ProgressMode): void {
  chosen = mode;
}

/** `auto`: a bar on a terminal; elsewhere lines of JSON, of stages only that take longer than ten seconds. */
function viewOf(mode: ProgressMode): ProgressView {
  if (mode === 'none') return NO_VIEW;
  if (mode === 'json') return jsonView(EAGER);
  return mode === 'bar' || process.stderr.isTTY ? barView() : jsonView(PATIENT);
}

/** Before the first stage: the file tells at once who is at it. */
const NOTHING_YET: StageState = {
  stage: 'start',
  done: 0,
  total: null,
  already: 0,
  rate: null,
  eta: null,
  elapsed: 0,
};

/** Milliseconds: drawn again, and memory asked for and written down. */
const FRAME = 200;
const SECOND = 1_000;

export function openProgress(view: ProgressView = viewOf(chosen)): Progress {
  const who = whoWorks();
  const started = new Date().toISOString();
  const finished: KeptState['finished'][number][] = [];
  let running: { readonly clock: StageClock; readonly since: string; most: number } | null = null;
  let path: string | null = null;
  let memory = { bytes: 0, at: Number.NEGATIVE_INFINITY };
  let kept = Number.NEGATIVE_INFINITY;

  const weigh = (now: number): number => {
    if (now - memory.at >= SECOND) memory = { bytes: memoryOfTree(), at: now };
    if (running) running.most = Math.max(running.most, memory.bytes);
    return memory.bytes;
  };
  const note = (state: StageState, now: number, ended: boolean) => {
    if (path === null || (!ended && now - kept < SECOND)) return;
    kept = now;
    const since = running?.since ?? started;
    const at = new Date().toISOString();
    keepState(path, { ...state, rss: weigh(now), at, since, started, ...who, ended, finished });
  };
  const show = (moment: 'start' | 'progress') => {
    if (!running) return;
    const now = performance.now();
    const state = running.clock.state(now);
    view.show(moment, state, weigh(now), now, false);
    note(state, now, false);
  };
  /** `whole`: the next stage begins, so this one is through. */
  const end = (whole: boolean) => {
    if (!running) return;
    const now = performance.now();
    const state = running.clock.end(now);
    weigh(now);
    const through = whole || state.total === null || state.done >= state.total;
    view.show('end', state, running.most, now, through);
    const { stage, done, elapsed, rate } = state;
    if (whole) finished.push({ stage, done, elapsed, rate });
    else note(state, now, true);
    running = null;
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    stage(name, total, already = 0) {
      end(true);
      const clock = createStageClock(name, total, already, performance.now());
      running = { clock, since: new Date().toISOString(), most: 0 };
      timer ??= setInterval(() => show('progress'), FRAME).unref();
      show('start');
    },
    advance: (by) => running?.clock.advance(by),
    keep(file) {
      path = file;
      const now = performance.now();
      note(running?.clock.state(now) ?? NOTHING_YET, now, false);
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      end(false);
      path = null;
    },
  };
}
