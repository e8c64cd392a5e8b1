import { expect, it } from 'vitest';
import { createStageClock } from './stage-clock.ts';

it('says nothing of rate and time left before something was done for a second', () => {
  const clock = createStageClock('settle', 1000, 0, 0);
  expect(clock.state(5_000)).toMatchObject({ done: 0, rate: null, eta: null, elapsed: 5 });
  clock.advance(100);
  expect(clock.state(10_000)).toMatchObject({ done: 100, rate: 10, eta: 90 });
});

it('looks back half a minute: what went slower before does not count', () => {
  const clock = createStageClock('scatter', 100_000, 0, 0);
  for (let at = 1_000; at <= 60_000; at += 1_000) {
    clock.advance(10);
    clock.state(at);
  }
  for (let at = 61_000; at <= 100_000; at += 1_000) {
    clock.advance(1_000);
    clock.state(at);
  }
  expect(clock.state(100_000).rate).toBeCloseTo(1_000, 0);
  expect(clock.state(100_000).eta).toBeCloseTo(59.4, 0);
});

it('falls when nothing comes any more', () => {
  const clock = createStageClock('apply', 100_000, 0, 0);
  clock.advance(10_000);
  const before = clock.state(10_000).rate!;
  expect(clock.state(20_000).rate!).toBeLessThan(before);
});

it('does not take for its own speed what an earlier process did', () => {
  const clock = createStageClock('settle', 5_000_000, 4_000_000, 0);
  clock.advance(50_000);
  expect(clock.state(10_000)).toMatchObject({ done: 4_050_000, rate: 5_000, eta: 190 });
  expect(clock.end(20_000)).toMatchObject({ already: 4_000_000, rate: 2_500 });
});

it('tells no time left where the total is not known, none when all is done', () => {
  expect(createStageClock('snapshot', null, 0, 0).state(3_000).eta).toBeNull();
  const clock = createStageClock('apply', 10, 0, 0);
  clock.advance(12);
  expect(clock.state(3_000).eta).toBe(0);
});
