import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../context/index.js';
import { presentError } from '../errors/index.js';
import type { Metrics } from '../metrics/index.js';
import type { ReplayGuard } from '../trust/index.js';

/** Words every error for the caller: their language, a code of the registry, no detail that is nobody's business. */
export function presentErrors<TContext extends RequestContext>(): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors, contextValue }) {
          if (response.body.kind !== 'single' || !errors || errors.length === 0) return;
          response.body.singleResult.errors = errors.map((error) => present(error, contextValue));
        },
      };
    },
  };
}

/** The error as its receiver may see it. */
export function present(error: unknown, { caller, requestId, log }: RequestContext): GraphQLFormattedError {
  const graphqlError =
    error instanceof GraphQLError ? error : new GraphQLError('Unexpected error', { originalError: asError(error) });
  return presentError(graphqlError, { language: caller.language, requestId, log });
}

const NONCE = Symbol('nonce');

/** In place of a nonce: the request is a function call, which nobody can capture and send again. */
export const FUNCTION_CALL = Symbol('function call');

/** What tells a request from its replay: a nonce that is still to be accepted, or one whose acceptance is under way. */
export type Nonce = string | Promise<void> | typeof FUNCTION_CALL;

/**
 * Has the nonce of a mutation accepted while the operation is still being read. What only turns out later to be a mutation
 * keeps its nonce, and is checked then.
 */
export function acceptEarly(guard: ReplayGuard, nonce: string, body: unknown): Nonce {
  if (!beginsAsMutation(body)) return nonce;
  const accepted = guard.accept(nonce);
  // Heard where the operation waits for it; one that cannot be read never does.
  accepted.catch(() => undefined);
  return accepted;
}

function beginsAsMutation(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('query' in body)) return false;
  return typeof body.query === 'string' && /^\s*mutation\b/.test(body.query);
}

/** Attaches a request's nonce as a property: Apollo Server copies the context, so its identity would not do. */
export function withNonce<TContext extends RequestContext>(context: TContext, nonce: Nonce): TContext {
  return Object.assign(context, { [NONCE]: nonce });
}

/** Accepts each signed mutation once; one that is called as a function comes once by nature. */
export function refuseReplays<TContext extends RequestContext>(guard: ReplayGuard): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation?.operation !== 'mutation') return;
          const nonce: unknown = Reflect.get(contextValue, NONCE);
          if (nonce === FUNCTION_CALL) return;
          if (nonce instanceof Promise) return nonce;
          if (typeof nonce !== 'string') throw new Error('A mutation arrived without a nonce.');
          await guard.accept(nonce);
        },
      };
    },
  };
}

/** Times each operation and counts errors by code; logs one line an operation at debug. */
export function observeOperations<TContext extends RequestContext>(metrics: Metrics): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ response, operation, operationName, contextValue }) {
          const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : [];
          for (const error of errors) metrics.errors.inc({ code: String(error.extensions?.code ?? 'INTERNAL') });
          const elapsedMs = performance.now() - startedAt;
          const outcome = errors.length === 0 ? 'ok' : String(errors[0]?.extensions?.code ?? 'INTERNAL');
          metrics.operations.observe({ operation: operation?.operation ?? 'unknown', outcome }, elapsedMs / 1000);
          contextValue.log.debug(
            { operation: operation?.operation, operationName, outcome, ms: Math.round(elapsedMs * 10) / 10 },
            'operation.answered',
          );
        },
      };
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
