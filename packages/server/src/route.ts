/** A route as data: what it takes, who may ask, what it gives, how it answers. */

import type { ComponentName, Schema } from '@thuadat/api/schema';
import type { Actor, Permission } from '@thuadat/core/review/account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Body, Keep } from './body.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type RouteRequest = {
  readonly params: Readonly<Record<string, string | number>>;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  /** Checked against the route's schema. */
  readonly body: unknown;
  /** Who asks: known and permitted by the time a route that needs anything answers. */
  readonly actor: Actor;
};

/** What few routes touch themselves: cookies, and connections that stay open. */
export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

export type Route = {
  readonly id: string;
  /** GET when absent. */
  readonly method?: Method;
  readonly path: string;
  readonly summary: string;
  /** Null: anybody who reaches the server. */
  readonly needs: Permission | null;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly type: string;
  readonly gives: ComponentName | null;
  /** Null: the route answered on the exchange itself. */
  answer(
    taken: RouteRequest,
    exchange: Exchange,
  ): Promise<{ readonly body: Body; readonly keep: Keep } | null>;
};

export const JSON_TYPE = 'application/json';
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';
