/** One configuration: the page (default), the programs of the command line (`--mode programs`), and the tests. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const page = {
  root: at('web'),
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: { input: ['web/index.html', 'web/print.html'].map(at) },
    target: 'es2022',
    // The content security policy allows no data: fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre alone is above the default.
    chunkSizeWarningLimit: 1500,
  },
};

/** Programs in the command line's dist folder; they share chunks. */
const programs = {
  ssr: { noExternal: [/^@thuadat\//] },
  build: {
    ssr: true as const,
    outDir: at('packages/cli/dist'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: {
        thuadat: at('packages/cli/src/main.ts'),
        'unit-process': at('packages/engine/src/work/unit-process.ts'),
        portable: at('packages/cli/src/portable.ts'),
        demo: at('packages/cli/src/demo.ts'),
        sample: at('packages/sample/src/main.ts'),
        bench: at('packages/bench/src/main.ts'),
        pictures: at('web/test/pictures.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
};

const test = {
  include: [
    'packages/*/{src,test}/**/*.test.ts',
    'web/{src,test}/**/*.test.ts',
    'data-samples/**/*.test.ts',
    'scripts/**/*.test.ts',
  ],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
  // Software rendering on a busy machine: what is waited for comes, but not within the usual second.
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig(({ mode }) =>
  mode === 'programs' ? programs : mode === 'test' ? { test } : page,
);
