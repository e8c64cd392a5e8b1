/** The page on the screens people have: nothing runs out of it, nothing a person needs is hidden or covered. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacks } from '@thuadat/core/machine.test-data';
import { type Server, startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import { buildPage } from '@thuadat/testing/page';
import { type Seed, seedMap } from '@thuadat/testing/two-communes';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled } from './screenshots.ts';

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];

const ALWAYS = [
  '.header .search input',
  '.header .runs select',
  '.header .languages button[lang=vi]',
  '.header .languages button[lang=en]',
  '.tabs button:nth-of-type(1)',
  '.tabs button:nth-of-type(2)',
  '.tabs button:nth-of-type(3)',
  '.controls > summary',
  '.maplibregl-ctrl-zoom-in',
  '.maplibregl-ctrl-zoom-out',
];

/** What a person came for, by what is open. */
const VIEWS: readonly {
  readonly name: string;
  readonly query: string;
  readonly controls: readonly string[];
}[] = [
  { name: 'the overview', query: '', controls: ['.communes tbody tr'] },
  {
    name: 'a parcel',
    query: 'tab=issues&parcel={ordinal}',
    controls: ['.parcel h2', '.parcel > header button:last-of-type'],
  },
  {
    name: 'a case',
    query: 'tab=review&c.state=open',
    controls: ['.case-card h2', '.case-card .answers button', '.case-card > header button:last-of-type'],
  },
  {
    name: 'a case on two maps',
    query: 'tab=review&c.state=open&compare=side',
    controls: ['.case-card h2', '.case-card .answers button'],
  },
];

const blind = lacks(`Chromium (${CHROMIUM})`, await hasChromium());

let folder: string;
let db: Database;
let server: Server;
let seed: Seed;
let browser: Browser;

/** What of the page is wider than where it stands, the document first. */
const runsOut = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('#app, #app *')]
      .filter((each) => {
        const scrolls =
          each === document.documentElement || /auto|scroll/.test(getComputedStyle(each).overflowX);
        return scrolls && each.scrollWidth > each.clientWidth;
      })
      .map((each) => `${each.tagName}.${each.className}: ${each.scrollWidth} > ${each.clientWidth}`),
  );

/** Why the first such control cannot be used where it stands; null when it can. */
const trouble = (page: Page, selector: string): Promise<string | null> =>
  page.evaluate((wanted) => {
    const control = document.querySelector(wanted);
    if (!control) return 'absent';
    const { left, top, right, bottom, width, height } = control.getBoundingClientRect();
    if (width < 8 || height < 8) return `${width} × ${height} pixels`;
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
      return `outside: ${[left, top, right, bottom].map(Math.round)}`;
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return control.contains(above) ? null : `covered by ${above?.tagName}.${above?.className}`;
  }, selector);

describe.skipIf(blind)('on a screen', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thuadat-sizes-'));
    await buildPage(join(folder, 'web'));
    db = await openDatabase(join(folder, 'db'));
    await migrate(db, '2026-03-31T02:00:00Z');
    seed = await seedMap(db, 420);
    server = await startServer({ db, webRoot: join(folder, 'web') });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await db?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(VIEWS)(
    'of every size $name has its controls, and nothing runs out',
    async ({ query, controls }) => {
      const { ordinal } = seed.parcels.find((each) => each.status === 'assigned')!;
      for (const language of ['vi', 'en']) {
        const page = await browser.newPage({ viewport: SIZES[0]! });
        await page.goto(`${server.url}?${query.replace('{ordinal}', String(ordinal))}&lang=${language}`);
        for (const viewport of SIZES) {
          await page.setViewportSize(viewport);
          await settled(page);
          for (const control of controls) await page.locator(control).first().waitFor();
          const where = `${language}, ${viewport.width} × ${viewport.height}`;
          const wrong: Record<string, string> = {};
          for (const control of [...ALWAYS, ...controls]) {
            const said = await trouble(page, control);
            if (said !== null) wrong[control] = said;
          }
          expect(wrong, where).toEqual({});
          expect(await runsOut(page), where).toEqual([]);
        }
        await page.close();
      }
    },
  );
});
