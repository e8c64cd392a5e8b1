/** The page, built from its sources for a test. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds into `outDir`, by the one configuration there is. */
export async function buildPage(outDir: string): Promise<void> {
  await build({ configFile: `${root}vite.config.ts`, logLevel: 'error', build: { outDir } });
}
