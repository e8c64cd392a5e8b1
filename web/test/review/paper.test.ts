/** Before and after on the map, areas, backgrounds and paper, in a real browser over the real server. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { CaseDetail, RecordView, UnitProgress } from '@thuadat/api/review';
import { lacks } from '@thuadat/core/machine.test-data';
import { openSource } from '@thuadat/formats/registry';
import { readBackgrounds } from '@thuadat/server/background';
import { type Server, startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import { openDatabase } from '@thuadat/store/db/open';
import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import { openSample, type Sample, stageSample } from '@thuadat/testing/demo-province';
import { buildPage } from '@thuadat/testing/page';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AxeBuilder } from './axe.ts';

const blind = lacks(`Chromium (${CHROMIUM})`, await hasChromium());

const LOOK = process.env.THUADAT_LOOK;

describe.skipIf(blind)('the review beside the queue', { timeout: 240_000 }, () => {
  let folder: string;
  let sample: Sample;
  let db: Database;
  let server: Server;
  let browser: Browser;
  let tiles: HttpServer;
  let run: string;
  const asked: string[] = [];
  const complaints: string[] = [];
  const pages: Page[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thuadat-paper-'));
    await buildPage(join(folder, 'web'));
    sample = await openSample('ca-mau');
    db = await openDatabase(join(folder, 'db'));
    run = await stageSample(db, sample);
    tiles = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('cross-origin-resource-policy', 'cross-origin');
      response.setHeader('content-type', 'image/png');
      response.end(onePixel());
    });
    await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
    const { port } = tiles.address() as AddressInfo;
    const file = join(folder, 'nen.json');
    const url = `http://127.0.0.1:${port}/`;
    await writeFile(
      file,
      JSON.stringify([
        { id: 'anh', name: 'Ảnh', kind: 'xyz', url: `${url}{z}/{x}/{y}.png` },
        { id: 'wms', name: 'WMS', kind: 'wms', url: `${url}wms`, layers: 'nen' },
      ]),
    );
    const backgrounds = await readBackgrounds(file);
    server = await startServer({ db, webRoot: join(folder, 'web'), backgrounds });
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    tiles?.close();
    await db?.close();
    await sample?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    pages.push(page);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${server.url}${path}`);
    return page;
  }
  const api = async <T>(rest: string): Promise<T> =>
    (await (await fetch(new URL(`api/runs/${run}/${rest}`, server.url))).json()) as T;
  const look = async (page: Page, name: string) => {
    if (!LOOK) return;
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(LOOK, `${name}.png`) });
  };

  it('compares by curtain, in turn and side by side, the two maps moving as one', async () => {
    const page = await open('?tab=review&c.code=overlap.parcel&compare=swipe');
    await page.waitForSelector('.curtain');
    await page.waitForSelector('.case-card .answers');
    expect(await page.locator('.caption').allInnerTexts()).toEqual(['Trước sắp xếp', 'Sau sắp xếp']);
    const clip = () => page.locator('.before-map').evaluate((box) => (box as HTMLElement).style.clipPath);
    const at = async () => Number(await page.locator('.curtain').getAttribute('aria-valuenow'));
    // In the middle of what the card leaves free.
    await expect.poll(at).toBeLessThan(40);
    const start = await at();
    const before = await clip();
    await page.locator('.curtain').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await at()).toBe(start - 2);
    expect(await clip()).not.toBe(before);
    await look(page, 'swipe');
    expect(await new AxeBuilder(page).violations()).toEqual([]);
    await page.locator('.case-card h2').focus();
    await page.keyboard.press('v');
    await page.waitForSelector('.stage[data-compare=blink]');
    await page.keyboard.press('v');
    await page.waitForSelector('.stage[data-compare=side]');
    await look(page, 'side');
    const boxes = await page
      .locator('.stage > .map, .stage > .before-map')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
    expect(Math.abs(boxes[0]! - boxes[1]!)).toBeLessThan(4);
    // Nothing covers the maps now, and the case is in their middle still.
    const key = (await page.locator('.case-card').getAttribute('data-case'))!;
    const { extent } = await api<CaseDetail>(`cases/${key}`);
    const [west, , east] = extent!;
    const lonShown = () => Number(new URL(page.url()).searchParams.get('at')!.split('/')[2]);
    await expect.poll(() => Math.abs(lonShown() - (west + east) / 2)).toBeLessThan(1e-5);
    await page.keyboard.press('v');
    await page.waitForSelector('.before-map', { state: 'detached' });
  });

  it('narrows the queue to an area that was drawn', async () => {
    const page = await open('?tab=review&c.code=overlap.parcel');
    await page.waitForSelector('.case-card .answers');
    await page.waitForTimeout(2500);
    const all = await page.locator('.case-list li').count();
    await page.keyboard.press('l');
    await page.waitForSelector('.lasso');
    const { x, y, width, height } = (await page.locator('.lasso').boundingBox())!;
    // Around the middle of what the card leaves free: there the case at hand lies.
    const [cx, cy] = [x + (width - 474) / 2, y + height / 2];
    await page.mouse.move(cx - 120, cy - 120);
    await page.mouse.down();
    for (const [dx, dy] of [
      [120, -120],
      [120, 120],
      [-120, 120],
      [-120, -100],
    ] as const) {
      await page.mouse.move(cx + dx, cy + dy, { steps: 6 });
    }
    await page.mouse.up();
    await expect.poll(() => page.locator('.case-list li').count()).toBeLessThan(all);
    await expect.poll(() => page.locator('.case-list li').count()).toBeGreaterThan(0);
    expect(decodeURIComponent(page.url())).toContain('c.area=');
    await look(page, 'lasso');
  });

  it('asks no map of its own, and the configured ones only when chosen', async () => {
    const page = await open('?tab=review&c.code=overlap.parcel');
    await page.waitForSelector('.case-card .answers');
    await page.waitForTimeout(800);
    expect(asked).toEqual([]);
    await page.selectOption('[data-key=backdrop]', 'anh');
    await expect
      .poll(() => asked.filter((url) => /^\/\d+\/\d+\/\d+\.png$/.test(url)).length)
      .toBeGreaterThan(0);
    await page.selectOption('[data-key=backdrop]', 'wms');
    await expect.poll(() => asked.find((url) => url.startsWith('/wms')) ?? '').toMatch(/BBOX=-?[\d.]+,/);
  });

  it('refuses a background it cannot use, by name', async () => {
    const file = join(folder, 'xau.json');
    for (const [entry, expected] of [
      [{ id: 'a b', name: 'x', kind: 'xyz', url: 'http://x/{z}/{x}/{y}' }, /id: "a b" found/],
      [
        { id: 'a', name: 'x', kind: 'tms', url: 'http://x' },
        /kind: "tms" found, one of xyz, wms, wmts, pmtiles/,
      ],
      [{ id: 'a', name: 'x', kind: 'xyz', url: 'file:///etc/passwd' }, /http:\/\//],
      [{ id: 'a', name: 'x', kind: 'wms', url: 'http://x/wms' }, /layers/],
    ] as const) {
      await writeFile(file, JSON.stringify([entry]));
      await expect(readBackgrounds(file)).rejects.toThrow(expected);
    }
  });

  it('prints the record of a commune on A4, whole', async () => {
    const progress = await api<UnitProgress[]>('progress');
    const unit = [...progress].sort((a, b) => b.cases - a.cases).find((each) => /^\d/.test(each.unit))!;
    const record = await api<RecordView>(`record?unit=${unit.unit}`);
    expect(record.decided.length + record.open.length + record.omitted).toBe(unit.cases);
    expect(record.counts.assigned + record.counts.ambiguous + record.counts.rejected).toBe(
      record.counts.read,
    );
    const page = await open(`print.html?run=${run}&unit=${unit.unit}`);
    await page.waitForSelector('body[data-ready]');
    const text = await page.locator('main').innerText();
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      unit.name,
      run,
    ]) {
      expect(text).toContain(part);
    }
    expect(await page.locator('.open tbody tr').count()).toBe(record.open.length);
    expect(await new AxeBuilder(page).violations()).toEqual([]);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const size = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf)!;
    expect(Math.round(Number(size[1]))).toBeCloseTo(595, -1);
    expect(Math.round(Number(size[2]))).toBeCloseTo(842, -1);
    await page.emulateMedia({ media: 'print' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
    if (LOOK) await page.screenshot({ path: join(LOOK, 'print.png') });
  });

  it('gives the cases as a workbook in which nothing is a formula', async () => {
    const response = await fetch(new URL(`api/runs/${run}/cases.xlsx?code=overlap.parcel`, server.url));
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const path = join(folder, 'cases.xlsx');
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    const source = await openSource(path);
    let rows = 0;
    for await (const { values } of source.layers[0]!.records()) {
      rows++;
      expect(values).toContain('overlap.parcel');
    }
    await source.close();
    const { total } = await api<{ total: number }>('cases?code=overlap.parcel');
    expect(rows).toBe(total);
  });
});

/** A PNG of one grey pixel. */
function onePixel(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(1, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 200]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
