/** A route as data: what it takes, who may ask, what it gives, how it answers. */

import type { RateLimitOptions } from '@fastify/rate-limit';
import type { ComponentName } from '@thuadat/api/components';
import type { Plain, Schema } from '@thuadat/api/parts';
import type { Actor, Permission } from '@thuadat/core/review/account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Body, Keep } from './body.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Checked against the route's schemas, and typed by them. */
export type RouteRequest<Params = unknown, Query = unknown, Body = unknown> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Who asks: known and permitted by the time a route that needs anything answers. */
  readonly actor: Actor;
};

/** What few routes touch themselves: cookies, and connections that stay open. */
export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

export type Route<P extends Schema = Schema, Q extends Schema = Schema, B extends Schema = Schema> = {
  readonly id: string;
  /** GET when absent. */
  readonly method?: Method;
  readonly path: string;
  /** The path as the router takes it, where it could not tell from `path` where a parameter ends. */
  readonly routerPath?: string;
  readonly summary: string;
  /** Null: anybody who reaches the server. */
  readonly needs: Permission | null;
  /** How often one asker may try; as often as they like when absent. */
  readonly tries?: RateLimitOptions;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly type: string;
  readonly gives: ComponentName | null;
  /** Null: the route answered on the exchange itself. */
  answer(
    taken: RouteRequest<Plain<P>, Plain<Q>, Plain<B>>,
    exchange: Exchange,
  ): Promise<{ readonly body: Body; readonly keep: Keep } | null>;
};

/** A route whose answer knows the types of what it takes. */
export const route = <P extends Schema, Q extends Schema, B extends Schema>(each: Route<P, Q, B>): Route =>
  each;

export const JSON_TYPE = 'application/json';
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';
