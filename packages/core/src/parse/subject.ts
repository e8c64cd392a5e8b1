import { phrase } from '../issue/value.ts';
import type { Message } from '../message/message.ts';
import type { ParcelDraft } from '../stages.ts';

type Named = Pick<ParcelDraft, 'parcel' | 'sheet' | 'commune' | 'record'>;

/** What a person calls a record in messages: `thửa 12 tờ 3 xã 02647 (nguồn.shp #15)`; unknown parts are `?`. */
export function subjectOf(draft: Named, source: string): Message {
  const { parcel, sheet, commune } = draft;
  const record = String(draft.record);
  if (parcel === null && sheet === null && commune === null)
    return phrase('subject.record', { source, record });
  return phrase('subject.parcel', {
    parcel: parcel ?? '?',
    sheet: sheet ?? '?',
    commune: commune ?? '?',
    source,
    record,
  });
}
