import { negotiateLanguage } from '@doctorpy/service-kit/caller';
import { DomainError, type ErrorCode, presentError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { CountRefusal } from '../plugins/count-refusals.js';
import { RefusedDocument } from '../plugins/operation-guard.js';
import { presentGatewayError } from '../plugins/present-errors.js';
import { bodyTooLarge, MethodNotAllowed, NotAcceptable, UnsupportedEncoding } from './errors.js';
import { refusalFormat } from './response-format.js';

/** What answering needs besides the request. */
export interface FaultAudience {
  readonly countRefusal: CountRefusal;
  readonly log: Logger;
}

/** Answers whatever kept a request from being answered otherwise, in the one form that all refusals have. */
export async function answerFault(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, countRefusal }: FaultAudience,
): Promise<void> {
  const language = negotiateLanguage(request.headers['accept-language']);
  const { status, problem } = asProblem(error);
  countRefusal(problem);
  const audience = { language, requestId: request.id, log: log.child({ requestId: request.id }) };
  const problems = problem instanceof RefusedDocument ? problem.problems : [problem];
  const errors = problems.map((one) =>
    one instanceof GraphQLError
      ? presentGatewayError(one, { requestId: request.id, log: audience.log, caller: { language } })
      : presentError(new GraphQLError(one.message, { originalError: one }), audience),
  );
  if (status >= 500) audience.log.error({ err: error }, 'request.failed');
  else audience.log.info({ code: problem.code, status }, 'request.refused');
  const format = wellFormed.has(problem.code)
    ? refusalFormat(request.headers.accept, status)
    : { status, contentType: 'application/json; charset=utf-8' };
  void reply.headers({
    'content-type': format.contentType,
    'content-language': language,
    'cache-control': 'no-store',
    vary: [reply.getHeader('vary'), 'Accept-Language'].filter(Boolean).join(', '),
    // The rest of the body is on its way, and nobody reads it.
    ...(status === 413 && { connection: 'close' }),
    ...(problem instanceof UnsupportedEncoding && { 'accept-encoding': 'identity' }),
    ...(problem.retryAfterSeconds !== undefined && { 'retry-after': problem.retryAfterSeconds }),
    ...(problem instanceof MethodNotAllowed && { allow: problem.allowed }),
  });
  await reply.code(format.status).send(JSON.stringify({ errors }));
}

/** HTTP statuses of requests that are refused before they run; 400 for others. */
const statuses: Partial<Record<ErrorCode, number>> = {
  RATE_LIMITED: 429,
  FORBIDDEN: 403,
  OPERATION_NOT_ALLOWED: 403,
  PAYLOAD_TOO_LARGE: 413,
  // As streams are refused.
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  SESSION_REVOKED: 401,
  MFA_REQUIRED: 403,
  SERVICE_UNAVAILABLE: 503,
  // What client libraries expect of them.
  PERSISTED_QUERY_NOT_FOUND: 200,
  PERSISTED_QUERY_NOT_SUPPORTED: 200,
};

/** Codes of requests that are GraphQL requests, and whose operation cannot run. */
const wellFormed: ReadonlySet<ErrorCode> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'QUERY_TOO_COMPLEX',
  'BAD_USER_INPUT',
  'OPERATION_NOT_ALLOWED',
]);

function asProblem(error: unknown): { status: number; problem: DomainError } {
  if (error instanceof MethodNotAllowed) return { status: 405, problem: error };
  if (error instanceof NotAcceptable) return { status: 406, problem: error };
  if (error instanceof UnsupportedEncoding) return { status: 415, problem: error };
  if (error instanceof DomainError) return { status: statuses[error.code] ?? 400, problem: error };
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  switch (status) {
    case 413:
      return { status, problem: bodyTooLarge() };
    case 400:
    case 415:
      return {
        status,
        problem: new DomainError('BAD_REQUEST', {
          fr: 'Cette requête HTTP n’est pas une requête GraphQL : envoyez du JSON {"query": …} avec Content-Type: application/json.',
          en: 'This HTTP request is not a GraphQL request: send JSON {"query": …} with Content-Type: application/json.',
        }),
      };
    default:
      return {
        status: 500,
        problem: new DomainError('INTERNAL', {
          fr: 'Une erreur inattendue s’est produite de notre côté. Réessayez.',
          en: 'Something unexpected went wrong on our side. Try again.',
        }),
      };
  }
}
