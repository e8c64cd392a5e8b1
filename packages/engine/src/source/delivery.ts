/**
 * The date at which each source's codes are read: what the config says, else what all its records prove, else, where they prove
 * nothing, what the files prove that were delivered with it (the sources of one plan). The last is always said.
 */
import type { IsoDate } from '@thuadat/core/code';
import { epochIssue, previousDay, provesNothing } from '@thuadat/core/inspect/epoch';
import { type Issue, issue } from '@thuadat/core/issue/index';
import type { ProvinceProfile } from '@thuadat/core/profile';
import { issueRefusal } from '../messages.ts';
import type { Survey } from './evidence.ts';
import { type PreparedSource, statedEpoch } from './prepare-source.ts';

export type Dated = {
  /** One a source. */
  readonly epochs: readonly IsoDate[];
  /** Of the sources that took theirs from the others. */
  readonly notices: readonly Issue[];
};

/** Files named in an issue; the others are counted. */
const NAMED = 5;

/**
 * Refuses a source that is migrated already, mixed, of a date that nothing tells, or whose coordinates lie elsewhere; and one that
 * proves nothing beside files of several dates.
 */
export function requireSurveys(
  sources: readonly PreparedSource[],
  surveys: readonly Survey[],
  profile: ProvinceProfile,
): Dated {
  const own = sources.map((source, i) => ownEpoch(source, surveys[i]!, profile));
  const proved = new Map<IsoDate, string[]>();
  sources.forEach(({ file }, i) => {
    if (surveys[i]!.epoch.epoch === 'before')
      proved.set(own[i]!, [...(proved.get(own[i]!) ?? []), file.name]);
  });
  const notices: Issue[] = [];
  const epochs = own.map((epoch, i) => {
    if (epoch !== null) return epoch;
    const { name } = sources[i]!.file;
    const at = { source: name, layer: '', record: 0 };
    const [first, ...more] = [...proved].sort();
    if (!first) throw issueRefusal(epochIssue(surveys[i]!.epoch, name, profile.effective)!);
    if (more.length > 0) {
      const found = [first, ...more].map(([date, files]) => `${date}: ${named(files)}`).join('; ');
      throw issueRefusal(
        issue('epoch.delivery-contradictory', name, at, found, previousDay(profile.effective)),
      );
    }
    const [date, sisters] = first;
    notices.push(issue('epoch.of-delivery', name, at, date, named(sisters)));
    return date;
  });
  return { epochs, notices };
}

/** Null: the source proves nothing, and nobody says. */
function ownEpoch(
  source: PreparedSource,
  { epoch: verdict, georeference }: Survey,
  profile: ProvinceProfile,
): IsoDate | null {
  const misplaced = georeference.find(({ ok }) => !ok)?.issue;
  if (misplaced) throw issueRefusal(misplaced);
  if (verdict.epoch === 'before' || verdict.epoch === 'undetermined') {
    const epoch = statedEpoch(source) ?? verdict.asOf;
    if (epoch) return epoch;
  }
  if (provesNothing(verdict)) return null;
  throw issueRefusal(epochIssue(verdict, source.file.name, profile.effective)!);
}

const named = (files: readonly string[]): string =>
  `${files.slice(0, NAMED).join(', ')}${files.length > NAMED ? ` (+${files.length - NAMED})` : ''}`;
