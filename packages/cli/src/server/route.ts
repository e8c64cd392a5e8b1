/** A route as data: what it takes, what it gives, how it answers. */
import type { Body, Keep } from './body.ts';
import type { ComponentName, Schema } from './schema.ts';

export type Taken = {
  readonly params: Readonly<Record<string, string | number>>;
  readonly query: Readonly<Record<string, string | number | undefined>>;
};

export type Route = {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly type: string;
  readonly gives: ComponentName | null;
  answer(taken: Taken): Promise<{ readonly body: Body; readonly keep: Keep }>;
};

export const JSON_TYPE = 'application/json';
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';
