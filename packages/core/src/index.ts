/** The domain, without files, database or terminal: remap a parcel, compute its identifier, and what these stand on. */

export { type AssignedParcel, assignParcel } from './assign/assign-parcel.ts';
export type { SheetCount, SheetKey, SheetMove } from './assign/sheet/key.ts';
export { planSheets, type SheetPlan, type SheetPlanOptions } from './assign/sheet/plan.ts';
export { type Calibration, calibrate } from './calibrate/calibrate.ts';
export { checkCommune, RULES } from './check/commune.ts';
export type { CommuneCode, IsoDate, ParcelId, ParcelNumber, ProvinceCode, SheetNumber } from './code.ts';
export { projection, reprojectInPlace } from './geodesy/vn2000.ts';
export { type Boundary, boundaryIndex } from './geometry/overlay.ts';
export type { Polygonal } from './geometry/polygonal.ts';
export {
  decodePolygonal,
  encodePolygonal,
  type GeoJsonGeometry,
  polygonalFromGeoJson,
  wkbFromGeoJson,
} from './geometry/wkb.ts';
export { decodeGeohash, encodeGeohash, parseParcelId } from './identifier/geohash.ts';
export { identify, identifyOrRefuse, type ParcelIdentity } from './identifier/identify.ts';
export { EXACT_METHOD, type IdentifierMethod } from './identifier/method.ts';
export { describeMethod } from './identifier/method-text.ts';
export { locate, type RepresentativePoint } from './identifier/point.ts';
export type { PendingReason, Refusal } from './identifier/refusal.ts';
export { ISSUES, type Issue, type IssueCode, issueHint, issueMessage, type Severity } from './issue/index.ts';
export { issueValue } from './issue/value.ts';
export {
  formatMessage,
  type Language,
  type Message,
  type MessageTable,
  RefusalError,
} from './message/message.ts';
export { detectRoles } from './parse/roles.ts';
export type { ProvinceProfile } from './profile.ts';
export {
  createRemapper,
  type Remapped,
  type Remapper,
  type RemapperOptions,
  type RemapRecord,
  type RemapStatus,
} from './remapper.ts';
export { type Decision, parseDecisions } from './resolve/decision.ts';
export type { Assignment, ColumnRole, Identified, ParcelDraft, ParcelKey, Resolved } from './stages.ts';
export { decodeText, type TextEncoding } from './text/decode.ts';
export { detectTextEncoding } from './text/detect.ts';
export { buildCrosswalk } from './unit/crosswalk.ts';
export type { Crosswalk, Unit, UnitEvent } from './unit/event.ts';
export { formatLog, parseLog } from './unit/log.ts';
