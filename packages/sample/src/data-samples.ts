/** Everything under `data-samples` that this package draws: the demo and the golden cases. */
import { join } from 'node:path';
import { writeCase } from './case.ts';
import { allCases } from './cases.ts';
import { DEMO, writeDemoProvince, writeGdalExtras } from './demo.ts';

/** `gdal`: also the layers that need it; their bytes depend on GDAL's version. */
export async function writeDataSamples(root: string, { gdal }: { readonly gdal: boolean }): Promise<void> {
  for (const demo of DEMO) {
    const folder = join(root, 'demo', demo.options.province);
    await writeDemoProvince(demo, folder);
    if (gdal) await writeGdalExtras(demo, join(folder, 'gdal'));
  }
  for (const sample of allCases()) await writeCase(sample, join(root, 'cases'));
}
