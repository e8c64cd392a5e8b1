/** `npm run bench`: how fast and how lean, beside what people use today, on the same machine in the same run. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type PostgresCluster, postgresBinaries, startPostgres } from '../../store/test/postgres-cluster.ts';
import { CHILD, type Job, runJob } from './job.ts';
import { benchPipeline } from './pipeline.ts';
import { benchReading } from './reading.ts';
import { sampleProvince } from './sample.ts';
import { doJob } from './stages.ts';
import { machine, mib } from './table.ts';

const HELP = `Measures identifiers and the pipeline; prints parcels a second, ratios and peak memory.

  npm run bench -- [identifiers] [reading] [pipeline] [options]

  --parcels N        parcels of the drawn province (default 200000); above that, 200000 first, to see whether memory grows
  --peer-parcels N   parcels that ogr2ogr and PostGIS get (default 20000)
  --workers N        worker threads of plan (default: the processor's cores, at most 8)
  --seed N           (default 2026)
  --help

Exit code 1 when a limit on memory is missed.`;

const USUAL = 200_000;
const BENCHES = ['identifiers', 'reading', 'pipeline'];

function arguments_() {
  const whole = (name: string, text: string) => {
    const n = Number(text);
    if (Number.isInteger(n) && n > 0) return n;
    throw new Error(`--${name} ${text}: expected a whole number above 0.`);
  };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      parcels: { type: 'string', default: `${USUAL}` },
      'peer-parcels': { type: 'string', default: '20000' },
      workers: { type: 'string', default: `${Math.min(availableParallelism(), 8)}` },
      seed: { type: 'string', default: '2026' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !BENCHES.includes(name));
  if (unknown) throw new Error(`${unknown}: no such benchmark; there are ${BENCHES.join(', ')}.`);
  const parcels = whole('parcels', values.parcels);
  return {
    help: values.help,
    benches: positionals.length > 0 ? positionals : BENCHES,
    sizes: parcels > USUAL ? [USUAL, parcels] : [parcels],
    peerParcels: whole('peer-parcels', values['peer-parcels']),
    workers: whole('workers', values.workers),
    seed: whole('seed', values.seed),
  };
}

function cluster(): PostgresCluster | null {
  const bin = postgresBinaries();
  if (bin) return startPostgres(bin);
  console.log(
    '*** PostgreSQL is not installed: apply into PostgreSQL and PostGIS as a peer are NOT MEASURED ***',
  );
  return null;
}

async function main(): Promise<void> {
  const { help, benches, ...options } = arguments_();
  if (help) {
    console.log(HELP);
    return;
  }
  console.log(machine());
  const server = cluster();
  process.once('SIGINT', () => {
    server?.stop();
    process.exit(130);
  });
  try {
    if (benches.includes('identifiers')) {
      console.log('\nIdentifiers');
      const database = (await server?.database()) ?? null;
      const { peakRss } = await runJob({ kind: 'identifiers', database, seed: options.seed });
      console.log(`peak RSS ${mib(peakRss)}`);
    }
    if (benches.includes('reading')) {
      const { sources } = sampleProvince(options.sizes[0]!, options.seed);
      const { ratio } = await benchReading({ sources, cluster: server, say: console.log });
      if (ratio !== null && ratio < 1) process.exitCode = 1;
    }
    if (benches.includes('pipeline')) {
      const held = await benchPipeline({ ...options, cluster: server, say: console.log });
      if (!held) process.exitCode = 1;
    }
  } finally {
    server?.stop();
  }
}

function child(): void {
  process.once('message', (job: Job) => {
    doJob(job).then(
      (done) => process.send!(done, () => process.disconnect()),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

if (process.argv[2] === CHILD) child();
else
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
