/** Opens what land offices deliver, whatever the format, and writes layers back. */

export type { Detected, Format, Layer, OpenOptions, OpenSource, RecordRange } from './format.ts';
export { FormatError } from './format.ts';
export { FORMATS, openSource } from './registry.ts';
