/** Pictures of the map for the documents, taken from a running server, whatever its data. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuePage, RunView } from '@thuadat/api/map';
import { launchChromium } from '@thuadat/testing/browser';
import type { Page } from 'playwright-core';

/** Waits until nothing moves and every tile is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(250);
  await page.waitForSelector('#map[data-activity=idle]', { timeout: 30_000 });
  await page.waitForTimeout(250);
}

/** A case is open and the map has flown to it. */
async function arrived(page: Page): Promise<void> {
  await page.waitForSelector('.case-card .answers');
  await page.waitForTimeout(2500);
}

type Shot = {
  readonly name: string;
  readonly query: string;
  readonly width: number;
  readonly height: number;
};

const read = async <T>(base: string, path: string): Promise<T> =>
  (await (await fetch(new URL(path, base))).json()) as T;

const at = (zoom: number, [lon, lat]: readonly [number, number]): string => `at=${zoom}/${lat}/${lon}`;

/** The province from afar, a town with one parcel open, an ambiguous case, a fault with its shape, the same in English. */
async function shotsOf(base: string): Promise<Shot[]> {
  const [run] = await read<RunView[]>(base, 'api/runs');
  if (!run) throw new Error(`${base} shows no run; run "thuadat plan" and "thuadat apply" first.`);
  const api = `api/runs/${run.id}`;
  const first = async (query: string) =>
    (await read<IssuePage>(base, `${api}/issues?limit=200&${query}`)).issues;
  const ambiguous = (await first('status=ambiguous')).find((issue) => issue.lonLat);
  const blocking = [...(await first('severity=blocking')), ...(await first('severity=error'))];
  const shaped =
    blocking.find((issue) => issue.shape && issue.lonLat) ?? blocking.find((issue) => issue.lonLat);
  const wide = { width: 1440, height: 900 };
  const review = 'tab=review&c.state=open';
  return [
    { name: 'overview', query: '', ...wide },
    { name: 'choose', query: review, ...wide },
    ...(shaped
      ? [
          { name: 'review', query: `${review}&c.code=${shaped.code}`, ...wide },
          {
            name: 'compare',
            query: `${review}&c.code=${shaped.code}&compare=side`,
            width: 1920,
            height: 1080,
          },
        ]
      : []),
    ...(shaped?.lonLat
      ? [{ name: 'parcels', query: `${at(16.6, shaped.lonLat)}&parcel=${shaped.ordinal}`, ...wide }]
      : []),
    ...(ambiguous?.lonLat
      ? [
          {
            name: 'ambiguous',
            query: `${at(18, ambiguous.lonLat)}&parcel=${ambiguous.ordinal}&issue=${ambiguous.key}&tab=issues&rule=${ambiguous.code}`,
            ...wide,
          },
        ]
      : []),
    ...(shaped?.lonLat
      ? [
          {
            name: 'issue',
            query: `${at(18.6, shaped.lonLat)}&parcel=${shaped.ordinal}&issue=${shaped.key}&tab=issues&borders=new.old`,
            ...wide,
          },
          {
            name: 'english',
            query: `${at(17.4, shaped.lonLat)}&parcel=${shaped.ordinal}&tab=issues&lang=en`,
            width: 1920,
            height: 1080,
          },
        ]
      : []),
  ];
}

/** Writes `<name>.png` into `folder` and returns the names. */
export async function takeScreenshots(base: string, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const shots = await shotsOf(base);
  const browser = await launchChromium();
  try {
    for (const { name, query, width, height } of shots) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(`${base}?${query}`);
      if (query.includes('tab=review')) await arrived(page);
      await settled(page);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return shots.map((shot) => `${shot.name}.png`);
}
