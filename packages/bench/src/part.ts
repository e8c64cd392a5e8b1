/** A run of the province benchmark: its parts, one after the other, each of which may fail without ending the others. */

import { ROW_TEXT, rowCells, text } from './province-table.ts';
import { publish } from './publish.ts';
import type { BenchResult, Measured } from './result.ts';
import type { Server } from './server.ts';

/** Parts that can be asked for by themselves; they take the small province. */
export const SINGLE_PARTS = ['processes', 'live'] as const;
export type SinglePart = (typeof SINGLE_PARTS)[number];

/** Parts of the whole table that can be left out. */
export const SPARED_PARTS = ['peer', 'reading', ...SINGLE_PARTS] as const;
export type SparedPart = (typeof SPARED_PARTS)[number];

export type ProvinceOptions = {
  /** Null = the whole table. */
  readonly only: readonly SinglePart[] | null;
  readonly without: readonly SparedPart[];
  readonly parcels: number;
  readonly small: number;
  readonly peer: number;
  readonly workers: number;
  readonly seed: number;
  readonly profile: boolean;
  /** Folder of bench.json and benchmarks.svg. */
  readonly out: string | null;
  /** Whether the section of docs/benchmarks.md is written anew. */
  readonly docs: boolean;
  readonly command: string;
  readonly say: (line: string) => void;
};

export type Bench = {
  readonly options: ProvinceOptions;
  readonly server: Server | null;
  readonly result: BenchResult;
  /** Runs a part; null when it failed. */
  part<T>(name: string, work: () => Promise<T>): Promise<T | null>;
  row(row: Measured): void;
};

export function openBench(options: ProvinceOptions, server: Server | null, result: BenchResult): Bench {
  const { say, out } = options;
  const bench: Bench = {
    options,
    server,
    result,
    async part(name, work) {
      say(`\n${new Date().toISOString().slice(11, 19)} ${name}`);
      try {
        return await work();
      } catch (fault) {
        const message = fault instanceof Error ? fault.message : String(fault);
        result.failures.push({ part: name, message: message.split('\n')[0]! });
        say(`*** ${name} FAILED: ${message} ***`);
        return null;
      } finally {
        if (out !== null) publish(result, { ...options, docs: false });
      }
    },
    row(row) {
      result.rows.push(row);
      say(text(rowCells([row]), ROW_TEXT).split('\n')[1]!);
    },
  };
  say(text(rowCells([]), ROW_TEXT));
  return bench;
}

export const rowOf = (name: string, records: number, seconds: number, rss: number | null): Measured => ({
  name,
  records,
  seconds,
  rss,
  serverRss: null,
  peer: null,
});
