/**
 * Nothing can be forgotten: every rule, format, route, message and issue is registered, raised, worded and documented, both ways.
 * A rule that is written but not registered passes the type check and never runs; here it fails. The document is
 * `docs/reference.md`; `UPDATE=1 npx vitest run scripts/completeness.test.ts` writes it anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '@thuadat/core/check/rule';
import { ISSUES, type IssueCode, type IssueInfo } from '@thuadat/core/issue/index';
import type { Format } from '@thuadat/formats/format';
import type { Route } from '@thuadat/server/route';
import { describe, expect, it } from 'vitest';
import { referenceText } from './reference.ts';
import { fileWith, moduleWith, ROOT, SOURCES } from './source-files.ts';

const { RULES } = (await moduleWith('export const RULES: readonly Rule[]')) as { RULES: readonly Rule[] };
const { FORMATS } = (await moduleWith('export const FORMATS: readonly Format[]')) as {
  FORMATS: readonly Format[];
};
const { routesOf } = (await moduleWith('export function routesOf(')) as {
  routesOf: (review: { readonly dataset: object }) => readonly Route[];
};
/** Only made, never asked: the answers need a database, the list does not. */
const ROUTES = routesOf({ dataset: {} });

/** Names declared `export const name: Type` anywhere in the sources. */
const declared = (type: string): string[] =>
  SOURCES.flatMap(({ text }) => [...text.matchAll(new RegExp(`export const (\\w+): ${type} =`, 'g'))]).map(
    ([, name]) => name!,
  );

/** The names in a list literal. */
const listed = (opening: string): string[] => {
  const { text } = fileWith(opening);
  const from = text.indexOf('[', text.indexOf(opening) + opening.length);
  return [...text.slice(from, text.indexOf('];', from)).matchAll(/\b[a-z]\w*/gi)].map(([name]) => name);
};

const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();

/** Beginnings of codes that are put together: `epoch.` of `epoch.${…}`. */
const PREFIXES = SOURCES.flatMap(({ text }) => [...text.matchAll(/`([a-zA-Z-]+\.[a-zA-Z-]*)\$\{/g)]).map(
  ([, prefix]) => prefix!,
);
/** All texts in quotes that are not the name of a row. */
const LITERALS = new Set(
  SOURCES.flatMap(({ text }) => [...text.replaceAll(/^\s*'[\w.-]+':/gm, '').matchAll(/'([\w.-]+)'/g)]).map(
    ([, literal]) => literal!,
  ),
);
const isRaised = (code: string): boolean =>
  LITERALS.has(code) || PREFIXES.some((prefix) => code.startsWith(prefix));

const rowsOf = (table: string): string[] =>
  [...table.matchAll(/^ {2}'?([\w.-]+)'?: \{/gm)].map(([, code]) => code!);

describe('rules', () => {
  it('are all registered, once', () => {
    expect(declared('(?:Parcel|Commune)?Rule').sort()).toEqual(
      listed('export const RULES: readonly Rule[] =').sort(),
    );
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s raises what it says it raises',
    (id, { codes }) => {
      const own = SOURCES.filter(({ text }) => text.includes(`id: '${id}'`) && /Rule = \{/.test(text));
      expect(own).toHaveLength(1);
      const said = own[0]!.text.match(/codes: \[[^\]]*\]/g)!.join();
      for (const code of codes) {
        expect(ISSUES).toHaveProperty([code]);
        expect(said.includes(code) || said.includes('codes: [...')).toBe(true);
      }
    },
  );

  it('raise every issue of their stage', async () => {
    const { CHECK_ISSUES } = (await moduleWith('export const CHECK_ISSUES =')) as { CHECK_ISSUES: object };
    const raised = RULES.flatMap(({ codes }) => codes);
    expect(Object.keys(CHECK_ISSUES).filter((code) => !raised.includes(code as IssueCode))).toEqual([]);
  });
});

describe('formats', () => {
  it('are all registered, once', () => {
    const names = [...declared('Format'), ...declared('readonly Format\\[\\]')];
    expect(names.filter((name) => name !== 'FORMATS').sort()).toEqual(
      listed('export const FORMATS: readonly Format[] =').sort(),
    );
    const ids = FORMATS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(FORMATS.map((format) => [format.id, format] as const))(
    '%s has a name and an extension',
    (_, format) => {
      expect(format.label).not.toBe('');
      expect(format.extensions.every((extension) => /^\.[a-z0-9]+$/.test(extension))).toBe(true);
    },
  );
});

describe('routes', () => {
  it('are all served, once, and said in a sentence', () => {
    const ids = ROUTES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary } of ROUTES) expect(summary).not.toBe('');
  });

  it('are all in the list that is served', () => {
    const written = SOURCES.flatMap(({ text }) => [...text.matchAll(/^ +path: '(\/api\/[^']*)',$/gm)]);
    const served = ROUTES.map(({ path }) => path);
    expect(written.length).toBeGreaterThan(15);
    expect(written.map(([, path]) => path).filter((path) => !served.includes(path!))).toEqual([]);
  });
});

describe('issues', () => {
  it.each(Object.entries(ISSUES) as [IssueCode, IssueInfo][])('%s is raised and worded', (code, info) => {
    expect(isRaised(code)).toBe(true);
    for (const text of Object.values(info)) expect(text.trim()).not.toBe('');
    expect(places(info.vi)).toEqual(places(info.en));
  });
});

describe('messages', () => {
  const tables = SOURCES.filter(({ text }) =>
    /as const satisfies (MessageTable|Record<string, Entry>)/.test(text),
  );

  it('have tables', () => expect(tables.length).toBeGreaterThan(0));

  it.each(tables.map(({ path, text }) => [path, text] as const))(
    'of %s are raised and worded',
    async (path, text) => {
      for (const code of rowsOf(text)) expect(isRaised(code), code).toBe(true);
      const exported = Object.values((await import(join(ROOT, path))) as Record<string, unknown>);
      for (const [code, wording] of exported.flatMap(wordingsOf)) {
        expect(places(wording.vi), code).toEqual(places(wording.en));
        expect([wording.vi.trim(), wording.en.trim()], code).not.toContain('');
      }
    },
  );
});

describe('words of the page', () => {
  const tables = SOURCES.filter(({ text }) => /^export const VI = \{/m.test(text));

  it('have tables', () => expect(tables.length).toBeGreaterThan(0));

  it.each(tables.map(({ path }) => path))('of %s are used, and stand in both languages', async (path) => {
    const { VI, EN } = (await import(join(ROOT, path))) as Record<'VI' | 'EN', Record<string, string>>;
    expect(Object.keys(EN).sort()).toEqual(Object.keys(VI).sort());
    expect(Object.keys(VI).filter((key) => !isRaised(key))).toEqual([]);
    for (const [key, text] of Object.entries(VI)) {
      expect([text.trim(), EN[key]!.trim()], key).not.toContain('');
      expect(places(text), key).toEqual(places(EN[key]!));
    }
  });
});

type Worded = { readonly vi: string; readonly en: string };

/** The rows of an exported value when it is a table of wordings. */
function wordingsOf(value: unknown): [string, Worded][] {
  if (typeof value !== 'object' || value === null) return [];
  const rows = Object.entries(value).filter((row): row is [string, Worded] => {
    const wording: unknown = row[1];
    return (
      typeof wording === 'object' &&
      wording !== null &&
      'vi' in wording &&
      'en' in wording &&
      typeof wording.vi === 'string' &&
      typeof wording.en === 'string'
    );
  });
  return rows.length === Object.keys(value).length ? rows : [];
}

it('all of it is documented, and nothing else', () => {
  const path = join(ROOT, 'docs', 'reference.md');
  const text = referenceText({ rules: RULES, formats: FORMATS, routes: ROUTES });
  if (process.env.UPDATE === '1') writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run it once with UPDATE=1').toBe(text);
});
