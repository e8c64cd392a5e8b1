/** The complete list of a run's issues, or of those meant, as one file: rows go through, nothing is gathered. */
import { extname } from 'node:path';
import { type GeoJsonGeometry, wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { refusal } from '@thuadat/core/message/message';
import type { Progress } from '@thuadat/core/progress';
import { createWriter, type WriteField, type WriteFormat } from '@thuadat/formats/write/writer';
import type { StoredIssue } from '@thuadat/run/issue-file';
import { EXPORT_MESSAGES } from '../messages.ts';
import { ISSUE_COLUMNS_CSV, issueValues } from '../open-records.ts';
import { shownIssue } from '../source-columns.ts';
import type { IssueFilter } from './filter.ts';
import type { IssueList } from './issue-list.ts';
import { walkIssues } from './walk.ts';

/** By extension. GeoJSON and GeoPackage hold the place of the fault, as a polygon where it has one. */
const FORMATS: Readonly<Record<string, WriteFormat>> = {
  '.csv': 'csv',
  '.xlsx': 'xlsx',
  '.ndjson': 'jsonl',
  '.jsonl': 'jsonl',
  '.geojson': 'geojson',
  '.gpkg': 'gpkg',
};
const PLACED: readonly WriteFormat[] = ['geojson', 'gpkg'];

const TYPES: Readonly<Record<string, WriteField['type']>> = {
  stt: 'integer',
  banGhi: 'integer',
  kinhDo: 'real',
  viDo: 'real',
};
const FIELDS: readonly WriteField[] = ISSUE_COLUMNS_CSV.map((name) => ({
  name,
  type: TYPES[name] ?? 'string',
}));

export function issueFormat(path: string): WriteFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  throw refusal(EXPORT_MESSAGES, 'usage', 'issues.file-name', { path, endings: Object.keys(FORMATS) });
}

/** Rows written. The file appears when it is whole. */
export async function writeIssueList(
  list: IssueList,
  filter: IssueFilter,
  path: string,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<number> {
  const format = issueFormat(path);
  const placed = PLACED.includes(format);
  const writer = await createWriter(format, path, {
    layerName: 'van_de',
    fields: FIELDS,
    geometryType: placed ? 'Unknown' : null,
    crs: placed ? 4326 : null,
  });
  let rows = 0;
  try {
    for await (const issue of walkIssues(list, filter)) {
      await writer.write({
        values: issueValues(shownIssue(issue)),
        geometry: placed ? placeOf(issue) : null,
      });
      if (++rows % 1000 !== 0) continue;
      signal.throwIfAborted();
      progress.advance(1000);
      await new Promise(setImmediate);
    }
    progress.advance(rows % 1000);
    await writer.close();
  } finally {
    await writer.abort();
  }
  return rows;
}

function placeOf({ shape, lon, lat }: StoredIssue): Uint8Array | null {
  if (shape) return wkbFromGeoJson(shape as GeoJsonGeometry);
  return lon === null || lat === null ? null : wkbFromGeoJson({ type: 'Point', coordinates: [lon, lat] });
}
