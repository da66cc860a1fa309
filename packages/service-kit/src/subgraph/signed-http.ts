import type { FastifyInstance, FastifyRequest } from 'fastify';
import { negotiateLanguage, unauthenticated } from '../caller/index.js';
import { type ServiceKeys, type ServicePair, type VerifiedRequest, verifyRequest } from '../trust/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the signature was checked. */
    verified: VerifiedRequest | null;
    /** The bytes that were signed. */
    rawBody: Buffer | null;
  }
}

/** Largest body a subgraph reads, in bytes; the gateway's own limit is lower. */
const BODY_LIMIT = 2 * 1024 * 1024;

/**
 * Lets only requests through that the other service of `pair` signed, on every route added to `app` after this call.
 * Others get HTTP 401 with UNAUTHENTICATED before anything is parsed.
 */
export function requireSignature(app: FastifyInstance, keys: ServiceKeys, pair: ServicePair): void {
  app.decorateRequest('verified', null);
  app.decorateRequest('rawBody', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(body);
    request.rawBody = raw;
    if (!verify(request, keys, pair)) return done(null, null);
    try {
      done(null, JSON.parse(raw.toString('utf8')));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.verified || verify(request, keys, pair)) return;
    const { code, text } = unauthenticated();
    request.log.warn({ ip: request.ip, path: request.url }, 'request.unsigned');
    const language = negotiateLanguage(request.headers['accept-language']);
    await reply.code(401).send({ errors: [{ message: text[language], extensions: { code } }] });
  });
}

function verify(request: FastifyRequest, keys: ServiceKeys, pair: ServicePair): boolean {
  const parts = { pair, method: request.method, path: request.url, body: request.rawBody ?? '' };
  request.verified = verifyRequest(keys, parts, (name) => request.headers[name]);
  return request.verified !== null;
}
