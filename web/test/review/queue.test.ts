/** The review in a real browser: the queue worked with the keyboard, two people at once, signing in. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CasePage } from '@thuadat/api/review';
import { lacks } from '@thuadat/core/machine.test-data';
import { type Server, startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import { openDatabase } from '@thuadat/store/db/open';
import { createAccount } from '@thuadat/store/review/account';
import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import { AT, openSample, type Sample, stageSample } from '@thuadat/testing/demo-province';
import { buildPage } from '@thuadat/testing/page';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AxeBuilder } from './axe.ts';

const blind = lacks(`Chromium (${CHROMIUM})`, await hasChromium());

/** Where to leave pictures for people to look at; none unless asked. */
const LOOK = process.env.THUADAT_LOOK;
/** Software rendering beside other tests. */
const PATIENCE = { timeout: 240_000 };
const PASSWORD = 'mật khẩu đủ dài 1';

/** What is waited for until the test says so. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe.skipIf(blind)('the review', PATIENCE, () => {
  let folder: string;
  let sample: Sample;
  let db: Database;
  let server: Server;
  let browser: Browser;
  let run: string;
  const complaints: string[] = [];
  const pages: Page[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thuadat-queue-'));
    await buildPage(join(folder, 'web'));
    sample = await openSample('ca-mau');
    db = await openDatabase(join(folder, 'db'));
    run = await stageSample(db, sample);
    server = await startServer({ db, webRoot: join(folder, 'web') });
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await db?.close();
    await sample?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(query: string, url = server.url, size = { width: 1440, height: 900 }): Promise<Page> {
    const page = await browser.newPage({ viewport: size });
    pages.push(page);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser notes every answer of 4xx; the tests ask for some on purpose.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    await page.goto(`${url}?${query}`);
    return page;
  }
  const cases = async (query: string): Promise<CasePage> =>
    (await (await fetch(new URL(`api/runs/${run}/cases?limit=500&${query}`, server.url))).json()) as CasePage;
  const look = async (page: Page, name: string) => {
    if (!LOOK) return;
    await page.waitForSelector('#map[data-activity=idle]', { timeout: 30_000 });
    await page.waitForTimeout(2200);
    await page.screenshot({ path: join(LOOK, `${name}.png`) });
  };
  const current = (page: Page) => page.locator('.case-list [aria-current]').getAttribute('data-key');
  /** The card shows the case that the queue marks. */
  const shown = async (page: Page) => {
    await page.waitForSelector('.case-card .answers');
    return current(page);
  };
  const said = (page: Page, text: RegExp) =>
    page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('.said')?.textContent ?? ''),
      text.source,
    );

  it('undoes, comments, skips, steps back and shows its keys', async () => {
    const page = await open('tab=review&c.state=open&c.code=overlap.parcel');
    const first = (await shown(page))!;
    await look(page, 'queue');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open] .keys');
    await look(page, 'help');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.waitForFunction(
      (key) => document.querySelector('.case-list [aria-current]')?.getAttribute('data-key') !== key,
      first,
    );
    await page.keyboard.press('k');
    await page.waitForFunction(
      (key) => document.querySelector('.case-list [aria-current]')?.getAttribute('data-key') === key,
      first,
    );
    await page.waitForFunction(() => document.querySelector('.case-card .answers'));
    await page.keyboard.press('a');
    await said(page, /Đã chấp nhận/);
    await expect
      .poll(async () => (await cases('code=overlap.parcel')).cases.find(({ key }) => key === first)?.state)
      .toBe('decided');
    await page.keyboard.press('u');
    await expect
      .poll(async () => (await cases('code=overlap.parcel')).cases.find(({ key }) => key === first)?.state)
      .toBe('open');
    await expect.poll(() => current(page)).toBe(first);
    await page.waitForSelector('.case-card .answers');
    // A page loaded again still knows what was done last.
    await page.keyboard.press('s');
    await said(page, /đo đạc/);
    await expect
      .poll(async () => (await cases('code=overlap.parcel')).cases.find(({ key }) => key === first)?.verdict)
      .toBe('survey');
    await page.reload();
    await shown(page);
    await page.keyboard.press('u');
    await expect.poll(() => current(page)).toBe(first);
    await page.waitForSelector('.case-card .answers');
    await page.keyboard.press('c');
    const injected = '<img src=x onerror="document.title=1">';
    await page.keyboard.type(injected);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.locator('.history').innerText()).toContain(injected);
    expect(await page.locator('.history img').count()).toBe(0);
    await page.keyboard.press('x');
    await expect.poll(() => current(page)).not.toBe(first);
  });

  it('decides a rule in bulk after showing what it touches, and undoes it as one', async () => {
    const { total } = await cases('code=area.differs&state=open');
    expect(total).toBeGreaterThan(1);
    const page = await open('tab=review&c.state=open&c.code=area.differs');
    await shown(page);
    await page.keyboard.press('b');
    await page.waitForSelector('dialog[open] form');
    expect(await page.locator('dialog').innerText()).toContain(String(total));
    await look(page, 'bulk');
    await page.keyboard.type('sai số cho phép');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await cases('code=area.differs&state=open')).total).toBe(0);
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.keyboard.press('u');
    await expect.poll(async () => (await cases('code=area.differs&state=open')).total).toBe(total);
  });

  it('has no fault that axe knows, and fits small screens', async () => {
    for (const size of [
      { width: 1366, height: 768 },
      { width: 820, height: 1180 },
      { width: 1920, height: 1080 },
    ]) {
      const page = await open('tab=review&c.code=overlap.parcel', server.url, size);
      await shown(page);
      await look(page, `card-${size.width}`);
      expect(await new AxeBuilder(page).violations()).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(overflow, `${size.width}`).toBe(false);
      if (size.width === 1366) {
        await page.keyboard.press('?');
        expect(await new AxeBuilder(page).violations()).toEqual([]);
      }
    }
  });

  it('takes up what was decided before its line to the server stood, and no older answer after it', async () => {
    const query = 'tab=review&c.code=overlap.parcel';
    const [first, second] = [gate(), gate()];
    const late = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    pages.push(late);
    await late.route('**/events', async (route) => {
      await first.opened;
      await route.continue();
    });
    await late.goto(`${server.url}?${query}`);
    const key = (await shown(late))!;
    const classOf = () => late.locator(`.case-list [data-key="${key}"]`).getAttribute('class');
    const caseNow = async () => (await cases('code=overlap.parcel')).cases.find((each) => each.key === key)!;
    const stateOf = async () => (await caseNow()).state;
    const { severity } = await caseNow();
    expect(await classOf()).toContain('open');

    const page = await open(`${query}&case=${encodeURIComponent(key)}`);
    expect(await shown(page)).toBe(key);
    await page.keyboard.press('s');
    await expect.poll(stateOf).toBe('decided');
    first.open();
    await expect.poll(classOf).toContain('decided');

    // The list is read, and its answer lost on the way until the case has changed again.
    const read = gate();
    await late.route('**/cases?*', async (route) => {
      const response = await route.fetch();
      read.open();
      await second.opened;
      await route.fulfill({ response });
    });
    await late.selectOption('select[data-key=severity]', severity);
    await read.opened;
    await page.keyboard.press('u');
    await expect.poll(stateOf).toBe('open');
    await expect.poll(classOf).toContain('open');
    // No case is open until the list is there.
    expect(await late.locator('.case-list [aria-current]').count()).toBe(0);
    second.open();
    await late.waitForSelector('.case-list [aria-current]');
    expect(await classOf()).toContain('open');
  });

  it('asks who it is where there are accounts, and lets two never overwrite each other', async () => {
    for (const name of ['lan', 'minh']) {
      await createAccount(
        db,
        { name, display: name, role: 'reviewer', units: null, password: PASSWORD },
        'test',
        AT,
      );
    }
    const crossings = async () => (await cases('code=geometry.self-crossing')).cases;
    const holder = async () => (await crossings()).find(({ heldBy }) => heldBy !== null)?.heldBy;
    const guarded = await startServer({ db, webRoot: join(folder, 'web'), mode: 'accounts' });
    try {
      const people: Page[] = [];
      for (const name of ['lan', 'minh']) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        pages.push(page);
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(`${guarded.url}?tab=review&c.state=open&c.code=geometry.self-crossing`);
        await page.waitForSelector('.sign-in');
        expect(await page.locator('.case-list li').count()).toBe(0);
        if (name === 'lan') {
          await look(page, 'sign-in');
          expect(await new AxeBuilder(page).violations()).toEqual([]);
          await page.fill('#account-name', name);
          await page.fill('#account-password', 'không phải nó');
          await page.keyboard.press('Enter');
          await expect.poll(() => page.locator('.wrong').innerText()).not.toBe('');
        }
        await page.fill('#account-name', name);
        await page.fill('#account-password', PASSWORD);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.case-card .answers');
        // The first to open the case holds it; the second does not come before.
        if (name === 'lan') await expect.poll(holder).toBe('lan');
        people.push(page);
      }
      const [lan, minh] = people as [Page, Page];
      const key = (await current(lan))!;
      expect(await current(minh)).toBe(key);
      // Lan opened it first: Minh is told, and what Minh presses changes nothing.
      await expect.poll(() => minh.locator('.case-card .standing').innerText()).toMatch(/lan/);
      await minh.keyboard.press('s');
      await expect.poll(() => minh.locator('.said').innerText()).toMatch(/Chưa ghi/);
      await lan.keyboard.press('s');
      await expect
        .poll(async () => (await crossings()).find((each) => each.key === key))
        .toMatchObject({ verdict: 'survey', decidedBy: 'lan' });
      // Told, it stands there as decided; read anew, it is gone from a list of what is open.
      await expect.poll(() => minh.locator(`.case-list [data-key="${key}"]:not(.decided)`).count()).toBe(0);
    } finally {
      await guarded.close();
    }
  });
});
