import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Displaced, inTurns, type Turn } from './ordered-units.ts';

type Result = { readonly unit: number; readonly ok: boolean };

/** Works each unit for some milliseconds, then waits for its turn; what happened is written down. */
async function run(
  units: readonly number[],
  atOnce: number,
  work: (unit: number, turn: Turn, log: string[]) => Promise<Result>,
): Promise<{ readonly log: string[]; readonly results: Result[] }> {
  const log: string[] = [];
  const results: Result[] = [];
  for await (const [unit, result] of inTurns(
    units,
    atOnce,
    ({ ok }: Result) => ok,
    (unit, turn) => work(unit, turn, log),
  )) {
    expect(result.unit).toBe(unit);
    results.push(result);
  }
  return { log, results };
}

const plain = async (unit: number, turn: Turn, log: string[]): Promise<Result> => {
  log.push(`begin ${unit}`);
  await wait(unit % 2 === 0 ? 1 : 8);
  await turn.mine();
  log.push(`end ${unit}${turn.alone ? ' alone' : ''}`);
  return { unit, ok: true };
};
const ends = (log: readonly string[]) => log.filter((line) => line.startsWith('end'));

describe('units in turns', () => {
  it('begins a unit while the one before is under way, and ends them in order', async () => {
    const { log, results } = await run([1, 2, 3, 4, 5], 2, plain);
    expect(log.slice(0, 2)).toEqual(['begin 1', 'begin 2']);
    expect(ends(log)).toEqual(['end 1', 'end 2', 'end 3', 'end 4', 'end 5']);
    expect(results.map(({ unit }) => unit)).toEqual([1, 2, 3, 4, 5]);
  });

  it('has one under way at a time where that is asked for', async () => {
    const { log } = await run([1, 2, 3], 1, plain);
    expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  });

  it('does those after a failed unit again, alone, and goes on one by one', async () => {
    const { log, results } = await run([1, 2, 3, 4], 2, async (unit, turn, log) => {
      if (unit !== 1) return plain(unit, turn, log);
      await wait(5);
      return { unit, ok: false };
    });
    expect(ends(log)).toEqual(['end 2 alone', 'end 3 alone', 'end 4 alone']);
    expect(log.filter((line) => line === 'begin 2')).toHaveLength(2);
    expect(results.map(({ ok }) => ok)).toEqual([false, true, true, true]);
  });

  it('undoes the later of two that are in each other’s way, then does both', async () => {
    let freed = () => {};
    const held = new Promise<void>((resolve) => {
      freed = resolve;
    });
    const { log } = await run([1, 2, 3], 2, async (unit, turn, log) => {
      // 2 holds what 1 waits for, until 2 is undone.
      if (unit === 1 && !turn.alone) throw new Displaced();
      if (unit === 1) await held;
      try {
        return await plain(unit, turn, log);
      } catch (fault) {
        if (unit === 2) freed();
        throw fault;
      }
    });
    expect(ends(log)).toEqual(['end 1 alone', 'end 2 alone', 'end 3 alone']);
  });

  it('ends with the first fault, after what is under way', async () => {
    const log: string[] = [];
    const all = run([1, 2, 3], 2, async (unit, turn) => {
      if (unit === 1) throw new Error('connection lost');
      try {
        await wait(10);
        await turn.mine();
        return { unit, ok: true };
      } finally {
        log.push(`undone ${unit}`);
      }
    });
    await expect(all).rejects.toThrow('connection lost');
    expect(log).toContain('undone 2');
    expect(log).not.toContain('undone 3');
  });
});
