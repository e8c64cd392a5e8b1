/** Column names in at most ten ASCII characters, unique without regard to case, the same for the same list. */
export function dbfNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = asciiOf(name) || 'FIELD';
    let short = plain.slice(0, 10);
    for (let n = 1; taken.has(short.toUpperCase()); n++)
      short = `${plain.slice(0, 10 - `_${n}`.length)}_${n}`;
    taken.add(short.toUpperCase());
    return short;
  });
}

/** Accents are dropped (`đ` has none to drop); anything else but letters, digits and `_` becomes `_`. */
const asciiOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^A-Za-z0-9_]/g, '_');
