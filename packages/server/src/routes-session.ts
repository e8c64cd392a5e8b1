/** Signing in and out, and the accounts of those who may. */

import type { RateLimitOptions } from '@fastify/rate-limit';
import { BODIES, PARAMS } from '@thuadat/api/request';
import type { SessionView } from '@thuadat/api/review';
import { type Actor, may } from '@thuadat/core/review/account';
import { changeAccount, checkSignIn, createAccount, listAccounts } from '@thuadat/store/review/account';
import { closeSession, openSession } from '@thuadat/store/review/session';
import { jsonBody } from './body.ts';
import { COOKIE } from './identity.ts';
import { ProblemError } from './problem.ts';
import type { Review } from './review.ts';
import { type Exchange, JSON_TYPE, type Route, route } from './route.ts';

const now = (): string => new Date().toISOString();

async function sessionView(review: Review, exchange: Exchange, just?: { actor: Actor; csrf: string }) {
  const found = just ?? (await review.identity.who(exchange.request));
  const view: SessionView = {
    mode: review.identity.mode,
    actor: found?.actor ?? null,
    csrf: found?.csrf ?? null,
    fourEyes: review.fourEyes,
    backgrounds: found ? review.backgrounds : [],
  };
  return { body: await jsonBody(view), keep: 'never' } as const;
}

const cookieOptions = ({ secure }: Review) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;

/** Tries of one name from one address in a minute: a person who mistypes gets through, a guesser does not. */
const SIGN_IN_TRIES = 8;

const SIGN_IN_LIMIT: RateLimitOptions = {
  max: SIGN_IN_TRIES,
  timeWindow: '1 minute',
  hook: 'preHandler',
  keyGenerator: ({ ip, body }) => `${ip} ${(body as { name?: string } | null)?.name ?? ''}`,
  errorResponseBuilder: (_, { ttl }) =>
    new ProblemError(429, 'sign-in.too-often', { most: SIGN_IN_TRIES, seconds: Math.ceil(ttl / 1000) }),
};

export const sessionRoutes = (review: Review): Route[] => [
  route({
    id: 'getSession',
    path: '/api/session',
    summary: 'Who is signed in, and how the server is set up',
    needs: null,
    type: JSON_TYPE,
    gives: 'Session',
    answer: (_, exchange) => sessionView(review, exchange),
  }),
  route({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in; sets the cookie',
    needs: null,
    tries: SIGN_IN_LIMIT,
    body: BODIES.signIn,
    type: JSON_TYPE,
    gives: 'Session',
    async answer({ body }, exchange) {
      if (review.identity.mode === 'local') return sessionView(review, exchange);
      const { name, password } = body;
      const actor = await checkSignIn(review.db, name, password);
      if (!actor) {
        throw new ProblemError(401, 'sign-in.wrong');
      }
      const { token, csrf } = await openSession(review.db, actor.id, now());
      exchange.reply.setCookie(COOKIE, token, cookieOptions(review));
      return sessionView(review, exchange, { actor, csrf });
    },
  }),
  route({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    needs: 'see',
    type: JSON_TYPE,
    gives: null,
    async answer(_, { request, reply }) {
      const token = request.cookies[COOKIE];
      if (token) await closeSession(review.db, token);
      review.identity.forget();
      reply.clearCookie(COOKIE, cookieOptions(review));
      return { body: await jsonBody({}), keep: 'never' };
    },
  }),
  route({
    id: 'changePassword',
    method: 'POST',
    path: '/api/session/password',
    summary: "Change one's own password; ends every session of the account",
    needs: 'see',
    body: BODIES.password,
    type: JSON_TYPE,
    gives: null,
    async answer({ actor, body }) {
      const { old, new: password } = body;
      if (!(await checkSignIn(review.db, actor.name, old))) {
        throw new ProblemError(403, 'password.wrong');
      }
      await changeAccount(review.db, actor.id, { password }, actor.display, now());
      review.identity.forget();
      return { body: await jsonBody({}), keep: 'never' };
    },
  }),
];

export const accountRoutes = (review: Review): Route[] => [
  route({
    id: 'listAccounts',
    path: '/api/accounts',
    summary: 'All accounts',
    needs: 'administer',
    type: JSON_TYPE,
    gives: 'Accounts',
    answer: async () => ({ body: await jsonBody(await listAccounts(review.db)), keep: 'never' }),
  }),
  route({
    id: 'createAccount',
    method: 'POST',
    path: '/api/accounts',
    summary: 'Make an account',
    needs: 'administer',
    body: BODIES.createAccount,
    type: JSON_TYPE,
    gives: 'Accounts',
    async answer({ actor, body }) {
      refuseScoped(actor);
      await createAccount(review.db, body, actor.display, now());
      return { body: await jsonBody(await listAccounts(review.db)), keep: 'never' };
    },
  }),
  route({
    id: 'changeAccount',
    method: 'PATCH',
    path: '/api/accounts/:id',
    summary: 'Change role, communes, name or password of an account, or disable it',
    needs: 'administer',
    params: PARAMS.account,
    body: BODIES.changeAccount,
    type: JSON_TYPE,
    gives: 'Accounts',
    async answer({ actor, params, body }) {
      refuseScoped(actor);
      if (
        params.id === actor.id &&
        (body.disabled || (body.role && !may({ role: body.role }, 'administer')))
      ) {
        throw new ProblemError(403, 'account.self');
      }
      await changeAccount(review.db, params.id, body, actor.display, now());
      review.identity.forget();
      return { body: await jsonBody(await listAccounts(review.db)), keep: 'never' };
    },
  }),
];

/** Who sees some communes only cannot hand out more than that. */
function refuseScoped(actor: Actor): void {
  if (actor.units === null) return;
  throw new ProblemError(403, 'account.scoped');
}
