/** The HTTP server of the map: the interface under /api and the web application beside it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import type { Actor } from '@thuadat/core/review/account';
import type { Database } from '@thuadat/store/db/database';
import type { Gazetteer } from '@thuadat/store/view/parcel';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Backgrounds } from './background.ts';
import { sendBody } from './body.ts';
import { createDataset } from './dataset.ts';
import { createEvents } from './events.ts';
import { createGazetteer } from './gazetteer.ts';
import { guard } from './guard.ts';
import { createIdentity, type Identity, type Mode, permitted, refuseForeignOrigin } from './identity.ts';
import { refused } from './messages.ts';
import { languageOf, ProblemError, problemOf } from './problem.ts';
import { relayed } from './relay.ts';
import { casesOf, type Review } from './review.ts';
import type { Route } from './route.ts';
import { routesOf } from './routes.ts';

export type ServerOptions = {
  readonly db: Database;
  /** Folder of the built web application; null serves the interface alone. */
  readonly webRoot: string | null;
  /** Default 127.0.0.1: nobody but this machine. */
  readonly host?: string;
  /** 0 = any free port. */
  readonly port?: number;
  /** Further host names the server is reached by. */
  readonly allowedHosts?: readonly string[];
  /** Names for codes the run itself does not name (old communes, provinces); the project's own log when absent. */
  readonly gazetteer?: Gazetteer;
  /** `local`: one person on this machine without a password, on a loopback address only. Default. */
  readonly mode?: Mode;
  /** Weighty decisions wait for a second person. Default: with accounts. */
  readonly fourEyes?: boolean;
  /** Background maps people may put under the parcels; none by default. */
  readonly backgrounds?: Backgrounds;
  /** The page is reached by https: cookies then go over nothing else. */
  readonly secure?: boolean;
  /** Told of every fault inside, with its stack. */
  readonly onError?: (error: unknown) => void;
};

export type Server = { readonly url: string; close(): Promise<void> };

export async function startServer(options: ServerOptions): Promise<Server> {
  const {
    db,
    webRoot,
    host = '127.0.0.1',
    port = 0,
    allowedHosts = [],
    gazetteer = createGazetteer(),
    mode = 'local',
  } = options;
  refuseOpenDoor(mode, host);
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // Verbose: a fault is told with what was found.
    ajv: { customOptions: { removeAdditional: false, verbose: true } },
    // Addresses that cannot be decoded never reach the hooks and handlers below.
    frameworkErrors: (error, request, reply) => {
      const problem = problemOf(error, languageOf(request.headers['accept-language']));
      void (reply as FastifyReply)
        .code(problem.status)
        .headers({ 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' })
        .send(JSON.stringify(problem));
    },
  });
  guard(app, allowedHosts, options.backgrounds?.origins);
  answerFaults(app, options.onError ?? (() => {}));
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, { global: false });
  const dataset = createDataset(db, gazetteer);
  const review: Review = {
    db,
    dataset,
    identity: createIdentity(db, mode),
    events: await relayed(db, createEvents(), options.onError ?? (() => {})),
    fourEyes: options.fourEyes ?? mode === 'accounts',
    secure: options.secure ?? false,
    backgrounds: options.backgrounds?.views ?? [],
    run: casesOf(db, dataset),
  };
  app.addHook('preClose', async () => review.events.close());
  for (const route of routesOf(review)) register(app, review.identity, route);
  if (webRoot !== null) await serveWeb(app, webRoot);
  await app.listen({ host, port });
  return { url: addressOf(app, host), close: () => app.close() };
}

/** Local mode trusts whoever can connect: that may only be somebody at this machine. */
function refuseOpenDoor(mode: Mode, host: string): void {
  if (mode === 'accounts' || ['127.0.0.1', '::1', 'localhost'].includes(host)) return;
  throw refused('server.open-door', { host });
}

function register(app: FastifyInstance, identity: Identity, route: Route): void {
  const schema = {
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
  };
  app.route({
    method: route.method ?? 'GET',
    url: route.routerPath ?? route.path,
    schema,
    ...(route.tries ? { config: { rateLimit: route.tries } } : {}),
    // Before the body is read and checked: who may not ask learns nothing from what is wrong with the question.
    onRequest: async (request) => {
      refuseForeignOrigin(request);
      if (route.needs) request.actor = await permitted(identity, request, route.needs);
    },
    handler: async (request, reply) => {
      const answer = await route.answer(
        {
          params: request.params,
          query: request.query,
          body: request.body,
          actor: request.actor ?? NOBODY,
        },
        { request, reply },
      );
      if (answer === null) return reply;
      return sendBody(request, reply, answer.body, answer.keep);
    },
  });
}

/** Stands for the asker where a route needs none; it sees nothing. */
const NOBODY: Actor = { id: 0, name: '', display: '', role: 'viewer', units: [] };

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
  }
}

function answerFaults(app: FastifyInstance, onError: (error: unknown) => void): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, languageOf(request.headers['accept-language']));
    if (problem.status >= 500) onError(error);
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw new ProblemError(404, 'address.absent', {
      address: `${request.method} ${request.url.split('?')[0]}`,
    });
  });
}

async function serveWeb(app: FastifyInstance, webRoot: string): Promise<void> {
  const index = await stat(join(webRoot, 'index.html')).catch(() => null);
  if (!index) throw refused('server.no-page', { folder: webRoot });
  await app.register(fastifyStatic, {
    root: webRoot,
    setHeaders: (response, path) => {
      // The build puts a hash of the content into the names of everything under assets/.
      const hashed = /[\\/]assets[\\/]/.test(path);
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
    cacheControl: false,
  });
}

function addressOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}
