/** Bundles a TypeScript entry as the CLI is bundled, since Node 20 runs no TypeScript; gives the file to spawn. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function buildProcess(entry: string): Promise<string> {
  // Inside node_modules, so that the bundle finds its external packages.
  const outDir = join(root, 'node_modules/.cache/thuadat-test', `${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: [/^@thuadat\//] },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      outDir,
      target: 'node20',
      minify: false,
      emptyOutDir: false,
    },
  });
  return join(outDir, entry.replace(/^.*\//, '').replace(/\.ts$/, '.js'));
}
