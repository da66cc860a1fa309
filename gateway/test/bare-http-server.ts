import { silentLogger } from '@doctorpy/service-kit/logging';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '../src/http/server.js';

/** The HTTP server of the gateway, with nothing behind it and not yet listening. */
export function createBareHttpServer(): Promise<FastifyInstance> {
  return createHttpServer({
    isOriginAllowed: () => false,
    trustedProxies: [],
    maxBodyBytes: 1000,
    nextRequestId: () => 'id',
    take: (request, response, next) => next(request, response),
    begun: new WeakMap(),
    countRefusal: () => {},
    log: silentLogger(),
  });
}
