/**
 * The portable folder as an office uses it: made, carried to a folder whose name has blanks and Vietnamese letters, started with
 * nothing on PATH and a home that is not its own.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { buildProgram } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

const scratch = mkdtempSync(join(tmpdir(), 'thuadat-portable-'));
const linux = join(scratch, 'Ổ cứng', 'Chuyển đổi (bản 1) & thử');
const windows = join(scratch, 'Ổ cứng', 'Bộ cho Windows');
const home = join(scratch, 'home');
const delivery = join(scratch, 'Nộp dữ liệu');
const source = join(delivery, 'parcels.shp');

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

/** What a process of an office sees: no program to be found, and nothing of this clone or its caches. */
const env = { PATH: '', HOME: home, TMPDIR: join(scratch, 'tmp'), LANG: 'C.UTF-8' };

function start(name: string, args: readonly string[], cwd: string, input = '') {
  const { status, stdout, stderr, error } = spawnSync(join(linux, name), args, {
    cwd,
    env,
    input,
    encoding: 'utf8',
  });
  if (error) throw error;
  return { exit: status, out: stdout, talk: stderr };
}

function thuadat(...args: string[]): string {
  const { exit, out, talk } = start('thuadat', args, join(linux, 'du-lieu'));
  expect(`${exit} ${talk.slice(-2000)}`).toMatch(/^0 /);
  return out;
}

/** The bytes of what an export wrote first in a file. */
const begins = (path: string, length: number): string => readFileSync(path).toString('latin1', 0, length);

beforeAll(() => {
  buildProgram();
  const made = join(scratch, 'made');
  const platforms = ['linux-x64', 'win32-x64'];
  const options = platforms.flatMap((platform) => ['--platform', platform]);
  execFileSync(process.execPath, [join(ROOT, 'scripts/portable.mjs'), ...options, '--out', made], {
    stdio: 'pipe',
  });
  for (const folder of [home, env.TMPDIR, dirname(linux)]) mkdirSync(folder, { recursive: true });
  const [fromLinux, fromWindows] = readdirSync(made).sort();
  expect([fromLinux, fromWindows]).toEqual([
    expect.stringMatching(/^thuadat-\d.*-linux-x64$/),
    expect.stringMatching(/^thuadat-\d.*-win32-x64$/),
  ]);
  renameSync(join(made, fromLinux!), linux);
  renameSync(join(made, fromWindows!), windows);
  cpSync(join(ROOT, 'data-samples/cases/tcvn3-shapefile'), delivery, { recursive: true });
}, 240_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each([
  ['linux-x64', () => linux],
  ['win32-x64', () => windows],
])('the folder for %s', (_, place) => {
  it('is small enough, and SHA256SUMS lists every file with its hash', () => {
    const folder = place();
    const files = filesOf(folder).filter((path) => path !== 'SHA256SUMS');
    const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.slice(66)).sort()).toEqual(files);
    for (const line of lines) {
      const bytes = readFileSync(join(folder, line.slice(66)));
      expect(`${createHash('sha256').update(bytes).digest('hex')}  ${line.slice(66)}`).toBe(line);
    }
    const size = files.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
    expect(size).toBeLessThan(250e6);
    expect(size).toBeGreaterThan(100e6);
  });

  it('holds neither GDAL, types, source maps nor what only developers need', () => {
    const folder = place();
    const modules = readdirSync(join(folder, 'chuong-trinh/node_modules'));
    expect(modules).toContain('@electric-sql');
    expect(modules).not.toEqual(expect.arrayContaining(['gdal-async']));
    for (const name of ['vitest', 'typescript', 'node-gyp', '@types', '.cache'])
      expect(modules).not.toContain(name);
    expect(filesOf(folder).filter((path) => /\.(d\.ts|map|node|cc|gypi?)$/.test(path))).toEqual([]);
    expect(filesOf(folder)).toContain('chuong-trinh/node_modules/fflate/LICENSE');
  });

  it('has a first page that Notepad opens, which names starters that are there', () => {
    const text = readFileSync(join(place(), 'DOC-TRUOC.txt'), 'utf8');
    expect(text.startsWith('\ufeffThửaĐất ')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n{}]/);
    const named = [...new Set(text.match(/\b[A-Z][a-z]+(?:-[a-z]+)+\.(?:cmd|sh)\b/g))];
    expect(named.length).toBe(4);
    for (const name of named) expect(existsSync(join(place(), name)), name).toBe(true);
  });

  it('has a manual in Vietnamese whose links and pictures are there', () => {
    const manual = join(place(), 'huong-dan');
    const pages = readdirSync(manual).filter((name) => name.endsWith('.html'));
    expect(pages).toContain('huong-dan.html');
    for (const page of pages) {
      const html = readFileSync(join(manual, page), 'utf8');
      expect(html).not.toContain('npx ');
      const named = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target]) => target!);
      for (const target of named.filter((each) => !/^https?:/.test(each))) {
        const [file, part] = target.split('#');
        expect(existsSync(join(manual, file || page)), `${page}: ${target}`).toBe(true);
        if (part) expect(readFileSync(join(manual, file || page), 'utf8'), target).toContain(`id="${part}"`);
      }
    }
  });
});

describe('the folder for Windows', () => {
  it('has the programs of the other, Node for Windows, and nothing that only Linux runs', () => {
    const programs = (folder: string) =>
      readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
        .split('\n')
        .filter((line) => / {2}(chuong-trinh|huong-dan)\//.test(line) && !/\/node(\.exe)?$/.test(line));
    expect(programs(windows)).toEqual(programs(linux));
    expect(begins(join(windows, 'chuong-trinh/node.exe'), 2)).toBe('MZ');
    const elf = filesOf(windows).filter((path) => begins(join(windows, path), 4) === '\x7fELF');
    expect(elf).toEqual([]);
    expect(filesOf(windows).filter((path) => path.endsWith('.sh'))).toEqual([]);
  });

  it('has starters that any code page of a console reads, and names that Windows allows', () => {
    const starters = readdirSync(windows).filter((name) => name.endsWith('.cmd'));
    expect(starters).toEqual(expect.arrayContaining(['Mo-ban-do.cmd', 'Kiem-tra-tep.cmd', 'thuadat.cmd']));
    for (const name of starters) {
      const text = readFileSync(join(windows, name), 'utf8');
      expect(text).toMatch(/^[\r\n\x20-\x7e]+$/);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(text).toContain('"%~dp0chuong-trinh\\node.exe" "%~dp0chuong-trinh\\dist\\portable.js"');
    }
    for (const path of filesOf(windows)) {
      expect(path).not.toMatch(/[<>:"|?*\\]|[ .](\/|$)|(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/i);
      // 260 signs in all, of which some are for where the folder is put.
      expect(path.length).toBeLessThan(160);
    }
  });
});

describe('the folder for Linux, with an empty PATH', () => {
  let run = '';

  it('inspects, plans, applies, looks up and exports', () => {
    mkdirSync(join(linux, 'du-lieu'), { recursive: true });
    expect(thuadat('inspect', '-p', 'lao-cai', source)).toContain('tcvn3');
    const config = join(delivery, 'config.json');
    const planned = JSON.parse(thuadat('plan', '-c', config, source, '--json')) as { run: string };
    run = readdirSync(join(linux, 'du-lieu/.thuadat/runs')).find((name) => name.startsWith('lao-cai-'))!;
    expect(JSON.stringify(planned)).toContain(run);
    thuadat('apply', run);
    expect(thuadat('lookup', '02953/2/1')).toMatch(/[a-z0-9]{12}/);
    thuadat('export', run, '--to', 'ra-shp', '--format', 'shp');
    thuadat('export', run, '--to', 'ra-gpkg', '--format', 'gpkg');
    const out = join(linux, 'du-lieu');
    // A Shapefile begins with 9994, a GeoPackage as SQLite does.
    expect(readFileSync(join(out, 'ra-shp/parcels-9208.shp')).readInt32BE(0)).toBe(9994);
    expect(begins(join(out, 'ra-gpkg/parcels-9208.gpkg'), 15)).toBe('SQLite format 3');
  }, 120_000);

  it('opens the map on the same database', async () => {
    const map = spawn(join(linux, 'Mo-ban-do.sh'), ['--port', '0'], { cwd: scratch, env });
    try {
      let url = '';
      for await (const line of createInterface({ input: map.stdout })) {
        url = /http:\S+/.exec(line)?.[0] ?? '';
        if (url) break;
      }
      expect(await (await fetch(url)).text()).toContain('<title>ThửaĐất</title>');
      expect(JSON.stringify(await (await fetch(new URL('api/runs', url))).json())).toContain(run);
    } finally {
      const ended = new Promise((resolve) => map.once('exit', resolve));
      map.kill('SIGTERM');
      await ended;
    }
  }, 120_000);

  it('inspects the files dropped on the starter, then those dropped into its window, and speaks Vietnamese', () => {
    const second = `'${join(ROOT, 'data-samples/cases/lost-zeros')}/khong-co.csv'\n\n`;
    const { out, talk, exit } = start('Kiem-tra-tep.sh', [source], scratch, `'${source}'\n${second}`);
    expect(out.match(/parcels\.shp/g)!.length).toBeGreaterThanOrEqual(2);
    expect(out).toContain('bảng mã tệp');
    expect(talk.match(/Kéo tệp thả vào cửa sổ này/g)).toHaveLength(3);
    expect(talk + out).toContain('khong-co.csv');
    expect(exit).toBe(3);
  }, 60_000);

  it('leaves nothing in the home', () => {
    expect(readdirSync(home)).toEqual([]);
  });

  it('names what a copy lost or changed', () => {
    expect(start('Kiem-tra-bo-chep.sh', [], scratch)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Đủ và đúng'),
    });
    const page = join(linux, 'huong-dan/huong-dan.html');
    writeFileSync(page, `${readFileSync(page, 'utf8')} `);
    rmSync(join(linux, 'NOTICE'));
    const { exit, out } = start('Kiem-tra-bo-chep.sh', [], scratch);
    expect(exit).toBe(1);
    expect(out.split('\n').slice(0, 2)).toEqual(['thiếu: NOTICE', 'đã bị đổi: huong-dan/huong-dan.html']);
  });

  it('keeps its data in the profile, and says so, where it cannot write beside itself', () => {
    rmSync(join(linux, 'du-lieu'), { recursive: true });
    // A file of that name: no folder can be made there, by whomever.
    writeFileSync(join(linux, 'du-lieu'), '');
    const { talk, exit } = start('Kiem-tra-tep.sh', [source], scratch);
    expect(exit).toBe(0);
    expect(talk).toContain(join(home, '.local/share/thuadat'));
    expect(existsSync(join(home, '.local/share/thuadat'))).toBe(true);
  }, 60_000);
});
