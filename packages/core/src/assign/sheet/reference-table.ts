/**
 * The sheet reference table: which map sheet of an old commune became which sheet of a new one. Columns as in VBDLIS
 * (`bangThamChieuBanDoDiaChinh2Cap`): one row a sheet, parcel columns empty or `0` where parcel numbers stay.
 */
import { type CommuneCode, formatScale, type ProvinceCode } from '../../code.ts';
import { foldVietnamese } from '../../text/search-key.ts';
import { numberIn, type SheetMove } from './key.ts';
import { compare } from './order.ts';

export const REFERENCE_COLUMNS = [
  'tinhId',
  'xaId',
  'tinhIdCu',
  'xaIdCu',
  'soHieuToBanDo',
  'soHieuToBanDoCu',
  'soThuTuThua',
  'soThuTuThuaCu',
  'tyLe',
  'ghiChu',
] as const;

export type ReferenceColumn = (typeof REFERENCE_COLUMNS)[number];
export type ReferenceRow = Readonly<Record<ReferenceColumn, string>>;

/** A table as a file has it: verbatim texts, not trusted. */
export type TableCells = {
  /** File name, for messages. */
  readonly source: string;
  readonly header: readonly string[];
  /** `record`: 1-based data row. */
  readonly rows: readonly { readonly record: number; readonly cells: readonly (string | null)[] }[];
};

/** Without these columns no row says anything. */
const NEEDED: readonly ReferenceColumn[] = ['xaId', 'xaIdCu', 'soHieuToBanDo', 'soHieuToBanDoCu'];

/** Other headings in use, folded. */
const OTHER_NAMES: Readonly<Record<string, ReferenceColumn>> = {
  matinh: 'tinhId',
  maxa: 'xaId',
  matinhcu: 'tinhIdCu',
  maxacu: 'xaIdCu',
  sothua: 'soThuTuThua',
  sothuacu: 'soThuTuThuaCu',
  tylebando: 'tyLe',
};

/** `Số hiệu tờ bản đồ cũ`, `SOHIEUTOBANDOCU` and `soHieuToBanDoCu` are one name. */
const fold = (name: string): string => foldVietnamese(name).replace(/[^a-z0-9]/g, '');

export type ColumnPlaces = {
  readonly places: ReadonlyMap<ReferenceColumn, number>;
  readonly missing: readonly ReferenceColumn[];
  readonly twice: readonly ReferenceColumn[];
};

/** Where each column stands in a header, whatever its case and accents. */
export function findReferenceColumns(header: readonly string[]): ColumnPlaces {
  const known = new Map<string, ReferenceColumn>(Object.entries(OTHER_NAMES));
  for (const column of REFERENCE_COLUMNS) known.set(fold(column), column);
  const places = new Map<ReferenceColumn, number>();
  const twice: ReferenceColumn[] = [];
  for (const [index, name] of header.entries()) {
    const column = known.get(fold(name));
    if (column === undefined) continue;
    if (places.has(column)) twice.push(column);
    else places.set(column, index);
  }
  return { places, missing: NEEDED.filter((column) => !places.has(column)), twice };
}

/**
 * The table has no column for the series (a second set of sheets in one commune), which a sheet's key needs: it is told
 * in `ghiChu` after this word, and read from there.
 */
const SERIES = 'bộ bản đồ: ';

export function seriesInNote(note: string): string | null {
  const at = note.normalize('NFC').lastIndexOf(SERIES);
  return at < 0 ? null : note.normalize('NFC').slice(at + SERIES.length) || null;
}

/** `ghiChu` without the series. */
export function nameInNote(note: string): string {
  const text = note.normalize('NFC');
  const at = text.lastIndexOf(SERIES);
  return (at < 0 ? text : text.slice(0, at)).replace(/[;\s]+$/, '').trim();
}

const noteOf = (name: string | null, series: string | null): string =>
  [name, series === null ? null : `${SERIES}${series}`].filter((part) => part !== null).join('; ');

export type ReferenceNames = {
  /** The old commune's name, for `ghiChu`. */
  readonly nameOf: (oldCommune: CommuneCode) => string | null;
  readonly newProvince: ProvinceCode;
};

/** Rows of a plan, sorted as a specialist reads them: by new commune and new sheet. */
export function formatReferenceTable(
  moves: readonly SheetMove[],
  { nameOf, newProvince }: ReferenceNames,
): ReferenceRow[] {
  return [...moves].sort(compareMoves).map((move) => ({
    tinhId: newProvince,
    xaId: move.newCommune,
    tinhIdCu: move.oldProvince,
    xaIdCu: move.oldCommune,
    soHieuToBanDo: move.newSheet,
    soHieuToBanDoCu: move.sheet,
    soThuTuThua: '',
    soThuTuThuaCu: '',
    tyLe: move.scale === null ? '' : formatScale(move.scale),
    ghiChu: noteOf(nameOf(move.oldCommune), move.series),
  }));
}

/** `2` before `10`, `10` before `10a`. */
export const compareNumbers = (a: string, b: string): number => numberIn(a) - numberIn(b) || compare(a, b);

function compareMoves(a: SheetMove, b: SheetMove): number {
  return (
    compare(a.newCommune, b.newCommune) ||
    compareNumbers(a.newSheet, b.newSheet) ||
    compare(a.oldCommune, b.oldCommune) ||
    compareNumbers(a.sheet, b.sheet) ||
    Number(a.scale ?? 0) - Number(b.scale ?? 0) ||
    compare(a.series ?? '', b.series ?? '')
  );
}
