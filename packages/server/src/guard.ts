/** What every answer carries and every request must satisfy. */
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.ts';

/**
 * Nothing is loaded from anywhere else, no inline script or style runs. MapLibre's worker is a file of ours; `blob:`
 * and `data:` are for images it makes itself.
 */
const policy = (sources: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    "style-src 'self'",
    `img-src ${["'self' data: blob:", ...sources].join(' ')}`,
    "font-src 'self'",
    `connect-src ${["'self'", ...sources].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), camera=(), microphone=()',
};

/** The name part of a Host header: `[::1]:8080` → `::1`. */
function hostName(header: string | undefined): string {
  const text = (header ?? '').trim().toLowerCase();
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
  return bracketed ? bracketed[1]! : text.replace(/:\d+$/, '');
}

/**
 * A page of another site can make its own name resolve to this machine (DNS rebinding) and then read our answers; its
 * requests still carry that name. So only names we know, and addresses, which cannot be rebound, are answered.
 */
function isKnownHost(header: string | undefined, known: ReadonlySet<string>): boolean {
  const name = hostName(header);
  return name === 'localhost' || isIP(name) !== 0 || known.has(name);
}

/** `sources`: origins of the background maps that were configured; none by default. */
export function guard(app: FastifyInstance, hosts: readonly string[], sources: readonly string[] = []): void {
  const headers = { ...HEADERS, 'content-security-policy': policy(sources) };
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (!isKnownHost(request.headers.host, known)) {
      throw new ProblemError(421, 'host.unknown', { host: request.headers.host ?? '' });
    }
  });
}
