import type { FastifyInstance } from 'fastify';
import type { Signing } from './services/signing/signing.js';

/** Where verifiers of access tokens find the public keys; open to everybody, as public keys are. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** Serves the public keys as a JWK Set (RFC 7517), to be cached for as long as it says. */
export function serveJwks(app: FastifyInstance, signing: Signing): void {
  app.get(JWKS_PATH, async (_request, reply) => {
    const { keys, maxAgeSeconds } = await signing.published();
    return reply
      .header('cache-control', `public, max-age=${maxAgeSeconds}`)
      .header('x-content-type-options', 'nosniff')
      .type('application/jwk-set+json')
      .send(JSON.stringify({ keys }));
  });
}
