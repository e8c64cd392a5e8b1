/** NOTICE and the bill of materials against what other programs say: the bundler of what the page holds, npm of what is installed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

type Component = { readonly purl: string; readonly licenses: readonly object[] };
type Bom = {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

const bom: Bom = JSON.parse(readFileSync(join(ROOT, 'sbom.cdx.json'), 'utf8'));

test('NOTICE has the licence of every package in the page', { timeout: 120_000 }, async () => {
  const bundled = new Set<string>();
  const listing = (): Plugin => ({
    name: 'packages-in-the-page',
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        for (const id of file.type === 'chunk' ? file.moduleIds : file.originalFileNames) {
          const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
          if (name && !name.startsWith('@thuadat')) bundled.add(name);
        }
      }
    },
  });
  await build({
    root: join(ROOT, 'web'),
    logLevel: 'error',
    plugins: [listing()],
    worker: { plugins: () => [listing()] },
    build: { write: false },
  });
  expect(bundled).toContain('maplibre-gl');
  const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8');
  const named = [...notice.matchAll(/^(\S+) \d\S* \([^)]+\)$/gm)].map(([, name]) => name!);
  expect([...bundled].filter((name) => !named.includes(name))).toEqual([]);
});

test('the bill of materials lists what npm would install for use', () => {
  const args = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
  const npm: Bom = JSON.parse(
    execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 }),
  );
  const ours = new Set(bom.components.map(({ purl }) => purl));
  expect(npm.components.length).toBeGreaterThan(100);
  expect(npm.components.map(({ purl }) => purl).filter((purl) => !ours.has(purl))).toEqual([]);
});

test('every component has a licence, a row of what it needs, and is needed', () => {
  const refs = bom.components.map(({ purl }) => purl);
  for (const { licenses } of bom.components)
    expect(JSON.stringify(licenses)).toMatch(/"(id|name|expression)":"/);
  const rows = bom.dependencies.map(({ ref }) => ref);
  const needed = new Set(bom.dependencies.flatMap(({ dependsOn }) => dependsOn));
  expect(refs.filter((ref) => !rows.includes(ref) || !needed.has(ref))).toEqual([]);
  expect([...needed].filter((ref) => !refs.includes(ref))).toEqual([]);
});
