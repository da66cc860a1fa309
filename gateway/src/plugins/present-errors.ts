import { DomainError, isErrorCode, presentError } from '@doctorpy/service-kit/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import type { GatewayContext } from '../context.js';

/** What a subgraph may add to an error besides its code. */
const details = z.object({
  fields: z.array(z.object({ path: z.array(z.string()), code: z.string(), message: z.string() })).optional(),
  retryAfterSeconds: z.number().optional(),
});

/**
 * The error as a client may see it: message, place, a code of the registry, the request id, and nothing of where it
 * came from. Subgraphs have already put theirs into the caller's language; what has no code of ours is INTERNAL.
 */
export function presentGatewayError(error: unknown, context: GatewayContext): GraphQLFormattedError {
  const { requestId, caller, log } = context;
  const audience = { requestId, language: caller.language, log };
  if (error instanceof DomainError) {
    return presentError(new GraphQLError(error.message, { originalError: error }), audience);
  }
  if (!(error instanceof GraphQLError)) {
    const originalError = error instanceof Error ? error : new Error(String(error));
    return presentError(new GraphQLError('Unexpected error', { originalError }), audience);
  }
  if (error.originalError instanceof DomainError) return presentError(error, audience);
  const code = codeOf(error);
  if (!isErrorCode(code) || code === 'INTERNAL') return withCode(presentError(error, audience), error, code);
  const more = details.safeParse(error.extensions);
  return {
    message: error.message,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: placeOf(error.path) }),
    extensions: { code, requestId, ...(more.success ? more.data : {}) },
  };
}

/** A refusal in the caller's words, for the subscriptions package, to which any error but GraphQL's is INTERNAL. */
export function asGraphQLError(problem: DomainError, context: GatewayContext): GraphQLError {
  const { message, extensions } = presentGatewayError(problem, context);
  return new GraphQLError(message, { extensions: extensions ?? {} });
}

/** The executor writes `@` for “every item of the list”, which means nothing to a client. */
function placeOf(path: readonly (string | number)[]): (string | number)[] {
  return path.filter((step) => step !== '@');
}

/** Apollo Server words every failed rule as a validation error; the rule's own code says more. */
function codeOf(error: GraphQLError): unknown {
  const inner = error.originalError;
  if (inner instanceof GraphQLError && isErrorCode(inner.extensions.code)) return inner.extensions.code;
  return error.extensions.code;
}

/** A subgraph that answered INTERNAL has logged why, and its message is already fit to be shown. */
function withCode(presented: GraphQLFormattedError, error: GraphQLError, code: unknown): GraphQLFormattedError {
  return code === 'INTERNAL' && 'serviceName' in error.extensions
    ? { ...presented, message: error.message }
    : presented;
}
