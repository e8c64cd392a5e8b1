/** The parcels of sources that carry an identifier and have a boundary: an even sample of them, whatever the size of the sources. */
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { CalibrationParcel } from '@thuadat/core/calibrate/calibrate';
import { streamSample } from '@thuadat/core/calibrate/parcel';
import type { Config } from '@thuadat/core/config';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import { previousDay } from '@thuadat/core/inspect/epoch';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Progress } from '@thuadat/core/progress';
import {
  layerParser,
  type PreparedSource,
  prepareSource,
  provinceAt,
  type SourceFile,
} from './prepare-source.ts';
import { requireKnownSystem } from './reproject.ts';

/** Measured at most; more would say the same. */
const MOST_PARCELS = 10_000;

export type CodedParcels = {
  readonly parcels: readonly CalibrationParcel[];
  readonly records: number;
  /** Records that carry a code and have a boundary; `parcels` is an even sample of them. */
  readonly coded: number;
  /** Whether any layer has a column of identifiers. */
  readonly hasColumn: boolean;
};

export type ReadOptions = {
  readonly config: Config;
  readonly profile: ProvinceProfile;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

export async function readCodedParcels(
  files: readonly SourceFile[],
  { config, profile, progress, signal }: ReadOptions,
): Promise<CodedParcels> {
  const sample = streamSample<CalibrationParcel>(MOST_PARCELS);
  const provinceOf = provinceAt(loadCrosswalk(), previousDay(profile.effective));
  const zones = new Map<string | null, number>(profile.predecessors.map(({ code, zone }) => [code, zone]));
  let records = 0;
  let hasColumn = false;
  for (const [number, file] of files.entries()) {
    const source = await prepareSource(file, config);
    try {
      requireKnownSystem(source, profile);
      progress.stage('read', recordsOf(source));
      for (const [index, prepared] of source.layers.entries()) {
        if (prepared.roles.parcelId === undefined) continue;
        hasColumn = true;
        const parse = layerParser(source, prepared, profile, provinceOf);
        for await (const record of prepared.layer.records()) {
          signal.throwIfAborted();
          records++;
          progress.advance(1);
          if (record.geometry === null) continue;
          const draft = parse(record, records, number, index);
          if (draft.carriedId === null || draft.geometry === null) continue;
          const polygon = decodePolygonal(draft.geometry);
          if (polygon === null) continue;
          const zone = zones.get(draft.province) ?? profile.exportZone;
          const subject = subjectOf(draft, file.name);
          sample.add({ subject, polygon, crs: draft.zone, zone, code: draft.carriedId });
        }
      }
    } finally {
      await source.open.close();
    }
  }
  return { parcels: sample.items(), records, coded: sample.seen, hasColumn };
}

function recordsOf({ layers }: PreparedSource): number | null {
  const counts = layers.filter(({ roles }) => roles.parcelId !== undefined).map(({ layer }) => layer.count);
  return counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
