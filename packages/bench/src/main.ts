/** `npm run bench`: how fast and how lean, beside what people use today, on the same machine in the same run. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Options } from './bench.ts';
import { benchIdentifiers } from './identifiers.ts';
import { benchKernels } from './kernels.ts';
import { benchMap } from './map.ts';
import { JOB, type Job } from './program.ts';
import { benchProvince } from './province.ts';
import { benchReading, copyOurs, readAll } from './reading.ts';
import { machine, openReport, type Report, rowTable } from './report.ts';
import { startServer } from './server.ts';

const HELP = `Measures the program beside what people use today; prints parcels a second, ratios and peak memory.

  npm run bench -- [name…] [options]      (identifiers and province when nothing is named)

  identifiers        identifier, pole and projection beside PostGIS, polylabel and proj4
  kernels            the quick ways of the checks against the full ones
  reading            reading beside GDAL, into memory and into the same table
  province           plan and apply, end to end, beside PostGIS SQL; growth; bytes of tables
  map                tiles for 20 people at once beside PostGIS ST_AsMVT

  --parcels N        parcels of the drawn province (default 200000)
  --small N          parcels for the peers and for growth to be measured from (default 500000; at most --parcels)
  --workers N        worker processes of plan (default: the processor's cores, at most 8)
  --seed N           (default 2026)
  --pause MS         map: how long a person looks at a view (default 1000)
  --database URL     map: measures the newest run of this database instead of a drawn province
  --json FILE        also writes what was measured there
  --help

Provinces are drawn once into the system's temporary folder. Exit code 1 when a target is missed or a benchmark failed.`;

/** In the order they run: what reports the memory of this process comes first. */
const BENCHES: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  identifiers: benchIdentifiers,
  kernels: benchKernels,
  reading: benchReading,
  province: benchProvince,
  map: benchMap,
};
const USUAL = ['identifiers', 'province'];

function parseCommand() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      parcels: { type: 'string', default: '200000' },
      small: { type: 'string', default: '500000' },
      workers: { type: 'string', default: `${Math.min(availableParallelism(), 8)}` },
      seed: { type: 'string', default: '2026' },
      pause: { type: 'string', default: '1000' },
      database: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !(name in BENCHES));
  if (unknown)
    throw new Error(`${unknown}: no such benchmark; there are ${Object.keys(BENCHES).join(', ')}.`);
  const number = (name: 'parcels' | 'small' | 'workers' | 'seed' | 'pause') => {
    const n = Number(values[name]);
    if (Number.isInteger(n) && n > 0) return n;
    throw new Error(`--${name} ${values[name]}: expected a whole number above 0.`);
  };
  const options: Options = {
    parcels: number('parcels'),
    small: number('small'),
    workers: number('workers'),
    seed: number('seed'),
    pause: number('pause'),
    database: values.database ?? null,
  };
  return { ...values, options, names: positionals.length > 0 ? positionals : USUAL };
}

/** One after the other; one that fails is named, and the others go on. The names of those that failed. */
async function measure(names: readonly string[], options: Options, report: Report): Promise<string[]> {
  const server = await startServer(report.say);
  const interrupted = () => {
    server?.cluster.stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  if (server) report.say(`${server.versions}: ${server.settings}`);
  const failed: string[] = [];
  try {
    for (const [name, run] of Object.entries(BENCHES).filter(([name]) => names.includes(name))) {
      report.say(`\n${new Date().toISOString().slice(11, 19)} ${name}`);
      await run({ options, server, report }).catch((fault: unknown) => {
        failed.push(name);
        report.say(`*** ${name} FAILED: ${fault instanceof Error ? fault.message : fault} ***`);
      });
    }
  } finally {
    server?.cluster.stop();
  }
  return failed;
}

async function main(): Promise<void> {
  const { help, names, options, json } = parseCommand();
  if (help) return console.log(HELP);
  const report = openReport(console.log);
  const about = { machine: machine(), date: new Date().toISOString().slice(0, 10) };
  report.say(`${about.date}: ${about.machine}`);
  const failed = await measure(names, options, report);
  if (report.rows.length > 0) report.say(`\n${rowTable(report.rows)}`);
  for (const { what, found, held } of report.targets)
    report.say(`- ${held ? '✓' : '✗ **missed**'} ${what}: ${found}`);
  for (const name of failed) report.say(`- ✗ **not measured**: ${name}`);
  const { rows, targets } = report;
  if (json) writeFileSync(json, `${JSON.stringify({ ...about, options, rows, targets, failed }, null, 2)}\n`);
  if (failed.length > 0 || targets.some(({ held }) => !held)) process.exitCode = 1;
}

async function doJob(job: Job): Promise<void> {
  const start = performance.now();
  const records = await (job.kind === 'read' ? readAll(job.sources) : copyOurs(job.sources, job.target));
  console.log(JSON.stringify({ records, seconds: (performance.now() - start) / 1000 }));
}

const work = process.argv[2] === JOB ? doJob(JSON.parse(process.argv[3]!) as Job) : main();
work.catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
