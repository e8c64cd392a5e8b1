/** Gathers the parcels that may lie over each other. */
import { inZone } from '../geodesy/vn2000.ts';
import { boxOf } from '../geometry/measure.ts';
import type { Bodies, Measured } from './rule.ts';

export const newBodies = (): Bodies => ({ parcels: [], boxes: [], areas: [], moved: new Map() });

export function addBody(
  bodies: Bodies,
  { parcel, sound, metric, box, area }: Measured,
  copies: ReadonlyMap<number, number>,
  workZone: number,
): void {
  if (!sound || !metric || parcel.status === 'rejected' || copies.has(parcel.ordinal)) return;
  let whole = box;
  if (metric.zone !== workZone || metric.polygonal !== parcel.polygonal) {
    const moved = inZone(metric.polygonal, metric.zone, workZone);
    bodies.moved.set(bodies.parcels.length, moved);
    if (metric.zone !== workZone) whole = boxOf(moved);
  }
  bodies.parcels.push(parcel);
  bodies.areas.push(area);
  bodies.boxes.push(whole[0], whole[1], whole[2], whole[3]);
}
