/** Where progress is shown: a line that is drawn again and again on a terminal, or lines of JSON. */
import { holdLine } from '../print.ts';
import type { StageState } from './stage-clock.ts';
import { endedLine, runningLine } from './stage-line.ts';

type Moment = 'start' | 'progress' | 'end';

export type ProgressView = {
  /** `whole` matters at the end: whether the stage is through. `now` in milliseconds of a steady clock. */
  show(moment: Moment, state: StageState, rss: number, now: number, whole: boolean): void;
};

export const NO_VIEW: ProgressView = { show() {} };

type Stream = { write(text: string): unknown; readonly columns?: number };

/** Draws in place; a finished stage stays as a line of its own. What else is printed goes above. */
export function barView(stream: Stream = process.stderr): ProgressView {
  let drawn = '';
  return {
    show(moment, state, rss, _now, whole) {
      const columns = stream.columns ?? 80;
      if (moment === 'end') {
        stream.write(`\r\u001b[K${endedLine(state, rss, columns, whole)}\n`);
        drawn = '';
        holdLine(null);
        return;
      }
      holdLine(() => {
        if (drawn !== '') stream.write('\r\u001b[K');
        drawn = '';
      });
      const line = runningLine(state, rss, columns);
      if (line === drawn) return;
      // The cursor rests at the beginning: the ^C that a terminal writes by itself then breaks no line.
      stream.write(`\r${line}\u001b[K\r`);
      drawn = line;
    },
  };
}

export type JsonPace = {
  /** Milliseconds before a stage's first line; a stage that ends before says nothing. */
  readonly patience: number;
  /** Milliseconds between two lines. */
  readonly every: number;
};

/** Asked for: a line at the start, at most one every two seconds, one at the end. */
export const EAGER: JsonPace = { patience: 0, every: 2_000 };
/** Not asked for, so that logs of long work tell something and short work stays silent. */
export const PATIENT: JsonPace = { patience: 10_000, every: 10_000 };

export function jsonView({ patience, every }: JsonPace, stream: Stream = process.stderr): ProgressView {
  let begun = false;
  let last = Number.NEGATIVE_INFINITY;
  const tell = (event: Moment, { stage, done, total, rate, eta, elapsed }: StageState, rss: number) => {
    const at = new Date().toISOString();
    const [perSecond, left] = [rate, eta].map((value) => (value === null ? null : tenth(value)));
    const line = { at, event, stage, done, total, rate: perSecond, eta: left, rss, elapsed: tenth(elapsed) };
    stream.write(`${JSON.stringify(line)}\n`);
  };
  return {
    show(moment, state, rss, now) {
      if (moment === 'end') {
        if (begun) tell('end', state, rss);
        begun = false;
        return;
      }
      if (moment === 'start') begun = false;
      if (!begun) {
        if (state.elapsed * 1000 < patience) return;
        begun = true;
        tell('start', state, rss);
      } else if (now - last < every) return;
      else tell('progress', state, rss);
      last = now;
    },
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
