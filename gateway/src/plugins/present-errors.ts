import { DomainError, type ErrorCode, isErrorCode, presentError } from '@doctorpy/service-kit/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import type { GatewayContext } from '../context.js';
import { RefusedDocument } from './operation-guard.js';
import { wordProtocolError } from './word-protocol-errors.js';

/** For whom an error is presented. */
interface Audience extends Pick<GatewayContext, 'requestId' | 'log'> {
  readonly caller: Pick<GatewayContext['caller'], 'language'>;
}

/** What a subgraph may add to an error besides its code. */
const details = z.object({
  fields: z.array(z.object({ path: z.array(z.string()), code: z.string(), message: z.string() })).optional(),
  retryAfterSeconds: z.number().optional(),
});

/**
 * The error as a client may see it: message, place, a code of the registry, the request id, and nothing of where it
 * came from. Subgraphs have already put theirs into the caller's language; what has no code of ours is INTERNAL.
 */
export function presentGatewayError(error: unknown, context: Audience): GraphQLFormattedError {
  const { requestId, caller, log } = context;
  const audience = { requestId, language: caller.language, log };
  if (error instanceof DomainError) {
    return presentError(new GraphQLError(error.message, { originalError: error }), audience);
  }
  if (!(error instanceof GraphQLError)) {
    const originalError = error instanceof Error ? error : new Error(String(error));
    return presentError(new GraphQLError('Unexpected error', { originalError }), audience);
  }
  if (isOurs(error)) return presentError(error, audience);
  const code = codeOf(error);
  if (!isErrorCode(code) || code === 'INTERNAL') return withCode(presentError(error, audience), error, code);
  const more = details.safeParse(error.extensions);
  const isProtocols = !('serviceName' in error.extensions) && protocolCodes.has(code);
  return {
    message: isProtocols ? wordProtocolError(code, error.message)[caller.language] : error.message,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: placeOf(error.path) }),
    extensions: { code, requestId, ...(more.success ? more.data : {}) },
  };
}

/** A refusal in the caller's words, for the subscriptions package, to which any error but GraphQL's is INTERNAL. */
export function asGraphQLError(problem: DomainError, context: GatewayContext): GraphQLError {
  const first = problem instanceof RefusedDocument ? problem.problems[0] : problem;
  const { message, extensions } = presentGatewayError(first, context);
  return new GraphQLError(message, { extensions: extensions ?? {} });
}

/** Codes whose messages GraphQL's own library wrote, unless a subgraph did. */
const protocolCodes: ReadonlySet<ErrorCode> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
]);

/** A rule of ours may have been wrapped by the library once more. */
function isOurs({ originalError }: GraphQLError): boolean {
  if (originalError instanceof GraphQLError) return originalError.originalError instanceof DomainError;
  return originalError instanceof DomainError;
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
