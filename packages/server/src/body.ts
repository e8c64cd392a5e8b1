/** Answers with a tag of their content, compressed when the browser takes it, 304 when it has them already. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const gzipped = promisify(gzip);
/** Below this a packet is sent anyway. */
const WORTH_GZIP = 1000;

export type Keep = 'forever' | 'revalidate' | 'never';
const CACHE: Record<Keep, string> = {
  // The address names the version of the run, so the answer never changes.
  forever: 'private, max-age=604800, immutable',
  revalidate: 'private, no-cache',
  // Of one person at one moment.
  never: 'no-store',
};

/** A finished answer, as it is kept in memory: both forms, so that it is compressed once. */
export type Body = {
  readonly type: string;
  readonly plain: Buffer;
  readonly zipped: Buffer | null;
  readonly tag: string;
};

/**
 * How hard to compress what is asked for all the time: a tile is a twentieth larger than at {@link THOROUGH}, in half
 * the time.
 */
export const QUICK = 1;
const THOROUGH = 5;

export async function makeBody(
  type: string,
  content: Uint8Array | string,
  level: typeof QUICK | typeof THOROUGH = THOROUGH,
): Promise<Body> {
  const plain = Buffer.from(content as Uint8Array);
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const zipped = plain.length < WORTH_GZIP ? null : await gzipped(plain, { level });
  return { type, plain, zipped, tag };
}

export const jsonBody = (value: unknown): Promise<Body> =>
  makeBody('application/json; charset=utf-8', JSON.stringify(value));

export function sendBody(request: FastifyRequest, reply: FastifyReply, body: Body, keep: Keep): FastifyReply {
  reply.headers({ etag: body.tag, 'cache-control': CACHE[keep], vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === body.tag) return reply.code(304).send();
  reply.type(body.type);
  const zip = body.zipped && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (zip) reply.header('content-encoding', 'gzip');
  return reply.send(zip ? body.zipped : body.plain);
}
