/** What is published, used as others use it: packed, installed in a scratch folder with the lock file's versions, run. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { problemAffectsResolutionKind } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const scratch = mkdtempSync(join(tmpdir(), 'thuadat-packed-'));
const packed: Record<string, string> = {};

const run = (command: string, args: readonly string[], cwd = scratch): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Versions of what lies at the top of node_modules, by the lock file. */
function lockedVersions(): Record<string, string> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const top = Object.entries(packages).flatMap(([path, { version }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name && version && !name.startsWith('@thuadat/') ? [[name, version] as const] : [];
  });
  return Object.fromEntries(top);
}

const INSTALL = [
  'install',
  '--prefer-offline',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

beforeAll(() => {
  const told = run('node', ['scripts/pack.mjs', join(scratch, 'tarballs')], root);
  for (const path of told.trim().split('\n')) packed[/\/thuadat-([a-z-]+)-\d[^/]*$/.exec(path)![1]!] = path;
  const libraries = Object.entries(packed).filter(([name]) => name !== 'cli');
  const files = libraries.map(([name, path]) => [`@thuadat/${name}`, `file:${path}`]);
  const manifest = {
    name: 'scratch',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(files),
  };
  writeFileSync(
    join(scratch, 'package.json'),
    JSON.stringify({ ...manifest, overrides: lockedVersions() }, null, 2),
  );
  run('npm', INSTALL);
  cpSync(join(root, 'examples'), join(scratch, 'examples'), { recursive: true });
}, 300_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const PUBLISHED = readdirSync(join(root, 'packages')).filter(
  (name) => !['sample', 'bench', 'testing'].includes(name),
);

describe('the packed libraries', () => {
  it('are those that are packed', () => {
    expect(Object.keys(packed).sort()).toEqual(PUBLISHED);
  });

  it.each(PUBLISHED)('%s is packed as npm and bundlers expect it', async (name) => {
    const folder = join(root, 'node_modules/.cache/thuadat-pack', name);
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it.each(PUBLISHED.filter((name) => name !== 'cli'))(
    'every entry of %s has the types that Node and bundlers resolve',
    async (name) => {
      const analysis = await checkPackage(createPackageFromTarballData(readFileSync(packed[name]!)));
      if (!analysis.types) throw new Error(`@thuadat/${name} is packed without types`);
      // They are ES modules only: what cannot import those (node10, node16 from CommonJS) is not asked.
      const faults = analysis.problems.filter((problem) =>
        (['node16-esm', 'bundler'] as const).some((kind) =>
          problemAffectsResolutionKind(problem, kind, analysis),
        ),
      );
      expect(faults).toEqual([]);
      expect(Object.keys(analysis.entrypoints)).toContain('.');
    },
  );

  it('remap a parcel and compute its identifier', () => {
    expect(run('node', ['examples/remap-one-parcel.mjs'])).toMatch(
      /^02647 w7[0-9a-z]{10} 22\.\d+ 103\.\d+ 0\n$/,
    );
  });

  it('plan a Shapefile, apply the run and export GeoJSON', () => {
    const source = join(root, 'data-samples/demo/lao-cai/lao-cai-10.shp');
    const out = join(scratch, 'province');
    mkdirSync(out);
    const told = run('node', ['examples/plan-apply-export.mjs', source, out]);
    expect(told).toMatch(/read: \d+, assigned: \d+/);
    const layer = JSON.parse(readFileSync(join(out, 'out/parcels.geojson'), 'utf8')) as {
      features: unknown[];
    };
    expect(layer.features.length).toBeGreaterThan(100);
  }, 120_000);

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('have types under module %s, resolution %s', (module, resolution) => {
    const program = `
      import { createRemapper, identify, type Remapped } from '@thuadat/core';
      import { planRun, EMPTY_CONFIG } from '@thuadat/engine';
      import { exportRun } from '@thuadat/export';
      import { openSource } from '@thuadat/formats';
      import { startServer } from '@thuadat/server';
      import { applyRun, openDatabase } from '@thuadat/store';
      export const all = [createRemapper, identify, planRun, exportRun, openSource, startServer, applyRun, openDatabase];
      export const id = (found: Remapped): string | null => found.id.parcelId;
      // @ts-expect-error a commune code is not just any text
      export const commune: Remapped['commune'] = '02647';
      EMPTY_CONFIG.sources satisfies readonly unknown[];
    `;
    writeFileSync(join(scratch, 'types.ts'), program);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--target',
      'es2023',
      '--module',
      module,
      '--moduleResolution',
      resolution,
    ];
    const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
    expect(run('node', [tsc, ...flags, ...types, 'types.ts'])).toBe('');
  });

  it('are small in a page', async () => {
    const page = join(scratch, 'page.html');
    writeFileSync(page, '<script type="module" src="/page.js"></script>');
    writeFileSync(
      join(scratch, 'page.js'),
      "import { createRemapper, identify } from '@thuadat/core'; globalThis.thuadat = { createRemapper, identify };",
    );
    const outDir = join(scratch, 'page');
    const rollupOptions = { input: page, output: { entryFileNames: 'page.js' } };
    await build({ root: scratch, configFile: false, logLevel: 'error', build: { outDir, rollupOptions } });
    const text = readFileSync(join(outDir, 'page.js'), 'utf8');
    expect(text.length).toBeLessThan(200_000);
    expect(text).not.toMatch(/node:/);
  });
});

describe('the packed command line', () => {
  it('installs as a program with the page and the migrations inside', async () => {
    const prefix = join(scratch, 'global');
    run('npm', [...INSTALL, '--global', '--prefix', prefix, packed.cli!]);
    const program = join(prefix, 'bin/thuadat');
    expect(run(program, ['--lang', 'en', '--help'])).toContain('Moves parcels to the new commune codes');
    const server = spawn(program, ['serve', '--port', '0', '-d', join(scratch, 'db')], { cwd: scratch });
    try {
      const address = await new Promise<string>((resolve, reject) => {
        let told = '';
        const hear = (chunk: Buffer) => {
          told += chunk;
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(told);
          if (found) resolve(found[0]);
        };
        server.stdout.on('data', hear);
        server.stderr.on('data', hear);
        server.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${told}`)));
      });
      expect(await (await fetch(address)).text()).toContain('<html');
    } finally {
      server.kill();
    }
  }, 240_000);
});
