/** Files from what the store holds: layers, tables before and after, the reference table of sheets, digital-address records. */

export { type ExportManifest, type ExportOptions, exportRun } from './export.ts';
