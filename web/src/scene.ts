/** What the map is to show, out of the state and what is loaded. */
import { translator } from './i18n.ts';
import { focusOf as caseFocus } from './review/focus.ts';
import type { Session } from './session.ts';
import type { Scene } from './style.ts';
import { formatCount, formatShare } from './wording.ts';

function focusOf(session: Session): GeoJSON.FeatureCollection {
  const { detail } = session.loaded();
  const { tab, case: key } = session.store.get();
  if (tab === 'review') {
    const shown = detail && detail.key === key ? caseFocus(detail).features : [];
    return { type: 'FeatureCollection', features: [...areaOf(session), ...shown] };
  }
  const features: GeoJSON.Feature[] = [];
  const issue = session.issue();
  const { parcel } = session.loaded();
  if (issue?.shape) {
    features.push({
      type: 'Feature',
      geometry: issue.shape as GeoJSON.Geometry,
      properties: { kind: 'issue' },
    });
  } else if (issue?.lonLat) {
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...issue.lonLat] },
      properties: { kind: 'issue' },
    });
  }
  if (parcel?.point && parcel.ordinal === session.store.get().parcel) {
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...parcel.point] },
      properties: { kind: 'point' },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** What a commune is tinted by: its parcels assigned, or in review its cases decided. */
function shareIn(session: Session): Scene['shareOf'] {
  const { progress } = session.loaded();
  const reviewing = session.store.get().tab === 'review';
  const byUnit = new Map(progress.map((each) => [each.unit, each]));
  return ({ unit, counts }) => {
    const done = reviewing ? byUnit.get(unit) : undefined;
    if (done) return done.cases === 0 ? 1 : done.decided / done.cases;
    return counts.read === 0 ? 1 : counts.assigned / counts.read;
  };
}

/** The area that was drawn around what the queue shows. */
function areaOf(session: Session): GeoJSON.Feature[] {
  const { area } = session.store.get().caseFilter;
  const ring = (area ?? '').split(';').map((point) => point.split(',').map(Number));
  if (ring.length < 3 || ring.flat().some((each) => !Number.isFinite(each))) return [];
  const coordinates = [[...ring, ring[0]!]];
  return [{ type: 'Feature', geometry: { type: 'Polygon', coordinates }, properties: { kind: 'area' } }];
}

export function sceneOf(session: Session): Scene {
  const state = session.store.get();
  const { run, communes } = session.loaded();
  const t = translator(state.language);
  const comparing = state.compare !== 'none';
  const boundaries = (kind: 'old' | 'new') =>
    run && run.boundaries[kind] > 0 ? session.dataset.boundariesAddress(run, kind) : null;
  return {
    tiles: run ? session.dataset.tiles(run) : null,
    newBoundaries: boundaries('new'),
    oldBoundaries: boundaries('old'),
    communes,
    shareOf: shareIn(session),
    communeNote: ({ counts }) =>
      `${formatCount(counts.read, state.language)} ${t('communes.parcels').toLocaleLowerCase()} · ${formatShare(counts.assigned, counts.read, state.language)}`,
    // What is after stands against what was before: the second map shows that.
    labels: comparing ? 'new' : state.labels,
    showNew: comparing || state.newBoundaries,
    showOld: !comparing && state.oldBoundaries,
    background: session.loaded().who?.backgrounds.find(({ id }) => id === state.background) ?? null,
    selected: state.tab === 'review' ? null : state.parcel,
    focus: focusOf(session),
  };
}
