/** A delivery planned from a folder, an archive and another place is one run; what in it cannot be used is said at once. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { Message } from '@thuadat/core/message/message';
import type { RunManifest } from '@thuadat/core/run';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { zipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { chooseProfile } from '../src/commands/plan.ts';
import { readConfig } from '../src/config-file.ts';
import { word } from '../src/words/word.ts';

const CASE = fileURLToPath(new URL('../../../data-samples/cases/nested-delivery/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'thuadat-delivery-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Planned = { readonly manifest: RunManifest; readonly notes: readonly Message[]; readonly runs: string };

async function plan(paths: readonly string[], path = join(CASE, 'config.json')): Promise<Planned> {
  const config = await readConfig(path);
  const runs = mkdtempSync(join(work, 'runs-'));
  const notes: Message[] = [];
  const { manifest } = await planRun({
    ...{ profile: chooseProfile(config.province), crosswalk: loadCrosswalk(), paths, runs },
    ...{ config, apart: [path], registry: EMPTY_REGISTRY, workers: 1 },
    ...{ by: 'test', at: '2026-01-01T00:00:00.000Z', onNotice: (note: Message) => notes.push(note) },
  });
  return { manifest, notes, runs };
}

const namesOf = ({ manifest }: Planned): string[] => manifest.sources.map(({ name }) => name);

/** The delivery of the case with its config in a folder of its own, the folders of `match` separated as on Windows. */
function elsewhere(): { folder: string; config: string } {
  const folder = mkdtempSync(join(work, 'noi-khac-'));
  cpSync(join(CASE, 'giao-nop'), join(folder, 'giao-nop'), { recursive: true });
  const config = join(folder, 'giao-nop', 'cau-hinh.json');
  writeFileSync(config, readFileSync(join(CASE, 'config.json'), 'utf8').replaceAll('Mạ/', 'Mạ\\\\'));
  return { folder: join(folder, 'giao-nop'), config };
}

it('gives one run and one config hash from two folders, an archive and a pattern', async () => {
  const first = await plan([join(CASE, 'giao-nop')]);
  expect(namesOf(first)).toEqual(['Bản Mạ/ThuaDat.shp', 'thị trấn/tờ 2/nội nghiệp/ThuaDat.shp']);
  expect(first.notes.map(({ code }) => code)).toEqual(['delivery.others']);
  const { folder, config } = elsewhere();
  const members = Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))]),
  );
  writeFileSync(join(work, 'giao-nop.zip'), zipSync(members));
  const others = [
    await plan([folder], config),
    await plan([join(work, 'giao-nop.zip')], config),
    await plan([`${folder}/**/*.shp`], config),
  ];
  for (const other of others) {
    expect(other.manifest).toEqual(first.manifest);
    expect(readdirSync(other.runs)).toEqual([first.manifest.id]);
  }
});

it('gives one run and one config hash wherever the files lie that the config names', async () => {
  const folder = fileURLToPath(new URL('../split-with-boundaries/', `file://${CASE}`));
  const copy = mkdtempSync(join(work, 'ranh-gioi-'));
  cpSync(folder, copy, { recursive: true });
  const [here, there] = [folder, copy].map((own) => plan([own], join(own, 'config.json')));
  const { manifest } = await here!;
  expect((await there!).manifest).toEqual(manifest);
  expect(manifest.sources).toHaveLength(1);
  const boundaries = join(copy, readdirSync(copy).find((name) => /^boundar.*json$/.test(name))!);
  writeFileSync(boundaries, `${readFileSync(boundaries, 'utf8')}\n`);
  expect((await plan([copy], join(copy, 'config.json'))).manifest.config).not.toBe(manifest.config);
});

it('tells files of one name apart when they are named one by one', async () => {
  const shapefiles = ['Bản Mạ', 'thị trấn/tờ 2/nội nghiệp'].map((way) =>
    join(CASE, 'giao-nop', way, 'ThuaDat.shp'),
  );
  expect(namesOf(await plan(shapefiles))).toEqual(['Bản Mạ/ThuaDat.shp', 'nội nghiệp/ThuaDat.shp']);
});

it('names all files that cannot be used by their way inside, until the config skips them', async () => {
  const { folder, config } = elsewhere();
  const cut = readFileSync(join(folder, 'Bản Mạ', 'ThuaDat.shp')).subarray(0, 3000);
  mkdirSync(join(folder, 'hỏng'));
  writeFileSync(join(folder, 'hỏng', 'ThuaDat.shp'), cut);
  cpSync(join(folder, 'Bản Mạ', 'ThuaDat.dbf'), join(folder, 'hỏng', 'ThuaDat.dbf'));
  writeFileSync(join(folder, 'hỏng', 'giao-thong.csv'), 'ten;rong\nĐường 1;5\n');
  const fault = await plan([folder], config).catch((error) => error);
  expect(fault.kind).toBe('refused');
  const sentence = word(fault.reason);
  expect(sentence).toContain('2 tệp không dùng được');
  expect(sentence).toMatch(
    /\n {2}Tệp hỏng\/ThuaDat\.shp, .*\n {2}hỏng\/giao-thong\.csv, lớp giao-thong: thiếu cột/,
  );
  const skipping = readFileSync(config, 'utf8').replace(
    '"sources": [',
    '"sources": [{ "match": "hỏng/*", "skip": true },',
  );
  writeFileSync(config, skipping);
  const { notes } = await plan([folder], config);
  const apart = notes.find(({ code }) => code === 'delivery.apart');
  expect(apart?.values.names).toEqual(['cau-hinh.json', 'hỏng/ThuaDat.shp', 'hỏng/giao-thong.csv']);
});
