/** The stage `check` over one unit, and what its findings do to the outcome of a record. */
import { readFileSync } from 'node:fs';
import { checkCommune, RULES } from '@thuadat/core/check/commune';
import type { CheckParcel } from '@thuadat/core/check/rule';
import { checkRulesAt } from '@thuadat/core/check/rules-table';
import type { CommuneCode } from '@thuadat/core/code';
import { type BoundaryIndex, boundaryIndex } from '@thuadat/core/geometry/overlay';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { polygonalFromGeoJson } from '@thuadat/core/geometry/wkb';
import type { Issue, IssueCode } from '@thuadat/core/issue';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { Assignment } from '@thuadat/core/record';
import type { CommuneUnit } from '@thuadat/core/run';
import { isAscii } from '@thuadat/core/text/byte-text';
import { decodeText } from '@thuadat/core/text/decode';
import { atRecord, communeOf, type SettleContext } from './settle.ts';

/** An outcome in the making, with what is computed of its geometry once. */
export type Entry = Omit<Assignment, 'issues'> & {
  readonly polygon: Polygonal | null;
  /** Square metres; null without a polygon. */
  readonly area: number | null;
  readonly issues: Issue[];
};

/** Findings that take a parcel's key back: it is no longer certain which parcel the key names. */
const UNCERTAIN: ReadonlySet<IssueCode> = new Set([
  'duplicate.key-before',
  'duplicate.key-after',
  'identifier.clash',
]);

/** Runs the rules, adds their issues to the entries and settles duplicates. Returns issues about the unit as a whole. */
export function checkUnit(context: SettleContext, unit: CommuneUnit, entries: Entry[]): readonly Issue[] {
  const commune = communeOf(unit);
  const rules = checkRulesAt(context.profile.effective, {
    ...context.thresholds,
    severities: context.severities,
  });
  const place = new Map(entries.map((entry, i) => [entry.draft.ordinal, i]));
  const findings = checkCommune(
    {
      commune: { code: commune ?? ('' as CommuneCode), name: unit },
      parcels: entries.map((entry) => checkParcel(context, entry)),
      boundary: commune === null ? null : loadBoundaries(context.boundaries),
      extent: context.profile.extent,
      workZone: context.profile.exportZone,
      rules,
    },
    commune === null ? RULES.filter(({ stage }) => stage === 'parcel') : RULES,
  );
  for (const { ordinal, ...finding } of findings) {
    const at = place.get(ordinal)!;
    entries[at]!.issues.push(finding);
    entries[at] = consequence(entries[at]!, finding.code);
  }
  entries.forEach((entry, at) => {
    const { parcelId } = entry.id;
    if (parcelId === null || !context.clashes.has(parcelId)) return;
    entry.issues.push(atRecord(context, entry.draft, 'identifier.clash', parcelId, 'một thửa ở xã khác'));
    entries[at] = consequence(entry, 'identifier.clash');
  });
  return [];
}

/** A copy is rejected; a parcel whose key or identifier also names another waits for a person. */
function consequence(entry: Entry, code: IssueCode): Entry {
  const taken = { newKey: null, id: { parcelId: null, state: 'pending', lon: null, lat: null } } as const;
  if (entry.status === 'rejected') return entry;
  if (code === 'duplicate.copy') return { ...entry, ...taken, status: 'rejected', reason: code };
  if (!UNCERTAIN.has(code)) return entry;
  return {
    ...entry,
    ...taken,
    status: 'ambiguous',
    reason: entry.status === 'ambiguous' ? entry.reason : code,
  };
}

function checkParcel(context: SettleContext, entry: Entry): CheckParcel {
  const { draft, newKey, status, id, polygon } = entry;
  const source = context.sources[draft.source]!;
  const layer = source.layers[draft.layer]!;
  const { commune, sheet, scale, series, parcel } = draft;
  const complete = commune !== null && sheet !== null && parcel !== null;
  const set = `${scale ?? ''}\u001f${series ?? ''}`;
  return {
    ordinal: draft.ordinal,
    at: { source: source.name, layer: layer.name, record: draft.record },
    subject: subjectOf(draft, source.name),
    status,
    oldKey: complete ? `${source.epoch}\u001f${commune}\u001f${sheet}\u001f${set}\u001f${parcel}` : null,
    newKey: newKey && `${newKey.commune}\u001f${newKey.sheet}\u001f${set}\u001f${newKey.parcel}`,
    parcelId: id.parcelId,
    geometry: draft.geometry,
    polygonal: polygon,
    zone: draft.zone,
    areaLegal: draft.areaLegal,
    scale,
    landUse: draft.landUse,
    fields: layer.fields,
    texts: draft.values.map((value, i) => {
      const encoding = layer.encodings[i] ?? 'ascii';
      return value === null || encoding === 'ascii' || isAscii(value) ? value : decodeText(value, encoding);
    }),
  };
}

let loaded: { path: string; index: BoundaryIndex } | null = null;

/** Boundaries of the new communes; read once a thread. */
function loadBoundaries(path: string | null): BoundaryIndex | null {
  if (path === null) return null;
  if (loaded?.path === path) return loaded.index;
  const boundaries = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ properties }) => properties.kind === 'new')
    .flatMap(({ properties, geometry }) => {
      const polygonal = polygonalFromGeoJson(geometry);
      return polygonal ? [{ code: properties.code as CommuneCode, polygonal }] : [];
    });
  loaded = { path, index: boundaryIndex(boundaries) };
  return loaded.index;
}
