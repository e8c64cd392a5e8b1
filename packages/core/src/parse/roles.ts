/** Which column of a layer plays which role: by known names, or as the user's config says. Never by content. */
import type { ColumnRole } from '../stages.ts';
import { foldVietnamese } from '../text/search-key.ts';
import { namesForeignUnit, splitUnit } from './area-unit.ts';
import { COLUMN_NAMES } from './column-names.ts';

export type Roles = Readonly<Partial<Record<ColumnRole, string>>>;

/**
 * `ambiguous`: several columns have names of one role: none is taken. `duplicate`: several columns have the very same name.
 * `missing-column`: the config names a column that the layer has not. `truncated`: a name that DBF cut off may be this role.
 * `unit`: an area in something else than square metres or hectares; it is not taken.
 */
export type RoleProblem = {
  readonly kind: 'ambiguous' | 'duplicate' | 'missing-column' | 'truncated' | 'unit';
  readonly role: ColumnRole;
  readonly columns: readonly string[];
};

export type DetectedRoles = {
  readonly roles: Roles;
  readonly problems: readonly RoleProblem[];
  /** Columns without a role; kept verbatim all the same. */
  readonly unused: readonly string[];
};

/** Roles where the best-ranked of several names is taken: the others say the same or something lesser. */
const MAY_YIELD: ReadonlySet<ColumnRole> = new Set(['area', 'landUse', 'holder', 'address', 'communeName']);

const ROLE_LIST = Object.keys(COLUMN_NAMES) as ColumnRole[];

/** `Số hiệu tờ BĐ` → `sohieutobd`. */
export const foldName = (name: string): string => foldVietnamese(name).replace(/[^a-z0-9]/g, '');

/** Folded name → role and rank. */
const KNOWN: ReadonlyMap<string, { role: ColumnRole; rank: number }> = new Map(
  ROLE_LIST.flatMap((role) =>
    COLUMN_NAMES[role].map((name, rank) => [foldName(name), { role, rank }] as const),
  ),
);

/** DBF cuts names to ten characters. */
const DBF_NAME = 10;

/** The role of a name cut to ten characters, if all known names that begin so agree or extend the shortest of them. */
function roleOfTruncated(name: string): { role: ColumnRole; rank: number } | null {
  if (name.length !== DBF_NAME) return null;
  const folded = foldName(name);
  if (folded.length < 6) return null;
  const matches = [...KNOWN.keys()].filter((known) => known.startsWith(folded)).sort();
  const shortest = matches[0];
  if (shortest === undefined) return null;
  const role = KNOWN.get(shortest)!;
  // `SOHIEUTOBA` is soHieuToBanDo, though soHieuToBanDoCu begins so too.
  const agree = matches.every((known) => known.startsWith(shortest) || KNOWN.get(known)!.role === role.role);
  return agree ? role : null;
}

type KnownName = { readonly role: ColumnRole; readonly rank: number; readonly foreignUnit?: boolean };

const isArea = (role: ColumnRole): boolean => role === 'area' || role === 'areaLegal';

/** An area with its unit behind; of two columns the one in square metres goes first. `DT` alone may be anything. */
function roleOfMeasured(name: string): KnownName | null {
  const parts = splitUnit(name);
  if (!parts) return null;
  const folded = foldName(parts.base);
  const known = folded === 'dt' ? KNOWN.get('dientich') : KNOWN.get(folded);
  if (!known || !isArea(known.role)) return null;
  return {
    role: known.role,
    rank: known.rank + (parts.unit === 'm2' ? 0 : 0.5),
    foreignUnit: parts.unit === 'other',
  };
}

const roleOf = (name: string): KnownName | null =>
  KNOWN.get(foldName(name)) ?? roleOfMeasured(name) ?? roleOfTruncated(name);

/** How many roles a row of names would play: what a heading has and a row of data has not. */
export const rolesNamed = (names: readonly (string | null)[]): ReadonlySet<ColumnRole> =>
  new Set(names.flatMap((name) => (name === null ? [] : (roleOf(name)?.role ?? []))));

/**
 * A column by its name: exactly, else ignoring case, accents and punctuation where that is unique. `NAME#2` is the second
 * column called NAME. -1 when there is none, or no single one.
 */
export function columnIndex(fields: readonly string[], name: string): number {
  const numbered = /^(.*)#(\d+)$/.exec(name);
  if (numbered && !fields.includes(name)) {
    const places = fields.flatMap((field, index) => (field === numbered[1] ? [index] : []));
    return places[Number(numbered[2]) - 1] ?? -1;
  }
  const exact = fields.flatMap((field, index) => (field === name ? [index] : []));
  if (exact.length > 0) return exact.length === 1 ? exact[0]! : -1;
  const folded = foldName(name);
  const loose = fields.flatMap((field, index) => (foldName(field) === folded ? [index] : []));
  return loose.length === 1 ? loose[0]! : -1;
}

/** A config may join several columns into one value: `MATINH+MAHUYEN+MAXA`. */
export const columnNames = (column: string): readonly string[] =>
  column.split('+').map((part) => part.trim());

/** Finds the role of each column. `overrides` (role → column name, null = no column) win over the names. */
export function detectRoles(
  fields: readonly string[],
  overrides: Readonly<Partial<Record<ColumnRole, string | null>>> = {},
): DetectedRoles {
  const problems: RoleProblem[] = [];
  const roles: Partial<Record<ColumnRole, string>> = {};
  const taken = new Set<number>();
  for (const role of ROLE_LIST) {
    const wanted = overrides[role];
    if (typeof wanted !== 'string') continue;
    const indexes = columnNames(wanted).map((name) => columnIndex(fields, name));
    const foreign = isArea(role) && indexes.some((index) => namesForeignUnit(fields[index] ?? ''));
    if (indexes.includes(-1)) problems.push(overrideProblem(fields, role, wanted));
    else if (foreign) problems.push({ kind: 'unit', role, columns: [wanted] });
    else {
      roles[role] = wanted;
      for (const index of indexes) taken.add(index);
    }
  }
  const byRole = new Map<ColumnRole, { name: string; rank: number }[]>();
  fields.forEach((name, index) => {
    const found = taken.has(index) ? null : roleOf(name);
    if (!found || overrides[found.role] !== undefined) return;
    if (found.foreignUnit) {
      problems.push({ kind: 'unit', role: found.role, columns: [name] });
      return;
    }
    byRole.set(found.role, [...(byRole.get(found.role) ?? []), { name, rank: found.rank }]);
    taken.add(index);
  });
  for (const role of ROLE_LIST) {
    const columns = byRole.get(role);
    if (columns) settle(role, columns, roles, problems);
  }
  problems.push(...twinsOfTruncated(fields));
  return { roles, problems, unused: fields.filter((_, index) => !taken.has(index)) };
}

function settle(
  role: ColumnRole,
  columns: readonly { name: string; rank: number }[],
  roles: Partial<Record<ColumnRole, string>>,
  problems: RoleProblem[],
): void {
  const names = columns.map((column) => column.name);
  if (new Set(names).size < names.length) {
    problems.push({ kind: 'duplicate', role, columns: names });
    return;
  }
  const best = Math.min(...columns.map((column) => column.rank));
  const winners = columns.filter((column) => column.rank === best);
  if (columns.length > 1 && (winners.length > 1 || !MAY_YIELD.has(role))) {
    problems.push({ kind: 'ambiguous', role, columns: names });
    return;
  }
  roles[role] = winners[0]!.name;
}

function overrideProblem(fields: readonly string[], role: ColumnRole, wanted: string): RoleProblem {
  const folded = foldName(wanted);
  const twins = fields.filter((field) => foldName(field) === folded);
  return twins.length > 1
    ? { kind: 'duplicate', role, columns: twins }
    : { kind: 'missing-column', role, columns: [wanted] };
}

/** GDAL names the second of two columns cut to the same ten characters `SOHIEUTO_1`: which one it was is not known. */
function twinsOfTruncated(fields: readonly string[]): RoleProblem[] {
  return fields.flatMap((name) => {
    const stem = /^(.{8})_\d$/.exec(name)?.[1];
    if (stem === undefined || KNOWN.has(foldName(name))) return [];
    const first = fields.find(
      (field) => field !== name && field.length === DBF_NAME && field.startsWith(stem),
    );
    const role = first === undefined ? null : roleOf(first);
    return role ? [{ kind: 'truncated' as const, role: role.role, columns: [first!, name] }] : [];
  });
}
