/** JSON schemas of what the server takes and gives: fastify checks requests with them, the OpenAPI document is made of them. */

export type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const number = { type: 'number' } as const;
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });

const severity = oneOf('blocking', 'error', 'warning', 'info');
const status = oneOf('assigned', 'ambiguous', 'rejected');
const lonLat: Schema = { type: 'array', items: number, minItems: 2, maxItems: 2 };
const box: Schema = { type: 'array', items: number, minItems: 4, maxItems: 4 };
const counts = object({ read: integer, assigned: integer, ambiguous: integer, rejected: integer });
const geometry: Schema = { type: 'object', properties: { type: text, coordinates: {} }, required: ['type'] };
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

const issue = object(
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

export const COMPONENTS = {
  Runs: list(
    object({
      id: text,
      province: text,
      provinceName: text,
      asOf: text,
      state: oneOf('staged', 'applying', 'applied', 'reverting', 'reverted'),
      plannedAt: text,
      plannedBy: text,
      counts,
      sources: list(object({ name: text, format: text, records: integer })),
      version: text,
      boundaries: object({ old: integer, new: integer }),
      notices: list({ type: 'object', required: ['code', 'severity', 'subject', 'found', 'expected'] }),
    }),
  ),
  Communes: list(
    object({
      unit: text,
      name: text,
      state: text,
      counts,
      issues: object({ blocking: integer, error: integer, warning: integer, info: integer }),
      worst: maybe(severity),
      extent: maybe(box),
      center: maybe(lonLat),
    }),
  ),
  Parcel: object({
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
  }),
  IssueGroups: list(object({ code: text, severity, count: integer })),
  Issues: object({ issues: list(issue), next: maybe(text) }),
  Hits: list(
    object({
      kind: oneOf('parcel', 'commune'),
      ordinal: maybe(integer),
      unit: text,
      name: text,
      status: maybe(status),
      old: maybe(text),
      new: maybe(text),
      parcelId: maybe(text),
      lonLat: maybe(lonLat),
      extent: maybe(box),
    }),
  ),
  Boundaries: object({
    type: oneOf('FeatureCollection'),
    features: list(
      object({
        type: oneOf('Feature'),
        properties: object({ code: text, name: text }),
        geometry,
      }),
    ),
  }),
  Problem: object({ type: text, title: text, status: integer, detail: text, next: text }),
} as const satisfies Record<string, Schema>;

export type ComponentName = keyof typeof COMPONENTS;

const run: Schema = { type: 'string', minLength: 1, maxLength: 100, description: 'Run id' };
const tileNumber: Schema = { type: 'integer', minimum: 0 };

export const PARAMS = {
  run: object({ run }),
  parcel: object({ run, ordinal: { type: 'integer', minimum: 0 } }),
  tile: object({ run, z: { type: 'integer', minimum: 0, maximum: 22 }, x: tileNumber, y: tileNumber }),
  boundary: object({ run, kind: oneOf('old', 'new') }),
} as const;

const word: Schema = { type: 'string', pattern: '^[\\w.-]{1,60}$' };
const filter = { code: word, severity, unit: word, status };

export const QUERIES = {
  version: object(
    { v: { ...text, description: 'Version of the run: the answer may then be kept for long' } },
    ['v'],
  ),
  issueGroups: object(filter, Object.keys(filter)),
  issues: object(
    {
      ...filter,
      after: { ...text, pattern: '^[\\w.-]{1,20}:\\d{1,9}$', description: '`next` of the page before' },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    },
    [...Object.keys(filter), 'after', 'limit'],
  ),
  search: object(
    {
      q: { type: 'string', minLength: 1, maxLength: 120, description: 'Key, identifier or commune' },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 12 },
    },
    ['limit'],
  ),
} as const;
