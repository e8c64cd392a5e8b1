/**
 * A reviewer at work in a real browser: from a key to the next case, at the pace of somebody who looks at each of them. Cases
 * are put off, none is decided: the database is as it was.
 */
import { hasChromium, launchChromium } from '@thuadat/testing/browser';
import { countKeys, keyTimes } from '@thuadat/testing/key-times';
import { type Latency, latencyOf } from './latency.ts';

export type KeyResult = {
  /** Milliseconds until the next case is in the page, and until the frame that shows it. */
  readonly there: Latency;
  readonly drawn: Latency;
};

const VIEW = { width: 1366, height: 768 };
const KEYS = 40;
const LOOK_MS = 800;

/** Null where there is no browser, and null with a clear line where there is nothing to review. */
export async function benchKeys(url: string, say: (line: string) => void): Promise<KeyResult | null> {
  if (!(await hasChromium())) return null;
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: VIEW });
    await page.goto(`${url}?tab=review&c.state=open`);
    const found = await page.waitForSelector('.case-card[data-case]', { timeout: 60_000 }).catch(() => null);
    if (!found) {
      say('*** No case is open: keys are NOT MEASURED ***');
      return null;
    }
    await page.waitForSelector('#map[data-activity=idle]', { timeout: 120_000 });
    await page.evaluate(countKeys);
    for (let pressed = 0; pressed < KEYS; pressed++) {
      await page.keyboard.press('x');
      await page.waitForTimeout(LOOK_MS);
    }
    const times = await page.evaluate(keyTimes);
    return {
      there: latencyOf(times.map((each) => each.there)),
      drawn: latencyOf(times.map((each) => each.drawn)),
    };
  } finally {
    await browser.close();
  }
}
