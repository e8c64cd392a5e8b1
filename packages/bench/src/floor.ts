/**
 * Where the time goes, and the least it could be on this machine: the bytes that a stage must read and write at the
 * disk's measured rate, and the one computation that the Circular asks for (the representative point and its identifier)
 * on all cores. Everything above is ours to save.
 */
import type { Disk } from './disk.ts';
import type { Applied, Planned } from './migration.ts';
import type { Usage } from './process-tree.ts';
import type { StageCost } from './result.ts';

export type Floors = {
  readonly disk: Disk | null;
  /** Seconds of one core for one parcel's identifier. */
  readonly kernel: number;
  readonly cores: number;
};

/** Stages in which identifiers are computed. */
const WITH_KERNEL = /settle|^plan$/;

export function stageCosts(planned: Planned, applied: Applied | null, floors: Floors): StageCost[] {
  const { records } = planned;
  const cost = (name: string, seconds: number, use: Usage): StageCost => ({
    name,
    records,
    seconds,
    cpu: use.cpu,
    read: use.read,
    written: use.written,
    diskFloor: floors.disk && use.read / floors.disk.read + use.written / floors.disk.write,
    kernelFloor: WITH_KERNEL.test(name) ? (records * floors.kernel) / floors.cores : 0,
  });
  const stages = planned.stages.filter(({ seconds }) => seconds >= 0.05);
  const inner =
    stages.length > 1 ? stages.map(({ name, seconds, use }) => cost(`  ${name}`, seconds, use)) : [];
  const rows = [...inner, cost('plan', planned.seconds, planned.use)];
  if (applied) rows.push(cost('apply', applied.seconds, applyUse(applied)));
  return rows;
}

/** The client reads the run; the server writes its log and tables, which it counts in bytes of the disk alone. */
const applyUse = ({ use, server }: Applied): Usage => ({
  cpu: use.cpu + server.use.cpu,
  read: use.read,
  written: server.use.disk,
  disk: use.disk + server.use.disk,
});
