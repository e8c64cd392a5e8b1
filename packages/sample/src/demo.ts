/**
 * The demo in `data-samples/demo`: two provinces as four departments might hand them in, each in the format and with
 * the habits of another system. Most communes apply as they are; a few wait for a person.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBoundaries } from './boundary.ts';
import { type GenerateOptions, generate, type SampleRecord, territoriesOf } from './generate.ts';
import type { DirtRates } from './plant.ts';
import { sampleProfile } from './province.ts';
import { openTruthBook } from './truth.ts';
import { type FileOptions, openWriter, type Writer } from './writer.ts';

type DemoFile = {
  readonly name: string;
  readonly options: FileOptions;
  /** Entry in the config beside `match`. */
  readonly config: Readonly<Record<string, unknown>>;
};

type DemoProvince = {
  readonly options: GenerateOptions;
  /** By old province code. */
  readonly files: Readonly<Record<string, DemoFile>>;
};

/** What no registry is free of, and what does not keep a commune from being applied. */
const EVERYDAY: DirtRates = {
  'bow-tie': 0.0006,
  overlap: 0.0008,
  sliver: 0.0004,
  'multi-part': 0.0012,
  'area-off': 0.0015,
  'float-code': 0.002,
  'decomposed-text': 0.003,
  carried: 0.012,
};

/** What a person must decide before the commune can be applied. */
const DOUBTFUL: DirtRates = {
  ...EVERYDAY,
  'duplicate-copy': 0.002,
  'duplicate-key': 0.003,
  'same-place': 0.0015,
  'carried-clash': 0.002,
  'carried-wrong': 0.002,
  'outside-commune': 0.002,
  'missing-parcel': 0.002,
  'area-off': 0.004,
  overlap: 0.004,
  'dead-code': 0.01,
};

const DEMO_SEED = 2025;

const DEMO: readonly DemoProvince[] = [
  {
    options: {
      province: 'lao-cai',
      parcels: 10_000,
      seed: DEMO_SEED,
      communes: '02647 03006 02752 02824 02896 02953 04252 04336 04342 04441 04651 04711'.split(' '),
      weights: {
        '02647': 9,
        '02644': 4,
        '03006': 8,
        '03001': 3,
        '04252': 6,
        '04258': 3,
        '04336': 8,
        '02896': 3,
      },
      dirt: EVERYDAY,
      dirtIn: { '02647': DOUBTFUL, '03006': DOUBTFUL, '04336': DOUBTFUL },
    },
    files: {
      '10': {
        name: 'lao-cai-10.shp',
        options: { format: 'shp', dialect: 'famis', declared: 9208, tcvn3: true },
        config: { encoding: 'tcvn3', crs: 9208 },
      },
      '15': {
        name: 'yen-bai-15.geojson',
        options: { format: 'geojson', dialect: 'vbdlis', declared: 9208 },
        config: { crs: 9208 },
      },
    },
  },
  {
    options: {
      province: 'ca-mau',
      parcels: 10_000,
      seed: DEMO_SEED,
      communes: '32002 32014 32191 32152 32110 32167 31825 31840 31891 31942 31951 31985'.split(' '),
      weights: { '32002': 5, '31999': 3, '31825': 5, '31822': 2, '32191': 3, '31951': 4, '32110': 3 },
      dirt: EVERYDAY,
      dirtIn: { '32002': DOUBTFUL, '31825': DOUBTFUL },
      straddle: ['32191'],
    },
    files: {
      '96': {
        name: 'ca-mau-96.shp',
        options: { format: 'shp', dialect: 'famis', declared: 9207 },
        config: { crs: 9207 },
      },
      '95': {
        name: 'bac-lieu-95.csv',
        options: { format: 'csv', dialect: 'ilis', declared: null },
        config: { crs: 5897 },
      },
    },
  },
];

/** Everything under `data-samples/demo`. `gdal`: also the layers that need it; their bytes depend on GDAL's version. */
export async function writeDemo(root: string, { gdal }: { readonly gdal: boolean }): Promise<void> {
  for (const demo of DEMO) {
    const folder = join(root, demo.options.province);
    await writeDemoProvince(demo, folder);
    if (gdal) await writeGdalExtras(demo, join(folder, 'gdal'));
  }
}

/** Writes one province of the demo: sources, boundaries, config and answer book. */
async function writeDemoProvince(demo: DemoProvince, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const truth = openTruthBook(folder);
  const open = new Map<string, { writer: Writer; count: number }>();
  for (const record of generate(demo.options)) {
    const file = demo.files[record.province]!;
    let target = open.get(file.name);
    if (!target) {
      target = { writer: await openWriter(join(folder, file.name), file.options), count: 0 };
      open.set(file.name, target);
    }
    await target.writer.write(record);
    truth.note(file.name, ++target.count, record);
  }
  for (const { writer } of open.values()) await writer.close();
  writeBoundaries(folder, territoriesOf(demo.options));
  writeFileSync(join(folder, 'config.json'), configOf(demo));
  const { parcels, seed } = demo.options;
  truth.close({ province: sampleProfile(demo.options.province).name, parcels, seed, synthetic: true });
}

function configOf({ options, files }: DemoProvince): string {
  const config = {
    $schema: '../../../docs/config.schema.json',
    province: options.province,
    asOf: '2025-07-01',
    sources: Object.values(files).map((file) => ({ match: file.name, epoch: '2025-06-30', ...file.config })),
    boundaries: { path: 'boundaries.geojson', codeColumn: 'maXa', nameColumn: 'tenXa', crs: 4326 },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Layers that need GDAL: one ward each, to be skipped where it is not installed. */
async function writeGdalExtras(demo: DemoProvince, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const [ward = ''] = demo.options.communes ?? [];
  const some: SampleRecord[] = [];
  const { weights: _, dirtIn: __, ...plain } = demo.options;
  for (const record of generate({ ...plain, parcels: 300, communes: [ward], dirt: {} })) some.push(record);
  for (const format of ['gpkg', 'fgb'] as const) {
    const zone = some[0]!.zone;
    const writer = await openWriter(join(folder, `${demo.options.province}-${ward}.${format}`), {
      format,
      dialect: 'vbdlis',
      declared: zone,
    });
    for (const record of some) await writer.write(record);
    await writer.close();
  }
}
