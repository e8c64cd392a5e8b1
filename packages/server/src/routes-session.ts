/** Signing in and out, and the accounts of those who may. */

import type { SessionView } from '@thuadat/api/review';
import { ACCOUNT_BODIES, ACCOUNT_PARAMS } from '@thuadat/api/schema-review';
import { type Actor, may } from '@thuadat/core/review/account';
import {
  type AccountChange,
  type AccountDraft,
  changeAccount,
  checkSignIn,
  createAccount,
  listAccounts,
} from '@thuadat/store/review/account';
import { closeSession, openSession } from '@thuadat/store/review/session';
import { jsonBody } from './body.ts';
import { COOKIE } from './identity.ts';
import { ProblemError } from './problem.ts';
import type { Review } from './review.ts';
import { type Exchange, JSON_TYPE, type Route } from './route.ts';

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

export const sessionRoutes = (review: Review): Route[] => [
  {
    id: 'getSession',
    path: '/api/session',
    summary: 'Who is signed in, and how the server is set up',
    needs: null,
    type: JSON_TYPE,
    gives: 'Session',
    answer: (_, exchange) => sessionView(review, exchange),
  },
  {
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in; sets the cookie',
    needs: null,
    body: ACCOUNT_BODIES.signIn,
    type: JSON_TYPE,
    gives: 'Session',
    async answer({ body }, exchange) {
      if (review.identity.mode === 'local') return sessionView(review, exchange);
      const { name, password } = body as { name: string; password: string };
      const actor = await checkSignIn(review.db, name, password);
      if (!actor) {
        throw new ProblemError(401, 'sign-in.wrong');
      }
      const { token, csrf } = await openSession(review.db, actor.id, now());
      exchange.reply.setCookie(COOKIE, token, cookieOptions(review));
      return sessionView(review, exchange, { actor, csrf });
    },
  },
  {
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
  },
  {
    id: 'changePassword',
    method: 'POST',
    path: '/api/session/password',
    summary: "Change one's own password; ends every session of the account",
    needs: 'see',
    body: ACCOUNT_BODIES.password,
    type: JSON_TYPE,
    gives: null,
    async answer({ actor, body }) {
      const { old, new: password } = body as { old: string; new: string };
      if (!(await checkSignIn(review.db, actor.name, old))) {
        throw new ProblemError(403, 'password.wrong');
      }
      await changeAccount(review.db, actor.id, { password }, actor.display, now());
      review.identity.forget();
      return { body: await jsonBody({}), keep: 'never' };
    },
  },
];

export const accountRoutes = (review: Review): Route[] => [
  {
    id: 'listAccounts',
    path: '/api/accounts',
    summary: 'All accounts',
    needs: 'administer',
    type: JSON_TYPE,
    gives: 'Accounts',
    answer: async () => ({ body: await jsonBody(await listAccounts(review.db)), keep: 'never' }),
  },
  {
    id: 'createAccount',
    method: 'POST',
    path: '/api/accounts',
    summary: 'Make an account',
    needs: 'administer',
    body: ACCOUNT_BODIES.create,
    type: JSON_TYPE,
    gives: 'Accounts',
    async answer({ actor, body }) {
      refuseScoped(actor);
      await createAccount(review.db, body as AccountDraft, actor.display, now());
      return { body: await jsonBody(await listAccounts(review.db)), keep: 'never' };
    },
  },
  {
    id: 'changeAccount',
    method: 'PATCH',
    path: '/api/accounts/:id',
    summary: 'Change role, communes, name or password of an account, or disable it',
    needs: 'administer',
    params: ACCOUNT_PARAMS,
    body: ACCOUNT_BODIES.change,
    type: JSON_TYPE,
    gives: 'Accounts',
    async answer({ actor, params, body }) {
      refuseScoped(actor);
      const change = body as AccountChange;
      const id = Number(params.id);
      if (
        id === actor.id &&
        (change.disabled || (change.role && !may({ role: change.role }, 'administer')))
      ) {
        throw new ProblemError(403, 'account.self');
      }
      await changeAccount(review.db, id, change, actor.display, now());
      review.identity.forget();
      return { body: await jsonBody(await listAccounts(review.db)), keep: 'never' };
    },
  },
];

/** Who sees some communes only cannot hand out more than that. */
function refuseScoped(actor: Actor): void {
  if (actor.units === null) return;
  throw new ProblemError(403, 'account.scoped');
}
