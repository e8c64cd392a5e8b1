/**
 * The documents are held to the house: paths they name exist, commands they show are known to the built program in both
 * languages, examples import what the libraries give, and no page grows beyond what a person reads.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseConfig } from '@thuadat/engine/config/parse-config';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, environment, PROGRAM } from './program.ts';

const ROOT = join(import.meta.dirname, '../../..');

const PACKAGES = readdirSync(join(ROOT, 'packages'));
const PACKAGE_READMES = PACKAGES.map((name) => `packages/${name}/README.md`);
const PAGES = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const READMES = ['README.md', 'README.vi.md'];
const DOCUMENTS = ['ARCHITECTURE.md', ...READMES, ...PAGES, ...PACKAGE_READMES, 'data-samples/README.md'];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const linesOf = (path: string): number => read(path).trimEnd().split('\n').length;

/** Names of all files of the project, for documents that name one without its folder. */
const fileNames = new Set<string>();
const collect = (folder: string): void => {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (['node_modules', 'dist', '.git', '.thuadat'].includes(entry.name)) continue;
    if (entry.isDirectory()) collect(join(folder, entry.name));
    else fileNames.add(entry.name);
  }
};
collect('.');

const fencesOf = (text: string): { readonly language: string; readonly code: string }[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, code]) => ({
    language: language!,
    code: code!,
  }));
const withoutFences = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '');
const spansOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);

/** A path below the root, below `packages/`, or beside the document. */
const exists = (path: string, document: string): boolean =>
  [path, `packages/${path}`, join(dirname(document), path), join(dirname(document), 'src', path)].some(
    (candidate) => existsSync(join(ROOT, candidate)),
  );

const ROOMS = /^(?:packages|web|docs|scripts|examples|migrations|data-samples|\.ci)\//;
const SOURCE = /\.(?:ts|mjs|sql|md)$/;

/** Spans that mean a file or folder of the project; what is drawn, built or left to the reader is none. */
function pathsIn(text: string): string[] {
  const links = [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const own = links.filter((target) => !/^(?:https?:|#)/.test(target)).map((target) => target.split('#')[0]!);
  const spans = spansOf(text).filter(
    (span) =>
      !/[\s<>*{}…:]/.test(span) &&
      !/(?:^|\/)dist\//.test(span) &&
      (ROOMS.test(span) || SOURCE.test(span) || /^(?:[\w-]+\/)*src\//.test(span)),
  );
  return [...own, ...spans];
}

describe('paths', () => {
  it.each(DOCUMENTS)('in %s exist', (document) => {
    const lost = pathsIn(read(document)).filter(
      (path) => !exists(path, document) && !(basename(path) === path && fileNames.has(path)),
    );
    expect(lost).toEqual([]);
  });

  it.each(
    [...read('docs/find-it.md').matchAll(/^\| \d+ \| (.+) \| `(.+)` \| `(.+)` \|$/gm)].map(
      ([, question, path, name]) => [question!, path!, name!] as const,
    ),
  )('%s %s', (_, path, name) => {
    expect(read(path)).toContain(name);
  });

  it('answer at least twenty questions', () => {
    expect(read('docs/find-it.md').match(/^\| \d+ \|/gm)?.length).toBeGreaterThanOrEqual(20);
  });
});

/** Verbs and the options each knows. */
type Grammar = ReadonlyMap<string, ReadonlySet<string>>;

const execute = promisify(execFile);

async function help(args: readonly string[], language: 'vi' | 'en'): Promise<string> {
  const env = environment({ THUADAT_LANG: language });
  return (await execute(process.execPath, [PROGRAM, ...args, '--help'], { env })).stdout;
}

/** Asks the program itself, one verb after the other; those below another have a blank between. */
async function grammarOf(
  language: 'vi' | 'en',
  args: readonly string[] = [],
  into = new Map<string, ReadonlySet<string>>(),
): Promise<Grammar> {
  const [options = '', commands = ''] = (await help(args, language)).split(/^Commands:$/m);
  const flags = [...options.matchAll(/^ {2}(-\w|--[a-z-]+)(?:, (--[a-z-]+))?/gm)];
  into.set(args.join(' '), new Set(flags.flatMap(([, first, second]) => [first!, second ?? first!])));
  for (const [, name] of commands.matchAll(/^ {2}([a-z][a-z-]*)/gm)) {
    if (name !== 'help') await grammarOf(language, [...args, name!], into);
  }
  return into;
}

type Shown = { readonly command: string; readonly words: readonly string[] };

/** What is in quotes is one word and no option; a remark behind a command may name options of the same verb. */
const wordsOf = (command: string): string[] =>
  command.replaceAll(/'[^']*'|"[^"]*"/g, 'QUOTED').split(/[\s;,()]+/);

/** Every `thuadat …` of a document, and every span that begins with a verb and has options; not what the program wrote itself. */
function commandsIn(document: string, verbs: ReadonlySet<string>): Shown[] {
  const text = document.replace(/<!-- CLI_BEGIN -->[\s\S]*<!-- CLI_END -->/, '');
  const fences = fencesOf(text)
    .filter(({ language }) => language === '' || language === 'sh')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'));
  const shown: Shown[] = [];
  for (const line of [...fences, ...spansOf(text)]) {
    const called = [...line.matchAll(/(?<![\w@/.-])thuadat\s+(.*)/g)].map(([, rest]) => rest!);
    const bare = verbs.has(line.split(' ')[0]!) && / --?[a-z]/.test(line) ? [line] : [];
    for (const command of [...called, ...bare]) shown.push({ command, words: wordsOf(command) });
  }
  return shown;
}

/** Why a command would not be understood; null when it would. */
function faultOf({ words }: Shown, known: Grammar): string | null {
  const rest = [...words];
  const root = known.get('')!;
  while (rest[0]?.startsWith('-')) {
    const option = rest.shift()!.split('=')[0]!;
    if (!root.has(option)) return `no option ${option} before the verb`;
    if (option === '--lang' || option === '--progress') rest.shift();
  }
  if (rest.length === 0 || rest[0] === '' || /^(?:VERB|\[options\]|help)$/.test(rest[0]!)) return null;
  const verb = known.has(`${rest[0]} ${rest[1]}`) ? `${rest[0]} ${rest[1]}` : rest[0]!;
  const options = known.get(verb);
  if (!options) return `no verb ${verb}`;
  const foreign = rest
    .filter((word) => /^--?[a-z]/.test(word))
    .map((word) => word.split('=')[0]!)
    .find((option) => !options.has(option) && !root.has(option));
  return foreign === undefined ? null : `${verb} has no option ${foreign}`;
}

describe('commands', () => {
  let known: Grammar;
  let vietnamese: Grammar;
  beforeAll(async () => {
    buildProgram();
    [known, vietnamese] = await Promise.all([grammarOf('en'), grammarOf('vi')]);
  });

  it('are the same in Vietnamese and English', () => {
    expect(vietnamese).toEqual(known);
  });

  it.each(DOCUMENTS)('in %s are known to the program', (document) => {
    const faults = commandsIn(read(document), new Set(known.keys()))
      .map((shown) => ({ command: shown.command.slice(0, 80), fault: faultOf(shown, known) }))
      .filter(({ fault }) => fault !== null);
    expect(faults).toEqual([]);
  });

  it('are all on the page of the command line', () => {
    const page = read('docs/command-line.md');
    const absent = [...known.keys()].filter((verb) => !page.includes(`Usage: thuadat ${verb}`.trimEnd()));
    expect(absent).toEqual([]);
  });

  it.each(DOCUMENTS)('of npm in %s are scripts of the project', (document) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(document).matchAll(/npm run ([a-z][\w-]*)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('would be found out if a verb or an option were not there', () => {
    const shown = (command: string): Shown => ({ command, words: wordsOf(command) });
    expect(faultOf(shown('fly to the moon'), known)).toBe('no verb fly');
    expect(faultOf(shown('plan a.shp --at-once'), known)).toBe('plan has no option --at-once');
    expect(faultOf(shown('--lang en plan -p lao-cai a.shp'), known)).toBeNull();
  });
});

describe('examples', () => {
  it('README shows the program that is kept in examples', () => {
    expect(read('README.md')).toContain(read('examples/remap-one-parcel.mjs').trim());
  });

  it('the config file of the page is accepted', () => {
    const [config] = fencesOf(read('docs/configuration.md')).filter(({ language }) => language === 'json');
    expect(parseConfig(JSON.parse(config!.code)).problems).toEqual([]);
  });

  const programs = [...READMES, ...PACKAGE_READMES].flatMap((document) =>
    fencesOf(read(document))
      .filter(({ language }) => language === 'js' || language === 'ts')
      .map(({ code }) => [document, code] as const),
  );
  const IMPORT = /import \{([^}]+)\} from '@thuadat\/([a-z-]+)(?:\/([\w/-]+))?'/g;
  it.each(programs)('%s imports what the libraries give', async (_, code) => {
    for (const [, names, library, inner = 'index'] of code.matchAll(IMPORT)) {
      const given = (await import(join(ROOT, 'packages', library!, 'src', `${inner}.ts`))) as object;
      const absent = names!
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !(name in given));
      expect(absent).toEqual([]);
    }
  });

  it.each(PACKAGE_READMES)('%s has one', (document) => {
    expect(fencesOf(read(document)).length).toBeGreaterThan(0);
  });
});

describe('length', () => {
  it.each([
    ...READMES.map((document) => [document, 250] as const),
    ['ARCHITECTURE.md', 150] as const,
    ...PACKAGE_READMES.map((document) => [document, 60] as const),
  ])('%s has at most %d lines', (document, most) => {
    expect(linesOf(document)).toBeLessThanOrEqual(most);
  });
});

describe('figures', () => {
  it('of a province name command, machine and date', () => {
    expect(read('docs/benchmarks.md')).toMatch(/^`npm run bench -- province.*`, \d{4}-\d{2}-\d{2}: .* × \d/m);
  });

  it('of the kernels name machine and date', () => {
    const [, section = ''] = read('docs/benchmarks.md').split(/^## Kernels$/m);
    const [, ...rows] = section.split(/^## /m)[0]!.match(/^\|(?! -).*\|$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(2);
    const cells = rows.map((row) =>
      row
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
    for (const row of cells) {
      expect(row.at(-2), row[0]).toMatch(/\w+ × \d/);
      expect(row.at(-1), row[0]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
