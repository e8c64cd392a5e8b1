/**
 * Where the time of `plan` goes: Node's own sampling profiler on one worker, its self time gathered by part of the program.
 * The build keeps the name of each source file as a comment above its text, which is how a line finds its part.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planProvince, workers, workplace } from './migration.ts';
import type { BenchResult } from './result.ts';
import type { SampleProvince } from './sample.ts';

type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** The first that fits names the part: by source file, or by the engine's own name. */
const PARTS: readonly (readonly [pattern: RegExp, part: string])[] = [
  [/^\(garbage collector\)$/, 'garbage collection'],
  [/identifier\/canonical/, 'canonical form'],
  [/core\/src\/identifier/, 'pole and identifier'],
  [/core\/src\/geodesy/, 'projection'],
  [/core\/src\/(check|geometry)|plan\/check|flatbush|polyclip|bignumber|splaytree/, 'checks and geometry'],
  [/plan\/(inputs|hashed-file)|crypto|sha256|checksum/, 'hash'],
  [/plan\/(evidence|survey)|core\/src\/(georeference|epoch|inspect)/, 'survey'],
  [/core\/src\/(parse|text|code)|plan\/(source|axes|identity)/, 'parse'],
  [/core\/src\/(resolve|unit|sheet|decision)|plan\/(reference|registry|boundar)/, 'resolve and sheets'],
  [/plan\/outcome-row|store\/src\/|pg-copy/, 'encode (COPY)'],
  [/plan\/(spill|scatter)/, 'spill'],
  [/formats\/src|gdal|shapefile/, 'read'],
  [/modules|loader|compile|admin-units/i, 'start'],
  [/^node:|string_decoder|^(open|read|write|close|fsync)\w*$/, 'files and buffers'],
  [/plan\//, 'rest of settle and plan'],
];

export async function profilePlan(sample: SampleProvince): Promise<BenchResult['profile']> {
  const place = workplace();
  try {
    const folder = join(place.path, 'profile');
    const { records } = await planProvince(sample, place.path, workers(1), {
      node: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
    });
    const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
    const micros = new Map<string, number>();
    for (const name of files)
      gather(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile, micros);
    const all = [...micros.values()].reduce((sum, n) => sum + n, 0);
    return [...micros]
      .sort(([, a], [, b]) => b - a)
      .map(([part, own]) => ({ part, share: own / all, micros: own / records }));
  } finally {
    place.done();
  }
}

function gather({ nodes, samples, timeDeltas }: CpuProfile, into: Map<string, number>): void {
  const sources = new Map<string, SourceLines>();
  const partOfNode = new Map<number, string | null>();
  for (const { id, callFrame } of nodes) {
    const lines = sources.get(callFrame.url) ?? sourceLines(callFrame.url);
    sources.set(callFrame.url, lines);
    partOfNode.set(id, partOf(callFrame.functionName, lines(callFrame.lineNumber)));
  }
  samples.forEach((node, i) => {
    const part = partOfNode.get(node);
    if (part) into.set(part, (into.get(part) ?? 0) + timeDeltas[i]!);
  });
}

/** Null = the thread was idle. */
function partOf(functionName: string, source: string): string | null {
  if (functionName === '(idle)' || functionName === '(root)') return null;
  const name = source === '' ? functionName : source;
  return PARTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

type SourceLines = (line: number) => string;

/** Which source file a line of a built file comes from; for all else its address. */
function sourceLines(url: string): SourceLines {
  const path = url.startsWith('file:') ? fileURLToPath(url) : null;
  if (path === null || path.includes('node_modules') || !existsSync(path)) return () => url;
  const starts: { readonly line: number; readonly file: string }[] = [];
  for (const [line, text] of readFileSync(path, 'utf8').split('\n').entries()) {
    const file = /^\/\/(?:#region)? (\S+\.(?:ts|js|json|sql)\S*)$/.exec(text)?.[1];
    if (file) starts.push({ line, file });
  }
  return (line) => starts.findLast((start) => start.line <= line)?.file ?? url;
}
