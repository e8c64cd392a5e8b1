import type { ParcelDraft } from '../stages.ts';

type Named = Pick<ParcelDraft, 'parcel' | 'sheet' | 'commune' | 'record'>;

/** What a person calls a record in messages: `thửa 12 tờ 3 xã 02647 (nguồn.shp #15)`; unknown parts are `?`. */
export function subjectOf(draft: Named, sourceName: string): string {
  const where = `(${sourceName} #${draft.record})`;
  if (draft.parcel === null && draft.sheet === null && draft.commune === null) return `bản ghi ${where}`;
  return `thửa ${draft.parcel ?? '?'} tờ ${draft.sheet ?? '?'} xã ${draft.commune ?? '?'} ${where}`;
}
