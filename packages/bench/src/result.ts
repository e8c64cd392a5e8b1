/** What a run of the benchmark found: what the tables, the chart and bench.json are made of. */

import type { LiveResult } from './live.ts';
import type { TableSize } from './sizes.ts';

/** A row of the main table. */
export type Measured = {
  readonly name: string;
  readonly records: number;
  readonly seconds: number;
  /** Bytes, of all processes of the program together; null = not measured apart. */
  readonly rss: number | null;
  /** Bytes, of PostgreSQL, its shared buffers counted once. */
  readonly serverRss: number | null;
  readonly peer: { readonly name: string; readonly records: number; readonly seconds: number } | null;
};

/** A stage of the migration: where the time goes and how far it is from what the machine allows. */
export type StageCost = {
  readonly name: string;
  readonly records: number;
  readonly seconds: number;
  /** Seconds of processor, over all cores. */
  readonly cpu: number;
  readonly read: number;
  readonly written: number;
  /** Seconds: the bytes at the disk's rate. */
  readonly diskFloor: number | null;
  /** Seconds: the kernel that the law asks for, on all cores. */
  readonly kernelFloor: number;
};

type Target = { readonly what: string; readonly found: string; readonly held: boolean };
type Failure = { readonly part: string; readonly message: string };

export type BenchResult = {
  readonly machine: string;
  /** `yyyy-mm-dd`. */
  readonly date: string;
  readonly command: string;
  server: { readonly versions: string; readonly settings: string } | null;
  disk: { readonly write: number; readonly read: number; readonly how: string } | null;
  readonly rows: Measured[];
  /** Of the largest province planned. */
  stages: readonly StageCost[];
  readonly targets: Target[];
  /** Share of self time by part of the program. */
  profile: readonly { readonly part: string; readonly share: number; readonly micros: number }[];
  /** 50 people looking parcels up, without and with an apply beside them. */
  live: LiveResult | null;
  /** Bytes of tables and indexes after the largest apply. */
  sizes: { readonly parcels: number; readonly tables: readonly TableSize[] } | null;
  readonly notes: string[];
  readonly failures: Failure[];
};

/** How many times faster than the peer, record by record. */
export const ratioOf = ({ records, seconds, peer }: Measured): number | null =>
  peer === null ? null : peer.seconds / peer.records / (seconds / records);

/** What the machine could do at best: disk and cores work side by side, so the slower of the two decides. */
export const floorOf = ({ diskFloor, kernelFloor }: StageCost): number =>
  Math.max(diskFloor ?? 0, kernelFloor);
