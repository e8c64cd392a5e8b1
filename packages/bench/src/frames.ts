/**
 * The map in a real browser, moved as a hand moves it: from the province down to a parcel by the wheel, along the parcels by
 * dragging, and out again. Frames are counted by `requestAnimationFrame`; in a second browser that has seen nothing yet the
 * picture itself is looked at, for how long it shows no more than paper.
 */

import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import type { Page } from 'playwright-core';
import type { Place } from './tile-walk.ts';

type Frames = {
  readonly perSecond: number;
  /** Milliseconds of processor that the page's own thread takes for one: what is left when a graphics card draws. */
  readonly script: number;
  /** Milliseconds between two frames. */
  readonly p95: number;
  readonly longest: number;
};

export type FrameResult = {
  readonly frames: Frames;
  /** Milliseconds, the longest the map was empty while a person moved, and from the address to the first parcel. */
  readonly blank: number;
  readonly opening: number;
  readonly renderer: string;
};

const VIEW = { width: 1440, height: 900 };
const FROM = 8.5;
const DEEP = 17.5;
const WHEEL_MS = 60;
/** Half a zoom. */
const TURN = 400;
/** The longest descent. */
const MOST_TURNS = 30;
const DRAGS = 4;

/** Null, and a clear line, where there is no browser. */
export async function benchFrames(
  url: string,
  [calm, looked]: readonly [Place, Place],
  say: (line: string) => void,
): Promise<FrameResult | null> {
  if (!(await hasChromium())) {
    say(`*** No Chromium at ${CHROMIUM}: frames are NOT MEASURED ***`);
    return null;
  }
  const blank = await inBrowser(url, looked, true, async (page) => {
    await move(page);
    return page.evaluate(() => (globalThis as unknown as Watched).longestBlank());
  });
  const frames = await inBrowser(url, calm, false, async (page) => {
    const busy = await threadTime(page);
    await page.evaluate(countFrames);
    await move(page);
    const gaps = await page.evaluate(() => (globalThis as unknown as Watched).frames());
    return framesOf(gaps, await busy());
  });
  return { frames: frames.found, blank: blank.found, opening: blank.opening, renderer: frames.renderer };
}

/** What is put into the page. */
type Watched = { frames(): number[]; longestBlank(): number };

async function inBrowser<T>(url: string, [lon, lat]: Place, look: boolean, work: (page: Page) => Promise<T>) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: VIEW });
    if (look) await page.addInitScript(lookAtPicture);
    const started = performance.now();
    await page.goto(`${url}?at=${FROM}/${lat}/${lon}`);
    await page.waitForSelector('#map[data-activity=idle]', { timeout: 120_000 });
    const opening = performance.now() - started;
    const found = await work(page);
    return { found, opening, renderer: await page.evaluate(rendererOf) };
  } finally {
    await browser.close();
  }
}

async function move(page: Page): Promise<void> {
  const box = (await page.locator('#map').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const zoom = async () => Number(/[?&]at=([\d.]+)/.exec(page.url())?.[1] ?? 0);
  await page.mouse.move(x, y);
  for (let turn = 0; turn < MOST_TURNS && (await zoom()) < DEEP; turn++) await turnWheel(page, -TURN);
  for (let drag = 0; drag < DRAGS; drag++) {
    // To and fro: past the last parcel of a town there is nothing to see.
    const side = drag % 2 ? -200 : 200;
    await page.mouse.move(x + side, y);
    await page.mouse.down();
    await page.mouse.move(x - side, y + 80 * Math.sign(side), { steps: 10 });
    await page.mouse.up();
  }
  await page.mouse.move(x, y);
  for (let turn = 0; turn < MOST_TURNS && (await zoom()) > FROM + 1; turn++) await turnWheel(page, TURN);
}

async function turnWheel(page: Page, by: number): Promise<void> {
  await page.mouse.wheel(0, by);
  await page.waitForTimeout(WHEEL_MS);
}

/** Returns what tells the milliseconds of processor that the page's thread took since. */
async function threadTime(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const now = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const before = await now();
  return async () => (await now()) - before;
}

function framesOf(gaps: readonly number[], busy: number): Frames {
  const sorted = [...gaps].sort((a, b) => a - b);
  const sum = gaps.reduce((a, b) => a + b, 0);
  return {
    perSecond: sum === 0 ? 0 : (1000 * gaps.length) / sum,
    script: busy / Math.max(1, gaps.length),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    longest: sorted.at(-1) ?? 0,
  };
}

function countFrames(): void {
  const gaps: number[] = [];
  let last = performance.now();
  const tick = (now: number) => {
    gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  Object.assign(globalThis, { frames: () => gaps });
}

/**
 * The drawing buffer is kept, so that the picture can be read at any time: a copy of it is empty when all but a few pixels
 * have one colour.
 */
function lookAtPicture(): void {
  const EVERY_MS = 200;
  const [WIDTH, HEIGHT] = [360, 225];
  // A hamlet from afar is some pixels; fewer are the edge of nothing.
  const SOME = 12;
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, given?: object) {
    return original.call(
      this,
      kind as '2d',
      kind.startsWith('webgl') ? { ...given, preserveDrawingBuffer: true } : given,
    );
  } as typeof original;
  let seen = false;
  let longest = 0;
  let since: number | null = null;
  const small = document.createElement('canvas');
  [small.width, small.height] = [WIDTH, HEIGHT];
  setInterval(() => {
    const map = document.querySelector<HTMLCanvasElement>('#map canvas');
    const pen = small.getContext('2d', { willReadFrequently: true });
    if (!map || !pen) return;
    pen.drawImage(map, 0, 0, WIDTH, HEIGHT);
    const { data } = pen.getImageData(0, 0, WIDTH, HEIGHT);
    const counts = new Map<number, number>();
    for (let at = 0; at < data.length; at += 4) {
      const colour = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const now = performance.now();
    const empty = WIDTH * HEIGHT - Math.max(...counts.values()) < SOME;
    seen ||= !empty;
    if (!empty) since = null;
    else if (seen) {
      since ??= now;
      longest = Math.max(longest, now - since);
    }
  }, EVERY_MS);
  Object.assign(globalThis, { longestBlank: () => longest });
}

function rendererOf(): string {
  const gl = document.createElement('canvas').getContext('webgl2');
  const told = gl?.getExtension('WEBGL_debug_renderer_info');
  return gl && told ? String(gl.getParameter(told.UNMASKED_RENDERER_WEBGL)) : 'unknown';
}
