/** The same work by others, on the same files in the same run: PostGIS SQL for the migration, ogr2ogr for reading. */
import { type Bench, rowOf } from './part.ts';
import { peerPipeline } from './peer.ts';
import type { Migrated } from './province.ts';
import { benchReading } from './reading.ts';
import { sampleProvince } from './sample.ts';
import type { Server } from './server.ts';

export async function comparePeer(bench: Bench, server: Server, ours: Migrated | null): Promise<void> {
  const { options, result } = bench;
  const { say, seed } = options;
  await bench.part(
    `peer: ogr2ogr + PostGIS SQL on ${options.peer.toLocaleString('en-US')} parcels`,
    async () => {
      const { sources, boundaries } = sampleProvince(options.peer, seed);
      await server.settle();
      const address = await server.cluster.database();
      const peer = await peerPipeline(address, sources, boundaries, ({ name, records, seconds }) => {
        bench.row(rowOf(`  peer: ${name}`, records, seconds, null));
      });
      if (peer === null) {
        say('*** ogr2ogr is not installed: PostGIS is NOT COMPARED (apt-get install gdal-bin) ***');
        return;
      }
      const stages = [...peer.stages, ...(peer.apart ? [peer.apart] : [])];
      result.notes.push(
        `The peer’s stages: ${stages.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join('; ')}. Its step with ` +
          `ST_MaximumInscribedCircle ran with ${peer.workers} parallel workers beside the leader.`,
      );
      if (peer.workers === 0)
        throw new Error('the planner gave the costly step no parallel workers: not a fair peer');
      if (!ours?.applied) return;
      const { planned, applied } = ours;
      const seconds = planned.seconds + applied.seconds;
      const rss = Math.max(planned.peak.rss, applied.peak.rss);
      const beside = (name: string, its: number) =>
        bench.row({
          ...rowOf(name, planned.records, seconds, rss),
          serverRss: applied.server.rss,
          peer: { name: 'ogr2ogr + PostGIS SQL', records: peer.records, seconds: its },
        });
      beside('plan + apply', peer.seconds);
      beside('the same, the peer finding overlaps too', peer.seconds + (peer.apart?.seconds ?? 0));
    },
  );
}

/** The ratio of reading into a table; null where ogr2ogr or the server is missing. */
export async function compareReading({ options, server, row }: Bench): Promise<number | null> {
  const { sources } = sampleProvince(options.small, options.seed);
  const cluster = server?.cluster ?? null;
  const { rows, ratio } = await benchReading({ sources, cluster, say: () => {} });
  for (const { stage, records, seconds, peakRss, peer } of rows) {
    const its = peer && { name: peer.name, records, seconds: records / peer.perSecond };
    row({ ...rowOf(stage, records, seconds, peakRss), peer: its ?? null });
  }
  return ratio;
}
