import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { DomainError } from '../errors/index.js';
import type { ReplayGuard, ServiceKeys, ServicePair } from '../trust/index.js';
import { requireSignature } from './signed-http.js';

/** A question that one subgraph answers another, outside the supergraph. Listed in docs/reference/internal-calls.md. */
export interface InternalCall {
  /** Who may ask: `rag>quest`. */
  readonly pair: ServicePair;
  /** Begins with `/internal/`. */
  readonly path: string;
  /** Reads the body; what does not fit is answered 400. */
  readonly input: z.ZodType;
  /** @returns what is sent back as JSON */
  readonly answer: (input: never) => Promise<unknown>;
}

/** An internal call with the types of its own input. */
export function internalCall<S extends z.ZodType>(call: {
  readonly pair: ServicePair;
  readonly path: string;
  readonly input: S;
  readonly answer: (input: z.output<S>) => Promise<unknown>;
}): InternalCall {
  return call;
}

/** Serves one call to the other service of its pair alone; each signed request is accepted once. */
export async function serveInternalCall(
  app: FastifyInstance,
  deps: { call: InternalCall; keys: ServiceKeys; guard: ReplayGuard; log: Logger },
): Promise<void> {
  const { call, keys, guard, log } = deps;
  await app.register(async (guarded) => {
    requireSignature(guarded, keys, call.pair);
    guarded.post(call.path, async (request, reply) => {
      const { verified } = request;
      if (!verified) throw new Error('A call reached its handler unverified.');
      const requestLog = log.child({ requestId: verified.requestId, call: call.path });
      try {
        await guard.accept(verified.nonce);
        const input = call.input.safeParse(request.body);
        if (!input.success) return await reply.code(400).send({ code: 'BAD_USER_INPUT' });
        return await call.answer(input.data as never);
      } catch (error) {
        const code = error instanceof DomainError ? error.code : 'INTERNAL';
        requestLog.error({ err: error }, 'internal_call.failed');
        return await reply.code(code === 'INTERNAL' ? 500 : 503).send({ code });
      }
    });
  });
}
