/** The HTTP server of the map: the interface under /api and the web application beside it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Database } from '@thuadat/store/database';
import type { Gazetteer } from '@thuadat/store/view/parcel';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { sendBody } from './body.ts';
import { createDataset } from './dataset.ts';
import { createGazetteer } from './gazetteer.ts';
import { guard } from './guard.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { Route, Taken } from './route.ts';
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
  } = options;
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { removeAdditional: false } },
    // Addresses that cannot be decoded never reach the hooks and handlers below.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error);
      void (reply as FastifyReply)
        .code(problem.status)
        .headers({ 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' })
        .send(JSON.stringify(problem));
    },
  });
  guard(app, allowedHosts);
  answerFaults(app, options.onError ?? (() => {}));
  for (const route of routesOf(createDataset(db, gazetteer))) register(app, route);
  if (webRoot !== null) await serveWeb(app, webRoot);
  await app.listen({ host, port });
  return { url: addressOf(app, host), close: () => app.close() };
}

function register(app: FastifyInstance, route: Route): void {
  const schema = {
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
  };
  app.get(route.path.replace('.mvt', '(^\\d+).mvt'), { schema }, async (request, reply) => {
    const { body, keep } = await route.answer({
      params: request.params as Taken['params'],
      query: request.query as Taken['query'],
    });
    return sendBody(request, reply, body, keep);
  });
}

function answerFaults(app: FastifyInstance, onError: (error: unknown) => void): void {
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) onError(error);
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw new ProblemError(
      404,
      'No such address',
      `${request.method} ${request.url.split('?')[0]} found; see /api/openapi.json for what there is.`,
      'Check the address.',
    );
  });
}

async function serveWeb(app: FastifyInstance, webRoot: string): Promise<void> {
  const index = await stat(join(webRoot, 'index.html')).catch(() => null);
  if (!index) {
    throw new Error(
      `${webRoot} holds no index.html; the built web application was expected. Build it with "npm run build".`,
    );
  }
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
