/**
 * Of which date each source's codes are. A sample usually tells, so that the records need be read only once: the verdict
 * over all of them is passed when they have been scattered. Where the sample is silent or suspicious, everything is read
 * first, and a source that cannot be planned is refused before any other work.
 */
import type { IsoDate } from '@thuadat/core/code';
import type { Progress } from '@thuadat/core/progress';
import { requireSurveys } from './delivery.ts';
import { judge, type Survey, type SurveyOptions, sampleSource } from './evidence.ts';
import { type PreparedSource, SAMPLE, statedEpoch } from './prepare-source.ts';

type Surveying = SurveyOptions & { readonly progress: Progress; readonly signal: AbortSignal };

export async function surveySources(
  sources: readonly PreparedSource[],
  options: Surveying,
): Promise<readonly IsoDate[]> {
  const surveys: Survey[] = [];
  for (const source of sources) {
    const likely = judge(source, await sampleSource(source, options, SAMPLE), options);
    surveys.push(isBelieved(source, likely) ? likely : await surveyWhole(source, options));
  }
  return requireSurveys(sources, surveys, options.profile).epochs;
}

/** Nothing speaks against the source. */
function isBelieved(source: PreparedSource, { epoch, georeference }: Survey): boolean {
  if (georeference.some(({ ok }) => !ok)) return false;
  return epoch.epoch === 'before' || (epoch.epoch === 'undetermined' && statedEpoch(source) !== null);
}

async function surveyWhole(source: PreparedSource, options: Surveying): Promise<Survey> {
  const known = source.layers.map(({ layer }) => layer.count);
  options.progress.stage(
    'survey',
    known.every((n) => n !== null) ? known.reduce((sum, n) => sum + n!, 0) : null,
  );
  return judge(source, await sampleSource(source, options), options);
}
