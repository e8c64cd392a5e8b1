/** `npm run bench`: how fast and how lean, beside what people use today, on the same machine in the same run. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type PostgresCluster, postgresBinaries, startPostgres } from '@thuadat/testing/postgres-cluster';
import { CHILD, type Job, runJob } from './job.ts';
import { benchKernels } from './kernels.ts';
import { benchMap } from './map.ts';
import { SINGLE_PARTS, SPARED_PARTS } from './part.ts';
import { benchPipeline } from './pipeline.ts';
import { benchProvince } from './province.ts';
import { benchReading } from './reading.ts';
import { benchRows } from './rows.ts';
import { sampleProvince } from './sample.ts';
import { doJob } from './stages.ts';
import { machine, mib } from './table.ts';

const HELP = `Measures the program beside what people use today; prints parcels a second, ratios and peak memory.

  npm run bench -- [identifiers] [pipeline]   kernels and the pipeline on a small province (both when nothing is named)
  npm run bench -- reading                    reading beside ogr2ogr, from the same files into the same table
  npm run bench -- kernels                    the quick ways of the checks against the full ones
  npm run bench -- rows                       rows of a run as binary COPY beside COPY text
  npm run bench -- processes                  plan by one and by two "thuadat worker" processes (--small parcels)
  npm run bench -- live                       look-ups of 50 people, without and with an apply beside them (--small parcels)
  npm run bench -- map [--database URL]       tiles for 20 people at once beside PostGIS ST_AsMVT; frames and keys in
                                              Chromium (--parcels drawn, or the newest run of the database)
  npm run bench -- province [options]         the whole table: a province of millions, PostGIS SQL, growth, processes

  --parcels N        parcels of the drawn province (default 200000; province: 5000000). Above 200000 pipeline draws
                     200000 first, to see whether memory grows
  --pause MS         map: how long a person looks at a view (default 1000)
  --database URL     map: measures the newest run of this database instead of a drawn province
  --peer-parcels N   pipeline: parcels that ogr2ogr and PostGIS get (default 20000)
  --small N          province: the small province that growth is measured from (default 500000)
  --peer N           province: parcels that ogr2ogr and PostGIS get (default 500000)
  --workers N        worker processes of plan (default: the processor's cores, at most 8)
  --profile          province: also where the self time of plan goes, on at most 100000 parcels
  --without A,B      province: leaves out some of peer, reading, processes, live
  --out DIR          province: writes bench.json and benchmarks.svg there, as it goes
  --docs             province: writes the section of docs/benchmarks.md, and its chart
  --seed N           (default 2026)
  --help

THUADAT_BENCH_SAMPLE: folders of drawn provinces to use when they fit; else they are drawn once into the system's
temporary folder. Exit code 1 when a target is missed or a part failed.`;

const USUAL = 200_000;
const USUAL_BENCHES = ['identifiers', 'pipeline'];
const BENCHES = [...USUAL_BENCHES, 'kernels', 'reading', 'rows', 'map', 'province', ...SINGLE_PARTS];

function arguments_() {
  const whole = (name: string, text: string) => {
    const n = Number(text);
    if (Number.isInteger(n) && n > 0) return n;
    throw new Error(`--${name} ${text}: expected a whole number above 0.`);
  };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      parcels: { type: 'string' },
      'peer-parcels': { type: 'string', default: '20000' },
      small: { type: 'string', default: '500000' },
      peer: { type: 'string', default: '500000' },
      workers: { type: 'string', default: `${Math.min(availableParallelism(), 8)}` },
      profile: { type: 'boolean', default: false },
      without: { type: 'string', default: '' },
      out: { type: 'string' },
      database: { type: 'string' },
      pause: { type: 'string', default: '1000' },
      docs: { type: 'boolean', default: false },
      seed: { type: 'string', default: '2026' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !BENCHES.includes(name));
  if (unknown) throw new Error(`${unknown}: no such benchmark; there are ${BENCHES.join(', ')}.`);
  const without = values.without.split(',').filter(Boolean);
  const spared = SPARED_PARTS.filter((part) => without.includes(part));
  if (spared.length < without.length)
    throw new Error(`--without ${values.without}: expected some of ${SPARED_PARTS.join(',')}.`);
  const parcels = whole('parcels', values.parcels ?? `${USUAL}`);
  const common = { workers: whole('workers', values.workers), seed: whole('seed', values.seed) };
  return {
    help: values.help,
    benches: positionals.length > 0 ? positionals : USUAL_BENCHES,
    map: { ...common, parcels, database: values.database ?? null, pause: whole('pause', values.pause) },
    pipeline: {
      ...common,
      sizes: parcels > USUAL ? [USUAL, parcels] : [parcels],
      peerParcels: whole('peer-parcels', values['peer-parcels']),
    },
    province: {
      ...common,
      parcels: whole('parcels', values.parcels ?? '5000000'),
      small: whole('small', values.small),
      peer: whole('peer', values.peer),
      without: spared,
      profile: values.profile,
      out: values.out ?? null,
      docs: values.docs,
      command: ['npm run bench --', ...shownArguments(process.argv.slice(2))].join(' '),
    },
  };
}

/** Where the results went is nobody's matter, and a path of this machine. */
const shownArguments = (given: readonly string[]): string[] =>
  given.filter((each, i) => !/^--(docs|out)/.test(each) && given[i - 1] !== '--out');

function cluster(): PostgresCluster | null {
  const bin = postgresBinaries();
  if (bin) return startPostgres(bin);
  console.log(
    '*** PostgreSQL is not installed: apply into PostgreSQL and PostGIS as a peer are NOT MEASURED ***',
  );
  return null;
}

async function main(): Promise<void> {
  const { help, benches, pipeline, map, province } = arguments_();
  if (help) {
    console.log(HELP);
    return;
  }
  console.log(machine());
  const single = SINGLE_PARTS.filter((name) => benches.includes(name));
  const own = ['province', 'map', ...single];
  const small = benches.filter((name) => !own.includes(name));
  if (small.length > 0) await benchSmall(small, pipeline);
  if (benches.includes('map') && !(await benchMap({ ...map, say: console.log }))) process.exitCode = 1;
  const whole = benches.includes('province');
  if (!whole && single.length === 0) return;
  const held = await benchProvince({ ...province, only: whole ? null : single, say: console.log });
  if (!held) process.exitCode = 1;
}

async function benchSmall(
  benches: readonly string[],
  options: ReturnType<typeof arguments_>['pipeline'],
): Promise<void> {
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
    if (benches.includes('kernels')) benchKernels(console.log);
    if (benches.includes('rows')) benchRows(console.log);
    if (benches.includes('reading')) {
      const { sources } = sampleProvince(options.sizes.at(-1)!, options.seed);
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
