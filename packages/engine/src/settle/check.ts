/** The stage `check` over one unit, and what its findings do to the outcome of a record. */
import type { AssignedParcel } from '@thuadat/core/assign/assign-parcel';
import { checkCommune, RULES } from '@thuadat/core/check/commune';
import type { CheckParcel } from '@thuadat/core/check/rule';
import { checkRulesAt } from '@thuadat/core/check/rules-table';
import type { CommuneCode } from '@thuadat/core/code';
import type { IssueCode } from '@thuadat/core/issue/index';
import { phrase } from '@thuadat/core/issue/value';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { CommuneUnit } from '@thuadat/core/run';
import { decodeText } from '@thuadat/core/text/decode';
import { storedBoundaries } from '../source/boundaries.ts';
import { atRecord, communeOf, type SettleContext } from './settle-job.ts';

/** Findings that take a parcel's key back: it is no longer certain which parcel the key names. */
const UNCERTAIN: ReadonlySet<IssueCode> = new Set([
  'duplicate.key-before',
  'duplicate.key-after',
  'identifier.clash',
]);

/** Runs the rules, adds their issues to the entries and settles duplicates. */
export function checkUnit(context: SettleContext, unit: CommuneUnit, entries: AssignedParcel[]): void {
  const commune = communeOf(unit);
  const rules = checkRulesAt(context.profile.effective, {
    ...context.thresholds,
    severities: context.severities,
  });
  const findings = checkCommune(
    {
      commune: { code: commune ?? ('' as CommuneCode), name: unit },
      parcels: entries
        .filter(({ reason }) => reason !== 'row.total')
        .map((entry) => new EntryParcel(context, entry)),
      boundary: commune === null || context.boundaries === null ? null : storedBoundaries(context.boundaries),
      extent: context.profile.extent,
      workZone: context.profile.exportZone,
      rules,
    },
    commune === null ? RULES.filter(({ stage }) => stage === 'parcel') : RULES,
  );
  // Both are in order of ordinal, and few entries have findings.
  let at = 0;
  for (const { ordinal, ...finding } of findings) {
    while (entries[at]!.draft.ordinal !== ordinal) at++;
    entries[at]!.issues.push(finding);
    entries[at] = consequence(entries[at]!, finding.code);
  }
  if (context.clashes.size > 0) accuseClashes(context, entries);
}

/** Parcels whose identifier one of another unit bears too. */
function accuseClashes(context: SettleContext, entries: AssignedParcel[]): void {
  entries.forEach((entry, at) => {
    const { parcelId } = entry.id;
    if (parcelId === null || !context.clashes.has(parcelId)) return;
    entry.issues.push(
      atRecord(context, entry.draft, 'identifier.clash', parcelId, phrase('value.parcel-elsewhere', {})),
    );
    entries[at] = consequence(entry, 'identifier.clash');
  });
}

/** A copy is rejected; a parcel whose key or identifier also names another waits for a person. */
function consequence(entry: AssignedParcel, code: IssueCode): AssignedParcel {
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

/** An entry as the rules see it. Texts are made when a rule asks for them: most records are never named in an issue. */
class EntryParcel implements CheckParcel {
  private readonly context: SettleContext;
  private readonly entry: AssignedParcel;
  constructor(context: SettleContext, entry: AssignedParcel) {
    this.context = context;
    this.entry = entry;
  }
  private get source() {
    return this.context.sources[this.entry.draft.source]!;
  }
  private get layer() {
    return this.source.layers[this.entry.draft.layer]!;
  }
  get ordinal() {
    return this.entry.draft.ordinal;
  }
  get at() {
    return { source: this.source.name, layer: this.layer.name, record: this.entry.draft.record };
  }
  get subject() {
    return subjectOf(this.entry.draft, this.source.name);
  }
  get status() {
    return this.entry.status;
  }
  get oldKey() {
    const { commune, sheet, scale, series, parcel } = this.entry.draft;
    if (commune === null || sheet === null || parcel === null) return null;
    return `${this.source.epoch}\u001f${commune}\u001f${sheet}\u001f${scale ?? ''}\u001f${series ?? ''}\u001f${parcel}`;
  }
  get newKey() {
    const { newKey } = this.entry;
    return newKey && `${newKey.commune}\u001f${newKey.sheet}\u001f${newKey.parcel}`;
  }
  get parcelId() {
    return this.entry.id.parcelId;
  }
  get geometry() {
    return this.entry.draft.geometry;
  }
  get polygonal() {
    return this.entry.polygon;
  }
  get zone() {
    return this.entry.draft.zone;
  }
  get identifierZone() {
    return this.entry.zone;
  }
  get inIdentifierZone() {
    return this.entry.metric;
  }
  get areaLegal() {
    return this.entry.draft.areaLegal;
  }
  get scale() {
    return this.entry.draft.scale;
  }
  get landUse() {
    return this.entry.draft.landUse;
  }
  get fields() {
    return this.layer.fields;
  }
  texts() {
    const { encodings } = this.layer;
    // Asked once: it may be made for each asking.
    const { values } = this.entry.draft;
    const texts = new Array<string | null>(values.length);
    for (let i = 0; i < texts.length; i++) {
      const value = values[i]!;
      const encoding = encodings[i] ?? 'ascii';
      texts[i] = value === null || encoding === 'ascii' ? value : decodeText(value, encoding);
    }
    return texts;
  }
}
