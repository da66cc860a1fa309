import type { IncomingMessage, Server } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import {
  attachWebSocketServer,
  type FederatedSubscriptions,
  type SocketOperation,
  type WebSocketServerHandle,
} from '@doctorpy/federated-subscriptions';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import proxyAddr from 'proxy-addr';
import { v7 as uuid } from 'uuid';
import type { GatewayContext } from '../context.js';
import type { RateLimit } from '../http/rate-limit.js';
import type { Credentials, Identity } from '../identity/identify.js';
import { presentGatewayError } from '../plugins/present-errors.js';

/** What the WebSocket side of /graphql needs. */
export interface WebSocketOptions {
  readonly httpServer: Server;
  readonly apollo: ApolloServer<GatewayContext>;
  readonly subscriptions: FederatedSubscriptions<GatewayContext>;
  readonly identify: (credentials: Credentials) => Promise<Identity>;
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly rateLimit: RateLimit;
  readonly trustedProxies: readonly string[];
  readonly maxFrameBytes: number;
  readonly maxTokens: number;
  readonly log: Logger;
}

/** Close code of graphql-transport-ws for credentials that are not accepted. */
const FORBIDDEN = 4403;
/** Close code of WebSocket for "try again later", upon which clients do. */
const TRY_AGAIN_LATER = 1013;

/**
 * Serves graphql-transport-ws on /graphql: subscriptions through the federated hub, queries and mutations through
 * Apollo Server. Credentials come in `connection_init`: `{ authorization: "Bearer …", language: "fr" }`.
 */
export function serveWebSocket(options: WebSocketOptions): WebSocketServerHandle<GatewayContext> {
  const { apollo, identify, log, rateLimit } = options;
  const trust = proxyAddr.compile([...options.trustedProxies]);
  return attachWebSocketServer<GatewayContext>({
    httpServer: options.httpServer,
    path: '/graphql',
    subscriptions: options.subscriptions,
    // Outside browsers there is no Origin, and no ambient credential that another site could ride on.
    isOriginAllowed: (origin) => origin === undefined || options.isOriginAllowed(origin),
    limits: { maxPayloadBytes: options.maxFrameBytes, maxSubscriptionsPerSocket: 20, maxTokens: options.maxTokens },
    logger: log,
    authenticate: async (connectionParams, request) => {
      const identity = await identify(readCredentials(connectionParams, request, proxyAddr(request, trust)));
      const { tokenProblem, caller, tokenExpiresAt } = identity;
      if (tokenProblem)
        return {
          closeCode: closeCodeOf(tokenProblem),
          reason: `${tokenProblem.code}: ${tokenProblem.text.en}`.slice(0, 120),
        };
      const requestId = uuid();
      log.info({ requestId, userId: caller.userId }, 'websocket.connected');
      return {
        context: { ...identity, requestId, traceparent: null, log: log.child({ requestId }), clientLeft: null },
        expiresAt: tokenExpiresAt,
      };
    },
    operationContext: async (context) => {
      const requestId = uuid();
      const own = { ...context, requestId, log: context.log.child({ requestId }) };
      await rateLimit.take(context.caller.ip ?? 'unknown').catch((error: unknown) => {
        throw error instanceof DomainError ? asGraphQLError(error, own) : error;
      });
      return own;
    },
    executeOperation: (operation, context) => executeThroughApollo(apollo, operation, context),
  });
}

function closeCodeOf({ code }: DomainError): number {
  return code === 'SERVICE_UNAVAILABLE' ? TRY_AGAIN_LATER : FORBIDDEN;
}

/** The subscriptions package knows GraphQL errors only; any other is INTERNAL to it. */
function asGraphQLError(problem: DomainError, context: GatewayContext): GraphQLError {
  const { message, extensions } = presentGatewayError(problem, context);
  return new GraphQLError(message, { extensions: extensions ?? {} });
}

function readCredentials(
  connectionParams: Readonly<Record<string, unknown>>,
  request: IncomingMessage,
  ip: string | undefined,
): Credentials {
  const text = (...names: string[]) => {
    const value = names.map((name) => connectionParams[name]).find((candidate) => typeof candidate === 'string');
    return typeof value === 'string' ? value : null;
  };
  return {
    authorization: text('authorization', 'Authorization') ?? request.headers.authorization ?? null,
    acceptLanguage:
      text('language', 'Accept-Language', 'accept-language') ?? request.headers['accept-language'] ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    ip: ip ?? null,
  };
}

async function executeThroughApollo(
  apollo: ApolloServer<GatewayContext>,
  { query, operationName, variables, extensions }: SocketOperation,
  contextValue: GatewayContext,
): Promise<FormattedExecutionResult> {
  const { body } = await apollo.executeOperation(
    {
      query,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
      extensions: extensions ?? undefined,
      http: { method: 'POST', headers: new HeaderMap(), search: '', body: null },
    },
    { contextValue },
  );
  if (body.kind === 'single') return body.singleResult;
  return body.initialResult;
}
