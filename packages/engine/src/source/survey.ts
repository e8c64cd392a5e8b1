/**
 * Of which date each source's codes are. A sample usually tells, so that the records need be read only once: the verdict
 * over all of them is passed when they have been scattered. Where the sample is silent or suspicious, everything is read
 * first, and a source that cannot be planned is refused before any other work.
 */
import type { IsoDate } from '@thuadat/core/code';
import type { Progress } from '@thuadat/core/progress';
import { type Evidence, judge, type Survey, type SurveyOptions, sampleSource } from './evidence.ts';
import { type PreparedSource, requireSurvey, SAMPLE, statedEpoch } from './prepare-source.ts';

export async function surveySources(
  sources: readonly PreparedSource[],
  options: SurveyOptions & { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<IsoDate[]> {
  const epochs: IsoDate[] = [];
  for (const source of sources) {
    const likely = believed(source, judge(source, await sampleSource(source, options, SAMPLE), options));
    epochs.push(likely ?? (await surveyWhole(source, options)));
  }
  return epochs;
}

/** Null unless nothing speaks against the source. */
function believed(source: PreparedSource, { epoch, georeference }: Survey): IsoDate | null {
  if (georeference.some(({ ok }) => !ok)) return null;
  if (epoch.epoch === 'before') return statedEpoch(source) ?? epoch.asOf;
  return epoch.epoch === 'undetermined' ? statedEpoch(source) : null;
}

async function surveyWhole(
  source: PreparedSource,
  options: SurveyOptions & { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<IsoDate> {
  const known = source.layers.map(({ layer }) => layer.count);
  options.progress.stage(
    'survey',
    known.every((n) => n !== null) ? known.reduce((sum, n) => sum + n!, 0) : null,
  );
  const evidence: Evidence[][] = await sampleSource(source, options);
  return requireSurvey(source, judge(source, evidence, options), options.profile);
}
