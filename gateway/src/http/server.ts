import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { trustHeaders } from '@doctorpy/service-kit/trust';
import cors from '@fastify/cors';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { GraphQLError } from 'graphql';
import type { SessionCookies } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import type { Identity } from '../identity/identify.js';
import type { Admit, AdmittedOperation } from '../persisted/admission.js';
import { missingQuery } from '../persisted/errors.js';
import { subscriptionNeedsStream } from '../plugins/apollo-plugins.js';
import type { CountRefusal } from '../plugins/count-refusals.js';
import { applyRevocations } from '../revocation/apply.js';
import type { RevocationList } from '../revocation/list.js';
import { answerFault } from './answer-fault.js';
import { createAnswerOperation } from './answer-operation.js';
import { type BegunRequests, countOnce } from './begun-requests.js';
import { allowedBody, type BodyAllowance, longBodyProblem } from './body-allowance.js';
import { exposedHeaders } from './cors.js';
import { foreignOrigin, mutationOverGet, notAcceptable, unknownMethod, unsupportedEncoding } from './errors.js';
import type { FastLane } from './fast-lane/fast-lane.js';
import type { MediaTypes } from './media-types.js';
import type { RateLimit } from './rate-limit.js';
import { type HttpOperation, readOperation, searchOf } from './read-operation.js';
import { REPORT_COST } from './report-cost.js';
import { type ClientLeft, traceparentOf } from './request-context.js';
import { acceptsAnswers } from './response-format.js';
import { securityHeaders } from './security-headers.js';
import type { SubscriptionStreams } from './subscription-streams.js';
import { createAnswerUnreadable } from './unreadable-requests.js';

/** What the public port needs. */
export interface HttpServerOptions {
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
  readonly nextRequestId: () => string;
  /** Sees every request first, and hands over what it does not answer. */
  readonly take: FastLane['take'];
  /** Those it has handed over after it had begun with them. */
  readonly begun: BegunRequests;
  readonly countRefusal: CountRefusal;
  readonly log: Logger;
}

/** What executing operations over HTTP needs. */
export interface GraphQLRouteOptions {
  /** Answers requests for a stream. */
  readonly streams: SubscriptionStreams;
  /** Started already. */
  readonly apollo: ApolloServer<GatewayContext>;
  /** Who the token names, whatever became of it since it was issued. */
  readonly identify: (request: FastifyRequest) => Promise<Identity>;
  readonly revocations: RevocationList;
  readonly admit: Admit;
  /** Whether a browser that opens the address is shown an explorer. */
  readonly hasLandingPage: boolean;
  readonly bodyAllowance: BodyAllowance;
  readonly rateLimit: RateLimit;
  readonly sessionCookies: SessionCookies;
  readonly mediaTypes: MediaTypes;
  readonly begun: BegunRequests;
  readonly clientLeft: ClientLeft;
  readonly log: Logger;
}

/** The HTTP server, before it listens and without routes. Faults are answered as GraphQL errors. */
export async function createHttpServer({
  log,
  isOriginAllowed,
  nextRequestId,
  take,
  begun,
  countRefusal,
  ...options
}: HttpServerOptions): Promise<FastifyInstance> {
  const told = { log, countRefusal };
  const app = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: options.maxBodyBytes,
    // Node takes the smaller one for the headers and the larger one for all, whichever is which.
    http: { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    requestTimeout: 30_000,
    frameworkErrors: (error, request, reply) => {
      void reply.headers({ [trustHeaders.requestId]: request.id, ...securityHeaders(request.protocol) });
      void answerFault(error, request, reply, told);
    },
    clientErrorHandler: createAnswerUnreadable({ nextRequestId, countRefusal, log }),
    forceCloseConnections: 'idle',
    genReqId: (raw) => begun.get(raw)?.requestId ?? nextRequestId(),
  });
  putInFront(app.server, take);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      [trustHeaders.requestId]: request.id,
      ...securityHeaders(request.protocol),
    });
  });
  await app.register(cors, {
    origin: (origin, done) => done(null, origin === undefined || isOriginAllowed(origin)),
    methods: ['GET', 'POST', 'OPTIONS'],
    credentials: true,
    strictPreflight: false,
    exposedHeaders: [...exposedHeaders],
    maxAge: 600,
  });
  app.setErrorHandler((error, request, reply) => answerFault(error, request, reply, told));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    // A preflight comes here only when its page may not call the API.
    if (request.method === 'OPTIONS' && request.headers.origin !== undefined) throw foreignOrigin();
    if (path === '/graphql') throw unknownMethod();
    return reply.code(404).send({
      message: `There is nothing at ${request.method} ${path.slice(0, 100)}: the API is at /graphql.`,
    });
  });
  return app;
}

/** The framework is given what is handed over. */
function putInFront(server: Server, take: FastLane['take']): void {
  const framework = server.listeners('request');
  const next = (request: IncomingMessage, response: ServerResponse) => {
    for (const listener of framework) listener.call(server, request, response);
  };
  server.removeAllListeners('request');
  server.on('request', (request, response) => take(request, response, next));
}

/** What is found out about a request before Apollo Server sees it. */
interface Admitted {
  /** Before revocations: a stream applies them itself. */
  readonly issued: Identity;
  /** As it counts now. */
  readonly identity: Identity;
  readonly operation: (AdmittedOperation & { readonly sent: HttpOperation }) | null;
}

/** Serves /graphql over HTTP: rate-limited, identified, guarded, aborted when the client leaves. */
export function addGraphQLRoute(app: FastifyInstance, options: GraphQLRouteOptions): void {
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  const { begun, mediaTypes, streams } = options;
  const context = async (request: FastifyRequest) => contextOf(options, request, admitted.get(request) ?? null);
  const byApollo = fastifyApolloHandler(options.apollo, { context });
  const answer = createAnswerOperation({
    apollo: options.apollo,
    byApollo: async (request, reply) => byApollo.call(app, request, reply),
    contextOf: context,
    mediaTypes,
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    // Before the body is read: one that cannot be parsed counts too, and one too many is not worth parsing.
    onRequest: async (request) => {
      await countOnce(begun.get(request.raw)?.address, () => options.rateLimit.take(request.ip));
      if (isEncoded(request.headers)) throw unsupportedEncoding();
      // A page that may not ask for browser mode is refused whatever it asks for.
      options.sessionCookies.read(request.headers);
    },
    preParsing: async (request, _reply, payload) => {
      const body = begun.get(request.raw)?.body;
      if (body) return Readable.from([body]);
      return allowedBody(payload, request.headers, options.bodyAllowance, async () =>
        longBodyProblem(applyRevocations(await options.identify(request), options.revocations)),
      );
    },
    preHandler: async (request) => {
      const issued = await options.identify(request);
      const identity = applyRevocations(issued, options.revocations);
      const { userId } = identity.caller;
      await countOnce(begun.get(request.raw)?.user, async () => {
        if (userId !== null) await options.rateLimit.takeUser(userId);
      });
      admitted.set(request, { issued, identity, operation: await admitOperation(options, request, identity) });
    },
    async handler(request, reply) {
      const { operation, issued } = admitted.get(request) ?? {};
      if (!operation || !issued) return byApollo.call(app, request, reply);
      if (!streams.accepts(request.raw, operation.kind)) {
        if (request.method !== 'POST') return byApollo.call(app, request, reply);
        return answer(request, reply, { ...operation.sent, query: operation.query });
      }
      reply.hijack();
      const { query, sent } = operation;
      return streams.handleAdmitted(request.raw, reply.raw, issued, {
        headers: reply.getHeaders(),
        operation: { ...sent, query },
      });
    },
  });
  app.route({
    method: ['HEAD', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    onRequest: async ({ ip }) => {
      await options.rateLimit.take(ip);
      throw unknownMethod();
    },
    handler: async () => undefined,
  });
}

function isEncoded({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): boolean {
  return encoding.trim().toLowerCase() !== 'identity';
}

/** null for somebody who opens the address in a browser: there is no operation. */
async function admitOperation(
  { admit, hasLandingPage, streams }: GraphQLRouteOptions,
  request: FastifyRequest,
  { caller }: Identity,
): Promise<Admitted['operation']> {
  const isGet = request.method === 'GET';
  const opensPage = isGet && hasLandingPage && request.headers.accept?.includes('text/html') === true;
  if (opensPage && !['query', 'extensions'].some((name) => searchOf(request.url).has(name))) return null;
  const sent = readOperation(request);
  const admitted = await admit(sent, caller);
  const takesStream = streams.accepts(request.raw, admitted.kind);
  if (isGet && admitted.kind === 'mutation') throw mutationOverGet();
  if (isGet && admitted.kind === 'subscription' && !takesStream) throw subscriptionNeedsStream();
  if (!takesStream && !acceptsAnswers(request.headers.accept)) throw notAcceptable();
  return { ...admitted, sent };
}

async function contextOf(
  { sessionCookies, begun, clientLeft, log }: GraphQLRouteOptions,
  request: FastifyRequest,
  admitted: Admitted | null,
): Promise<GatewayContext> {
  // Nothing runs that was not let in, whatever Apollo Server reads in the address. The page needs no context.
  if (!admitted?.operation) throw badRequest(missingQuery());
  const { executed, startedAt } = begun.get(request.raw) ?? {};
  return {
    ...admitted.identity,
    ...(request.headers[REPORT_COST] && { costToReport: admitted.operation.cost }),
    requestId: request.id,
    traceparent: traceparentOf(request.headers),
    log: log.child({ requestId: request.id }),
    clientLeft: clientLeft(request.raw.socket),
    browserSession: sessionCookies.read(request.headers),
    ...(executed && { executed, startedAt }),
  };
}

/** In the form in which Apollo Server takes the HTTP status from it. */
function badRequest(problem: DomainError): GraphQLError {
  return new GraphQLError(problem.message, { originalError: problem, extensions: { http: { status: 400 } } });
}
