import type { ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { negotiateLanguage } from '@doctorpy/service-kit/caller';
import { DomainError, type ErrorCode, presentError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { trustHeaders } from '@doctorpy/service-kit/trust';
import cors from '@fastify/cors';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { GraphQLError } from 'graphql';
import { v7 as uuid } from 'uuid';
import type { SessionCookies } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import type { Identity } from '../identity/identify.js';
import type { RateLimit } from './rate-limit.js';
import type { SubscriptionStreams } from './subscription-streams.js';

/** What the public port needs. */
export interface HttpServerOptions {
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
  readonly log: Logger;
}

const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What executing operations over HTTP needs. */
export interface GraphQLRouteOptions {
  /** Answers requests for a stream. */
  readonly streams: SubscriptionStreams;
  /** Started already. */
  readonly apollo: ApolloServer<GatewayContext>;
  readonly identify: (request: FastifyRequest) => Promise<Identity>;
  readonly rateLimit: RateLimit;
  readonly sessionCookies: SessionCookies;
  readonly log: Logger;
}

/** The HTTP server, before it listens and without routes. Faults are answered as GraphQL errors. */
export async function createHttpServer({
  log,
  isOriginAllowed,
  ...options
}: HttpServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: options.maxBodyBytes,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: () => uuid(),
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      [trustHeaders.requestId]: request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
  await app.register(cors, {
    origin: (origin, done) => done(null, origin === undefined || isOriginAllowed(origin)),
    methods: ['GET', 'POST', 'OPTIONS'],
    credentials: true,
    exposedHeaders: [trustHeaders.requestId, 'retry-after', 'content-language'],
    maxAge: 600,
  });
  app.setErrorHandler((error, request, reply) => answerFault(error, request, reply, log));
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      message: `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 100)}: the API is at /graphql.`,
    }),
  );
  return app;
}

/** Serves /graphql over HTTP: rate-limited, identified, aborted when the client leaves. */
export function addGraphQLRoute(app: FastifyInstance, options: GraphQLRouteOptions): void {
  const { streams } = options;
  const answer = fastifyApolloHandler(options.apollo, {
    context: async (request, reply) => contextOf(options, request, reply),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Before the body is read: one that cannot be parsed counts too, and one too many is not worth parsing.
    onRequest: async (request) => {
      await options.rateLimit.take(request.ip);
      // A page that may not ask for browser mode is refused whatever it asks for.
      options.sessionCookies.read(request.headers);
    },
    async handler(request, reply) {
      if (!streams.accepts(request.raw)) return answer.call(app, request, reply);
      reply.hijack();
      return streams.handle(request.raw, reply.raw, { body: request.body, headers: reply.getHeaders() });
    },
  });
}

async function contextOf(
  { identify, sessionCookies, log }: GraphQLRouteOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<GatewayContext> {
  // Before anything is waited for: the client may leave meanwhile.
  const clientLeft = abortedOnClose(reply.raw);
  const { traceparent } = request.headers;
  const trusted = typeof traceparent === 'string' && W3C_TRACEPARENT.test(traceparent) ? traceparent : null;
  return {
    ...(await identify(request)),
    requestId: request.id,
    traceparent: trusted,
    log: log.child({ requestId: request.id }),
    clientLeft,
    browserSession: sessionCookies.read(request.headers),
  };
}

function abortedOnClose(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

async function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): Promise<void> {
  const language = negotiateLanguage(request.headers['accept-language']);
  const { status, problem } = asProblem(error);
  const audience = { language, requestId: request.id, log: log.child({ requestId: request.id }) };
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.retryAfterSeconds);
  const presented = presentError(new GraphQLError(problem.message, { originalError: problem }), audience);
  if (status >= 500) audience.log.error({ err: error }, 'request.failed');
  await reply.code(status).send({ errors: [presented] });
}

/** HTTP statuses of requests that are refused before they are read as GraphQL; 400 for others. */
const statuses: Partial<Record<ErrorCode, number>> = { RATE_LIMITED: 429, FORBIDDEN: 403 };

function asProblem(error: unknown): { status: number; problem: DomainError } {
  if (error instanceof DomainError) return { status: statuses[error.code] ?? 400, problem: error };
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  switch (status) {
    case 413:
      return {
        status,
        problem: new DomainError('PAYLOAD_TOO_LARGE', {
          fr: 'La requête est trop volumineuse. Raccourcissez-la ou envoyez-la en plusieurs fois.',
          en: 'The request is too large. Shorten it, or send it in parts.',
        }),
      };
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
