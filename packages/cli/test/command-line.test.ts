/** The command line as a person meets it: help, completion, what data may do to a terminal, and work that is not there to do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunManifest } from '@thuadat/core/run';
import { answer, buildProgram, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../src/terminal/exit.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-line-'));
const here = { cwd: base };
beforeAll(() => buildProgram());
afterAll(() => rmSync(base, { recursive: true, force: true }));

const file = (name: string, content: string): string => {
  writeFileSync(join(base, name), content);
  return name;
};
const verbsOf = (help: string): string[] =>
  [...help.split(/^(?:Commands|Lệnh):$/m)[1]!.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');

describe('help', () => {
  it('has two examples of each verb, in the language of the reader', () => {
    const verbs = verbsOf(thuadat(['--help'], here).out);
    expect(verbs).toContain('completion');
    for (const verb of verbs) {
      const { out } = thuadat([verb, '--help', '--lang', 'vi'], here);
      const [, examples = ''] = out.split('Ví dụ:');
      expect(examples.match(new RegExp(`^    thuadat ${verb}( |$)`, 'gm')), verb).toHaveLength(2);
      expect(thuadat([verb, '--help'], here).out, verb).toContain('Examples:');
    }
    // Starts the program 33 times: on a machine with much else to do a second and more each.
  }, 240_000);
});

describe('completion', () => {
  const complete = (script: string, ...words: string[]): string[] =>
    execFileSync(
      'bash',
      [
        '-c',
        `source ${script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _thuadat; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'thuadat',
        ...words,
      ],
      { cwd: base, encoding: 'utf8' },
    )
      .trim()
      .split('\n');

  it('of bash knows verbs, the options of each, their values, and files', () => {
    const script = file('thuadat.bash', thuadat(['completion', 'bash'], here).out);
    file('thua dat.csv', 'x');
    expect(complete(script, 'thuadat', 're')).toEqual(['review', 'revert']);
    expect(complete(script, 'thuadat', 'apply', '--re')).toEqual(['--rest']);
    expect(complete(script, 'thuadat', '--lang', 'en', 'export', 'run', '--format', 'g')).toEqual([
      'geojson',
      'gpkg',
    ]);
    expect(complete(script, 'thuadat', 'plan', 'thua')).toEqual(
      expect.arrayContaining(['thua dat.csv', 'thuadat.bash']),
    );
  });

  it.each(['zsh', 'fish'])('of %s names every verb with what it does', (shell) => {
    const { out, exit } = thuadat(['completion', shell], here);
    expect(exit).toBe(EXIT.ok);
    for (const verb of verbsOf(thuadat(['--help'], here).out))
      expect(out).toMatch(new RegExp(`\\b${verb}\\b`));
    expect(out).toContain(shell === 'zsh' ? '#compdef thuadat' : 'complete -c thuadat');
  });

  it('of another shell is refused', () => {
    expect(thuadat(['completion', 'csh'], here).exit).toBe(EXIT.usage);
  });
});

describe('signs of data that a terminal would obey', () => {
  it.each([
    ['\u001b[2J\u001b[31mđỏ', '\\u001B[2J\\u001B[31mđỏ'],
    ['12\u202e43\u2066', '12\\u202E43\\u2066'],
    ['\u009b1m\u0007', '\\u009B1m\\u0007'],
  ])('%j is shown, not obeyed', (cell, shown) => {
    const name = file('la.csv', `MAXA,SHBANDO,SHTHUA,GHICHU\n02647,1,1,${cell}\n02647,1,2,${cell}\n`);
    const inspected = thuadat(['inspect', '-p', 'lao-cai', name], here);
    expect(inspected.out).toContain(shown);
    const json = thuadat(['inspect', '-p', 'lao-cai', name, '--json'], here);
    expect(JSON.stringify(JSON.parse(json.out))).toContain(JSON.stringify(cell).slice(1, -1));
    const named = thuadat(['inspect', '-p', cell, name], here);
    expect(named.talk).toContain(shown);
    for (const text of [inspected.out, inspected.talk, json.out, named.out, named.talk])
      expect(text).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
  });
});

describe('work that is not there to do', () => {
  it('is said, with exit 1: a second revert, and apply --rest where every commune is applied', () => {
    const sources = [{ match: '*', epoch: '2025-06-30' }];
    file('config.json', JSON.stringify({ province: 'lao-cai', sources }));
    file('thua.csv', 'MAXA,SHBANDO,SHTHUA\n02647,1,1\n02647,1,2\n');
    const { id } = answer<RunManifest>(['plan', 'thua.csv', '-c', 'config.json'], EXIT.ok, here);
    const apply = thuadat(['apply', id], here);
    expect(apply.exit).toBe(EXIT.ok);
    const rest = thuadat(['apply', id, '--rest'], here);
    expect(rest.exit).toBe(EXIT.open);
    expect(rest.out).toContain('Nothing is left to apply');
    expect(thuadat(['revert', id], here).exit).toBe(EXIT.ok);
    const again = thuadat(['revert', id, '--lang', 'vi'], here);
    expect(again.exit).toBe(EXIT.open);
    expect(again.out).toContain('Không có gì để hoàn tác');
  }, 240_000);
});
