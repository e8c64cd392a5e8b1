/**
 * Parcels of one old commune lie side by side: where some of them are in a system that is proved, others of the same commune, from a
 * file that proves nothing itself, are believed when they lie beside them. Zones are 25 km apart, communes smaller.
 */
import { isCrsProved } from '@thuadat/core/assign/crs-evidence';
import { projection } from '@thuadat/core/geodesy/vn2000';
import type { InCommune } from '@thuadat/core/inspect/georeference';
import { type Evidence, judge, type Survey, type SurveyOptions } from './evidence.ts';
import type { PreparedSource } from './prepare-source.ts';

/** Degrees, about 5 km: further parts of a commune, and still far from what another zone would make of it. */
const BESIDE = 0.05;

/** The verdicts over all sources of a run; `evidence` holds each source's layers, each in parts. */
export function judgeAll(
  sources: readonly PreparedSource[],
  evidence: readonly (readonly (readonly Evidence[])[])[],
  options: SurveyOptions,
): Survey[] {
  const alone = sources.map((source, i) => judge(source, evidence[i]!, options));
  const isOpen = ({ georeference }: Survey) => georeference.some((each) => each.evidence !== 'proved');
  if (!alone.some(isOpen)) return alone;
  const near = nearProved(alone.map((survey, i) => ({ survey, layers: evidence[i]! })));
  return alone.map((survey, i) =>
    isOpen(survey) ? judge(sources[i]!, evidence[i]!, { ...options, nearProved: near }) : survey,
  );
}

type Surveyed = { readonly survey: Survey; readonly layers: readonly (readonly Evidence[])[] };

/** True or false by old commune; null of a commune that no proved parcel is of. */
function nearProved(sources: readonly Surveyed[]): InCommune {
  const boxes = new Map<string, [west: number, south: number, east: number, north: number]>();
  for (const { survey, layers } of sources) {
    for (const [i, parts] of layers.entries()) {
      const { evidence } = survey.georeference[i]!;
      for (const [x, y, zone, commune, legal] of parts.flatMap(({ places }) => places)) {
        if (commune === null || !isCrsProved(evidence, zone, legal)) continue;
        const [lon, lat] = projection(zone).toLonLat(x, y);
        if (!Number.isFinite(lon + lat)) continue;
        const [w, s, e, n] = boxes.get(commune) ?? [lon, lat, lon, lat];
        boxes.set(commune, [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)]);
      }
    }
  }
  return (lon, lat, commune) => {
    const box = boxes.get(commune);
    if (!box) return null;
    const [west, south, east, north] = box;
    return lon >= west - BESIDE && lon <= east + BESIDE && lat >= south - BESIDE && lat <= north + BESIDE;
  };
}
