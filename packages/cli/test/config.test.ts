/** `thuadat config` as a person uses it: a sample to begin with, its check, and every fault of a file at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_SCHEMA } from '@thuadat/engine/config/schema';
import { buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-config-'));
beforeAll(() => buildProgram());
afterAll(() => rmSync(base, { recursive: true, force: true }));

const config = (...args: string[]) => thuadat(['config', ...args], { cwd: base });
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(base, name), content);
  return name;
};

describe('thuadat config', () => {
  it.each(['vi', 'en'])('writes a sample in %s that it accepts, and that plan takes', (lang) => {
    const sample = thuadat(['config', '--example', '--lang', lang], { cwd: base });
    expect(sample.exit).toBe(EXIT.ok);
    const notes = sample.out.match(/\/\/ [^"{}\]]+$/gm)!.join('\n');
    expect(/[ăâđêôơư]/i.test(notes)).toBe(lang === 'vi');
    file('sample.json', sample.out);
    expect(config('sample.json')).toMatchObject({ exit: EXIT.ok, talk: '' });
    file('thua.csv', 'MAXA,SHBANDO,SHTHUA\n02647,1,1\n');
    const planned = thuadat(['plan', 'thua.csv', '-c', 'sample.json'], { cwd: base });
    expect(planned.talk).not.toContain('sample.json');
    expect(planned.exit).not.toBe(EXIT.usage);
  });

  it('prints the schema in force', () => {
    expect(JSON.parse(config('--schema').out)).toEqual(CONFIG_SCHEMA);
  });

  it('reads what editors on Windows write', () => {
    const text = '{ "province": "ca-mau" }';
    expect(config(file('utf16.json', Buffer.from(`\ufeff${text}`, 'utf16le'))).exit).toBe(EXIT.ok);
    expect(config(file('utf8.json', `\ufeff${text}`)).exit).toBe(EXIT.ok);
    const latin = config(file('latin.json', Buffer.from('{ "province": "C\xe0 Mau" }', 'latin1')));
    expect(latin.exit).toBe(EXIT.usage);
    expect(latin.talk).toMatch(/not text in UTF-8.*save it as UTF-8/);
  });

  it('says every fault, where it is, what was meant and what to do', () => {
    const { exit, talk } = config(
      file('faulty.json', '{ "provnce": "lao-cai", "asOf": "2025-13-01", "sources": [{ "crs": "9208" }] }'),
    );
    expect(exit).toBe(EXIT.usage);
    expect(talk).toMatch(/provnce: no such key.*Did you mean "province"\?/);
    expect(talk).toContain('sources[0].match: this key is missing');
    expect(talk).toContain('sources[0].crs: wrong type: "9208"');
    expect(talk).toContain('thuadat config --example');
  });

  it('names the files that are not there, and a province that is not', () => {
    const absent = config(
      file('absent.json', '{ "boundaries": { "path": "xa.geojson" }, "units": "don-vi" }'),
    );
    expect(absent.exit).toBe(EXIT.usage);
    expect(absent.talk).toMatch(/not there: xa\.geojson, don-vi\.units\.csv, don-vi\.events\.csv/);
    expect(config(file('province.json', '{ "province": "ha-noi-2" }')).exit).toBe(EXIT.usage);
  });

  it.each([[[]], [['sample.json', '--example']], [['--example', '--schema']]])('refuses %j', (args) => {
    expect(config(...args)).toMatchObject({ exit: EXIT.usage, out: '' });
  });
});
