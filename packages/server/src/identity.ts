/** Who asks: the one person of this machine, or whoever signed in. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Actor, may, type Permission } from '@thuadat/core/review/account';
import type { Database } from '@thuadat/store/db/database';
import { localAccount } from '@thuadat/store/review/account';
import { readSession } from '@thuadat/store/review/session';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

export type Mode = 'local' | 'accounts';

type SignedIn = { readonly actor: Actor; readonly csrf: string };

export type Identity = {
  readonly mode: Mode;
  /** Null: nobody has signed in. Who only looks is known for a second; who changes something is asked for anew. */
  who(request: FastifyRequest): Promise<SignedIn | null>;
  /** An account or a session changed: nobody is known any longer. */
  forget(): void;
};

/** A second's delay in noticing what another server was told spares a question a tile. */
const KNOWN_MS = 1000;
const KNOWN_AT_MOST = 1000;

export const COOKIE = 'thuadat';
/** Goes back with every request that changes something: a foreign page can send our cookie, but cannot read this. */
const CSRF_HEADER = 'x-csrf-token';

export function createIdentity(db: Database, mode: Mode): Identity {
  if (mode === 'local') {
    const csrf = randomBytes(32).toString('base64url');
    let local: Promise<Actor> | null = null;
    return {
      mode,
      async who() {
        local ??= localAccount(db, new Date().toISOString());
        return { actor: await local, csrf };
      },
      forget() {
        local = null;
      },
    };
  }
  const known = new Map<string, { readonly at: number; readonly found: Promise<SignedIn | null> }>();
  return {
    mode,
    async who(request) {
      const token = request.cookies[COOKIE];
      if (!token) return null;
      const now = Date.now();
      const before = known.get(token);
      if (before && now - before.at < KNOWN_MS && !changes(request)) return before.found;
      const found = readSession(db, token, new Date(now).toISOString());
      if (known.size >= KNOWN_AT_MOST) known.clear();
      known.set(token, { at: now, found });
      found.catch(() => known.delete(token));
      return found;
    },
    forget: () => known.clear(),
  };
}

/** The permitted asker of a request; throws 401 or 403 with what to do. */
export async function permitted(
  identity: Identity,
  request: FastifyRequest,
  needs: Permission,
): Promise<Actor> {
  const found = await identity.who(request);
  if (!found) {
    throw new ProblemError(401, 'sign-in.first');
  }
  if (!may(found.actor, needs)) {
    throw new ProblemError(403, 'role.lacking', { role: found.actor.role, needs });
  }
  if (changes(request)) refuseForgery(request, found.csrf);
  return found.actor;
}

const changes = (request: FastifyRequest): boolean => !['GET', 'HEAD'].includes(request.method);

function refuseForgery(request: FastifyRequest, csrf: string): void {
  const given = Buffer.from(String(request.headers[CSRF_HEADER] ?? ''));
  const expected = Buffer.from(csrf);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new ProblemError(403, 'request.forged', { header: CSRF_HEADER });
}

/** A browser tells where a changing request comes from; another place than ours is refused, signed in or not. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (!origin || !changes(request)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new ProblemError(403, 'request.foreign', { origin });
}
