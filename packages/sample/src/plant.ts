/** Plants faults into the drafts of one sheet. Every fault gets parcels of its own, so that each has one known answer. */
import { areaOf, type Draft, type FaultKind, flat, newDraft, vertex } from './draft.ts';
import { millimetre, type Point } from './frame.ts';
import type { Random } from './random.ts';

/** Share of the parcels that get each fault. */
export type DirtRates = Readonly<Partial<Record<FaultKind, number>>>;

export type PlantSite = {
  readonly r: Random;
  readonly drafts: Draft[];
  readonly taken: Set<Draft>;
  /** A code that named this commune once and no longer did on the last day of the old codes. */
  readonly deadCode: string | null;
  /** A place in another new commune where nothing lies, in the zone. */
  readonly elsewhere: Point;
};

type Plant = (site: PlantSite, at: number) => boolean;

/** Each plant changes drafts near `at` and says whether it could. */
const PLANTS: Readonly<Record<FaultKind, Plant>> = {
  'duplicate-copy': alone((draft) => {
    draft.copies = 2;
    return fault(draft, 'duplicate-copy', { records: 2 });
  }),
  'duplicate-key': (site, at) => {
    const twin = free(site, at + 2);
    return alone((draft) => {
      if (!twin) return false;
      site.taken.add(twin);
      draft.number = twin.number;
      return fault(draft, 'duplicate-key', { twin: keyOf(twin) });
    })(site, at);
  },
  'same-place': alone((draft, site) => {
    const double = numbered(site, draft);
    double.polygons = draft.polygons;
    return fault(double, 'same-place', { twin: keyOf(draft) });
  }),
  overlap: (site, at) => plantOverlap(site, at),
  sliver: (site, at) => plantSliver(site, at),
  'bow-tie': alone(tieBow),
  'zero-area': alone((draft) => {
    // Level, so that the area is zero to the last bit.
    const a = vertex(draft.parcel.ring, 0);
    draft.polygons = [[flat([a, [a[0] + 4, a[1]], [a[0] + 9, a[1]], a])]];
    return fault(draft, 'zero-area', { x: a[0], y: a[1] });
  }),
  'multi-part': (site, at) => {
    const other = free(site, at + 3);
    return alone((draft) => {
      if (!other) return false;
      site.taken.add(other);
      other.dropped = true;
      draft.polygons = [...draft.polygons, ...other.polygons];
      return fault(draft, 'multi-part', { parts: 2 });
    })(site, at);
  },
  'outside-commune': alone((draft, site) => {
    const [x, y] = vertex(draft.parcel.ring, 0);
    const [dx, dy] = [Math.round(site.elsewhere[0] - x), Math.round(site.elsewhere[1] - y)];
    draft.polygons = draft.polygons.map((rings) =>
      rings.map((ring) => ring.map((c, i) => millimetre(c + (i % 2 === 0 ? dx : dy)))),
    );
    return fault(draft, 'outside-commune', { dx, dy });
  }),
  'area-off': alone((draft, { r }) => {
    draft.legal = r.pick([0.6, 0.75, 1.3, 1.5, 2]);
    return fault(draft, 'area-off', { factor: draft.legal });
  }),
  'missing-sheet': alone((draft) => {
    draft.sheet = '';
    return fault(draft, 'missing-sheet', {});
  }),
  'missing-parcel': alone((draft) => {
    draft.number = '';
    return fault(draft, 'missing-parcel', {});
  }),
  'lost-zeros': alone((draft) => {
    const short = draft.commune.replace(/^0+/, '');
    if (short === draft.commune) return false;
    const code = draft.commune;
    draft.commune = short;
    return fault(draft, 'lost-zeros', { code });
  }),
  'float-code': alone((draft) => {
    const code = draft.commune;
    draft.commune = `${Number(code)}.0`;
    return fault(draft, 'float-code', { code });
  }),
  'dead-code': alone((draft, { deadCode }) => {
    if (!deadCode) return false;
    const now = draft.commune;
    draft.commune = deadCode;
    return fault(draft, 'dead-code', { code: deadCode, now });
  }),
  'unknown-code': alone((draft) => {
    draft.commune = '99999';
    return fault(draft, 'unknown-code', { code: '99999' });
  }),
  'decomposed-text': alone((draft) => {
    draft.decomposed = true;
    return fault(draft, 'decomposed-text', {});
  }),
  carried: alone((draft) => {
    draft.carried = 'right';
    return fault(draft, 'carried', {});
  }),
  'carried-wrong': alone((draft) => {
    draft.carried = 'elsewhere';
    return fault(draft, 'carried-wrong', {});
  }),
  'carried-clash': (site, at) => {
    const owner = free(site, at + 2);
    return alone((draft) => {
      if (!owner) return false;
      site.taken.add(owner);
      owner.carried = 'right';
      draft.clashWith = owner;
      return fault(draft, 'carried-clash', { owner: keyOf(owner) });
    })(site, at);
  },
};

/** Plants every kind at its rate; what does not fit at one place is tried at a few others. */
export function plant(site: PlantSite, rates: DirtRates): void {
  const count = site.drafts.length;
  for (const [kind, rate] of Object.entries(rates) as [FaultKind, number][]) {
    const expected = rate * count;
    let wanted = Math.floor(expected) + (site.r.chance(expected % 1) ? 1 : 0);
    for (let tries = wanted * 12; wanted > 0 && tries > 0; tries--)
      if (PLANTS[kind](site, site.r.whole(0, count - 1))) wanted--;
  }
}

const keyOf = (draft: Draft): string => `${draft.commune}/${draft.sheet}/${draft.number}`;

function fault(draft: Draft, kind: FaultKind, known: Record<string, string | number>): true {
  draft.faults.push({ kind, known });
  return true;
}

const free = ({ drafts, taken }: PlantSite, at: number): Draft | null => {
  const draft = drafts[at];
  return draft && !taken.has(draft) && draft.parcel.holes.length === 0 ? draft : null;
};

/** A plant that touches one parcel only. */
function alone(change: (draft: Draft, site: PlantSite) => boolean): Plant {
  return (site, at) => {
    const draft = free(site, at);
    if (!draft || !change(draft, site)) return false;
    site.taken.add(draft);
    return true;
  };
}

/** A further parcel at the end of the sheet. */
function numbered(site: PlantSite, like: Draft): Draft {
  const added = newDraft(like.parcel, like.commune, Number(like.sheet), site.drafts.length + 1);
  site.drafts.push(added);
  site.taken.add(added);
  return added;
}

const between = (a: Point, b: Point, t: number): Point => [
  millimetre(a[0] + (b[0] - a[0]) * t),
  millimetre(a[1] + (b[1] - a[1]) * t),
];

type Band = {
  readonly west: Draft;
  readonly east: Draft;
  readonly south: Point;
  readonly north: Point;
  /** The shared side from south to north. */
  readonly side: readonly Point[];
};

/** A band `width` metres wide inside a parcel, along the side it shares with its western neighbour. */
function bandOf(site: PlantSite, at: number, width: number): Band | null {
  const [west, east] = [free(site, at), free(site, at + 1)];
  if (!west || !east?.parcel.joined) return null;
  const [, southEast, northEast] = west.parcel.corners;
  const side: Point[] = [];
  for (let i = southEast; i <= northEast; i++) side.push(vertex(west.parcel.ring, i));
  const inward = (from: Point, to: Point): Point => {
    const length = Math.sqrt((to[0] - from[0]) ** 2 + (to[1] - from[1]) ** 2);
    return between(from, to, Math.min(0.8, width / length));
  };
  const { ring, corners } = east.parcel;
  const south = inward(side[0]!, vertex(ring, 1));
  const north = inward(side.at(-1)!, vertex(ring, corners[3] - 1));
  return { west, east, south, north, side };
}

/** Metres; wider than twice the permitted error of a boundary point at any scale in the sample. */
const LEAST_OVERLAP = 1;

/** Of a band, at its narrower end. */
function bandWidth({ south, north, side }: Band): number {
  const across = (a: Point, b: Point): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
  return Math.min(across(side[0]!, south), across(side.at(-1)!, north));
}

/** The western parcel reaches into the eastern one. */
function plantOverlap(site: PlantSite, at: number): boolean {
  const band = bandOf(site, at, site.r.between(1.2, 2.2));
  if (!band || bandWidth(band) < LEAST_OVERLAP) return false;
  const { west, east } = band;
  const { ring, corners } = west.parcel;
  const before = areaOf(west.polygons);
  const count = ring.length / 2;
  const points: Point[] = [];
  for (let i = 0; i <= corners[1]; i++) points.push(vertex(ring, i));
  points.push(band.south, band.north);
  for (let i = corners[2]; i < count; i++) points.push(vertex(ring, i));
  west.polygons = [[flat(points)]];
  const area = Math.round((areaOf(west.polygons) - before) * 1000) / 1000;
  fault(west, 'overlap', { with: keyOf(east), area });
  site.taken.add(west).add(east);
  return true;
}

/** A strip of a few centimetres between two parcels, with a number of its own. */
function plantSliver(site: PlantSite, at: number): boolean {
  const band = bandOf(site, at, site.r.between(0.05, 0.12));
  if (!band) return false;
  const { west, east, south, north, side } = band;
  const { ring, corners } = east.parcel;
  const rest: Point[] = [south];
  for (let i = 1; i < corners[3]; i++) rest.push(vertex(ring, i));
  east.polygons = [[flat([...rest, north, south])]];
  const sliver = numbered(site, east);
  sliver.polygons = [[flat([side[0]!, south, north, ...[...side].reverse()])]];
  fault(sliver, 'sliver', { area: Math.round(areaOf(sliver.polygons) * 1000) / 1000 });
  site.taken.add(west).add(east);
  return true;
}

/** Swaps the two eastern corners, so that the southern and northern edges cross. */
function tieBow(draft: Draft): boolean {
  const { ring, corners } = draft.parcel;
  const [, southEast, northEast] = corners;
  if (northEast !== southEast + 1) return false;
  const tied = [...ring];
  for (const i of [0, 1]) {
    tied[2 * southEast + i] = ring[2 * northEast + i]!;
    tied[2 * northEast + i] = ring[2 * southEast + i]!;
  }
  const at = crossing(
    [vertex(tied, southEast - 1), vertex(tied, southEast)],
    [vertex(tied, northEast), vertex(tied, northEast + 1)],
  );
  if (!at) return false;
  draft.polygons = [[tied]];
  return fault(draft, 'bow-tie', { x: at[0], y: at[1] });
}

/** Where two segments cross, if they do. */
function crossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t > 0 && t < 1 && u > 0 && u < 1 ? between(a, b, t) : null;
}
