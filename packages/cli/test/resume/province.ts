/** A small province with every kind of trouble a plan settles, identifiers shared by two communes among it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { SOME_DIRT } from '@thuadat/sample/generate';
import { writeProvince } from '@thuadat/sample/province-files';

/** Both old provinces; few parcels, since each start of the program costs more than they do. */
const COMMUNES = ['02647', '02671', '02896', '04252', '04651', '04699'];

type Feature = { properties: Record<string, unknown> };

/** Paths of the sources, one an old province. Without dirt most communes can be applied. */
export async function drawProvince(folder: string, dirt = SOME_DIRT): Promise<readonly string[]> {
  const made = await writeProvince(
    { province: 'lao-cai', communes: COMMUNES, parcels: 2400, seed: 5, dirt },
    folder,
    'geojson',
  );
  shareIdentifiers(made.sources[0]!);
  return made.sources;
}

/** Draws three parcels of one commune again under another commune's code, as a stale export does. */
function shareIdentifiers(path: string): void {
  const layer = JSON.parse(readFileSync(path, 'utf8')) as { features: Feature[] };
  const codeOf = ({ properties }: Feature) => String(properties.xaId);
  const first = codeOf(layer.features[0]!);
  const other = layer.features.findLast((feature) => codeOf(feature) !== first)!;
  const copies = layer.features.slice(0, 3).map((feature, i) => ({
    ...feature,
    properties: {
      ...feature.properties,
      xaId: codeOf(other),
      tenXa: other.properties.tenXa,
      soThuTuThua: `${9_000 + i}`,
    },
  }));
  writeFileSync(path, JSON.stringify({ ...layer, features: [...layer.features, ...copies] }));
}
