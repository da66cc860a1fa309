import type { IncomingMessage, Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import {
  attachWebSocketServer,
  type FederatedSubscriptions,
  type WebSocketServerHandle,
} from '@doctorpy/federated-subscriptions';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import proxyAddr from '@fastify/proxy-addr';
import { v7 as uuid } from 'uuid';
import { SESSION_HEADER, unchangeableSession } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import type { RateLimit } from '../http/rate-limit.js';
import { expiredToken } from '../identity/access-token.js';
import type { Credentials, Identity } from '../identity/identify.js';
import type { Admit } from '../persisted/admission.js';
import type { SentOperation } from '../persisted/persisted-operations.js';
import { asGraphQLError } from '../plugins/present-errors.js';
import { applyRevocations, standingOf } from '../revocation/apply.js';
import { revocationsUnknown, sessionRevoked } from '../revocation/errors.js';
import type { RevocationList } from '../revocation/list.js';
import { executeThroughApollo } from './execute.js';
import { createTokenRenewal } from './renew-token.js';
import type { SocketCount } from './socket-count.js';

/** What the WebSocket side of /graphql needs. */
export interface WebSocketOptions {
  readonly httpServer: Server;
  readonly apollo: ApolloServer<GatewayContext>;
  readonly subscriptions: FederatedSubscriptions<GatewayContext>;
  /** Who the token names, whatever became of it since it was issued. */
  readonly identify: (credentials: Credentials) => Promise<Identity>;
  /** Resolves when the list is as current as it can be. */
  readonly settled: () => Promise<void>;
  readonly revocations: RevocationList;
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly admit: Admit;
  /** The document that an operation stands for, which may be a hash only. */
  readonly resolve: (operation: SentOperation) => Promise<string>;
  readonly rateLimit: RateLimit;
  readonly trustedProxies: readonly string[];
  readonly maxFrameBytes: number;
  readonly maxTokens: number;
  /** Counts the connections of each client network at this gateway. */
  readonly sockets: SocketCount;
  /** The same before they have said who they are, and after they were told to close. */
  readonly handshakes: SocketCount;
  /** Sockets everybody together may have open at this gateway. */
  readonly maxSockets: number;
  readonly log: Logger;
}

/** Close code of graphql-transport-ws for credentials that are not accepted. */
const FORBIDDEN = 4403;
/** Clients do not connect again by themselves after this code. */
const TOO_MANY = 4429;
/** Close code of the IANA registry for a passing condition of the server. */
const TRY_AGAIN_LATER = 1013;

/**
 * Serves graphql-transport-ws on /graphql: subscriptions through the federated hub, queries and mutations through
 * Apollo Server. Credentials come in `connection_init`: `{ authorization: "Bearer …", language: "fr" }`, and are
 * renewed by a `ping` with such a payload.
 */
export function serveWebSocket(options: WebSocketOptions): WebSocketServerHandle<GatewayContext> {
  const { apollo, identify, log, rateLimit, revocations, sockets } = options;
  const trust = proxyAddr.compile([...options.trustedProxies]);
  return attachWebSocketServer<GatewayContext>({
    httpServer: options.httpServer,
    path: '/graphql',
    subscriptions: options.subscriptions,
    // Outside browsers there is no Origin, and no ambient credential that another site could ride on.
    isOriginAllowed: (origin) => origin === undefined || options.isOriginAllowed(origin),
    admitUpgrade: (request) => options.handshakes.admit(request.socket, proxyAddr(request, trust) ?? null),
    limits: {
      maxPayloadBytes: options.maxFrameBytes,
      maxSubscriptionsPerSocket: 20,
      maxSockets: options.maxSockets,
      maxTokens: options.maxTokens,
    },
    logger: log,
    authenticate: async (connectionParams, request) => {
      const ip = proxyAddr(request, trust);
      if (!sockets.admit(request.socket, ip ?? null)) {
        return { closeCode: TOO_MANY, reason: 'RATE_LIMITED: too many sockets are open from this address' };
      }
      const identity = await identify(readCredentials(connectionParams, request, ip));
      const { tokenProblem, outage } = applyRevocations(identity, revocations);
      // During an outage the socket is served what is public, and the rest as soon as it is over.
      if (tokenProblem && tokenProblem !== outage) {
        return { closeCode: closeCodeOf(tokenProblem), reason: reasonOf(tokenProblem) };
      }
      const { caller, tokenExpiresAt } = identity;
      const browserSession = SESSION_HEADER in connectionParams ? unchangeableSession : null;
      const requestId = uuid();
      log.info({ requestId, userId: caller.userId }, 'websocket.connected');
      return {
        context: {
          ...identity,
          requestId,
          traceparent: null,
          log: log.child({ requestId }),
          clientLeft: null,
          browserSession,
        },
        expiresAt: tokenExpiresAt,
      };
    },
    renew: createTokenRenewal({ identify, revocations, rateLimit }),
    renewedContext: ({ requestId, log: own }, socket) =>
      applyRevocations({ ...socket, requestId, log: own }, revocations),
    // Before the document is read, so that what cannot be read counts too.
    resolveOperation: async (operation, context) => {
      const { ip, userId } = context.caller;
      try {
        await rateLimit.take(ip ?? 'unknown');
        if (userId !== null) await rateLimit.takeUser(userId);
        return { ...operation, query: await options.resolve(operation) };
      } catch (error) {
        throw error instanceof DomainError ? asGraphQLError(error, { ...context, requestId: uuid() }) : error;
      }
    },
    operationContext: async (context, operation) => {
      const requestId = uuid();
      await options.settled();
      const current = applyRevocations(context, revocations);
      const own = { ...current, requestId, log: context.log.child({ requestId }) };
      try {
        await options.admit(operation, own.caller);
      } catch (error) {
        throw error instanceof DomainError ? asGraphQLError(error, own) : error;
      }
      return { ...own, admitted: true };
    },
    executeOperation: (operation, context) => executeThroughApollo(apollo, operation, context),
  });
}

/** Closes the sockets whose session was ended, or of whose user something has changed: 4403. */
export function closeRevoked(sockets: WebSocketServerHandle<GatewayContext>, revocations: RevocationList): number {
  const closing = { revoked: sessionRevoked(), outdated: expiredToken() };
  const closed = (['revoked', 'outdated'] as const).map((standing) =>
    sockets.closeWhere(
      (context) => standingOf(context, revocations) === standing,
      FORBIDDEN,
      reasonOf(closing[standing]),
    ),
  );
  return closed.reduce((sum, count) => sum + count);
}

/**
 * Closes the sockets of everybody who is signed in, since what is protected must not flow on unchecked. The code lets
 * clients connect again, and have their public subscriptions back at once.
 */
export function closeUncheckable(sockets: WebSocketServerHandle<GatewayContext>): number {
  return sockets.closeWhere(({ caller }) => caller.userId !== null, TRY_AGAIN_LATER, reasonOf(revocationsUnknown()));
}

/** The frame holds 123 bytes of reason at most (RFC 6455 §5.5). */
function reasonOf({ code, text }: DomainError): string {
  return `${code}: ${text.en}`.slice(0, 120);
}

function closeCodeOf({ code }: DomainError): number {
  return code === 'SERVICE_UNAVAILABLE' ? TRY_AGAIN_LATER : FORBIDDEN;
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
