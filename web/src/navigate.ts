/** The moves a person can make; every one ends in the state, so buttons, keys and the map share them. */
import type { IssueView, LonLatBox } from '@thuadat/api/map';
import { bbox } from '@turf/turf';
import type { Session } from './session.ts';

export type Camera = {
  flyTo(point: readonly [number, number], zoom: number): void;
  fit(box: LonLatBox): void;
  /** There at once: who looks at a thousand places a day does not wait for a flight to each. */
  jump(box: LonLatBox): void;
  /** It will go there soon. */
  warm(box: LonLatBox): void;
};

export type Navigate = {
  parcel(ordinal: number | null): void;
  locate(point: readonly [number, number] | null, extent: LonLatBox | null): void;
  /** The same place, before it is looked at. */
  expect(point: readonly [number, number] | null, extent: LonLatBox | null): void;
  issue(issue: IssueView): void;
  step(by: 1 | -1): Promise<void>;
  commune(unit: string, extent: LonLatBox | null): void;
  close(): void;
};

/** Close enough to read parcel numbers around the place. */
const PARCEL_ZOOM = 18;
/** A shape smaller than this is shown with its surroundings (degrees, about 60 m). */
const LEAST_SPAN = 0.0006;

const widened = ([west, south, east, north]: LonLatBox): LonLatBox => {
  const x = Math.max(0, (LEAST_SPAN - (east - west)) / 2);
  const y = Math.max(0, (LEAST_SPAN - (north - south)) / 2);
  return [west - x, south - y, east + x, north + y];
};

/** Null of a shape without coordinates. */
function boxOf(shape: IssueView['shape']): LonLatBox | null {
  const [west, south, east, north] = shape ? bbox(shape as GeoJSON.Geometry) : [];
  return Number.isFinite(west) ? [west!, south!, east!, north!] : null;
}

export function createNavigate(session: Session, camera: Camera): Navigate {
  const { store } = session;

  const at =
    (go: (box: LonLatBox) => void): Navigate['locate'] =>
    (point, extent) => {
      const box = extent ?? (point && ([...point, ...point] as const));
      if (box) go(widened(box));
    };

  const showIssue: Navigate['issue'] = (issue) => {
    store.set({ issue: issue.key, parcel: issue.ordinal > 0 ? issue.ordinal : null });
    const box = boxOf(issue.shape);
    if (box) camera.fit(widened(box));
    else if (issue.lonLat) camera.flyTo(issue.lonLat, PARCEL_ZOOM);
  };

  return {
    parcel: (ordinal) => store.set({ parcel: ordinal, issue: null }),
    locate: at(camera.jump),
    expect: at(camera.warm),
    issue: showIssue,
    async step(by) {
      const at = session.loaded().issues.findIndex((each) => each.key === store.get().issue);
      if (by === 1 && at === session.loaded().issues.length - 1) await session.moreIssues();
      const { issues } = session.loaded();
      const next = issues[at === -1 ? (by === 1 ? 0 : issues.length - 1) : at + by];
      if (!next) return;
      store.set({ tab: 'issues' });
      showIssue(next);
    },
    commune(unit, extent) {
      const { filter } = store.get();
      store.set({ filter: { ...filter, unit } });
      if (extent) camera.fit(extent);
    },
    close: () => store.set({ parcel: null, issue: null }),
  };
}
