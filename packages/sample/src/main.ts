/** `node packages/cli/dist/sample.js --province lao-cai --parcels 200000 --seed 1 --out DIR --format gpkg` */
import { parseArgs } from 'node:util';
import { writeDemo } from './demo.ts';
import { SOME_DIRT } from './generate.ts';
import { writeProvince } from './province-files.ts';
import { SAMPLE_FORMATS, type SampleFormat } from './writer.ts';

const HELP = `Draws a synthetic province of cadastral parcels, with planted faults and an answer book.

  sample --province lao-cai|ca-mau --out DIR [options]

  --parcels N        parcels to draw (default 20000)
  --seed N           the same seed draws the same province (default 1)
  --format F         ${SAMPLE_FORMATS.join(' | ')} (default gpkg)
  --communes A,B     only the old communes of these new communes (codes)
  --dirt none|some   planted faults (default some); or kind=share,kind=share …
  --straddle S       share of split communes divided through parcels (default 0.5 with dirt)
  --help

  sample --demo DIR    draws the repository's demo again`;

/** `overlap=0.01,bow-tie=0.002`, or a name. */
function dirtOf(text: string): Record<string, number> {
  if (text === 'none') return {};
  if (text === 'some') return SOME_DIRT;
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [kind = '', share = ''] = part.split('=');
      if (!(kind in SOME_DIRT) || !(Number(share) >= 0 && Number(share) <= 1)) {
        const kinds = Object.keys(SOME_DIRT).join(', ');
        throw new Error(
          `--dirt ${part}: expected kind=share with a share from 0 to 1 and a kind of: ${kinds}.`,
        );
      }
      return [kind, Number(share)];
    }),
  );
}

function wholeNumber(name: string, text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n > 0) return n;
  throw new Error(`--${name} ${text}: expected a whole number above 0.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      province: { type: 'string' },
      parcels: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      format: { type: 'string', default: 'gpkg' },
      communes: { type: 'string' },
      dirt: { type: 'string', default: 'some' },
      straddle: { type: 'string' },
      demo: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.demo) {
    await writeDemo(values.demo, { gdal: true });
    return;
  }
  if (values.help || !values.province || !values.out) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const format = SAMPLE_FORMATS.find((known) => known === values.format);
  if (!format) throw new Error(`--format ${values.format}: expected one of ${SAMPLE_FORMATS.join(', ')}.`);
  const dirt = dirtOf(values.dirt);
  const options = {
    province: values.province,
    parcels: wholeNumber('parcels', values.parcels),
    seed: wholeNumber('seed', values.seed),
    dirt,
    straddle:
      values.straddle === undefined ? (Object.keys(dirt).length > 0 ? 0.5 : 0) : Number(values.straddle),
    ...(values.communes ? { communes: values.communes.split(',') } : {}),
  };
  const made = await writeProvince(options, values.out, format as SampleFormat);
  console.log(`${made.records} records in ${made.sources.join(', ')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
