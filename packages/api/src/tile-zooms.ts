/** Zooms between which the tiles of a run hold what the map draws of it. */
export const TILE_ZOOMS = {
  /** Sheets from where one is told from its neighbours to where its parcels are. */
  sheets: { from: 11, to: 15 },
  /** Below this a screen shows communes: parcels would be smaller than a pixel. Deeper than the last the same are drawn larger. */
  parcels: { from: 13, to: 18 },
  /** No number of a parcel can be read before. */
  labels: { from: 16 },
} as const;
