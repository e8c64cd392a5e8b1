/**
 * What speaks for the coordinate system in which a layer is read. Zones lie 25 km and more apart, and a province is wider than
 * that: coordinates of one zone, read in its neighbour, look like any others. Only what says the zone twice proves it.
 *
 * `proved`: the config states it, or a boundary layer, or parcels of the same communes whose system is proved, or the extent leaves no
 * other. `declared`: the file states it: that is proof where the law says the same (the central meridian of the old province,
 * Circular 973/2001/TT-TCĐC, now 25/2014/TT-BTNMT); a `.prj` that says another zone is often just wrong. `guessed`: nobody
 * states it, and other zones fit the extent as well.
 */
export type CrsEvidence = 'proved' | 'declared' | 'guessed';

/** Whether an identifier may be made of coordinates read in `crs`; `zone` is that of the parcel's old province. */
export const isCrsProved = (evidence: CrsEvidence, crs: number, zone: number): boolean =>
  evidence === 'proved' || (evidence === 'declared' && crs === zone);
