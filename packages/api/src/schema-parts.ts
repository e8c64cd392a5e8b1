/** The parts JSON schemas are made of. */

export type Schema = Readonly<Record<string, unknown>>;

export const text = { type: 'string' } as const;
export const integer = { type: 'integer' } as const;
const number = { type: 'number' } as const;
export const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const object = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
export const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });

export const severity = oneOf('blocking', 'error', 'warning', 'info');
export const status = oneOf('assigned', 'ambiguous', 'rejected');
export const lonLat: Schema = { type: 'array', items: number, minItems: 2, maxItems: 2 };
export const box: Schema = { type: 'array', items: number, minItems: 4, maxItems: 4 };
export const counts = object({ read: integer, assigned: integer, ambiguous: integer, rejected: integer });
export const geometry: Schema = {
  type: 'object',
  properties: { type: text, coordinates: {} },
  required: ['type'],
};
const namedCode = object({ code: text, name: maybe(text) });

const key = object({
  province: maybe(namedCode),
  commune: maybe(namedCode),
  sheet: maybe(text),
  scale: maybe(text),
  series: maybe(text),
  parcel: maybe(text),
  asOf: maybe(text),
});

export const issue = object(
  {
    key: text,
    unit: text,
    ordinal: integer,
    code: text,
    severity,
    subject: text,
    at: { type: 'object' },
    found: text,
    expected: text,
    others: list(integer),
    shape: maybe(geometry),
    status: maybe(status),
    lonLat: maybe(lonLat),
  },
  ['others'],
);

const registry = object({
  parcelId: maybe(text),
  runId: text,
  old: text,
  new: text,
  from: text,
  to: maybe(text),
  closedBy: maybe(text),
});

/** Of a record, wherever it is shown. */
export const parcelProperties = {
  ordinal: integer,
  unit: text,
  status,
  reason: maybe(text),
  severity: maybe(severity),
  old: key,
  new: key,
  resolvedBy: maybe(text),
  share: maybe(number),
  candidates: list(object({ commune: text, share: maybe(number), name: maybe(text) })),
  parcelId: maybe(text),
  idState: oneOf('minted', 'carried', 'registry', 'pending'),
  madeBy: maybe(object({ version: text, method: maybe({ type: 'object', required: ['point'] }) })),
  point: maybe(lonLat),
  extent: maybe(box),
  areaM2: maybe(number),
  areaLegalM2: maybe(number),
  landUse: maybe(text),
  address: maybe(text),
  digitalAddress: maybe(text),
  zone: integer,
  source: object({ name: text, layer: text, record: integer }),
  raw: list({ type: 'array', items: maybe(text), minItems: 2, maxItems: 2 }),
  issues: list(issue),
  registry: list(registry),
} as const;
