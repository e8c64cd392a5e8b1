import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
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
  },
});
