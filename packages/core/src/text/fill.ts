/** The text with `{name}` replaced by what `values` have under that name, in one go; a place without a value stays as it is. */
export const fillPlaces = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
