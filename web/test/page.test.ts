/** The real page in a real browser over the real server: what a person sees and does. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuePage, ParcelView } from '@thuadat/api/map';
import { lacks } from '@thuadat/core/machine.test-data';
import { type Server, startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import { buildPage } from '@thuadat/testing/page';
import { INJECTION, RUN, type Seed, seedMap } from '@thuadat/testing/two-communes';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settled, takeScreenshots } from './screenshots.ts';

const blind = lacks(`Chromium (${CHROMIUM})`, await hasChromium());

let folder: string;
let db: Database;
let server: Server;
let seed: Seed;
let browser: Browser;
let page: Page;
let foreign: string[];
let complaints: string[];

/** Software rendering on a busy machine: a test waits, it does not guess. */
const PATIENCE = { timeout: 240_000 };

describe.skipIf(blind)('the map', PATIENCE, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thuadat-page-'));
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

  beforeEach(async () => {
    foreign = [];
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1240, height: 720 } });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !/^(blob|data):/.test(request.url()))
        foreign.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  });

  afterEach(async () => {
    expect(foreign, 'requests that left the server').toEqual([]);
    expect(complaints, 'errors of the page, its security policy included').toEqual([]);
    await page.close();
  });

  const open = async (query = ''): Promise<void> => {
    await page.goto(`${server.url}${query}`);
    await settled(page);
  };
  const parcelOf = async (ordinal: number): Promise<ParcelView> =>
    (await (await fetch(`${server.url}api/runs/${RUN}/parcels/${ordinal}`)).json()) as ParcelView;
  const at = (zoom: number, point: readonly [number, number]) => `?at=${zoom}/${point[1]}/${point[0]}`;
  const clickMiddle = async (): Promise<void> => {
    const box = (await page.locator('#map').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  };
  /** Text as a person sees it: without what is hidden. */
  // innerText: hidden text must not count here.
  const seen = (locator: Locator) => locator.innerText();
  const panel = () => page.locator('section.parcel');
  const place = () => /at=([^&]*)/.exec(new URL(page.url()).search)?.[1]?.split('/').map(Number) ?? [];

  it('opens on the run with counts that add up', async () => {
    await open();
    const counts = seed.parcels.length.toLocaleString('vi-VN');
    expect(await seen(page.locator('.total'))).toContain(counts);
    expect(await seen(page.locator('.adds'))).toMatch(/^Khớp số liệu/);
    expect(await page.locator('.communes tbody tr').count()).toBe(2);
    expect(await page.title()).toBe('ThửaĐất');
  });

  it('shows the parcel that was clicked: old and new names, identifier, source attributes', async () => {
    const planted = seed.parcels.find(
      (each) => each.issues.length === 0 && each.newSheet !== each.old.sheet,
    )!;
    const parcel = await parcelOf(planted.ordinal);
    await open(at(18.5, parcel.point!));
    await clickMiddle();
    await panel().locator('h2').waitFor();
    const text = await seen(panel());
    expect(text).toContain(`Thửa ${planted.old.parcel}, tờ ${planted.newSheet}`);
    expect(text).toContain(parcel.old.commune!.name!);
    expect(text).toContain('Phường Lào Cai');
    expect((await seen(panel().locator('.id'))).replace(/\s/g, '')).toBe(parcel.parcelId);
    expect(text).toContain('Phương pháp: điểm cực chính xác (thuadat-2)');
    expect(await panel().locator('.attributes tr').count()).toBe(8);
    expect(text).toContain(planted.holder);
    expect(new URL(page.url()).search).toContain(`parcel=${planted.ordinal}`);
    await page.keyboard.press('Escape');
    expect(await panel().isVisible()).toBe(false);
  });

  it('copies the identifier whole', async () => {
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(server.url).origin });
    const planted = seed.parcels.find((each) => each.issues.length === 0)!;
    const parcel = await parcelOf(planted.ordinal);
    await open(`${at(17, parcel.point!)}&parcel=${planted.ordinal}`);
    await panel().locator('.copy').click();
    await page.getByText('Đã sao chép').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(parcel.parcelId);
  });

  it('flies to an issue, draws its place, and steps on with n and p', async () => {
    await open();
    await page.click('#tab-issues');
    await page.locator('.rule', { hasText: 'Mã định danh trùng' }).click();
    await page.locator('.case').first().waitFor();
    const { issues } = (await (
      await fetch(`${server.url}api/runs/${RUN}/issues?code=identifier.clash`)
    ).json()) as IssuePage;
    for (const [step, issue] of issues.slice(0, 2).entries()) {
      if (step === 0) await page.locator('.case').first().click();
      else await page.keyboard.press('n');
      await page.locator(`.case[aria-current][data-key="${issue.key}"]`).waitFor();
      await page.waitForFunction((key) => location.search.includes(`issue=${key}`), issue.key);
      await page.waitForTimeout(2200);
      await settled(page);
      const [zoom, lat, lon] = place();
      expect(zoom).toBeGreaterThan(16.5);
      // The panel covers a part on the right, so the place is left of the middle, but on the screen.
      expect(Math.abs(lat! - issue.lonLat![1])).toBeLessThan(0.002);
      expect(Math.abs(lon! - issue.lonLat![0])).toBeLessThan(0.002);
      expect(await panel().locator('.issue.current').count()).toBe(1);
    }
    await page.keyboard.press('p');
    await page.locator(`.case[aria-current][data-key="${issues[0]!.key}"]`).waitFor();
  });

  it('finds a parcel by its old key from the keyboard', async () => {
    await open();
    await page.locator('.communes tbody tr').first().waitFor();
    const planted = seed.parcels.find(
      (each) => each.status === 'assigned' && each.newSheet !== each.old.sheet,
    )!;
    await page.keyboard.press('/');
    await page.keyboard.type(`${planted.old.code} ${planted.old.sheet}/${planted.old.parcel}`);
    const hit = page.locator('.hit', {
      hasText: `cũ ${planted.old.code} ${planted.old.sheet}/${planted.old.parcel}`,
    });
    await hit.first().waitFor();
    while ((await hit.first().getAttribute('aria-selected')) !== 'true')
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction((ordinal) => location.search.includes(`parcel=${ordinal}`), planted.ordinal);
    await panel().locator('h2').waitFor();
    expect(await seen(panel())).toContain(`tờ ${planted.newSheet}`);
  });

  it('finds a commune without accents', async () => {
    await open();
    await page.fill('#search', 'cam duong');
    await page.locator('.hit', { hasText: 'Phường Cam Đường' }).click();
    await page.waitForFunction(() => location.search.includes('commune=02671'));
  });

  it('changes language everywhere, and back', async () => {
    await open('?tab=issues');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await seen(page.locator('.adds'))).toMatch(/^Adds up/);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await seen(page.locator('body'))).not.toMatch(/Đã chuyển đổi|Vấn đề|Ranh giới/);
    expect(page.url()).toContain('lang=en');
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    expect(await seen(page.locator('.adds'))).toMatch(/^Khớp/);
  });

  it('opens as its address says', async () => {
    const planted = seed.parcels.find((each) => each.status === 'ambiguous')!;
    const parcel = await parcelOf(planted.ordinal);
    await open(
      `${at(17.5, parcel.point!)}&parcel=${planted.ordinal}&tab=issues&status=ambiguous&labels=old&borders=new.old&lang=en`,
    );
    await panel().locator('h2').waitFor();
    expect(await seen(panel())).toContain('Possible new communes');
    expect(await panel().locator('.candidates li').count()).toBe(2);
    expect(await page.getByRole('checkbox', { name: 'Old commune boundaries' }).isChecked()).toBe(true);
    expect(place()[0]).toBeCloseTo(17.5, 1);
  });

  it('shows scripts in the data as text', async () => {
    await open('?parcel=5');
    await panel().locator('.attributes').waitFor();
    expect(await seen(panel())).toContain(INJECTION);
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
    expect(await panel().locator('img, script').count()).toBe(0);
  });

  it('names what cannot be had, and goes on', async () => {
    await open('?parcel=987654321');
    await page.locator('.notice:not([hidden])').waitFor();
    expect(await seen(page.locator('.notice'))).toContain('Không lấy được dữ liệu');
    complaints = complaints.filter((text) => !text.includes('404'));
  });

  it('can be worked without a mouse, each control with a name', async () => {
    await open();
    await page.locator('.communes tbody tr').first().waitFor();
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, input, [role=tab]')]
        .filter((each) => !(each as HTMLElement).hidden)
        .filter((each) => {
          const labels = (each as HTMLInputElement).labels;
          return !(
            each.textContent?.trim() ||
            each.getAttribute('aria-label') ||
            each.getAttribute('title') ||
            labels?.length
          );
        })
        .map((each) => each.outerHTML),
    );
    expect(nameless).toEqual([]);
    for (const landmark of ['banner', 'complementary', 'main', 'search'] as const) {
      expect(await page.getByRole(landmark).count(), landmark).toBeGreaterThan(0);
    }
    await page.focus('#tab-communes');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#tab-issues').getAttribute('aria-selected')).toBe('true');
  });

  it.each([
    [1366, 768],
    [1920, 1080],
    [820, 1180],
  ])('fits %i × %i without scrolling the page', async (width, height) => {
    await page.setViewportSize({ width, height });
    await open('?parcel=1');
    const overflow = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      document.documentElement.scrollHeight - innerHeight,
    ]);
    expect(overflow).toEqual([0, 0]);
  });

  it('answers tiles quickly', async () => {
    const times: number[] = [];
    page.on('response', (response) => {
      if (response.url().includes('.mvt')) times.push(response.request().timing().responseStart);
    });
    await open(at(16, (await parcelOf(1)).point!));
    times.sort((a, b) => a - b);
    console.log(
      `tiles: ${times.length}, median ${times[times.length >> 1]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms`,
    );
    expect(times.length).toBeGreaterThan(0);
  });

  it('sits for its pictures', async () => {
    const names = await takeScreenshots(server.url, process.env.THUADAT_PICTURES ?? join(folder, 'pictures'));
    expect(names.sort()).toEqual(
      ['overview', 'choose', 'review', 'compare', 'parcels', 'ambiguous', 'issue', 'english']
        .map((name) => `${name}.png`)
        .sort(),
    );
  });
});
