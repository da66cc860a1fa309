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
  /** What is sent back as JSON; null when the body does not fit, which is answered 400. */
  readonly answer: (body: unknown) => Promise<{ readonly json: unknown } | null>;
}

/** An internal call whose body is read by `input`. */
export function internalCall<S extends z.ZodType>(call: {
  readonly pair: ServicePair;
  readonly path: string;
  readonly input: S;
  readonly answer: (input: z.output<S>) => Promise<unknown>;
}): InternalCall {
  const { pair, path, input } = call;
  return {
    pair,
    path,
    async answer(body) {
      const read = input.safeParse(body);
      return read.success ? { json: await call.answer(read.data) } : null;
    },
  };
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
        const answer = await call.answer(request.body);
        return answer ? answer.json : await reply.code(400).send({ code: 'BAD_USER_INPUT' });
      } catch (error) {
        const code = error instanceof DomainError ? error.code : 'INTERNAL';
        requestLog.error({ err: error }, 'internal_call.failed');
        return await reply.code(code === 'INTERNAL' ? 500 : 503).send({ code });
      }
    });
  });
}
