/** The unit in the heading of an area column: `Diện tích (m²)`, `DT (ha)`, `DIENTICH_M2`, `Diện tích, ĐVT: m2`. */
import { foldVietnamese } from '../text/search-key.ts';

/** `other`: a unit that is neither, or a word that may be one: nothing is read as square metres on the strength of it. */
export type AreaUnit = 'm2' | 'ha' | 'other';

const BRACKETED = /^(.*?)[\s,;:_-]*[([{]([^()[\]{}]*)[)\]}]\s*$/s;
const BEHIND =
  /^(.*?)(?:[\s,;:_-]+(?:đvt|dvt|đơn vị(?: tính)?)?[\s:]*)(m\s*\^?[2²]|ha|héc[\s-]?ta|hecta)\s*$/isu;
const UNITS: Readonly<Record<string, AreaUnit>> = {
  m2: 'm2',
  metvuong: 'm2',
  sqm: 'm2',
  ha: 'ha',
  hecta: 'ha',
  hectare: 'ha',
};
/** Units in use for land that are neither. */
const FOREIGN = new Set(['sao', 'xao', 'cong', 'mau', 'thuoc', 'are', 'a', 'km2', 'cm2', 'dm2', '1000m2']);

const foldUnit = (text: string): string =>
  foldVietnamese(text.replaceAll('²', '2'))
    .replace(/^\s*(?:dvt|don vi(?: tinh)?)\b/, '')
    .replace(/[^a-z0-9]/g, '');

/** A heading without its unit; null when it names none. */
export function splitUnit(heading: string): { readonly base: string; readonly unit: AreaUnit } | null {
  const parts = BRACKETED.exec(heading) ?? BEHIND.exec(heading);
  return parts ? { base: parts[1]!, unit: UNITS[foldUnit(parts[2]!)] ?? 'other' } : null;
}

/** Whether a heading names a unit that is known and is neither: who points the config at it must be told, too. */
export function namesForeignUnit(heading: string): boolean {
  const parts = BRACKETED.exec(heading);
  return parts !== null && FOREIGN.has(foldUnit(parts[2]!));
}

/** Hectares → square metres, to the square centimetre: the doubles of 0.1 ha and the like are not exact. */
export const squareMetres = (hectares: number): number => Math.round(hectares * 1e8) / 1e4;
