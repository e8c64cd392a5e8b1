/** New columns of a table that `write-back` fills, by the names that land systems and our exports use. */
import { scaleText } from '@thuadat/core/code';
import type { Outcome } from './outcomes.ts';

type WrittenColumn = { readonly name: string; of(outcome: Outcome, province: string): string | null };

/** What is new is written only where it is in force; what the old row was read as, wherever it could be read. */
const inForce =
  (of: (outcome: Outcome, province: string) => string | null): WrittenColumn['of'] =>
  (outcome, province) =>
    outcome.standing === 'assigned' ? of(outcome, province) : null;

/** The first is never empty. */
const COLUMNS: readonly WrittenColumn[] = [
  { name: 'trangThai', of: ({ standing }) => standing },
  { name: 'lyDo', of: ({ reason }) => reason },
  { name: 'tinhId', of: inForce((_, province) => province) },
  { name: 'xaId', of: inForce(({ newCommune }) => newCommune) },
  { name: 'soHieuToBanDo', of: inForce(({ newSheet }) => newSheet) },
  { name: 'soThuTuThua', of: inForce(({ newParcel }) => newParcel) },
  { name: 'maThuaDat', of: inForce(({ parcelId }) => parcelId) },
  { name: 'nguonMa', of: inForce(({ idState }) => idState) },
  { name: 'tinhIdCu', of: ({ oldProvince }) => oldProvince },
  { name: 'xaIdCu', of: ({ oldCommune }) => oldCommune },
  { name: 'soHieuToBanDoCu', of: ({ oldSheet }) => oldSheet },
  { name: 'soThuTuThuaCu', of: ({ oldParcel }) => oldParcel },
  { name: 'tyLe', of: ({ oldScale }) => scaleText(oldScale) },
];

export const columnNames = (prefix: string): string[] => COLUMNS.map(({ name }) => prefix + name);

export const columnValues = (outcome: Outcome, province: string): (string | null)[] =>
  COLUMNS.map(({ of }) => of(outcome, province));
