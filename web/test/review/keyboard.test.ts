/**
 * A reviewer's examination: the planted cases of the sample data, worked in a real browser with nothing but the keyboard
 * and what is on the screen, then exported by the program and compared with the answer sheet.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommuneView } from '@thuadat/api/map';
import type { CasePage } from '@thuadat/api/review';
import { lacks } from '@thuadat/core/machine.test-data';
import { parseCsvTable } from '@thuadat/core/text/csv';
import { type Server, startServer } from '@thuadat/server/server';
import type { Database } from '@thuadat/store/db/database';
import { openDatabase } from '@thuadat/store/db/open';
import { CHROMIUM, hasChromium, launchChromium } from '@thuadat/testing/browser';
import { openSample, type Sample, stageSample } from '@thuadat/testing/demo-province';
import { ENGINES } from '@thuadat/testing/engines';
import { countKeys, keyTimes } from '@thuadat/testing/key-times';
import { buildProgram, thuadat } from '@thuadat/testing/program';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerSheet, type Right } from './answer-sheet.ts';

const CASES = 60;
const KEYS = { accept: 'a', reject: 'r', survey: 's' } as const;
const blind = lacks(`Chromium (${CHROMIUM})`, await hasChromium());

describe.skipIf(blind).each(ENGINES)('fifty cases and more on $name', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-keyboard-'));
  let sample: Sample;
  let target: string;
  let db: Database;
  let server: Server;
  let browser: Browser;
  let run: string;

  beforeAll(async () => {
    buildProgram();
    sample = await openSample('ca-mau');
    target = await engine.target();
    db = await openDatabase(target);
    run = await stageSample(db, sample);
    server = await startServer({ db, webRoot: join(import.meta.dirname, '../../dist') });
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    engine.stop();
    await sample?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(new URL(`api/runs/${run}/${path}`, server.url))).json()) as T;

  it('are answered with the keyboard alone, and every answer is right in the export', async () => {
    const sheet = answerSheet('ca-mau');
    const { cases } = await read<CasePage>('cases?limit=500');
    const codes = new Map(cases.map(({ key, code }) => [key, code]));
    const names = new Map((await read<CommuneView[]>('communes')).map(({ unit, name }) => [unit, name]));
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(`${server.url}?tab=review&c.state=open`);
    const meant = new Map<string, Right>();
    const answered = new Set<string>();
    let pressed = 0;
    let left = 0;
    for (let key = await shown(page, ''); pressed < CASES; key = await shown(page, key)) {
      if (left > CASES) throw new Error(`${left} of the cases are on no answer sheet.`);
      const code = codes.get(key)!;
      const records = await page.locator('.attributes thead th').allInnerTexts();
      const seen = records.map((text) => text.replace(/^\d+\. /, ''));
      const wanted = sheet(code, seen);
      if (pressed === 0) await page.evaluate(countKeys);
      // What was not planted waits for somebody else.
      if (wanted === null) {
        await page.keyboard.press('x');
        left++;
      } else {
        const twins = wanted.verdict === 'choose' && code !== 'commune.straddles' ? seen : seen.slice(0, 1);
        for (const name of twins) meant.set(`${code} ${name}`, wanted);
        await page.keyboard.press(
          wanted.verdict === 'choose' ? await numberOf(page, wanted.choice!, names) : KEYS[wanted.verdict],
        );
        answered.add(key);
        pressed++;
      }
    }
    expect(new Set([...meant.keys()].map((name) => name.split(' ')[0])).size).toBeGreaterThanOrEqual(6);
    const times = await page.evaluate(keyTimes);
    const there = times.map((each) => each.there);
    const drawn = times.map((each) => each.drawn);
    console.info(
      `${engine.name}: from the key to the next case ${summary(there)}; drawn (by software) ${summary(drawn)}`,
    );
    // Beside other tests on a busy machine.
    expect(median(there)).toBeLessThan(1000);
    const open = async () =>
      (await read<CasePage>('cases?limit=500&state=open')).cases.filter(({ key }) => answered.has(key));
    await expect.poll(open, { timeout: 20_000 }).toEqual([]);
    await page.close();
    await server.close();
    await db.close();

    const file = join(folder, 'quyet-dinh.csv');
    const ended = thuadat(['review', run, '--decided', file, '-d', target], { cwd: folder });
    expect(ended.exit, ended.talk).toBe(0);
    const { rows } = parseCsvTable(readFileSync(file, 'utf8'));
    expect(rows).toHaveLength(cases.length);
    const found = new Map<string, Right>();
    const nameOf = ({ cell }: (typeof rows)[number]) =>
      `${cell('loaiVanDe')} ${cell('tepNguon')} #${cell('banGhi')}`;
    // Of two records beside each other only one may have a case of its own.
    const listed = new Set(rows.map(nameOf));
    const right = new Map([...meant].filter(([name]) => listed.has(name)));
    expect(right.size).toBeGreaterThanOrEqual(CASES);
    for (const row of rows) {
      const { cell } = row;
      if (cell('quyetDinh') === '') continue;
      expect(cell('trangThai')).toBe('decided');
      found.set(nameOf(row), {
        verdict: cell('quyetDinh') as Right['verdict'],
        // A record is named with its layer between file and number.
        choice: cell('luaChon').replace(/^(.*)\|.*\|(\d+)$/, '$1 #$2') || null,
      });
    }
    expect(found).toEqual(right);
  }, 240_000);
});

/** Waits for another case than `before`; gives its key. */
async function shown(page: Page, before: string): Promise<string> {
  const handle = await page.waitForFunction((last) => {
    const key = document.querySelector('.case-card:has(.answers)')?.getAttribute('data-case');
    return key && key !== last ? key : null;
  }, before);
  return (await handle.jsonValue())!;
}

/** The key beside the answer that says so. */
async function numberOf(page: Page, choice: string, names: ReadonlyMap<string, string>): Promise<string> {
  const wanted = names.get(choice) ?? choice;
  const answers = await page.locator('.choice').allInnerTexts();
  const line = answers.find((text) => text.split('\n').some((part) => part.trim() === wanted));
  const key = /^\d/.exec(line ?? '')?.[0];
  if (!key) throw new Error(`"${wanted}" is none of ${answers.join(' / ')}.`);
  return key;
}

const sorted = (times: readonly number[]): number[] => [...times].sort((a, b) => a - b);
const median = (times: readonly number[]): number => sorted(times)[times.length >> 1] ?? 0;
const summary = (times: readonly number[]): string => {
  const all = sorted(times);
  return `median ${median(times).toFixed(0)} ms, p95 ${all[Math.floor(all.length * 0.95)]?.toFixed(0)} ms of ${all.length}`;
};
